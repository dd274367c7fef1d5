"""A document as DOCX: the styles that Word itself knows, a header row that repeats, French as the language."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

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
    Table,
    Words,
    legal,
    runs,
)
from shared.documents.pictures import as_png, height_of
from shared.documents.sealing import sealed

_LOOKS = {"body": "Normal", "lead": "Lead", "quote": "Quote", "note": "Note"}
_INK, _SOFT = RGBColor(0x38, 0x28, 0x1D), RGBColor(0x5C, 0x51, 0x48)
_BODY = "Cambria"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def write_docx(document: Document) -> bytes:
    """The DOCX file."""
    file = docx.Document()
    _set_styles(file)
    _set_page(file, document)
    _describe(file, document)
    _Writer(file, document).write()
    made = BytesIO()
    file.save(made)
    return sealed(made.getvalue())


def _describe(file: Any, document: Document) -> None:
    made = datetime.combine(document.made, time())
    said = file.core_properties
    said.title, said.language, said.comments = legal(document.title), "fr-FR", ""
    said.author = said.last_modified_by = legal(document.author)
    said.created = said.modified = made
    said.revision = 1


def _set_styles(file: Any) -> None:
    styles = file.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "fr-FR")
    _font(styles["Normal"], 11)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
        _font(styles[name], size, bold=True, colour=_INK)
        styles[name].paragraph_format.keep_with_next = True
    _without_border(styles["Title"])
    styles["Title"].paragraph_format.space_before = Pt(12)
    _font(styles["Subtitle"], 13, colour=_SOFT)
    _font(styles["Quote"], 11)
    styles["Quote"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = styles["Quote"].paragraph_format.right_indent = Mm(8)
    _font(styles["Caption"], 9.5, colour=_SOFT)
    for name, points, colour in (("Lead", 12.5, None), ("Note", 9.5, _SOFT), ("Table text", 9.5, None)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, points, colour=colour)
    styles["Table text"].paragraph_format.space_after = Pt(0)
    for name in ("Header", "Footer"):
        _font(styles[name], 9, colour=_SOFT)


def _font(style: Any, size: float, *, bold: bool = False, colour: RGBColor | None = None) -> None:
    style.font.name = _BODY
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    if colour is not None:
        style.font.color.rgb = colour


def _without_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set_page(file: Any, document: Document) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if document.landscape else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(24)
    section.header.paragraphs[0].text = legal(document.header)
    line = section.footer.paragraphs[0]
    line.style.paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(Mm(document.inner_width), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{legal(document.footer)}\tpage ")
    _field(line, "PAGE")
    line.add_run("/")
    _field(line, "NUMPAGES")


def _field(line: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


class _Writer:
    """Writes the blocks of one document into its body."""

    def __init__(self, file: Any, document: Document):
        self._file = file
        self._document = document
        self._pictures = 0

    def write(self) -> None:
        if self._document.funding is not None:
            self._funding(self._document.funding)
        self._file.add_paragraph(legal(self._document.title), style="Title")
        if self._document.subtitle:
            self._file.add_paragraph(legal(self._document.subtitle), style="Subtitle")
        for block in self._document.blocks:
            self._block(block)

    def _funding(self, given: funding.Funding) -> None:
        line = self._file.add_paragraph()
        flag = Picture(funding.emblem(), "svg", "Drapeau de l’Union européenne", funding.EMBLEM_WIDTH)
        self._draw(line, flag)
        said = line.add_run(f"\u00a0\u00a0{legal(given.statement)}")
        said.font.name, said.font.size, said.font.bold = funding.FONTS[0], Pt(15), True
        said.font.color.rgb = RGBColor.from_string(funding.BLUE.removeprefix("#"))
        # The words stand beside the middle of the flag, not at its foot.
        said._r.get_or_add_rPr().append(_valued("w:position", "32"))  # noqa: SLF001 - no name for it in python-docx
        if given.thanks:
            self._file.add_paragraph(legal(given.thanks), style="Note")

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._file.add_heading(legal(block.text), block.level)
            case Paragraph():
                _fill(self._file.add_paragraph(style=_LOOKS[block.look]), block.words)
            case Bullets():
                self._list(block)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case PageBreak():
                self._file.add_page_break()

    def _list(self, block: Bullets) -> None:
        number = self._numbering() if block.ordered else None
        for words in block.items:
            line = self._file.add_paragraph(style="List Number" if block.ordered else "List Bullet")
            if number is not None:
                _number(line, number)
            _fill(line, words)

    def _numbering(self) -> int:
        """A numbering of its own for each ordered list: else the second one goes on where the first ended."""
        numbering = self._file.part.numbering_part.element
        style = self._file.styles["List Number"].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(style).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(0).add_startOverride(1)
        return int(made.numId)

    def _picture(self, picture: Picture) -> None:
        line = self._file.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.keep_with_next = bool(picture.caption)
        self._draw(line, picture)
        if picture.caption:
            caption = self._file.add_paragraph(legal(picture.caption), style="Caption")
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _draw(self, line: Any, picture: Picture) -> None:
        """The picture as dots, and its lines beside them for the Words that draw SVG (2016 and later)."""
        width = min(picture.width, self._document.inner_width)
        height = height_of(picture) * width / picture.width
        drawn = line.add_run().add_picture(BytesIO(as_png(picture)), width=Mm(width), height=Mm(height))
        drawn._inline.docPr.set("descr", legal(picture.alt))  # noqa: SLF001 - no name for it in python-docx
        if picture.format == "svg":
            self._add_lines(drawn._inline, picture.content)  # noqa: SLF001

    def _add_lines(self, inline: Any, svg: bytes) -> None:
        self._pictures += 1
        name = PackURI(f"/word/media/drawing{self._pictures}.svg")
        part = Part(name, "image/svg+xml", svg, self._file.part.package)
        relation = self._file.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        namespaces = (
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        )
        blip = inline.graphic.graphicData.pic.blipFill.blip
        blip.append(
            parse_xml(
                f'<a:extLst {namespaces}><a:ext uri="{_SVG_EXTENSION}">'
                f'<asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{relation}"/></a:ext></a:extLst>'
            )
        )

    def _table(self, table: Table) -> None:
        if table.caption:
            caption = self._file.add_paragraph(legal(table.caption), style="Caption")
            caption.paragraph_format.keep_with_next = True
        made = self._file.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
        made.autofit = False
        whole = sum(table.shares)
        widths = [Mm(self._document.inner_width * share / whole) for share in table.shares]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        head = made.rows[0]
        head._tr.get_or_add_trPr().append(_valued("w:tblHeader", "true"))  # noqa: SLF001 - no name in python-docx
        # A cell is looked for by counting all before it: asked for row by row they cost the square of the table.
        for number, row in enumerate(made.rows):
            words = table.header if number == 0 else table.rows[number - 1]
            row._tr.get_or_add_trPr().append(_valued("w:cantSplit", "true"))  # noqa: SLF001
            if table.row_height and number:
                row.height = Mm(table.row_height)
            for column, cell in enumerate(row.cells):
                cell.width = widths[column]
                named = number == 0 or (table.row_heads and column == 0)
                _cell(cell, words[column], named=named, number=column in table.numbers)
                if number == 0:
                    _shade(cell)
        self._file.add_paragraph()


def _cell(cell: Any, words: Words, *, named: bool, number: bool) -> None:
    line = cell.paragraphs[0]
    line.style = "Table text"
    if number:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _fill(line, words, bold=named)


def _fill(line: Any, words: Words, *, bold: bool = False) -> None:
    for run in runs(words):
        said = line.add_run(run.text)
        said.bold = True if run.bold or bold else None
        said.italic = True if run.italic else None


def _shade(cell: Any) -> None:
    shade = _valued("w:shd", "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), "EFEAE0")
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - no name for it in python-docx


def _number(line: Any, number: int) -> None:
    properties = line._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no name for it in python-docx
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
