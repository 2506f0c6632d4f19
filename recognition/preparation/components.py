"""Find the connected components of a picture's ink, drop specks, and sort them into lines from top to bottom."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

# Below a quarter of full ink, a pixel is a stroke's anti-aliased edge.
FAINTEST = 64
# Specks (grain, remains of ruled lines) are below this share of the tallest part in both directions.
SPECK = 0.05
# Parts below this share of the tallest one's height, such as the bar of a 5, start no line of their own.
LOWEST_LINE = 0.4
# More parts than this are no number but hatching, a page of text, noise: only the largest are used.
MAX_PARTS = 64
# Two neighbours are on one line if they overlap vertically by this share of the lower one's height.
BESIDE = 0.3

Pixels = NDArray[np.uint8]
Boxes = NDArray[np.int32]


@dataclass(frozen=True)
class Components:
    """The connected parts of the ink.

    Attributes:
        labels: int32 (h, w), the number of the part that a pixel belongs to, from 1; 0: paper.
        boxes: int32 (n, 4): left, top, right, bottom; part `k` is in row `k - 1`.
    """

    labels: NDArray[np.int32]
    boxes: Boxes


def find_components(ink: Pixels) -> Components:
    """Find the connected parts of the ink.

    Args:
        ink: uint8 (h, w), 0 paper to 255 full ink.
    """
    is_ink = (ink >= FAINTEST).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(is_ink, connectivity=8)
    left, top, width, height = stats[1:, :4].T
    return Components(np.asarray(labels, np.int32), np.stack([left, top, left + width, top + height], axis=1))


def sort_into_lines(boxes: Boxes) -> list[list[int]]:
    """Sort parts into lines from top to bottom, each from left to right, and drop specks.

    Lines may slope: each part is compared with the last one before it, not with the whole line.

    Args:
        boxes: int32 (n, 4).

    Returns:
        For each line the indices into `boxes`.
    """
    lines: list[list[int]] = []
    kept = _without_specks(boxes)
    heights = boxes[kept, 3] - boxes[kept, 1]
    is_low = heights < LOWEST_LINE * heights.max(initial=0)
    for part in kept[~is_low].tolist():
        beside = [line for line in lines if _stands_beside(boxes[part], boxes[line[-1]])]
        if beside:
            beside[0].append(part)
        else:
            lines.append([part])
    lines.sort(key=lambda line: float(boxes[line, 1].mean()))
    for part in kept[is_low].tolist():
        min(lines, key=lambda line: _distance(boxes[part], boxes[line])).append(part)
    return [sorted(line, key=lambda part: int(boxes[part, 0])) for line in lines]


def bounding_box(boxes: Boxes) -> NDArray[np.int32]:
    """Return the bounding box (4,) of boxes (n, 4)."""
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _without_specks(boxes: Boxes) -> NDArray[np.intp]:
    """Return the indices of the largest parts, from left to right."""
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    largest = np.argsort(-longer, kind="stable")[:MAX_PARTS]
    kept: NDArray[np.intp] = largest[longer[largest] >= SPECK * longer.max(initial=0)]
    from_left: NDArray[np.intp] = kept[np.argsort(boxes[kept, 0], kind="stable")]
    return from_left


def _stands_beside(one: NDArray[np.int32], other: NDArray[np.int32]) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return bool(shared >= BESIDE * min(one[3] - one[1], other[3] - other[1]))


def _distance(box: NDArray[np.int32], boxes: Boxes) -> float:
    """Return the distance from a box's centre to the nearest other box, in pixels; 0.0 inside one."""
    middle = (box[:2] + box[2:]) / 2
    beyond = np.maximum(np.maximum(boxes[:, :2] - middle, middle - boxes[:, 2:]), 0.0)
    return float(np.hypot(*beyond.T).min())
