"""Draw strokes on a canvas as a browser does."""

import numpy as np
from PIL import Image, ImageDraw

from training.pen.curves import Strokes

CANVAS_SIDE = 280
SUPERSAMPLING = 2
PEN_PX = (2.0, 30.0)
# A pen thicker than this share of the drawing would fill its loops.
THICKEST_PEN = 0.2
SIZES = (0.2, 0.95)
MAX_TURN_DEG = 17.0
# The margin between the ink and the canvas's edge.
MARGIN_PX = 2.0


def draw(
    strokes: Strokes,
    rng: np.random.Generator,
    *,
    pen: float | None = None,
    size: float | None = None,
    turn_deg: float | None = None,
) -> Image.Image:
    """Draw strokes at a random position on a canvas with a round pen.

    Args:
        strokes: each (n, 2), n ≥ 1, x right and y down, in any unit.
        rng: draws the position, and every parameter that is not given.
        pen: the pen's width in pixels; by default random, 2 to 30, and at most a fifth of the drawing.
        size: the drawing's longer side as a share of the canvas; by default random, 0.2 to 0.95.
        turn_deg: clockwise rotation; by default random, up to 17° either way, usually less.

    Returns:
        Mode "L", 280×280, 0 paper to 255 ink, anti-aliased. A drawing that would not fit is scaled down.
    """
    size = rng.uniform(*SIZES) if size is None else size
    if pen is None:
        pen = min(float(np.exp(rng.uniform(*np.log(PEN_PX)))), THICKEST_PEN * size * CANVAS_SIDE)
    turn_deg = rng.triangular(-MAX_TURN_DEG, 0.0, MAX_TURN_DEG) if turn_deg is None else turn_deg
    moved = _scale_and_move(_turn(strokes, turn_deg), rng, size * CANVAS_SIDE, CANVAS_SIDE - pen - 2 * MARGIN_PX)
    return _ink(moved, pen)


def _turn(strokes: Strokes, turn_deg: float) -> Strokes:
    cos, sin = np.cos(np.deg2rad(turn_deg)), np.sin(np.deg2rad(turn_deg))
    rotation = np.array([[cos, sin], [-sin, cos]])
    return [stroke @ rotation for stroke in strokes]


def _scale_and_move(strokes: Strokes, rng: np.random.Generator, longer_side: float, room: float) -> Strokes:
    """Scale strokes to `longer_side` pixels and move them at random within the central `room` × `room` pixels."""
    points = np.concatenate(strokes)
    low = points.min(axis=0)
    extent = points.max(axis=0) - low
    scale = min(longer_side, room) / max(float(extent.max()), 1e-9)
    offset = (CANVAS_SIDE - room) / 2 + rng.random(2) * (room - extent * scale)
    return [(stroke - low) * scale + offset for stroke in strokes]


def _ink(strokes: Strokes, pen: float) -> Image.Image:
    side, radius = CANVAS_SIDE * SUPERSAMPLING, pen * SUPERSAMPLING / 2
    image = Image.new("L", (side, side))
    canvas = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(x, y) for x, y in (stroke * SUPERSAMPLING).tolist()]
        canvas.line(points, 255, round(2 * radius))
        for x, y in points:
            canvas.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    return image.reduce(SUPERSAMPLING)
