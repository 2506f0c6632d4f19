"""Distort test images: shifted, turned, thinner, thicker, smaller, noisier, in levels.

Every distortion maps uint8 (n, 28, 28), 0 background to 255 full ink, to the same shape and dtype. Level 0 is the
identity. Pixels moved out of the image are lost. No TensorFlow; the random seed is fixed. OpenCV is imported by the
functions that use it, since the web process starts without it.

Sources: thinner and thicker on enlarged images as Castro et al. 2019, "Morpho-MNIST"; accuracy by level of distortion
as Hendrycks, Dietterich 2019, "Benchmarking neural network robustness to common corruptions and perturbations".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]

SIDE = 28
# Ink grows or shrinks in steps of 1 / PARTS pixel.
PARTS = 4
_MARGIN = 2
_SEED = 20
# (down, right), used in turn, so that no direction is preferred.
_DIRECTIONS = ((0, 1), (1, 0), (0, -1), (-1, 0))


def shift(images: Images, pixels: float) -> Images:
    """Move each image by whole pixels: the first to the right, the second down, then left, up, and so on."""
    moved = np.zeros_like(images)
    for index, (down, right) in enumerate(_DIRECTIONS):
        rows, columns = round(pixels * down), round(pixels * right)
        moved[index::4, _to(rows), _to(columns)] = images[index::4, _to(-rows), _to(-columns)]
    return moved


def turn(images: Images, degrees: float) -> Images:
    """Rotate each image about its centre: the first clockwise, the second counter-clockwise, and so on."""
    import cv2

    middle = ((SIDE - 1) / 2, (SIDE - 1) / 2)
    matrices = [cv2.getRotationMatrix2D(middle, angle, 1.0) for angle in (-degrees, degrees)]
    turned = np.empty_like(images)
    for index, image in enumerate(images):
        cv2.warpAffine(image, matrices[index % 2], (SIDE, SIDE), turned[index])
    return turned


def thin(images: Images, pixels: float) -> Images:
    """Remove ink at every edge.

    Args:
        images: see above.
        pixels: the amount in pixels, a multiple of a quarter.
    """
    import cv2

    return _reshape_ink(images, pixels, cv2.erode)


def thicken(images: Images, pixels: float) -> Images:
    """Add ink at every edge, see `thin`."""
    import cv2

    return _reshape_ink(images, pixels, cv2.dilate)


def shrink(images: Images, percent: float) -> Images:
    """Shrink each image about its centre by a percentage of its side; pixels are averaged by area."""
    weights = _shrinking(1 - percent / 100)
    return _to_pixels(weights @ images.astype(np.float32) @ weights.T)


def add_noise(images: Images, percent: float) -> Images:
    """Add normally distributed noise to each pixel.

    Args:
        images: see above.
        percent: its standard deviation, in percent of full ink. The result is clipped to 0 to 255.
    """
    noise = np.random.default_rng(_SEED).standard_normal(images.shape, np.float32)
    return _to_pixels(images + noise * np.float32(percent / 100 * 255))


@dataclass(frozen=True)
class Distortion:
    """A kind of distortion, and its levels.

    Attributes:
        apply: distorts images by a level.
        levels: increasing from 0, the identity.
    """

    apply: Callable[[Images, float], Images]
    levels: tuple[float, ...]


DISTORTIONS = {
    "shift": Distortion(shift, (0, 1, 2, 3, 4, 5, 6)),
    "turn": Distortion(turn, (0, 10, 20, 30, 40, 50, 60)),
    "smaller": Distortion(shrink, (0, 10, 20, 30, 40, 50, 60)),
    "thinner": Distortion(thin, (0, 0.25, 0.5, 0.75, 1, 1.25)),
    "thicker": Distortion(thicken, (0, 0.25, 0.5, 0.75, 1, 1.25)),
    "noisier": Distortion(add_noise, (0, 5, 10, 15, 20, 30, 40)),
}


def _to(start: int) -> slice:
    """Return the slice of a row that pixels shifted by `start` end up in."""
    return slice(max(start, 0), min(SIDE + start, SIDE))


def _shrinking(scale: float) -> NDArray[np.float32]:
    """Return the weights of a row's pixels in each pixel of a smaller row, (28, 28)."""
    edges = (np.arange(SIDE + 1) - SIDE / 2) / scale + SIDE / 2
    pixels = np.arange(SIDE)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    weights: NDArray[np.float32] = (np.maximum(0.0, overlap) * scale).astype(np.float32)
    return weights


def _reshape_ink(images: Images, pixels: float, change: Callable[..., Any]) -> Images:
    """Grow or shrink ink on images enlarged by `PARTS` and stacked vertically, and average them again."""
    import cv2

    reach = round(pixels * PARTS)
    across = np.arange(-reach, reach + 1)
    disc = (across**2 + across[:, None] ** 2 <= reach**2).astype(np.uint8)
    apart = np.pad(images, ((0, 0), (_MARGIN, _MARGIN), (_MARGIN, _MARGIN)))
    column = apart.reshape(-1, SIDE + 2 * _MARGIN)
    large = change(cv2.resize(column, None, fx=PARTS, fy=PARTS, interpolation=cv2.INTER_NEAREST), disc)
    changed = np.asarray(cv2.resize(large, column.shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)
    return changed.reshape(apart.shape)[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN]


def _to_pixels(values: NDArray[np.float32]) -> Images:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
