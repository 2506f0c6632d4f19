"""Find where connected ink may be cut into digits: along paths from top to bottom that cross little ink.

Source: LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", section V
(heuristic over-segmentation); the paths are found as seams, Avidan and Shamir 2007, "Seam carving for content-aware
image resizing".
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# The ink is scaled down to so many rows to find a path.
ROWS = 64
# A cut may cross at most so much ink, relative to the line's height: about two strokes of a felt pen.
MOST_INK = 0.4
# The smallest width of a piece, relative to the line's height.
NARROWEST = 0.08
MAX_CUTS = 6
# A diagonal step costs as much as a step through faint ink, so that paths through paper are straight.
ASIDE = 0.05


@dataclass(frozen=True)
class Cut:
    """One path from top to bottom.

    Attributes:
        path: float64 (h,), its position in each row, in pixels from the left.
        crossed: the ink that it crosses, relative to the line's height.
    """

    path: NDArray[np.float64]
    crossed: float


def find_cuts(ink: Pixels, height: int) -> list[Cut]:
    """Find the best cuts through connected ink, at most 6, from left to right.

    Args:
        ink: uint8 (h, w), 0 paper to 255 full ink, cropped to its ink.
        height: height of the line of writing, in pixels.
    """
    scale = max(1.0, ink.shape[0] / ROWS)
    rows, columns = (max(1, round(length / scale)) for length in ink.shape)
    costs = cv2.resize(ink, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float64) / 255.0
    from_top, from_bottom = _sums(costs), _sums(costs[::-1])[::-1]
    middle = rows // 2
    valleys = _valleys(from_top[middle] + from_bottom[middle] - costs[middle], NARROWEST * height / scale)
    cuts = []
    for column in valleys:
        above, below = _trace(from_top[: middle + 1], column), _trace(from_bottom[middle:][::-1], column)[::-1]
        path = np.concatenate([above, below[1:]])
        crossed = float(costs[np.arange(rows), path].sum()) * scale / height
        if crossed <= MOST_INK:
            row_centres = (np.arange(ink.shape[0]) + 0.5) * rows / ink.shape[0] - 0.5
            cuts.append(Cut(np.interp(row_centres, np.arange(rows), (path + 0.5) * ink.shape[1] / columns), crossed))
    return cuts


def _sums(costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cost of the cheapest path from the first row to each pixel, including the pixel itself."""
    sums = costs.copy()
    padded = np.full(costs.shape[1] + 2, np.inf)
    for row in range(1, len(costs)):
        padded[1:-1] = sums[row - 1]
        sums[row] += np.minimum(padded[1:-1], np.minimum(padded[:-2], padded[2:]) + ASIDE)
    return sums


def _trace(sums: NDArray[np.float64], column: int) -> NDArray[np.intp]:
    """Return the column in each row of the cheapest path from the first row to a column of the last row."""
    path = np.empty(len(sums), np.intp)
    path[-1] = column
    for row in range(len(sums) - 2, -1, -1):
        here = path[row + 1]
        left = max(0, here - 1)
        steps = sums[row, left : here + 2] + ASIDE * (np.arange(left, min(here + 2, sums.shape[1])) != here)
        path[row] = left + int(steps.argmin())
    return path


def _valleys(costs: NDArray[np.float64], apart: float) -> list[int]:
    """Return the columns with locally minimal costs away from the edges: the six cheapest, from left to right."""
    reach = max(1, round(apart))
    around = np.lib.stride_tricks.sliding_window_view(np.pad(costs, reach, constant_values=np.inf), 2 * reach + 1)
    (valleys,) = np.nonzero(costs <= around.min(axis=1))
    valleys = valleys[(valleys >= reach) & (valleys < len(costs) - reach)]
    # Of several adjacent equal minima, keep the first.
    valleys = valleys[np.diff(valleys, prepend=-np.inf) > reach]
    return sorted(valleys[np.argsort(costs[valleys], kind="stable")][:MAX_CUTS].tolist())
