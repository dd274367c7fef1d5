"""Pack a PNG more tightly without losing a pixel: the browser is in a hurry when it writes one."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def pack(path: Path) -> None:
    """Write the PNG at `path` again, compressed as far as it goes, without what only tells of its making.

    Raises `ValueError` when the file is no PNG.
    """
    pieces = dict[bytes, bytes]()
    data = path.read_bytes()
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{path} is no PNG")
    place = len(SIGNATURE)
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        pieces[kind] = pieces.get(kind, b"") + data[place + 8 : place + 8 + length]
        place += length + 12
    packed = zlib.compress(zlib.decompress(pieces[b"IDAT"]), 9)
    kept = ((b"IHDR", pieces[b"IHDR"]), (b"IDAT", packed), (b"IEND", b""))
    path.write_bytes(SIGNATURE + b"".join(_piece(kind, content) for kind, content in kept))


def _piece(kind: bytes, content: bytes) -> bytes:
    """A chunk as PNG wants it (W3C PNG, section 5.3): length, type, data, CRC of type and data."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
