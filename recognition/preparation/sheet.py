"""Find the sheet of paper on a photograph, and paint its surroundings in the paper's colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.preparation.shrink import shrink

Levels = NDArray[np.uint8]

SIDE = 240
# A morphological window, relative to the picture: ink narrower than half of it does not affect the sheet's outline.
WINDOW = 1 / 6
# A sheet covers at least this share of the picture, and this share of its own convex hull.
SMALLEST = 0.35
CONVEX = 0.93
# A shadow is no darker than this share of the light, and hardly coloured; a table is darker or coloured.
DARKEST_SHADOW = 0.5
MOST_COLOURED_SHADOW = 0.25
# Width of the shadow that the sheet's edge casts, relative to the picture.
EDGE = 0.012


def paint_table(pixels: Levels) -> Levels:
    """Paint the surroundings of a sheet in the sheet's colour; unchanged if no sheet's edge is visible.

    Args:
        pixels: uint8 (height, width) or (height, width, 3).
    """
    sheet = _find_sheet(pixels)
    if sheet is None:
        return pixels
    height, width = pixels.shape[:2]
    inside = cv2.resize(sheet, (width, height), interpolation=cv2.INTER_LINEAR) > 0
    painted = pixels.copy()
    painted[~inside] = np.median(pixels[inside][::16], axis=0)
    return painted


def _find_sheet(pixels: Levels) -> Levels | None:
    """Return a mask of the sheet on a smaller picture, uint8 (h, w): 1 sheet, 0 table; None if there is no table."""
    small = np.atleast_3d(shrink(pixels, SIDE))
    window = round(max(small.shape) * WINDOW) | 1
    without_ink = cv2.medianBlur(small.max(axis=2), window)
    _, bright = cv2.threshold(without_ink, 0, 1, cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    sheet = cv2.fillConvexPoly(np.zeros_like(bright), hull, 1)
    is_sheet = sheet > 0
    large = SMALLEST <= is_sheet.mean() < 1.0
    if not large or cv2.contourArea(outline) < CONVEX * cv2.contourArea(hull) or not _is_table(small, is_sheet):
        return None
    edge = np.ones((2 * round(EDGE * max(small.shape)) + 1,) * 2, np.uint8)
    return np.asarray(cv2.erode(sheet, edge), np.uint8)


def _is_table(pixels: Levels, is_sheet: NDArray[np.bool_]) -> bool:
    """Return whether the sheet's surroundings cannot be the sheet itself in shadow."""
    ratio = np.median(pixels[~is_sheet], axis=0) / np.maximum(np.median(pixels[is_sheet], axis=0), 1.0)
    return bool(ratio.min() < DARKEST_SHADOW or ratio.max() - ratio.min() > MOST_COLOURED_SHADOW * ratio.max())
