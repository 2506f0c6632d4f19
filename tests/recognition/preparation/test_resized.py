"""A photograph's file as the tutorial reads it: OpenCV's own lines, to the pixel."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from base.settings import ROOT
from recognition.preparation.resized import resize_file
from tests.house.import_rules import WEB_PROCESS, read_modules, way_to


def photograph(size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Paper with grain, and a dark stroke on it."""
    width, height = size
    rng = np.random.default_rng(4)
    pixels = rng.integers(200, 240, (height, width, 3)).astype(np.uint8)
    pixels[height // 4 : height // 2, width // 2 : width // 2 + width // 10] = 40
    return Image.fromarray(pixels)


def file_of(picture: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
@pytest.mark.parametrize("size", [(320, 240), (1211, 907), (28, 28), (9, 30)])
def test_file_is_read_and_resized_as_by_the_tutorials_lines(kind, size, tmp_path):
    path = tmp_path / f"handwritten_digit.{kind.lower()}"
    content = file_of(photograph(size), kind)
    path.write_bytes(content)
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    expected = cv2.resize(image, (28, 28))
    prepared = resize_file(content, Image.open(io.BytesIO(content)))
    assert np.array_equal(prepared.digit, expected)
    assert (prepared.size, prepared.reason, prepared.may_be_refused) == (size, None, False)
    assert prepared.box == (0, 0, *size), "nothing was cropped"
    assert [name for name, _ in prepared.steps] == ["grey", "shrunk"]


def test_dark_ink_on_white_paper_stays_dark():
    content = file_of(photograph(), "PNG")
    assert np.median(resize_file(content, photograph()).digit) > 200


def test_what_opencv_cannot_read_is_read_all_the_same():
    prepared = resize_file(b"GIF or HEIC", photograph())
    assert prepared.digit.shape == (28, 28)
    assert prepared.digit.min() < 60 < 200 < np.median(prepared.digit)


def test_web_process_does_without_it():
    assert way_to({"recognition.preparation.resized"}, WEB_PROCESS, read_modules(ROOT)) is None
