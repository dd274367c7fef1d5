"""Documents that people receive, made from facts and edited by hand afterwards: ODT, DOCX and PDF from one model.

`make(document, "odt")` gives the bytes. The same document gives the same bytes: a file carries no time but the one
it is given. ODT and DOCX have real styles, headings and table headers, so that a person goes on writing in them; the
PDF is tagged (PDF/UA-1).
"""

from __future__ import annotations

from shared.aside import aside
from shared.documents.funding import EUROPEAN_UNION, Funding
from shared.documents.model import (
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
    bold,
    italic,
    paragraphs,
)
from shared.documents.writing import FORMATS, MEDIA_TYPES, Format, write

__all__ = [
    "EUROPEAN_UNION",
    "FORMATS",
    "MEDIA_TYPES",
    "Block",
    "Bullets",
    "Document",
    "Format",
    "Funding",
    "Heading",
    "PageBreak",
    "Paragraph",
    "Picture",
    "Run",
    "Table",
    "Words",
    "bold",
    "italic",
    "make",
    "paragraphs",
]


def make(document: Document, format: Format) -> bytes:
    """The document as a file of this format, written off the hub (it takes tens of milliseconds)."""
    return aside(write, document, format)
