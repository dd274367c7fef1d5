"""Pictures as cameras make them, turned into small JPEG files that say nothing but what they show.

Pure: bytes in, bytes out. What a file is, is told from its content, never from its name. Place, time, device and
owner (EXIF, XMP, IPTC, comments) are left out; the turn that EXIF asks for is made first.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES: Final = 15_000_000
MAX_PIXELS: Final = 60_000_000
"""A phone's picture has 12 to 50 million; a file that unfolds to more is a trap."""

LONGEST: Final = 1600
THUMBNAIL: Final = 320
QUALITY: Final = 82
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n")
"""What begins like a photo and cannot be opened was cut, wherever the cut lies."""

_DAMAGED = "Cette photo est abîmée\u00a0: prenez-la ou enregistrez-la de nouveau."
_NO_PICTURE = "Ce fichier n’est pas une photo\u00a0: JPEG, PNG ou WebP est attendu."

_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")


class NotAPicture(ValueError):
    """A file that cannot be kept as a picture; carries the French sentence."""


@dataclass(frozen=True)
class Cleaned:
    """A JPEG of at most `LONGEST` pixels a side, its thumbnail (JPEG), and its size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def clean(content: bytes) -> Cleaned:
    """The picture in `content`, drawn anew without metadata. Raises `NotAPicture`."""
    picture = _opened(content)
    try:
        turned = ImageOps.exif_transpose(picture).convert("RGB")
    except Exception as error:
        raise NotAPicture(_DAMAGED) from error
    turned.info.clear()
    small = turned.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    turned.thumbnail((LONGEST, LONGEST))
    return Cleaned(_jpeg(turned), _jpeg(small), *turned.size)


def _opened(content: bytes) -> Image.Image:
    if not content:
        raise NotAPicture("Ce fichier est vide.")
    if len(content) > MAX_BYTES:
        raise NotAPicture("Cette photo dépasse 15\u00a0Mo\u00a0: choisissez une définition plus petite.")
    if content[4:12] in _HEIC:
        raise NotAPicture(
            "Cette photo est au format HEIC des iPhone, que les navigateurs ne montrent pas\u00a0: "
            "dans les réglages de l’appareil photo, choisissez «\u00a0Le plus compatible\u00a0»."
        )
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        begun = content.startswith(_BEGINNINGS)
        raise NotAPicture(_DAMAGED if begun else _NO_PICTURE) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise NotAPicture("Cette image est trop grande\u00a0: 60 millions de points au plus.")
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
