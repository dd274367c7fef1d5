"""What a document is made of, whatever file it becomes: values only, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.documents.funding import Funding

_NO_TEXT = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file can hold, and controls that nobody types."""


@dataclass(frozen=True)
class Run:
    """Words that look alike; a line end in them is a line end on paper."""

    text: str
    bold: bool = False
    italic: bool = False


Words = str | Sequence[Run]
"""Plain words, or runs one after the other."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; the title of the document stands above them all."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: body text, the lead under a title, a quotation, or a small note."""

    words: Words
    look: Literal["body", "lead", "quote", "note"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list, with numbers when the order says something."""

    items: Sequence[Words]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a header; `widths` are shares of the page (equal ones where left out), `numbers` the columns of
    figures (aligned on the right), `row_heads` says that the first cell of each row names it. `row_height` is the least
    height of a row in millimetres: room for a signature."""

    header: Sequence[str]
    rows: Sequence[Sequence[Words]]
    caption: str = ""
    widths: Sequence[int] = ()
    numbers: frozenset[int] = frozenset()
    row_heads: bool = False
    row_height: int = 0

    def __post_init__(self) -> None:
        """Raise `ValueError` for a row or widths that do not fit the header."""
        if any(len(row) != len(self.header) for row in self.rows) or len(self.widths) not in (0, len(self.header)):
            raise ValueError("every row of a table has as many cells as its header")

    @property
    def shares(self) -> list[int]:
        """The share of each column."""
        return list(self.widths) or [1] * len(self.header)


@dataclass(frozen=True)
class Picture:
    """A picture, `width` millimetres wide; `alt` says in words what it shows, for whoever does not see it."""

    content: bytes
    format: Literal["svg", "png"]
    alt: str
    width: int = 160
    caption: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Paragraph | Bullets | Table | Picture | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole document. `made` is the day it speaks of, kept as the file's own date; `header` and `footer` stand on
    every page, beside «page n/N»; `funding` is the co-funding block of the first page. `code` is what a machine reads
    on every page of the PDF, followed by « n/N »: capitals, digits and hyphens."""

    title: str
    blocks: Sequence[Block]
    made: date
    subtitle: str = ""
    header: str = ""
    footer: str = ""
    author: str = "Terreau"
    funding: Funding | None = None
    landscape: bool = False
    code: str = ""

    def __post_init__(self) -> None:
        """Raise `ValueError` without a title: no reader of the file could name it."""
        if not legal(self.title).strip():
            raise ValueError("a document has a title")

    @property
    def inner_width(self) -> int:
        """Millimetres between the margins of an A4 page."""
        return (297 if self.landscape else 210) - 2 * MARGIN


MARGIN = 22
"""Millimetres of white on each side."""


def runs(words: Words) -> list[Run]:
    """Words as runs, without the characters that no file can hold."""
    given = [Run(words)] if isinstance(words, str) else words
    return [Run(legal(run.text), run.bold, run.italic) for run in given if run.text]


def plain(words: Words) -> str:
    """Words without their looks."""
    return "".join(run.text for run in runs(words))


def legal(text: str) -> str:
    """`text` without the characters that no file can hold; every line end as `\\n`."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def bold(text: str) -> Run:
    """Bold words."""
    return Run(text, bold=True)


def italic(text: str) -> Run:
    """Italic words."""
    return Run(text, italic=True)


def paragraphs(text: str, look: Literal["body", "lead", "quote", "note"] = "body") -> list[Paragraph]:
    """A text typed by a person, as paragraphs: a blank line parts them."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", legal(text)))
    return [Paragraph(part, look) for part in parts if part]
