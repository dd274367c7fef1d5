"""Codes on paper: drawn on every page of a document, read again from a scan as machines and people make them."""

from __future__ import annotations

import io
import random
from datetime import date

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFilter

from shared.codes import MOST_PAGES, draw, read_pages
from shared.documents import Document, Table, make

CODE = "TERREAU 7K2P-9QXM-1"
ROWS = [[str(number), "Nom", "Structure", "Fonction", ""] for number in range(1, 31)]


@pytest.fixture(scope="module")
def printed() -> bytes:
    table = Table(("N°", "Nom", "Structure", "Fonction", "Signature"), ROWS, row_height=11)
    long = "Émargement · " + "un très long titre " * 8
    return make(Document("Feuille d’émargement", [table], made=date(2025, 7, 3), header=long, code=CODE), "pdf")


def paper(printed: bytes, page: int) -> Image.Image:
    """A page as a copier at 200 dpi sees it: grey."""
    return pdfium.PdfDocument(printed)[page].render(scale=200 / 72, grayscale=True).to_pil()


def scanned(page: Image.Image, angle: float, seed: int = 5) -> Image.Image:
    """The page laid askew, signed beside its code, blurred, stained, copied in black and white."""
    chance = random.Random(seed)
    page = page.copy()
    drawn = ImageDraw.Draw(page)
    for _ in range(60):
        x, y = chance.randrange(page.width), chance.randrange(page.height)
        drawn.line([(x, y), (x + chance.randrange(-160, 160), y + chance.randrange(-60, 60))], fill=40, width=3)
    page = page.rotate(angle, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(page.size, 60)
    page = Image.blend(page.filter(ImageFilter.GaussianBlur(0.8)), noise, 0.25)
    return page.point(lambda grey: 255 if grey > 128 else 0)


def as_file(pages: list[Image.Image], kind: str) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, kind, **({"save_all": True, "append_images": pages[1:]} if kind == "PDF" else {"quality": 40}))
    return out.getvalue()


def test_each_page_carries_its_own_code_and_the_same_document_gives_the_same_bytes(printed: bytes) -> None:
    assert read_pages(printed) == [[f"{CODE} 1/2"], [f"{CODE} 2/2"]]


@pytest.mark.parametrize("angle", [2.5, -4, 183])
def test_a_crooked_noisy_scan_in_black_and_white_is_read(printed: bytes, angle: float) -> None:
    pages = [scanned(paper(printed, number), angle) for number in (1, 0)]
    assert read_pages(as_file(pages, "PDF")) == [[f"{CODE} 2/2"], [f"{CODE} 1/2"]]
    assert read_pages(as_file(pages, "JPEG")) == [[f"{CODE} 2/2"]]
    assert read_pages(as_file(pages, "PNG")) == [[f"{CODE} 2/2"]]


def test_a_page_without_its_code_is_a_page_on_which_nothing_is_read(printed: bytes) -> None:
    torn = paper(printed, 0)
    torn.paste(255, (0, 0, torn.width, torn.height // 8))
    assert read_pages(as_file([torn, paper(printed, 1)], "PDF")) == [[], [f"{CODE} 2/2"]]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 signed by hand", b"\xff\xd8\xff cut", b"\x89PNG\r\n\x1a\n", b"PK zip"]
)
def test_what_cannot_be_opened_is_a_page_on_which_nothing_is_read(content: bytes) -> None:
    assert read_pages(content) == [[]]


def test_of_a_very_long_file_the_first_pages_are_looked_at() -> None:
    blank = Image.new("L", (60, 80), 255)
    assert read_pages(as_file([blank] * (MOST_PAGES + 3), "PDF")) == [[]] * (MOST_PAGES + 3)


def test_a_code_stays_small_enough_for_the_corner_of_a_page() -> None:
    assert b'width="25" height="25"' in draw(f"{CODE} 12/13")
