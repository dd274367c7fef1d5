"""Pictures are told from their content, turned upright, and say nothing of place, time or device."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from shared.pictures import LONGEST, MAX_BYTES, THUMBNAIL, NotAPicture, clean

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(size: tuple[int, int] = (64, 32), format: str = "JPEG", *, turned: bool = False) -> bytes:
    """A picture that says where and with what it was taken."""
    exif = Image.Exif()
    exif[MAKE] = "Appareil de Camille"
    exif.get_ifd(GPS)[2] = (49.9, 2.9, 0.0)
    if turned:
        exif[ORIENTATION] = 6
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, format, exif=exif, comment=b"secret")
    return out.getvalue()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_writes_besides_the_picture_is_gone(format: str):
    raw = photo(format=format)
    assert b"Camille" in raw
    cleaned = clean(raw)
    for kept in (cleaned.content, cleaned.thumbnail):
        picture = Image.open(io.BytesIO(kept))
        assert picture.format == "JPEG"
        assert not picture.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(picture.info)
        assert b"Camille" not in kept
        assert b"secret" not in kept


def test_what_is_appended_after_the_picture_is_gone():
    assert b"appended" not in clean(photo() + b"appended").content


def test_a_picture_is_turned_as_it_was_held():
    cleaned = clean(photo((64, 32), turned=True))
    assert (cleaned.width, cleaned.height) == (32, 64)


def test_a_large_picture_gets_smaller_and_keeps_its_shape():
    cleaned = clean(photo((3200, 1600)))
    assert (cleaned.width, cleaned.height) == (LONGEST, LONGEST // 2)
    assert max(Image.open(io.BytesIO(cleaned.thumbnail)).size) == THUMBNAIL


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 not a picture", "n’est pas une photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "n’est pas une photo"),
        (photo((400, 400))[:-300], "abîmée"),
        (photo((400, 400))[:30], "abîmée"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "HEIC"),
        (b"\xff\xd8" + b"\x00" * MAX_BYTES, "15"),
    ],
    ids=[
        "nothing",
        "a document",
        "a drawing with a script",
        "cut off",
        "cut at its head",
        "from an iPhone",
        "too heavy",
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes, sentence: str):
    with pytest.raises(NotAPicture, match=sentence):
        clean(content)
