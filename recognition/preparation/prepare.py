"""From any picture of a digit to the 28×28 pixels that MNIST's makers would have made of it. No TensorFlow here.

The way: find the ink, crop to it, scale its longer side to 20 pixels, put its centre of mass in the middle of 28×28.
Source: LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", section III.A.
"""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.ink import find_ink

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]

BOX_SIDE = 20
PICTURE_SIDE = 28
# MNIST's digits have their centre of mass here, in pixels from the picture's edge (the mean over its test images).
CENTRE = 14.5
DOT_FILL = 0.72
DOT_ASPECT = 1.5
# Fewer pixels than this in length show no digit's shape.
SMALLEST_SIDE = 5
# Fainter than a quarter of full ink is the soft edge of a line, not the line.
_AT_EDGE = [0] * 64 + [255] * 192


@dataclass(frozen=True)
class Prepared:
    """A digit on its way to the network.

    Attributes:
        digit: uint8 (28, 28), 0 paper to 255 full ink; all 0 where there is nothing to read.
        steps: (name, uint8 (h, w)) of each step, white ink on black: "ink", "cropped", "fitted", "centred".
        reason: None, or why there is nothing to read yet: "blank" or "dot"; or "not_digit", where it can be no digit.
        size: (width, height) of the picture that was given.
        box: (left, top, right, bottom) of the digit's ink, in pixels of that picture.
        may_be_refused: whether "not a digit" is an answer to it.
    """

    digit: Pixels
    steps: tuple[tuple[str, Pixels], ...]
    reason: str | None
    size: tuple[int, int] = (PICTURE_SIDE, PICTURE_SIDE)
    box: Box = (0, 0, PICTURE_SIDE, PICTURE_SIDE)
    may_be_refused: bool = True


def prepare(picture: Image.Image | Pixels) -> Prepared:
    """Bring a picture of one digit into MNIST's format.

    Args:
        picture: a PIL image of any mode and size, or a uint8 array (H, W), (H, W, 3) or (H, W, 4). Dark on light or
            light on dark, of any colour; transparent pixels count as paper.

    Raises:
        TypeError, ValueError: the array is not of such a form.
    """
    return prepare_ink(find_ink(picture), size_of(picture))


def prepare_ink(ink: Image.Image, size: tuple[int, int]) -> Prepared:
    """Bring the ink of one digit into MNIST's format.

    Args:
        ink: mode "L", 0 paper to 255 full ink, of the whole picture.
        size: (width, height) of the picture that the ink was found on.
    """
    bounds = ink_bounds(ink)
    if bounds is None:
        return Prepared(_blank(), (("ink", np.asarray(ink)),), "blank", size, (0, 0, 0, 0))
    cropped = ink.crop(bounds)
    box = _in_picture(bounds, ink.size, size)
    if _is_dot(cropped):
        return Prepared(_blank(), (("ink", np.asarray(ink)), ("cropped", np.asarray(cropped))), "dot", size, box)
    digit = np.asarray(centre_by_mass(cropped))
    steps = (
        ("ink", np.asarray(ink)),
        ("cropped", np.asarray(cropped)),
        ("fitted", np.asarray(fit_into_box(cropped))),
        ("centred", digit),
    )
    return Prepared(digit, steps, None, size, box)


def ink_bounds(ink: Image.Image) -> Box | None:
    """Where there is ink on a picture of it (mode "L", 255 full ink), without the soft edge; None for a blank one."""
    return ink.point(_AT_EDGE).getbbox()


def size_of(picture: Image.Image | Pixels) -> tuple[int, int]:
    """(width, height) of a picture or an array."""
    return (picture.shape[1], picture.shape[0]) if isinstance(picture, np.ndarray) else picture.size


def _in_picture(bounds: Box, ink: tuple[int, int], picture: tuple[int, int]) -> Box:
    """A box in pixels of the ink, which may have been made smaller, in those of the picture."""
    across, down = picture[0] / ink[0], picture[1] / ink[1]
    left, top, right, bottom = bounds
    return round(left * across), round(top * down), round(right * across), round(bottom * down)


def fit_into_box(ink: Image.Image, side: int = BOX_SIDE) -> Image.Image:
    """Scale a drawing so that its longer side fills a box.

    Args:
        ink: mode "L", 0 paper to 255 full ink, cropped to its ink.
        side: the box, in pixels.

    Returns:
        Mode "L", the longer side `side`, aspect kept to half a pixel, anti-aliased.
    """
    scale = side / max(ink.size)
    width, height = (max(1, round(length * scale)) for length in ink.size)
    return _brighten(ink.resize((width, height), Image.Resampling.HAMMING))


def centre_by_mass(ink: Image.Image, side: int = BOX_SIDE) -> Image.Image:
    """Scale a drawing's longer side to `side` pixels and put its centre of mass in the middle of 28×28.

    Scaling and moving are one resampling, so that the place is exact to a fraction of a pixel and nothing blurs twice.

    Args:
        ink: mode "L", 0 paper to 255 full ink, cropped to its ink.
        side: length of the longer side in the result, in pixels.

    Returns:
        Mode "L", 28×28. All ink stays inside: where the mass lies far off, the drawing is not quite centred.
    """
    step = max(ink.size) / side
    margin = int(np.ceil(PICTURE_SIDE * step))
    pixels = np.asarray(ink)
    left = margin + _start(pixels.sum(axis=0), step)
    top = margin + _start(pixels.sum(axis=1), step)
    padded = Image.new("L", (ink.width + 2 * margin, ink.height + 2 * margin))
    padded.paste(ink, (margin, margin))
    span = PICTURE_SIDE * step
    # Hamming: as free of blur as a box filter, without its uneven steps at small scales.
    return _brighten(
        padded.resize((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.HAMMING, (left, top, left + span, top + span))
    )


def _start(profile: NDArray[np.uint64], step: float) -> float:
    """Where the 28×28 window starts on one axis, in pixels of the drawing; the drawing's sums along it are given."""
    mass = float(np.average(np.arange(len(profile)) + 0.5, weights=profile))
    slack = PICTURE_SIDE * step - len(profile)
    return float(np.clip(mass - CENTRE * step, -slack, 0.0))


def _brighten(ink: Image.Image) -> Image.Image:
    """Thin lines turn grey when they are made small; MNIST's darkest ink is always full ink."""
    return ink.point(_brightening(max(int(np.asarray(ink).max()), 1)))


@functools.cache
def _brightening(darkest: int) -> bytes:
    """For each level of 0 to 255 the level that it becomes; `darkest` becomes 255."""
    return bytes(min(255, round(level * 255 / darkest)) for level in range(256))


def _is_dot(cropped: Image.Image) -> bool:
    """A round or square blob without a hole, as a click makes one."""
    pixels = np.asarray(cropped) / 255.0
    height, width = _extent(pixels.max(axis=1)), _extent(pixels.max(axis=0))
    if max(height, width) < SMALLEST_SIDE:
        return True
    is_compact = max(height, width) <= DOT_ASPECT * min(height, width)
    return is_compact and float(pixels.sum()) >= DOT_FILL * height * width


def _extent(profile: NDArray[np.float64]) -> float:
    """A length in pixels, to a fraction of one: soft edges count by how much of them is ink."""
    return len(profile) - 2 + float(profile[0] + profile[-1]) if len(profile) > 1 else float(profile[0])


def _blank() -> Pixels:
    return np.zeros((PICTURE_SIDE, PICTURE_SIDE), np.uint8)
