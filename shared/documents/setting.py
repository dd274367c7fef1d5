"""Typst, asked from memory: no file on disk, no font of the machine, nothing from the network."""

from __future__ import annotations

import json
from typing import Any, cast

import typst


def compiled(files: dict[str, bytes], **options: Any) -> bytes:
    """What Typst makes of `main.typ`, which may read the other `files`."""
    # Its hints leave out that several files may be given by name.
    return cast(bytes, typst.compile(cast(Any, files), ignore_system_fonts=True, **options))


def queried(files: dict[str, bytes], label: str) -> Any:
    """The value that `main.typ` gives under a label once it is laid out."""
    found = typst.query(cast(Any, files), label, field="value", one=True, ignore_system_fonts=True)
    return json.loads(found)
