"""Convert any picture of a digit to MNIST's format, 28×28 pixels. No TensorFlow here.

The steps: find the ink, crop to it, scale its longer side to 20 pixels, centre its mass on 28×28.
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
# The centre of mass of MNIST's digits, in pixels from the edge (the mean over its test images).
CENTRE = 14.5
DOT_FILL = 0.72
DOT_ASPECT = 1.5
# Shorter ink than this shows no digit's shape.
SMALLEST_SIDE = 5
# Below a quarter of full ink, a pixel is a stroke's anti-aliased edge.
_AT_EDGE = [0] * 64 + [255] * 192


@dataclass(frozen=True)
class Prepared:
    """A digit in the form that the network reads.

    Attributes:
        digit: uint8 (28, 28), 0 paper to 255 full ink; all 0 if there is nothing to read.
        steps: (name, uint8 (h, w)) of each step, white ink on black: "ink", "cropped", "fitted", "centred".
        reason: None, or why there is nothing to read: "blank" or "dot"; or "not_digit" if it cannot be a digit.
        size: (width, height) of the original picture.
        box: (left, top, right, bottom) of the digit's ink, in pixels of that picture.
        may_be_refused: whether "not a digit" is a valid answer.
    """

    digit: Pixels
    steps: tuple[tuple[str, Pixels], ...]
    reason: str | None
    size: tuple[int, int] = (PICTURE_SIDE, PICTURE_SIDE)
    box: Box = (0, 0, PICTURE_SIDE, PICTURE_SIDE)
    may_be_refused: bool = True


def prepare(picture: Image.Image | Pixels) -> Prepared:
    """Convert a picture of one digit to MNIST's format.

    Args:
        picture: a PIL image of any mode and size, or a uint8 array (H, W), (H, W, 3) or (H, W, 4). Dark on light or
            light on dark, in any colours; transparent pixels are paper.

    Raises:
        TypeError, ValueError: the array has another dtype or shape.
    """
    return prepare_ink(find_ink(picture), size_of(picture))


def prepare_ink(ink: Image.Image, size: tuple[int, int]) -> Prepared:
    """Convert the ink of one digit to MNIST's format.

    Args:
        ink: mode "L", 0 paper to 255 full ink, the whole picture.
        size: (width, height) of the original picture.
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
    """Return the bounding box of ink (mode "L", 255 full ink) without anti-aliased edges; None if it is blank."""
    return ink.point(_AT_EDGE).getbbox()


def size_of(picture: Image.Image | Pixels) -> tuple[int, int]:
    """Return (width, height) of a picture or an array."""
    return (picture.shape[1], picture.shape[0]) if isinstance(picture, np.ndarray) else picture.size


def _in_picture(bounds: Box, ink: tuple[int, int], picture: tuple[int, int]) -> Box:
    """Convert a box from pixels of the ink, which may be scaled down, to pixels of the picture."""
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

    Scaling and moving are one resampling: the position is exact to a fraction of a pixel, and nothing is blurred twice.

    Args:
        ink: mode "L", 0 paper to 255 full ink, cropped to its ink.
        side: length of the longer side in the result, in pixels.

    Returns:
        Mode "L", 28×28. All ink stays inside: if the mass is far off-centre, the drawing is not quite centred.
    """
    step = max(ink.size) / side
    margin = int(np.ceil(PICTURE_SIDE * step))
    pixels = np.asarray(ink)
    left = margin + _start(pixels.sum(axis=0), step)
    top = margin + _start(pixels.sum(axis=1), step)
    padded = Image.new("L", (ink.width + 2 * margin, ink.height + 2 * margin))
    padded.paste(ink, (margin, margin))
    span = PICTURE_SIDE * step
    # Hamming: as sharp as a box filter, without its uneven steps at small scales.
    return _brighten(
        padded.resize((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.HAMMING, (left, top, left + span, top + span))
    )


def _start(profile: NDArray[np.uint64], step: float) -> float:
    """Return the start of the 28×28 window on one axis, in pixels, from the drawing's profile along it."""
    mass = float(np.average(np.arange(len(profile)) + 0.5, weights=profile))
    slack = PICTURE_SIDE * step - len(profile)
    return float(np.clip(mass - CENTRE * step, -slack, 0.0))


def _brighten(ink: Image.Image) -> Image.Image:
    """Scale the darkest ink to 255, as in MNIST: thin lines turn grey when they are scaled down."""
    return ink.point(_brightening(max(int(np.asarray(ink).max()), 1)))


@functools.cache
def _brightening(darkest: int) -> bytes:
    """Return a lookup table of 256 levels that maps `darkest` to 255."""
    return bytes(min(255, round(level * 255 / darkest)) for level in range(256))


def _is_dot(cropped: Image.Image) -> bool:
    """Return whether the ink is a round or square blob without a hole, as from a click."""
    pixels = np.asarray(cropped) / 255.0
    height, width = _extent(pixels.max(axis=1)), _extent(pixels.max(axis=0))
    if max(height, width) < SMALLEST_SIDE:
        return True
    is_compact = max(height, width) <= DOT_ASPECT * min(height, width)
    return is_compact and float(pixels.sum()) >= DOT_FILL * height * width


def _extent(profile: NDArray[np.float64]) -> float:
    """Return a length in fractional pixels: anti-aliased edges count by their ink."""
    return len(profile) - 2 + float(profile[0] + profile[-1]) if len(profile) > 1 else float(profile[0])


def _blank() -> Pixels:
    return np.zeros((PICTURE_SIDE, PICTURE_SIDE), np.uint8)
