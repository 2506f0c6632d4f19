"""Find the ink on a photograph despite uneven light, shadows, printed lines, noise and the table's edge."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.ruled_lines import without_lines
from recognition.preparation.sheet import paint_table
from recognition.preparation.shrink import shrink

Levels = NDArray[np.uint8]

SIDE = 1500
# The widest stroke, relative to the picture's longer side; anything wider is paper or shadow.
WIDEST_STROKE = 1 / 5
# The polarity is decided on a picture of this side, the paper's brightness on one smaller by this factor.
POLARITY_SIDE = 400
SHRINK = 3
# Added to the levels of chalk before the comparison with the dark board, where noise is relatively strong.
CHALK_DARK = 40
# The camera's noise stays below this level, and below so many median deviations.
MIN_CONTRAST = 20
DEVIATIONS = 6.0
# Above a shadow's edge, below faint pencil.
MIN_INK = 40
# Distance of paper from a stroke's edge, relative to the picture's longer side, and the share of the edge with it.
NEAR = 0.004
ALL_AROUND = 0.75
# Relative to the typical ink's contrast: a stroke reaches SURE somewhere and LIKELY everywhere; FULL maps to 255.
SURE, LIKELY, FULL = 0.5, 0.3, 0.8
# Smallest length of the largest piece, relative to the picture's longer side; of the others, relative to that piece.
SMALLEST = 0.025
PART = 0.12
# A digit that touches the picture's border is kept if it fills this share of the picture in both directions.
FILLING = 0.4


def find_ink_on_photograph(image: Image.Image) -> Image.Image:
    """Separate ink from paper on a photograph.

    Args:
        image: mode "L" or "RGB".

    Returns:
        Mode "L", 0 paper to 255 full ink, no side longer than 1,500.
    """
    levels, is_chalk = _levels(paint_table(shrink(np.asarray(image), SIDE)))
    contrast = _contrast(levels, is_chalk)
    floor = _floor(contrast)
    return Image.fromarray(_ink(without_lines(contrast, floor), _has_edge(levels, contrast, is_chalk), floor))


def _levels(pixels: Levels) -> tuple[Levels, bool]:
    """Return uint8 levels (height, width), low for ink, and whether it is chalk, whose levels are inverted."""
    channels = np.atleast_3d(cv2.GaussianBlur(pixels, (0, 0), max(0.6, max(pixels.shape) / 1600)))
    paper = np.maximum(np.median(channels[::8, ::8], axis=(0, 1)), 1.0)
    balanced = np.clip(channels * (float(paper.max()) / paper), 0, 255).astype(np.uint8)
    darkest = balanced.min(axis=2)
    return (255 - balanced.max(axis=2), True) if _is_light_on_dark(darkest) else (darkest, False)


def _is_light_on_dark(levels: Levels) -> bool:
    """Return whether the strongest narrow contrasts, against the local median and wide structures, are light."""
    small = shrink(levels, POLARITY_SIDE)
    window = min(round(max(small.shape) / 4) | 1, 255)
    middle = cv2.medianBlur(small, window)
    kernel = _disk(max(small.shape) * WIDEST_STROKE)
    dark = np.minimum(cv2.subtract(middle, small), cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, kernel))
    light = np.minimum(cv2.subtract(small, middle), cv2.morphologyEx(small, cv2.MORPH_TOPHAT, kernel))
    # To the fourth power, so that a few strong strokes outweigh much weak grain.
    return bool((light.astype(np.float64) ** 4).sum() > (dark.astype(np.float64) ** 4).sum())


def _contrast(levels: Levels, is_chalk: bool) -> Levels:
    """Return how far each pixel lies below its surroundings, 0 to 255; structures wider than a stroke are ignored."""
    height, width = levels.shape
    small = shrink(levels, max(width, height) / SHRINK)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _disk(max(small.shape) * WIDEST_STROKE))
    return _below(cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR), levels, is_chalk)


def _below(around: NDArray[Any], levels: Levels, is_chalk: bool) -> Levels:
    """Return the relative depth of levels below their surroundings: ink reflects the same share in a shadow."""
    depth = cv2.subtract(around, levels).astype(np.float32)
    whole = 255.0 + CHALK_DARK - levels if is_chalk else np.maximum(around, 1)
    return np.asarray(np.rint(np.clip(depth / whole, 0.0, 1.0) * 255.0), np.uint8)


def _has_edge(levels: Levels, contrast: Levels, is_chalk: bool) -> NDArray[np.bool_]:
    """Return where paper is near. A shadow's corner differs from distant paper, but not from its neighbours."""
    side = 2 * max(2, round(max(levels.shape) * NEAR)) + 1
    near = _below(cv2.dilate(levels, np.ones((side, side), np.uint8)), levels, is_chalk)
    return near >= contrast / 2


def _disk(diameter: float) -> Levels:
    side = round(diameter) | 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _floor(contrast: Levels) -> int:
    """Return an upper bound of the paper's grain and the camera's noise."""
    middle = float(np.median(contrast))
    spread = float(np.median(np.abs(contrast.astype(np.int16) - middle)))
    return int(min(254, max(middle + DEVIATIONS * spread, MIN_CONTRAST)))


def _ink(contrast: Levels, has_edge: NDArray[np.bool_], floor: int) -> Levels:
    strong = contrast[contrast > floor].astype(np.float64)
    if len(strong) == 0:
        return np.zeros_like(contrast)
    # A mean weighted towards strong ink, against remains of lines and grain.
    level = float((strong**3).sum() / (strong**2).sum())
    likely = max(floor, LIKELY * level)
    sure = contrast > max(floor, MIN_INK, SURE * level)
    kept = _strokes(contrast > likely, sure, has_edge)
    paper = likely / 2
    ink = np.clip((contrast - paper) / max(level * FULL - paper, 1.0), 0.0, 1.0)
    return np.asarray(np.rint(ink * 255.0 * cv2.dilate(kept, np.ones((3, 3), np.uint8))), np.uint8)


def _strokes(likely: NDArray[np.bool_], sure: NDArray[np.bool_], has_edge: NDArray[np.bool_]) -> Levels:
    """Return a mask of the connected pieces that are ink, 1 or 0.

    Each contains a sure pixel, has an edge all around, is not tiny, and does not touch the picture's border.
    """
    height, width = likely.shape
    pieces = likely.astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(pieces)
    left, top, w, h = (stats[:, column] for column in range(4))
    border = likely & (cv2.erode(pieces, np.ones((3, 3), np.uint8)) == 0)
    edge = np.bincount(labels[border & has_edge], minlength=count)
    is_sure = np.bincount(labels[sure], minlength=count) > 0
    is_sure &= edge >= ALL_AROUND * np.bincount(labels[border], minlength=count)
    is_sure[0] = False
    inside = is_sure & (left > 1) & (top > 1) & (left + w < width - 1) & (top + h < height - 1)
    fills = is_sure & (np.minimum(w, h) >= FILLING * min(height, width))
    candidates = inside if inside.any() else fills
    extent = np.maximum(w, h)
    largest = extent[candidates].max(initial=0)
    chosen = candidates & (extent >= PART * largest) & (largest >= SMALLEST * max(height, width))
    return np.asarray(chosen[labels], np.uint8)
