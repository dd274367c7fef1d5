"""A document as ODT: named styles only, so that whoever edits it changes a style once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from odfdo import Document as OdfFile
from odfdo import Element, Header, List, ListItem, Span
from odfdo import Paragraph as OdfParagraph

from shared.documents import funding
from shared.documents.model import (
    MARGIN,
    Block,
    Bullets,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    Words,
    legal,
    runs,
)
from shared.documents.pictures import as_png, height_of
from shared.documents.sealing import sealed

_STYLES = (Path(__file__).parent / "odt_styles.xml").read_text(encoding="utf-8")
_LOOKS = {"body": "Text_20_body", "lead": "Lead", "quote": "Quotations", "note": "Note"}
_CELL = {"fo:padding": "0.12cm", "fo:border": "0.5pt solid #c9beb2"}
_EMPHASIS = {
    (True, False): "Strong_20_Emphasis",
    (False, True): "Emphasis",
    (True, True): "Strong_20_and_20_Emphasis",
}


def write_odt(document: Document) -> bytes:
    """The ODT file."""
    file = OdfFile("text")
    for part in ("Thumbnails/thumbnail.png", "Configurations2/accelerator/current.xml"):
        file.del_part(part)
        file.manifest.del_full_path(part)
    file.set_part("styles.xml", _styles(document).encode())
    _describe(file, document)
    _Writer(file, document).write()
    made = BytesIO()
    file.save(made)
    return sealed(made.getvalue())


def _styles(document: Document) -> str:
    height, width = (210, 297) if document.landscape else (297, 210)
    values = {
        "@PAGE_WIDTH@": str(width),
        "@PAGE_HEIGHT@": str(height),
        "@ORIENTATION@": "landscape" if document.landscape else "portrait",
        "@MARGIN@": str(MARGIN),
        "@WIDTH@": str(document.inner_width),
        "@HEADER@": escape(legal(document.header)),
        "@FOOTER@": escape(legal(document.footer)),
    }
    styles = _STYLES
    for name, value in values.items():
        styles = styles.replace(name, value)
    return styles


def _describe(file: OdfFile, document: Document) -> None:
    meta = file.meta
    made = datetime.combine(document.made, time())
    meta.title = legal(document.title)
    meta.language = "fr-FR"
    meta.creator = meta.initial_creator = legal(document.author)
    meta.creation_date = meta.date = made
    meta.generator = "Terreau"


class _Writer:
    """Writes the blocks of one document into its body."""

    def __init__(self, file: OdfFile, document: Document):
        self._file = file
        self._document = document
        self._body = file.body
        self._styles = file.content.get_elements("//office:automatic-styles")[0]
        self._tables = 0
        self._breaks = False
        self._made: set[str] = set()

    def write(self) -> None:
        self._body.clear()
        if self._document.funding is not None:
            self._funding(self._document.funding)
        self._body.append(_paragraph(self._document.title, "Title"))
        if self._document.subtitle:
            self._body.append(_paragraph(self._document.subtitle, "Subtitle"))
        for block in self._document.blocks:
            self._block(block)

    def _funding(self, given: funding.Funding) -> None:
        line = OdfParagraph(style="Funding")
        flag = Picture(funding.emblem(), "svg", "Drapeau de l’Union européenne", funding.EMBLEM_WIDTH)
        line.append(self._frame(flag))
        line.append(Span(legal(given.statement)))
        self._body.append(line)
        if given.thanks:
            self._body.append(_paragraph(given.thanks, "Note"))

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                style = self._style(f"Heading_20_{block.level}")
                self._body.append(Header(block.level, legal(block.text), style=style))
            case Paragraph():
                self._body.append(_paragraph(block.words, self._style(_LOOKS[block.look])))
            case PageBreak():
                self._breaks = True
            case _:
                if self._breaks:
                    self._body.append(OdfParagraph(style="Page_20_break"))
                    self._breaks = False
                self._others(block)

    def _style(self, named: str) -> str:
        """The named style, or one made of it that begins a page where one was asked for."""
        if not self._breaks:
            return named
        self._breaks = False
        made = f"Page.{named}"
        if made not in self._made:
            self._made.add(made)
            self._add_style(made, "paragraph", {"fo:break-before": "page"}, parent=named)
        return made

    def _add_style(self, name: str, family: str, look: dict[str, str], parent: str = "") -> None:
        style = _element("style:style", {"style:name": name, "style:family": family})
        if parent:
            style.set_attribute("style:parent-style-name", parent)
        style.append(_element(f"style:{family}-properties", look))
        self._styles.append(style)

    def _others(self, block: Block) -> None:
        match block:
            case Bullets():
                self._list(block)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case _:
                raise TypeError(type(block))

    def _list(self, block: Bullets) -> None:
        made = List(style="Numbering_20_1" if block.ordered else "List_20_1")
        for words in block.items:
            item = ListItem()
            item.append(_paragraph(words, "Text_20_body"))
            made.append(item)
        self._body.append(made)

    def _picture(self, picture: Picture) -> None:
        line = OdfParagraph(style="Figure")
        line.append(self._frame(picture))
        self._body.append(line)
        if picture.caption:
            self._body.append(_paragraph(picture.caption, "Figure_20_caption"))

    def _frame(self, picture: Picture) -> Element:
        """The picture in a frame: the lines of an SVG first, its dots for programs that cannot draw it."""
        width = min(picture.width, self._document.inner_width)
        frame = _element(
            "draw:frame",
            {
                "draw:style-name": "Graphics",
                "text:anchor-type": "as-char",
                "svg:width": f"{width}mm",
                "svg:height": f"{height_of(picture) * width / picture.width:.1f}mm",
            },
        )
        if picture.format == "svg":
            frame.append(self._image(picture.content, "image/svg+xml"))
        frame.append(self._image(as_png(picture), "image/png"))
        frame.append(_element("svg:title", {}, legal(picture.alt)))
        return frame

    def _image(self, content: bytes, media_type: str) -> Element:
        # Named with its ending: Writer goes by it when it chooses between the lines and the dots.
        where = f"Pictures/{sha256(content).hexdigest()[:16]}.{media_type.split('/')[1].split('+')[0]}"
        self._file.set_part(where, content)
        self._file.manifest.add_full_path(where, media_type)
        return _element(
            "draw:image",
            {
                "xlink:href": where,
                "xlink:type": "simple",
                "xlink:show": "embed",
                "xlink:actuate": "onLoad",
                "draw:mime-type": media_type,
            },
        )

    def _table(self, table: Table) -> None:
        self._tables += 1
        if self._tables == 1:
            # Writer reads the look of cells from automatic styles only.
            self._add_style("Grid.Cell", "table-cell", _CELL)
            self._add_style("Grid.Head", "table-cell", _CELL | {"fo:background-color": "#efeae0"})
        if table.caption:
            self._body.append(_paragraph(table.caption, "Caption"))
        made = _element("table:table", {"table:name": f"Tableau {self._tables}"})
        whole = sum(table.shares)
        for number, share in enumerate(table.shares, start=1):
            style = f"T{self._tables}.C{number}"
            width = self._document.inner_width * share / whole
            self._add_style(style, "table-column", {"style:column-width": f"{width:.1f}mm"})
            made.append(_element("table:table-column", {"table:style-name": style}))
        head = _element("table:table-header-rows", {})
        head.append(_row(table, [[Run(name)] for name in table.header], head=True))
        made.append(head)
        rows = [_row(table, row, head=False) for row in table.rows]
        if table.row_height:
            style = f"T{self._tables}.Row"
            self._add_style(style, "table-row", {"style:min-row-height": f"{table.row_height}mm"})
            for row in rows:
                row.set_attribute("table:style-name", style)
        for row in rows:
            made.append(row)
        self._body.append(made)
        self._body.append(OdfParagraph(style="Text_20_body"))


def _row(table: Table, cells: Sequence[Words], *, head: bool) -> Element:
    made = _element("table:table-row", {})
    for column, words in enumerate(cells):
        number = column in table.numbers
        named = head or (table.row_heads and column == 0)
        style = {
            (False, False): "Table_20_Contents",
            (False, True): "Table_20_Number",
            (True, False): "Table_20_Heading",
            (True, True): "Table_20_Number_20_Heading",
        }[named, number]
        cell = _element(
            "table:table-cell",
            {"table:style-name": "Grid.Head" if head else "Grid.Cell", "office:value-type": "string"},
        )
        cell.append(_paragraph(words, style))
        made.append(cell)
    return made


def _paragraph(words: Words, style: str) -> OdfParagraph:
    made = OdfParagraph(style=style)
    for run in runs(words):
        emphasis = _EMPHASIS.get((run.bold, run.italic))
        if emphasis is None:
            made.append_plain_text(run.text)
        else:
            made.append(Span(run.text, style=emphasis))
    return made


def _element(tag: str, attributes: dict[str, str], text: str = "") -> Element:
    made = Element.from_tag(tag)
    for name, value in attributes.items():
        made.set_attribute(name, value)
    if text:
        made.text = text
    return made
