"""Finding the ink on a photograph: uneven light, shadows, printed lines, the camera's noise and the table's edge."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from preparation.ruled_lines import without_lines
from preparation.sheet import paint_table

Levels = NDArray[np.uint8]

SIDE = 1500
# What is narrower than this part of the picture's longer side may be a stroke, what is wider is paper or shadow.
WIDEST_STROKE = 1 / 5
POLARITY_SIDE = 400
SHRINK = 3
# Chalk's contrast is measured against light, but noise in the dark counts less for that: levels.
CHALK_DARK = 40
MIN_CONTRAST = 20
# The edge of a shadow stays below this, faint pencil does not.
MIN_INK = 40
SURE = 0.5
LIKELY = 0.3
FULL = 0.8
# A stroke's piece is so long, in parts of the picture's longer side and of the longest piece.
SMALLEST = 0.008
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
    contrast = _contrast(paint_table(_shrunk(np.asarray(image))))
    floor = _floor(contrast)
    contrast = without_lines(contrast, floor)
    return Image.fromarray(_ink(contrast, floor))


def _shrunk(pixels: Levels) -> Levels:
    height, width = pixels.shape[:2]
    scale = SIDE / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _contrast(pixels: Levels) -> Levels:
    """How much less light each place gives back than the paper around it, or more where that is chalk: 0 to 255."""
    pixels = np.asarray(cv2.GaussianBlur(np.atleast_3d(pixels), (0, 0), max(0.6, max(pixels.shape) / 1600)))
    channels = np.atleast_3d(pixels)
    paper = np.maximum(np.median(channels[::8, ::8], axis=(0, 1)), 1.0)
    balanced = np.clip(channels * (float(paper.max()) / paper), 0, 255).astype(np.uint8)
    darkest = balanced.min(axis=2)
    if _is_light_on_dark(darkest):
        return _depth(255 - balanced.max(axis=2), 255 + CHALK_DARK)
    return _depth(darkest, 0)


def _is_light_on_dark(levels: Levels) -> bool:
    """Whether what stands out most, from the median around it and from all that is as wide as no stroke, is light."""
    scale = min(POLARITY_SIDE / max(levels.shape), 1.0)
    small = cv2.resize(levels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    window = min(round(max(small.shape) / 4) | 1, 255)
    middle = cv2.medianBlur(small, window)
    kernel = _disk(max(small.shape) * WIDEST_STROKE)
    dark = np.minimum(cv2.subtract(middle, small), cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, kernel))
    light = np.minimum(cv2.subtract(small, middle), cv2.morphologyEx(small, cv2.MORPH_TOPHAT, kernel))
    # To the fourth power: a few strokes of strong ink against much weak grain.
    return bool((light.astype(np.float64) ** 4).sum() > (dark.astype(np.float64) ** 4).sum())


def _depth(levels: Levels, whole: int) -> Levels:
    """How far each place lies below its surroundings, as a part of these; what is as wide as no stroke lies in none."""
    height, width = levels.shape
    small = cv2.resize(levels, (-(-width // SHRINK), -(-height // SHRINK)), interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _disk(max(small.shape) * WIDEST_STROKE))
    around = cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR)
    below = cv2.subtract(around, levels).astype(np.float32)
    part = below / (whole - levels.astype(np.float32) if whole else np.maximum(around, 1))
    return np.asarray(np.rint(np.clip(part, 0.0, 1.0) * 255.0), np.uint8)


def _disk(diameter: float) -> Levels:
    side = round(diameter) | 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _floor(contrast: Levels) -> int:
    """The level that the paper's grain and the camera's noise stay below."""
    middle = float(np.median(contrast))
    spread = float(np.median(np.abs(contrast.astype(np.int16) - middle)))
    return int(min(254, max(middle + 7.5 * spread, MIN_CONTRAST)))


def _ink(contrast: Levels, floor: int) -> Levels:
    strong = contrast[contrast > floor].astype(np.float64)
    if len(strong) == 0:
        return np.zeros_like(contrast)
    level = float((strong**3).sum() / (strong**2).sum())
    likely = max(floor, LIKELY * level)
    sure = contrast > max(floor, MIN_INK, SURE * level)
    kept = _strokes(contrast > likely, sure)
    paper = likely / 2
    ink = np.clip((contrast - paper) / max(level * FULL - paper, 1.0), 0.0, 1.0)
    return np.asarray(np.rint(ink * 255.0 * cv2.dilate(kept, np.ones((3, 3), np.uint8))), np.uint8)


def _strokes(likely: NDArray[np.bool_], sure: NDArray[np.bool_]) -> Levels:
    """The connected pieces that are ink for sure somewhere, not tiny, and not cut off by the frame; 1 there, else 0."""
    height, width = likely.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(likely.astype(np.uint8))
    left, top, w, h = (stats[:, column] for column in range(4))
    is_sure = np.bincount(labels[sure], minlength=count) > 0
    is_sure[0] = False
    inside = is_sure & (left > 1) & (top > 1) & (left + w < width - 1) & (top + h < height - 1)
    fills = is_sure & (np.minimum(w, h) >= FILLING * min(height, width))
    candidates = inside if inside.any() else fills
    extent = np.maximum(w, h)
    chosen = candidates & (extent >= max(SMALLEST * max(height, width), PART * extent[candidates].max(initial=0)))
    return np.asarray(chosen[labels], np.uint8)
