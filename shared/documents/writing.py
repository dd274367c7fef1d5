"""From the model to a file: which writer makes which format."""

from __future__ import annotations

from typing import Literal, get_args

from shared.documents.model import Document

Format = Literal["odt", "docx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def write(document: Document, format: Format) -> bytes:
    """The file; pure, and the same bytes for the same document (of one version of the libraries)."""
    # A process that makes no document does not pay for the libraries that do.
    if format == "odt":
        from shared.documents.odt import write_odt

        return write_odt(document)
    if format == "docx":
        from shared.documents.docx import write_docx

        return write_docx(document)
    from shared.documents.pdf import write_pdf

    return write_pdf(document)
