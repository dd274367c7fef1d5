"""Pictures inside documents: how high they stand, and vector ones as dots for programs that want dots."""

from __future__ import annotations

import re
import struct
from functools import lru_cache

from shared.documents.model import Picture
from shared.documents.setting import compiled

_DOTS_PER_INCH = 220.0
_PNG = b"\x89PNG\r\n\x1a\n"


def height_of(picture: Picture) -> float:
    """Millimetres, for its width. Raises `ValueError` when the content tells no size."""
    width, height = _png_size(picture.content) if picture.format == "png" else _svg_size(picture.content)
    return picture.width * height / width


def as_png(picture: Picture) -> bytes:
    """The picture as PNG, drawn at the size it has on paper."""
    return picture.content if picture.format == "png" else _drawn(picture.content, picture.width)


def _png_size(content: bytes) -> tuple[float, float]:
    if not content.startswith(_PNG) or len(content) < 24:
        raise ValueError("not a PNG picture")
    width, height = struct.unpack(">II", content[16:24])
    return float(width), float(height)


def _svg_size(content: bytes) -> tuple[float, float]:
    found = re.search(rb'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"', content)
    if found is None:
        raise ValueError("an SVG picture of a document has a viewBox")
    return float(found[1]), float(found[2])


@lru_cache(maxsize=16)
def _drawn(svg: bytes, width: int) -> bytes:
    page = f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("/picture.svg", width: {width}mm)'
    return compiled({"main.typ": page.encode(), "picture.svg": svg}, format="png", ppi=_DOTS_PER_INCH)
