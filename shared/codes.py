"""Codes that a machine reads from paper: drawn on what is printed, read again from its scan.

Drawing is quick. Reading takes tenths of a second for a page and happens aside: PDFium is entered by one thread at a
time.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import zxingcpp
from PIL import Image

from shared.aside import aside_alone
from shared.pictures import MAX_PIXELS

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

MOST_PAGES = 40
"""Pages of a file that are looked at; the rest counts as unread."""
_LONGEST = 2400
"""Pixels of the longer side of a page when it is looked at: about 200 dpi on A4, five for each module of a code."""


def draw(text: str) -> bytes:
    """A QR code as SVG, black on nothing, a quarter of which may be torn, stained or written over."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    return code.to_svg(add_quiet_zones=False).encode()


def read_pages(content: bytes) -> list[list[str]]:
    """The texts of the QR codes of a PDF, or of a JPEG or PNG, page by page; empty where none can be read.

    What cannot be opened at all is one page on which nothing can be read: whether to keep it is for others to say.
    """
    return aside_alone(_read, content)


def _read(content: bytes) -> list[list[str]]:
    if not content.startswith(b"%PDF-"):
        return [_codes(_picture(content))]
    from pypdfium2 import PdfDocument, PdfiumError  # a tenth of a second, and only where a PDF is read

    try:
        document = PdfDocument(content)
    except PdfiumError:
        return [[]]
    try:
        unread: list[list[str]] = [[] for _ in range(max(0, len(document) - MOST_PAGES))]
        return [*(_codes(page) for page in _rendered(document)), *unread] or [[]]
    finally:
        document.close()


def _rendered(document: PdfDocument) -> Iterator[Image.Image | None]:
    from pypdfium2 import PdfiumError

    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
            longest = max(page.get_size())
            yield page.render(scale=_LONGEST / longest, grayscale=True).to_pil() if longest > 0 else None
        except (PdfiumError, ValueError, MemoryError):
            yield None


def _picture(content: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # it has a limit of its own
            picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MAX_PIXELS:
            return None
        picture.draft("L", (_LONGEST, _LONGEST))
        grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    grey.thumbnail((_LONGEST, _LONGEST))
    return grey


def _codes(page: Image.Image | None) -> list[str]:
    if page is None:
        return []
    return [one.text for one in zxingcpp.read_barcodes(page, formats=_QR)]
