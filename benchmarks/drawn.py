"""Pen strokes of real writers, put on a canvas small and large, thick and thin, turned and off-centre."""

import gzip
import io
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from preparation import PICTURE_SIDE

SIDE = 280
OVERSAMPLING = 2
Range = tuple[float, float]


@dataclass(frozen=True)
class Condition:
    """How a drawing comes onto the canvas; each value is drawn at random from its range.

    Attributes:
        pen: the pen's width, in pixels.
        size: the drawing's longer side, in parts of the canvas's; None: as it was written.
        turn: degrees, clockwise.
        place: "middle", "corner" or "anywhere".
        thickest: the pen's width is at most this part of the drawing's longer side.
    """

    pen: Range
    size: Range | None = (0.6, 0.6)
    turn: Range = (0.0, 0.0)
    place: str = "middle"
    thickest: float = math.inf


CONDITIONS = {
    "natural": Condition((16, 16), None),
    "centred": Condition((16, 16)),
    "tutorial": Condition((20, 20), (0.75, 0.75)),
    "large": Condition((16, 16), (0.93, 0.93)),
    "small": Condition((8, 8), (0.25, 0.25)),
    "small, thick": Condition((16, 16), (0.3, 0.3)),
    "in a corner": Condition((12, 12), (0.35, 0.35), place="corner"),
    "thin, 4 pixels": Condition((4, 4)),
    "thin, 2 pixels": Condition((2, 2)),
    "thick, 30 pixels": Condition((30, 30)),
    "turned right by 15°": Condition((16, 16), turn=(15, 15)),
    "turned left by 15°": Condition((16, 16), turn=(-15, -15)),
    "wild": Condition((4, 30), (0.22, 0.95), (-15, 15), "anywhere", 0.2),
}


@dataclass(frozen=True)
class Drawing:
    """One digit as it was written: `strokes` are (n, 2) points, x to the right, y down, in a box of `side` units."""

    name: str
    label: int
    side: float
    strokes: tuple[NDArray[np.float64], ...]


def load_drawings(path: str, count: int) -> list[Drawing]:
    """So many drawings of a file, chosen at random with a fixed seed; all where there are no more.

    Args:
        path: a file of JSON lines, gzipped or not, each with "id", "label", "width", and "strokes", lists of [x, y].
        count: how many.
    """
    content = Path(path).read_bytes()
    lines = io.BytesIO(gzip.decompress(content) if path.endswith(".gz") else content).readlines()
    chosen = random.Random(0).sample(lines, min(count, len(lines)))
    return [_drawing(json.loads(line)) for line in chosen]


def on_canvas(drawing: Drawing, condition: str) -> Image.Image:
    """A drawing as the tutorials' canvas holds it: RGBA, 280×280, white on black. The same each time."""
    rng = random.Random(f"{drawing.name} {condition}")
    how = CONDITIONS[condition]
    strokes, pen = _placed(drawing, how, rng)
    image = Image.new("L", (SIDE * OVERSAMPLING, SIDE * OVERSAMPLING))
    brush = ImageDraw.Draw(image)
    radius = pen * OVERSAMPLING / 2
    for stroke in strokes:
        points = [(float(x), float(y)) for x, y in stroke * OVERSAMPLING]
        brush.line(points, fill=255, width=max(1, round(2 * radius)))
        for x, y in points:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return Image.merge("RGBA", [image.reduce(OVERSAMPLING)] * 3 + [Image.new("L", (SIDE, SIDE), 255)])


def shrink_whole(canvas: Image.Image) -> NDArray[np.uint8]:
    """The tutorials' preparation: the whole canvas, grey, made 28×28."""
    return np.asarray(canvas.convert("L").resize((PICTURE_SIDE, PICTURE_SIDE)))


def _placed(drawing: Drawing, how: Condition, rng: random.Random) -> tuple[list[NDArray[np.float64]], float]:
    """The strokes in pixels of the canvas, and the pen's width."""
    pen = rng.uniform(*how.pen)
    if how.size is None:
        return [stroke * (SIDE / drawing.side) for stroke in drawing.strokes], pen
    angle = math.radians(rng.uniform(*how.turn))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    turned = [stroke @ turn for stroke in drawing.strokes]
    low = np.min([stroke.min(axis=0) for stroke in turned], axis=0)
    extent = np.max([stroke.max(axis=0) for stroke in turned], axis=0) - low
    wished = rng.uniform(*how.size) * SIDE
    pen = min(pen, max(3.0, how.thickest * wished))
    edge = pen / 2 + 2
    scale = min(wished, SIDE - 2 * edge) / max(*extent, 1e-6)
    slack = np.maximum(SIDE - 2 * edge - extent * scale, 0.0)
    corner = edge + slack * _share(how.place, rng)
    return [(stroke - low) * scale + corner for stroke in turned], pen


def _share(place: str, rng: random.Random) -> NDArray[np.float64]:
    """Where in the room that is left, across and down: 0.0 is its start, 1.0 its end."""
    if place == "middle":
        return np.array([0.5, 0.5])
    if place == "corner":
        return np.array([rng.choice((0.0, 1.0)), rng.choice((0.0, 1.0))])
    return np.array([rng.random(), rng.random()])


def _drawing(values: dict[str, object]) -> Drawing:
    strokes = tuple(np.array(stroke, np.float64) for stroke in values["strokes"])  # type: ignore[attr-defined]
    return Drawing(str(values["id"]), int(str(values["label"])), float(str(values["width"])), strokes)
