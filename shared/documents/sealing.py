"""The zipped formats, written so that the same document gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can say: the day of the document is in its own metadata."""


def sealed(archive: bytes) -> bytes:
    """`archive` with its files in order of name, without times; `mimetype` first and stored, as ODF asks."""
    made = BytesIO()
    with ZipFile(BytesIO(archive)) as given, ZipFile(made, "w") as target:
        for name in sorted(given.namelist(), key=lambda name: (name != "mimetype", name)):
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            target.writestr(entry, given.read(name))
    return made.getvalue()
