"""Files of digits for tests."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from image_data import load


def on_canvas(digit: NDArray[np.uint8], side: int = 280) -> Image.Image:
    """A digit of MNIST as if drawn on a canvas: dark blue on white, off the middle, twice to four times as large."""
    large = Image.fromarray(digit).resize((112, 112), Image.Resampling.BICUBIC)
    coverage = Image.new("L", (side, side))
    coverage.paste(large, (150, 30))
    return Image.composite(
        Image.new("RGB", (side, side), (20, 30, 120)), Image.new("RGB", (side, side), "white"), coverage
    )


def png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def digit_files(count: int) -> list[tuple[bytes, int]]:
    """The first test digits of MNIST as PNG files, with their labels."""
    mnist = load("mnist")
    return [(png(on_canvas(mnist.x_test[number])), int(mnist.y_test[number])) for number in range(count)]


BLANK = png(Image.new("RGB", (100, 100), "white"))
