"""Finding the ink on a photograph: uneven light, shadows, printed lines, the camera's noise and the table's edge."""

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
# What is narrower than this part of the picture's longer side may be a stroke, what is wider is paper or shadow.
WIDEST_STROKE = 1 / 5
# Whether ink is dark or light shows in so many pixels, and paper without its ink in a third of the picture's.
POLARITY_SIDE = 400
SHRINK = 3
# So many levels are added to chalk before it is compared with the board, where noise is a large part of little light.
CHALK_DARK = 40
# The camera's noise stays below this, and below so many times the median deviation.
MIN_CONTRAST = 20
DEVIATIONS = 6.0
# The edge of a shadow stays below this, faint pencil does not.
MIN_INK = 40
# Paper is so near to a stroke's edge, in parts of the picture's longer side, along so much of it.
NEAR = 0.004
ALL_AROUND = 0.75
# In parts of the typical ink's contrast: a stroke reaches SURE somewhere and LIKELY everywhere; at FULL it is all ink.
SURE, LIKELY, FULL = 0.5, 0.3, 0.8
# The largest piece of ink is so long, in parts of the picture's longer side; all others, in parts of that one.
SMALLEST = 0.025
PART = 0.12
# A digit that is cut off by the frame counts where it fills so much of the picture in both directions.
FILLING = 0.4


def find_ink_on_photograph(image: Image.Image) -> Image.Image:
    """Tell ink from paper on a photograph.

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
    """One level a place, uint8 (height, width), low where ink is; and whether it is chalk, whose light is inverted."""
    channels = np.atleast_3d(cv2.GaussianBlur(pixels, (0, 0), max(0.6, max(pixels.shape) / 1600)))
    paper = np.maximum(np.median(channels[::8, ::8], axis=(0, 1)), 1.0)
    balanced = np.clip(channels * (float(paper.max()) / paper), 0, 255).astype(np.uint8)
    darkest = balanced.min(axis=2)
    return (255 - balanced.max(axis=2), True) if _is_light_on_dark(darkest) else (darkest, False)


def _is_light_on_dark(levels: Levels) -> bool:
    """Whether what stands out most, from the median around it and from all that is as wide as no stroke, is light."""
    small = shrink(levels, POLARITY_SIDE)
    window = min(round(max(small.shape) / 4) | 1, 255)
    middle = cv2.medianBlur(small, window)
    kernel = _disk(max(small.shape) * WIDEST_STROKE)
    dark = np.minimum(cv2.subtract(middle, small), cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, kernel))
    light = np.minimum(cv2.subtract(small, middle), cv2.morphologyEx(small, cv2.MORPH_TOPHAT, kernel))
    # To the fourth power: a few strokes of strong ink against much weak grain.
    return bool((light.astype(np.float64) ** 4).sum() > (dark.astype(np.float64) ** 4).sum())


def _contrast(levels: Levels, is_chalk: bool) -> Levels:
    """How far each place lies below its surroundings, 0 to 255; what is as wide as no stroke lies in none."""
    height, width = levels.shape
    small = shrink(levels, max(width, height) / SHRINK)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _disk(max(small.shape) * WIDEST_STROKE))
    return _below(cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR), levels, is_chalk)


def _below(around: NDArray[Any], levels: Levels, is_chalk: bool) -> Levels:
    """How far levels lie below others, as a part of these, for the same ink in a shadow reflects the same part."""
    depth = cv2.subtract(around, levels).astype(np.float32)
    whole = 255.0 + CHALK_DARK - levels if is_chalk else np.maximum(around, 1)
    return np.asarray(np.rint(np.clip(depth / whole, 0.0, 1.0) * 255.0), np.uint8)


def _has_edge(levels: Levels, contrast: Levels, is_chalk: bool) -> NDArray[np.bool_]:
    """Where paper is near; the corner of a shadow differs from the paper far off, but not from what is beside it."""
    side = 2 * max(2, round(max(levels.shape) * NEAR)) + 1
    near = _below(cv2.dilate(levels, np.ones((side, side), np.uint8)), levels, is_chalk)
    return near >= contrast / 2


def _disk(diameter: float) -> Levels:
    side = round(diameter) | 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _floor(contrast: Levels) -> int:
    """The level that the paper's grain and the camera's noise stay below."""
    middle = float(np.median(contrast))
    spread = float(np.median(np.abs(contrast.astype(np.int16) - middle)))
    return int(min(254, max(middle + DEVIATIONS * spread, MIN_CONTRAST)))


def _ink(contrast: Levels, has_edge: NDArray[np.bool_], floor: int) -> Levels:
    strong = contrast[contrast > floor].astype(np.float64)
    if len(strong) == 0:
        return np.zeros_like(contrast)
    # A mean to which strong ink counts for more than what is left of lines and grain.
    level = float((strong**3).sum() / (strong**2).sum())
    likely = max(floor, LIKELY * level)
    sure = contrast > max(floor, MIN_INK, SURE * level)
    kept = _strokes(contrast > likely, sure, has_edge)
    paper = likely / 2
    ink = np.clip((contrast - paper) / max(level * FULL - paper, 1.0), 0.0, 1.0)
    return np.asarray(np.rint(ink * 255.0 * cv2.dilate(kept, np.ones((3, 3), np.uint8))), np.uint8)


def _strokes(likely: NDArray[np.bool_], sure: NDArray[np.bool_], has_edge: NDArray[np.bool_]) -> Levels:
    """The connected pieces that are ink: 1 there, else 0.

    They are so for sure somewhere, have an edge all around, are not tiny, and not cut off by the frame.
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
