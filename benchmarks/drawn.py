"""People's pen strokes, drawn on a canvas small and large, thin and thick, rotated and off-centre."""

import gzip
import json
import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from recognition.preparation import prepare

SIDE = 280
OVERSAMPLING = 2
Range = tuple[float, float]
Stroke = NDArray[np.float64]


@dataclass(frozen=True)
class Condition:
    """How a drawing is put on the canvas; each value is drawn at random from its range.

    Attributes:
        pen: the pen's width, in pixels.
        size: the drawing's longer side, as a share of the canvas; None: as written.
        turn: the clockwise rotation in degrees.
        place: "middle", "corner" or "anywhere".
        thickest: the pen's maximum width, as a share of the drawing's longer side.
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
    """A digit as written: `strokes` are (n, 2) points, x to the right, y down, in a box of `side` units.

    `tags` describe unusual forms.
    """

    name: str
    writer: str
    label: int
    side: float
    strokes: tuple[Stroke, ...]
    tags: tuple[str, ...]

    @property
    def is_slashed(self) -> bool:
        """Whether it is a zero with a slash."""
        return "slashed0" in self.tags


def load_drawings(path: str, count: int | None = None, source: str = "") -> list[Drawing]:
    """Load the drawings of a file.

    Args:
        path: a file of JSON lines, gzipped or not, each with "id", "source", "writer", "label", "width", "strokes",
            lists of [x, y], and perhaps "tags", a list of words.
        count: the number of drawings, sampled with a fixed seed; None: all.
        source: only drawings whose source starts with this.
    """
    content = Path(path).read_bytes()
    lines = (gzip.decompress(content) if path.endswith(".gz") else content).splitlines()
    drawings = [values for line in lines if str((values := json.loads(line))["source"]).startswith(source)]
    if not drawings:
        raise ValueError(f"The file has no drawings of that source. Received: source={source!r}.")
    chosen = drawings if count is None else random.Random(0).sample(drawings, min(count, len(drawings)))
    return [_drawing(values) for values in chosen]


def on_canvas(drawing: Drawing, condition: str) -> Image.Image:
    """Draw a drawing on the tutorials' canvas: RGBA, 280×280, white on black. Deterministic."""
    rng = random.Random(f"{drawing.name} {condition}")
    how = CONDITIONS[condition]
    return draw(*_placed(drawing, how, rng))


def prepared_in_all_conditions(drawings: list[Drawing]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Preprocess each drawing in each condition: uint8 (n, 28, 28), and their labels (n,)."""
    pictures = [prepare(on_canvas(drawing, condition)).digit for drawing in drawings for condition in CONDITIONS]
    labels = np.repeat(np.array([drawing.label for drawing in drawings], np.int64), len(CONDITIONS))
    return np.array(pictures, np.uint8).reshape(-1, 28, 28), labels


def draw(strokes: Iterable[Stroke], pen: float) -> Image.Image:
    """Draw strokes on the tutorials' canvas: RGBA, 280×280, white on black.

    Args:
        strokes: in pixels of the canvas.
        pen: the pen's width, in pixels.
    """
    image = Image.new("L", (SIDE * OVERSAMPLING, SIDE * OVERSAMPLING))
    brush = ImageDraw.Draw(image)
    radius = pen * OVERSAMPLING / 2
    for stroke in strokes:
        points = [(float(x), float(y)) for x, y in stroke * OVERSAMPLING]
        brush.line(points, fill=255, width=max(1, round(2 * radius)))
        for x, y in points:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return Image.merge("RGBA", [image.reduce(OVERSAMPLING)] * 3 + [Image.new("L", (SIDE, SIDE), 255)])


def _placed(drawing: Drawing, how: Condition, rng: random.Random) -> tuple[list[Stroke], float]:
    """Return the strokes in pixels of the canvas, and the pen's width."""
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
    """Return the position in the free space, horizontally and vertically: 0.0 is its start, 1.0 its end."""
    if place == "middle":
        return np.array([0.5, 0.5])
    if place == "corner":
        return np.array([rng.choice((0.0, 1.0)), rng.choice((0.0, 1.0))])
    return np.array([rng.random(), rng.random()])


def _drawing(values: dict[str, Any]) -> Drawing:
    strokes = tuple(np.array(stroke, np.float64) for stroke in values["strokes"])
    writer = f"{values['source']} {values['writer']}"
    tags = tuple(values.get("tags", ()))
    return Drawing(str(values["id"]), writer, int(values["label"]), float(values["width"]), strokes, tags)
