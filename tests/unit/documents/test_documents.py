"""Documents in three formats: what is written is read back with other readers than the libraries that wrote it."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from shared.documents import (
    EUROPEAN_UNION,
    FORMATS,
    Bullets,
    Document,
    Format,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    bold,
    italic,
    make,
    paragraphs,
)
from shared.documents.funding import emblem
from shared.documents.model import legal, plain
from shared.documents.pictures import as_png, height_of
from tests.support.examples import examples

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    b'<circle cx="100" cy="100" r="80" fill="none" stroke="#003399"/></svg>'
)
CIRCLES = Picture(SVG, "svg", "Un cercle", 120, "Les parties prenantes")
DOCUMENT = Document(
    "Restitution du diagnostic",
    [
        Paragraph("Ce que le territoire a dit.", "lead"),
        Heading("Qui a été rencontré"),
        Paragraph((Run("Trente "), bold("structures"), Run(", dont cinq "), italic("intéressées"), Run("."))),
        Bullets(["mobilité", "attractivité"]),
        Bullets(["d’abord", "ensuite"], ordered=True),
        Heading("Appétence", 2),
        Table(["Type", "Structures"], [["ESS", "5"], ["Industrie", "12"]], "Par type", (3, 1), frozenset({1}), True),
        CIRCLES,
        PageBreak(),
        Heading("Suite"),
        Paragraph("« On verra. »", "quote"),
    ],
    date(2025, 4, 2),
    subtitle="Avril 2025",
    header="Terre d’essai",
    footer="Programme",
    funding=EUROPEAN_UNION,
)
SAID = (
    "Restitution du diagnostic",
    "Avril 2025",
    "Cofinancé par l’Union européenne",
    "Avec le soutien de\u00a0: Région Hauts-de-France.",
    "Qui a été rencontré",
    "Trente structures, dont cinq intéressées.",
    "mobilité",
    "ensuite",
    "Par type",
    "Industrie",
    "12",
    "Les parties prenantes",
    "« On verra. »",
    "Terre d’essai",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


def part(file: bytes, name: str) -> ElementTree.Element:
    with ZipFile(BytesIO(file)) as archive:
        return ElementTree.fromstring(archive.read(name))


def text_of(file: bytes, format: Format) -> str:
    if format == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    with ZipFile(BytesIO(file)) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml") and "settings" not in name]
        return " ".join(_spoken(ElementTree.fromstring(archive.read(name))) for name in parts)


def _spoken(element: ElementTree.Element) -> str:
    """What an element says; ODF writes a space at an edge as an element."""
    own = " " if element.tag == f"{TEXT}s" else element.text or ""
    return own + "".join(_spoken(child) + (child.tail or "") for child in element)


@pytest.fixture(scope="module")
def files() -> dict[Format, bytes]:
    return {kind: make(DOCUMENT, kind) for kind in FORMATS}


@pytest.mark.parametrize("format", FORMATS)
def test_every_word_is_in_the_file(files: dict[Format, bytes], format: Format) -> None:
    """Nothing of the document is lost on the way to paper."""
    read = text_of(files[format], format)
    assert [words for words in SAID if words not in read] == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_document_gives_the_same_bytes(files: dict[Format, bytes], format: Format) -> None:
    """A file carries no time but the one it was given, so that two makings can be compared."""
    assert make(DOCUMENT, format) == files[format]


def test_an_odt_is_written_in_styles(files: dict[Format, bytes]) -> None:
    """Headings are headings with their level, tables repeat their header, the language is French."""
    body = part(files["odt"], "content.xml")
    styles = part(files["odt"], "styles.xml")
    headings = [(one.get(f"{TEXT}outline-level"), "".join(one.itertext())) for one in body.iter(f"{TEXT}h")]
    assert headings == [("1", "Qui a été rencontré"), ("2", "Appétence"), ("1", "Suite")]
    (head,) = body.iter(f"{TABLE}table-header-rows")
    assert "".join(head.itertext()) == "TypeStructures"
    assert len(list(body.iter(f"{TEXT}list"))) == 2
    default = next(styles.iter(f"{STYLE}default-style"))
    assert [one.get(f"{FO}language") for one in default.iter(f"{STYLE}text-properties")] == ["fr"]
    assert [one.tag for one in styles.iter() if one.tag in (f"{TEXT}page-number", f"{TEXT}page-count")]
    with ZipFile(BytesIO(files["odt"])) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == ZIP_STORED


def test_an_odt_picture_has_its_lines_its_dots_and_its_words(files: dict[Format, bytes]) -> None:
    """Every picture can be edited as SVG, seen as PNG, and read aloud; every file in the manifest is there."""
    body = part(files["odt"], "content.xml")
    titles = [one.text for one in body.iter("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title")]
    assert titles == ["Drapeau de l’Union européenne", "Un cercle"]
    with ZipFile(BytesIO(files["odt"])) as archive:
        manifest = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
        listed = {value for one in manifest for key, value in one.attrib.items() if key.endswith("full-path")}
        pictures = {name for name in archive.namelist() if name.startswith("Pictures/")}
        assert {name for name in listed if not name.endswith("/")} <= set(archive.namelist())
    assert pictures <= listed
    assert sorted(name.rsplit(".", 1)[1] for name in pictures) == ["png", "png", "svg", "svg"]


def test_a_docx_is_written_in_the_styles_of_word(files: dict[Format, bytes]) -> None:
    """Headings, title and lists by name; the header row repeats; each list begins at one; the language is French."""
    body = part(files["docx"], "word/document.xml")
    named = [one.get(f"{W}val") for one in body.iter(f"{W}pStyle")]
    assert [name for name in named if name in ("Title", "Heading1", "Heading2")] == [
        "Title",
        "Heading1",
        "Heading2",
        "Heading1",
    ]
    assert named.count("ListBullet") == 2
    assert named.count("ListNumber") == 2
    (row,) = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert "".join(row.itertext()) == "TypeStructures"
    alts = [one.get("descr") for one in body.iter() if one.tag.endswith("}docPr")]
    assert alts == ["Drapeau de l’Union européenne", "Un cercle"]
    languages = {one.get(f"{W}val") for one in part(files["docx"], "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"fr-FR"}
    footer = part(files["docx"], "word/footer1.xml")
    assert [one.get(f"{W}instr") for one in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


def test_two_ordered_lists_of_a_docx_each_begin_at_one() -> None:
    """The second list does not go on where the first ended."""
    twice = Document("Listes", [Bullets(["a", "b"], True), Bullets(["c"], True)], date(2025, 1, 1))
    body = part(make(twice, "docx"), "word/document.xml")
    numbers = [one.get(f"{W}val") for one in body.iter(f"{W}numId")]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_pdf_is_tagged_and_speaks_french(files: dict[Format, bytes]) -> None:
    """PDF/UA: a structure tree, the language, the title shown, a text for each picture; «page n/N» on each page."""
    reader = PdfReader(BytesIO(files["pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Restitution du diagnostic"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert ["page 1/2" in reader.pages[0].extract_text(), "page 2/2" in reader.pages[1].extract_text()] == [True, True]
    assert _alts(root["/StructTreeRoot"]) == ["Drapeau de l’Union européenne", "Un cercle"]


def _alts(node: object) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [alt for child in node for alt in _alts(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (_alts(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize("format", FORMATS)
@examples(15)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_makes_a_file(format: Format, text: str) -> None:
    """Whatever somebody typed, markup of every kind included, is text on paper."""
    words = f"début {text} #strong[x] <b>&amp; $x$ \\ fin"
    made = make(
        Document(words, [Heading(words), Paragraph(words), Table([words], [[words]], words)], date(2025, 1, 1)), format
    )
    read = text_of(made, format)
    assert "#strong[x] <b>&amp; $x$" in " ".join(read.split())


def test_a_character_that_no_font_draws_does_not_stop_a_pdf() -> None:
    """Somebody's note may hold an emoji: the rest is printed, tagged, without claiming PDF/UA."""
    made = PdfReader(BytesIO(make(Document("Bravo \U0001f389", [Paragraph("Suite")], date(2025, 1, 1)), "pdf")))
    root = made.trailer["/Root"]
    assert "Suite" in made.pages[0].extract_text()
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" not in root["/Metadata"].get_data().decode()


