"""Whatever bytes are sent, they become a picture of bounded size or one of two refusals that a pupil understands."""

import io
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence, PngImagePlugin

from base.errors import NotAPictureError, PictureError, PictureTooLargeError
from base.settings import MAX_PICTURE_BYTES
from recognition import prepare
from recognition.pictures import WORKING_SIDE, open_picture
from tests.recognition.drawings import difference, seven

INK, PAPER = (20, 40, 120), (250, 240, 200)
FORMATS = ["PNG", "JPEG", "WEBP", "BMP", "GIF", "HEIF"]
LOSSY_TOLERANCE = 8.0


def drawn() -> Image.Image:
    return Image.fromarray(seven().coloured(INK, PAPER))


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def shows_the_seven(picture: Image.Image) -> bool:
    return difference(prepare(picture).digit, prepare(drawn()).digit) <= LOSSY_TOLERANCE


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width: int, height: int, data: bytes = zlib.compress(bytes(1000))) -> bytes:
    """A few bytes of PNG that say to be huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


@pytest.mark.parametrize("form", FORMATS)
def test_picture_of_every_format_is_opened(form):
    opened = open_picture(encoded(drawn(), form))
    assert opened.size == (280, 280)
    assert shows_the_seven(opened)


@pytest.mark.parametrize(
    ("form", "mode"),
    [(form, mode) for form in ("PNG", "WEBP") for mode in ("RGBA", "LA", "P", "L") if (form, mode) != ("WEBP", "LA")]
    + [("PNG", "1"), ("PNG", "I;16"), ("JPEG", "L"), ("JPEG", "CMYK"), ("JPEG", "YCbCr"), ("BMP", "1"), ("BMP", "P")],
)
def test_picture_of_every_mode_is_opened(form, mode):
    grey = seven().coverage()
    picture = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey.convert(mode)
    assert shows_the_seven(open_picture(encoded(picture, form)))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_first_frame_of_an_animation_is_taken(form):
    others = [Image.new("RGB", (280, 280), colour) for colour in ("red", "green")]
    content = encoded(drawn(), form, save_all=True, append_images=others, duration=100, loop=0)
    assert len(list(ImageSequence.Iterator(Image.open(io.BytesIO(content))))) == 3
    assert shows_the_seven(open_picture(content))


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_that_the_camera_laid_on_its_side_stands_upright(orientation, form):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert shows_the_seven(open_picture(encoded(drawn().transpose(TURNS[orientation]), form, exif=exif)))


def test_large_photograph_on_its_side_stands_upright_too():
    exif = Image.Exif()
    exif[0x0112] = 6
    large = drawn().resize((4200, 4200)).transpose(TURNS[6])
    assert shows_the_seven(open_picture(encoded(large, "JPEG", exif=exif)))


def test_heic_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert shows_the_seven(open_picture(encoded(drawn().transpose(TURNS[6]), "HEIF", exif=exif.tobytes())))


@pytest.mark.parametrize("exif", [b"", b"Exif\x00\x00", b"Exif\x00\x00II*\x00" + b"\xff" * 60, b"\x00" * 40, b"junk"])
@pytest.mark.parametrize("side", [280, 4200])
def test_damaged_exif_is_no_reason_to_refuse(exif, side):
    assert shows_the_seven(open_picture(encoded(drawn().resize((side, side)), "JPEG", exif=exif)))


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_unknown_orientation_is_left_as_it_is(value):
    exif = Image.Exif()
    exif[0x0112] = value
    assert shows_the_seven(open_picture(encoded(drawn(), "JPEG", exif=exif)))


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "L"), ("PNG", "I;16"), ("JPEG", "RGB"),
     ("JPEG", "CMYK"), ("WEBP", "RGB"), ("GIF", "P"), ("BMP", "RGB")],
)  # fmt: skip
@pytest.mark.parametrize("size", [(2049, 2049), (4095, 300), (2600, 1950)])
def test_large_picture_is_made_smaller_whatever_its_mode(form, mode, size):
    picture = drawn().convert("L").point(lambda level: 255 * (level > 128)).resize(size)
    picture = Image.fromarray(np.asarray(picture).astype(np.uint16) * 257) if mode == "I;16" else picture.convert(mode)
    opened = open_picture(encoded(picture, form))
    assert max(opened.size) <= WORKING_SIDE
    assert min(opened.size) >= min(size) * WORKING_SIDE / max(size) / 2.1
    assert difference(prepare(opened).digit, prepare(picture).digit) <= LOSSY_TOLERANCE


def test_phone_photograph_of_twelve_megapixels_is_opened_small():
    opened = open_picture(encoded(drawn().resize((4000, 3000)), "JPEG"))
    assert max(opened.size) <= WORKING_SIDE
    assert prepare(opened).reason is None


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (100_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_few_bytes_that_claim_to_be_huge_are_too_large(width, height):
    with pytest.raises(PictureTooLargeError, match="up to 50 megapixels") as caught:
        open_picture(png_claiming(width, height))
    assert "Received: 0" not in str(caught.value)
    assert caught.value.details["unit"] == "megapixels"
    assert caught.value.details["limit"] == 50
    assert caught.value.details["size"]


def test_sixty_megapixels_are_too_large_and_said_so():
    with pytest.raises(PictureTooLargeError, match="Received: 60 megapixels"):
        open_picture(png_claiming(10_000, 6_000))


def test_too_many_bytes_are_refused_before_they_are_looked_at():
    with pytest.raises(PictureTooLargeError, match=r"up to 20 MiB. Received: 20\.1 MiB") as caught:
        open_picture(bytes(MAX_PICTURE_BYTES + 1))
    assert caught.value.details == {"size": 20.1, "limit": 20, "unit": "MiB"}


def test_long_thin_picture_is_opened():
    assert max(open_picture(encoded(Image.new("L", (20_000, 2), 255), "PNG")).size) <= WORKING_SIDE


def zip_file() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("seven.png", encoded(drawn(), "PNG"))
    return buffer.getvalue()


PNG = encoded(drawn(), "PNG")
JPEG = encoded(drawn(), "JPEG")
NO_PICTURES = {
    "nothing": b"",
    "one byte": b"\x89",
    "text": "Das ist kein Bild. 這不是圖片。".encode(),
    "PDF": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF",
    "ZIP": zip_file(),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="5"/></svg>',
    "HTML": b"<!DOCTYPE html><title>7</title>",
    "JSON": b'{"error": 1}',
    "zeros": bytes(10_000),
    "TIFF, which we do not take": encoded(drawn(), "TIFF"),
    "PostScript, which would start a program": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "PNG's first bytes": PNG[:8],
    "half a PNG": PNG[: len(PNG) // 2],
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "half a HEIC": encoded(drawn(), "HEIF")[:400],
    "half a GIF": encoded(drawn(), "GIF")[:400],
    "half a WebP": encoded(drawn(), "WEBP")[:200],
    "PNG of no size": png_claiming(0, 0),
    "PNG with too few pixels": png_claiming(500, 500),
    "PNG with pixels that are no zlib": png_claiming(5, 5, b"junk"),
    "PNG with a wrong checksum": PNG[:29] + bytes([PNG[29] ^ 1]) + PNG[30:],
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_with_what_to_send(content):
    with pytest.raises(NotAPictureError, match=rf"Received: {len(content)} bytes") as caught:
        open_picture(content)
    assert "Send a PNG, JPEG, WebP, BMP, GIF or HEIC file." in str(caught.value)


def test_text_that_unpacks_to_a_hundred_megabytes_is_refused():
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "x" * 100_000_000, zip=True)
    content = encoded(drawn(), "PNG", pnginfo=info)
    assert len(content) < 200_000
    with pytest.raises(NotAPictureError):
        open_picture(content)


def opens_or_refuses(content: bytes) -> bool:
    try:
        opened = open_picture(content)
    except PictureError:
        return True
    return max(opened.size) <= WORKING_SIDE and prepare(opened).digit.shape == (28, 28)


@settings(max_examples=100)
@given(st.binary(max_size=2000))
def test_random_bytes_are_opened_or_refused(content):
    assert opens_or_refuses(content)


@pytest.mark.parametrize("length", [0, 1, 5, 30])
@pytest.mark.parametrize(
    "kind", [b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"eXIf", b"acTL", b"fcTL", b"fdAT"]
)
def test_png_with_nonsense_behind_a_right_checksum_is_opened_or_refused(kind, length):
    content = encoded(drawn(), "PNG")
    assert opens_or_refuses(content[:33] + png_chunk(kind, b"\xff" * length) + content[33:])


SMALL = {form: encoded(drawn().resize((64, 64)), form) for form in FORMATS}
SMALL["GIF"] = encoded(drawn(), "GIF", save_all=True, append_images=[drawn().rotate(9)])
SMALL["JPEG with EXIF"] = encoded(
    drawn().resize((64, 64)),
    "JPEG",
    exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01" + bytes(20),
)


@settings(max_examples=150)
@given(
    st.sampled_from(sorted(SMALL)),
    st.lists(st.tuples(st.floats(0, 0.9999), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4),
    st.booleans(),
)
def test_damaged_files_are_opened_or_refused(form, changes, near_the_start):
    content = bytearray(SMALL[form])
    for place, new in changes:
        start = int(place * (min(len(content), 120) if near_the_start else len(content)))
        content[start : start + len(new)] = new
    assert opens_or_refuses(bytes(content))


@settings(max_examples=40)
@given(st.sampled_from(sorted(SMALL)), st.floats(0, 1))
def test_files_that_were_cut_off_are_opened_or_refused(form, part):
    assert opens_or_refuses(SMALL[form][: int(len(SMALL[form]) * part)])
