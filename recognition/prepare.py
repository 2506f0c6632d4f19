"""From any picture of a digit to the 28×28 pixels that MNIST's makers would have made of it. No TensorFlow here.

The way: find the ink, crop to it, scale its longer side to 20 pixels, put its centre of mass in the middle of 28×28.
Source: LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", section III.A.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.ink import find_ink

Ink = NDArray[np.float32]
Pixels = NDArray[np.uint8]

BOX_SIDE = 20
PICTURE_SIDE = 28
# MNIST's digits have their centre of mass here, in pixels from the picture's edge (the mean over its test images).
CENTRE = 14.5
EDGE_INK = 0.25
DOT_FILL = 0.72
DOT_ASPECT = 1.5


@dataclass(frozen=True)
class Prepared:
    """A picture on its way to the network.

    Attributes:
        digit: uint8 (28, 28), 0 paper to 255 full ink; all 0 where there is nothing to read.
        steps: (name, uint8 (h, w)) of each step, white ink on black: "ink", "cropped", "fitted", "centred".
        reason: None, or why there is nothing to read yet: "blank" or "dot".
    """

    digit: Pixels
    steps: tuple[tuple[str, Pixels], ...]
    reason: str | None


def prepare(picture: Image.Image | Pixels) -> Prepared:
    """Bring a picture into MNIST's format.

    Args:
        picture: a PIL image of any mode and size, or a uint8 array (H, W), (H, W, 3) or (H, W, 4). Dark on light or
            light on dark, of any colour; transparent pixels count as paper.

    Raises:
        TypeError, ValueError: the array is not of such a form.
    """
    ink = find_ink(picture)
    box = _bounds(ink)
    if box is None:
        return Prepared(_blank(), (("ink", _to_pixels(ink)),), "blank")
    cropped = ink[box[0] : box[1], box[2] : box[3]]
    if _is_dot(cropped):
        return Prepared(_blank(), (("ink", _to_pixels(ink)), ("cropped", _to_pixels(cropped))), "dot")
    digit = _to_pixels(centre_by_mass(cropped))
    steps = (
        ("ink", _to_pixels(ink)),
        ("cropped", _to_pixels(cropped)),
        ("fitted", _to_pixels(fit_into_box(cropped))),
        ("centred", digit),
    )
    return Prepared(digit, steps, None)


def fit_into_box(ink: Ink, side: int = BOX_SIDE) -> Ink:
    """Scale a drawing so that its longer side fills a box.

    Args:
        ink: float32 (height, width), 0.0 paper to 1.0 full ink, cropped to its ink.
        side: the box, in pixels.

    Returns:
        float32 (h, w) with max(h, w) == side, aspect kept to half a pixel, anti-aliased.
    """
    scale = side / max(ink.shape)
    height, width = (max(1, round(length * scale)) for length in ink.shape)
    return _brighten(_resample(ink, (width, height), (0.0, 0.0, float(ink.shape[1]), float(ink.shape[0]))))


def centre_by_mass(ink: Ink, side: int = BOX_SIDE) -> Ink:
    """Scale a drawing's longer side to `side` pixels and put its centre of mass in the middle of 28×28.

    Scaling and moving are one resampling, so that the place is exact to a fraction of a pixel and nothing blurs twice.

    Args:
        ink: float32 (height, width), 0.0 paper to 1.0 full ink, cropped to its ink.
        side: length of the longer side in the result, in pixels.

    Returns:
        float32 (28, 28), 0.0 to 1.0. All ink stays inside: where the mass lies far off, the drawing is not quite centred.
    """
    height, width = ink.shape
    step = max(height, width) / side
    top = _start(ink.sum(axis=1), height, step)
    left = _start(ink.sum(axis=0), width, step)
    margin = int(np.ceil(PICTURE_SIDE * step))
    padded = np.pad(ink, margin)
    span = PICTURE_SIDE * step
    box = (left + margin, top + margin, left + margin + span, top + margin + span)
    return _brighten(_resample(padded, (PICTURE_SIDE, PICTURE_SIDE), box))


def _start(profile: Ink, length: int, step: float) -> float:
    """Where the 28×28 window starts on one axis, in pixels of the drawing."""
    mass = float((profile * (np.arange(length) + 0.5)).sum() / profile.sum())
    slack = PICTURE_SIDE * step - length
    return float(np.clip(mass - CENTRE * step, -slack, 0.0))


def _resample(ink: Ink, size: tuple[int, int], box: tuple[float, float, float, float]) -> Ink:
    # Hamming: as free of blur as a box filter, without its uneven steps at small scales.
    image = Image.fromarray(np.ascontiguousarray(ink))
    resized = image.resize(size, Image.Resampling.HAMMING, box=box)
    return np.clip(np.asarray(resized, dtype=np.float32), 0.0, 1.0)


def _brighten(ink: Ink) -> Ink:
    """Thin lines turn grey when they are made small; MNIST's darkest ink is always full ink."""
    return np.minimum(ink / max(float(ink.max()), 1e-3), 1.0)


def _bounds(ink: Ink) -> tuple[int, int, int, int] | None:
    """First and last row (exclusive), first and last column of the ink; None for a blank picture."""
    mask = ink >= EDGE_INK
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return None
    columns = np.flatnonzero(mask.any(axis=0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _is_dot(cropped: Ink) -> bool:
    """A round or square blob without a hole, as a click makes one."""
    height, width = cropped.shape
    if max(height, width) < 3:
        return True
    return max(height, width) <= DOT_ASPECT * min(height, width) and float(cropped.mean()) >= DOT_FILL


def _to_pixels(ink: Ink) -> Pixels:
    return np.rint(ink * 255.0).astype(np.uint8)


def _blank() -> Pixels:
    return np.zeros((PICTURE_SIDE, PICTURE_SIDE), np.uint8)