def test_a_level_of_heading_left_out_is_mended_in_a_pdf() -> None:
    """A document that begins at level two, or jumps to three, is still accessible."""
    blocks = [Heading("A", 2), Heading("B", 3), Heading("C", 1), Heading("D", 3)]
    assert make(Document("Titres", blocks, date(2025, 1, 1)), "pdf").startswith(b"%PDF")


def test_a_landscape_page_is_wider_than_high() -> None:
    """A table of many columns may lie down."""
    made = make(Document("Large", [Paragraph("x")], date(2025, 1, 1), landscape=True), "pdf")
    box = PdfReader(BytesIO(made)).pages[0].mediabox
    assert box.width > box.height


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    """A document with a shifted table would be believed."""
    with pytest.raises(ValueError, match="as many cells"):
        Table(["a", "b"], [["1"]])


def test_a_text_typed_by_a_person_becomes_paragraphs() -> None:
    """A blank line parts paragraphs, a line end stays one, nothing becomes nothing."""
    made = paragraphs("Un\r\ndeux\n\n \nTrois\n")
    assert [plain(one.words) for one in made] == ["Un\ndeux", "Trois"]
    assert paragraphs("  ") == []
    assert legal("a\x00b\x0bc\x85d") == "abcd"
    with pytest.raises(ValueError, match="title"):
        Document(" \x00", [], date(2025, 1, 1))


def test_pictures_keep_their_proportions() -> None:
    """A height follows from the width; the dots of an SVG are a PNG of the same proportions."""
    assert height_of(CIRCLES) == 60
    dots = Picture(as_png(CIRCLES), "png", "Un cercle", 120)
    assert height_of(dots) == pytest.approx(60, abs=0.2)
    with pytest.raises(ValueError, match="PNG"):
        height_of(Picture(b"pas une image", "png", "?"))


def test_the_emblem_has_the_proportions_and_the_stars_of_the_official_one() -> None:
    """Two to three, twelve stars, the two colours, and nothing else (no text on the flag)."""
    drawn = ElementTree.fromstring(emblem())
    assert int(drawn.get("width", "0")) * 2 == int(drawn.get("height", "0")) * 3
    stars = [one for one in drawn.iter() if one.tag.endswith("polygon")]
    assert len(stars) == 12
    top = [tuple(map(float, pair.split(","))) for pair in stars[0].get("points", "").split()]
    assert top[0] == (135.0, 20.0)
    assert json.dumps(emblem().decode()).count("#003399") == 1
    assert "text" not in emblem().decode()
