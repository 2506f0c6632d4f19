"""What a picture costs is known before it is decoded."""

import io
import time

import pytest
from PIL import Image, PngImagePlugin

from base.errors import PictureTooCostlyError
from benchmarks.frames import frames
from recognition.cost import MAX_FRAME_BYTES, MAX_SCANS, count_scans, is_frame
from recognition.pictures import open_picture
from tests.recognition.hostile import encoded, jpeg_of_scans, large
from tests.recognition.samples import BLANK, digit_files

SQUARE = Image.new("RGB", (64, 64), "white")
PNG = encoded(SQUARE, "PNG")


def with_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "x" * 900_000, zip=True)
    return encoded(SQUARE, "PNG", pnginfo=info)


def test_what_the_lens_sends_is_a_frame():
    assert all(is_frame(content) for content in [*frames(), BLANK, *(content for content, _ in digit_files(3))])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"junk",
        PNG[:8] + PNG[12:16] * 9,
        large("PNG"),
        large("WEBP"),
        encoded(SQUARE, "JPEG"),
        encoded(SQUARE, "PNG", save_all=True, append_images=[Image.new("RGB", (64, 64))]),
        with_text(),
        PNG + bytes(MAX_FRAME_BYTES),
        encoded(Image.new("L", (60_000, 2)), "PNG"),
    ],
    ids=["nothing", "junk", "broken", "many pixels", "WebP", "JPEG", "animation", "text", "many bytes", "long"],
)
def test_what_costs_more_or_is_no_plain_png_is_no_frame(content):
    assert not is_frame(content)


def test_scans_are_counted_without_those_of_what_lies_in_or_behind_a_jpeg():
    assert count_scans(encoded(SQUARE, "JPEG")) == 1
    assert count_scans(encoded(SQUARE, "JPEG", progressive=True)) == 10
    thumbnail = jpeg_of_scans(64, 90)
    exif = Image.Exif()
    exif[0x927C] = thumbnail
    assert count_scans(encoded(SQUARE, "JPEG", exif=exif) + thumbnail) == 1
    assert count_scans(jpeg_of_scans(64, 30)) == 30
    assert count_scans(PNG) == 0


def test_jpeg_of_thousands_of_scans_is_refused_before_it_is_decoded():
    content = jpeg_of_scans(5000, 2403)
    assert len(content) > 200_000
    started = time.perf_counter()
    with pytest.raises(PictureTooCostlyError, match="over 32 scans"):
        open_picture(content)
    assert time.perf_counter() - started < 1.0


def test_progressive_jpeg_as_encoders_write_it_is_opened():
    picture = open_picture(jpeg_of_scans(300, MAX_SCANS))
    assert picture.size == (300, 300)


@pytest.mark.parametrize("cut", [2, 3, 20, 200])
def test_scans_of_a_jpeg_that_is_cut_off_are_counted(cut):
    assert count_scans(encoded(SQUARE, "JPEG")[:cut]) in (0, 1)
    assert count_scans(io.BytesIO(b"\xff\xd8" + b"\xff" * cut).getvalue()) == 0
