"""Numbers as people write them on a canvas, composed of people's single digits."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from PIL import Image

from benchmarks.drawn import SIDE, Drawing, Range, Stroke, draw

LONGEST = 6
# As shares of the digits' height.
PEN: Range = (0.05, 0.13)
GAP: Range = (-0.03, 0.35)
GAP_JITTER = 0.06
SIZE_JITTER: Range = (0.88, 1.1)
BASELINE_JITTER = 0.05
WIDEST = 1.2
THINNEST_PIXELS = 2.5


def write_numbers(drawings: Sequence[Drawing], count: int) -> Iterator[tuple[str, Image.Image]]:
    """Return numbers of one to six digits, each with its canvas: RGBA, 280×280, white on black. Deterministic.

    A number uses digits of one writer as far as possible; pen, spacing and height are constant within a number.
    """
    rng = random.Random(0)
    by_writer: dict[str, dict[int, list[Drawing]]] = defaultdict(lambda: defaultdict(list))
    by_label: dict[int, list[Drawing]] = defaultdict(list)
    for drawing in drawings:
        by_writer[drawing.writer][drawing.label].append(drawing)
        by_label[drawing.label].append(drawing)
    writers, labels = sorted(by_writer), sorted(by_label)
    for number in range(count):
        own = by_writer[rng.choice(writers)]
        wished = [rng.choice(labels) for _ in range(number % LONGEST + 1)]
        digits = [rng.choice(own.get(label) or by_label[label]) for label in wished]
        yield "".join(map(str, wished)), _on_canvas(digits, rng)


def connected_parts(canvas: Image.Image) -> list[Image.Image]:
    """Find digits like the tutorials: each connected component of the ink, cropped, from left to right."""
    grey = np.asarray(canvas.convert("L"))
    _, _, stats, _ = cv2.connectedComponentsWithStats((grey > 127).astype(np.uint8))
    boxes = sorted((left, top, left + width, top + height) for left, top, width, height in stats[1:, :4].tolist())
    return [Image.fromarray(grey).crop(box) for box in boxes]


def _on_canvas(digits: Sequence[Drawing], rng: random.Random) -> Image.Image:
    """Draw digits in a row at a random position, as large as the canvas' width permits, or down to 0.6 of that."""
    pen = rng.uniform(*PEN)
    strokes = _side_by_side(digits, pen, rng)
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0)
    extent = np.max([stroke.max(axis=0) for stroke in strokes], axis=0) - low
    scale = float(np.min(SIDE * np.array([0.92, 0.62]) / (extent + pen))) * rng.uniform(0.6, 1.0)
    width = max(THINNEST_PIXELS, pen * scale)
    edge = width / 2 + 2
    room = np.maximum(SIDE - 2 * edge - extent * scale, 0.0)
    corner = edge + room * np.array([rng.random(), rng.random()])
    return draw([(stroke - low) * scale + corner for stroke in strokes], width)


def _side_by_side(digits: Sequence[Drawing], pen: float, rng: random.Random) -> list[Stroke]:
    """Place digits of about height 1.0, ink included, on one baseline."""
    gap = rng.uniform(*GAP)
    strokes: list[Stroke] = []
    left = 0.0
    for digit in digits:
        low = np.min([stroke.min(axis=0) for stroke in digit.strokes], axis=0)
        extent = np.max([stroke.max(axis=0) for stroke in digit.strokes], axis=0) - low
        room = np.array([WIDEST - pen, 1.0 - pen])
        scale = float(np.min(room / np.maximum(extent, 1e-6))) * rng.uniform(*SIZE_JITTER)
        top = -extent[1] * scale + rng.uniform(-BASELINE_JITTER, BASELINE_JITTER)
        strokes += [(stroke - low) * scale + np.array([left, top]) for stroke in digit.strokes]
        left += extent[0] * scale + pen + max(GAP[0], gap + rng.uniform(-GAP_JITTER, GAP_JITTER))
    return strokes
