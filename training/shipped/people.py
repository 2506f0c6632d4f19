"""Pen strokes of real people, from a file that is not part of Digit Lab, as training pictures."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from base.errors import DatasetError
from recognition.preparation import prepare
from training.pen.canvas import draw
from training.pen.curves import Strokes
from training.pen.workers import spread

# Published for any use (CC BY 4.0). What else such a file may hold is for measuring.
SOURCES = ("pendigits", "ujipenchars2")
# People turn the page, and hold a phone askew.
MAX_TURN_DEG = 18.0


@dataclass(frozen=True)
class Drawing:
    """A digit that someone wrote: its strokes, its label, and who that was."""

    strokes: Strokes
    label: int
    writer: str


def load_drawings(path: str) -> list[Drawing]:
    """The drawings of `SOURCES` in a file of pen strokes.

    Args:
        path: JSON lines, gzipped or not, each with "source", "writer", "label" and "strokes", lists of [x, y].

    Raises:
        DatasetError: the file cannot be read, or has none of these drawings.
    """
    try:
        drawings = list(_read(Path(path)))
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"The file of pen strokes cannot be read. Received: {path!r} ({error}). "
            'It must hold JSON lines with "source", "writer", "label" and "strokes".'
        ) from error
    if not drawings:
        raise DatasetError(f"The file of pen strokes has no drawings of {', '.join(SOURCES)}. Received: {path!r}.")
    return drawings


def drawing_pictures(drawings: list[Drawing], times: int, seed: int, *, processes: int = 1) -> NDArray[np.uint8]:
    """Each drawing put on a canvas several times, in other places, sizes, angles and pens, and prepared.

    Args:
        drawings: n of them.
        times: how often each is drawn.
        seed: the same seed gives the same pictures, whatever the number of processes.
        processes: how many work at it.

    Returns:
        uint8 (times × n, 28, 28): all drawings once, then all once more, and so on.
    """
    jobs = [(drawing.strokes, (seed, time, number)) for time in range(times) for number, drawing in enumerate(drawings)]
    return np.stack(spread(_picture, jobs, processes, chunk=500))


def _read(path: Path) -> Iterator[Drawing]:
    content = path.read_bytes()
    for line in (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines():
        values = json.loads(line)
        if values["source"] in SOURCES:
            strokes = [np.array(stroke, np.float64).reshape(-1, 2) for stroke in values["strokes"]]
            yield Drawing(strokes, int(values["label"]), f"{values['source']} {values['writer']}")


def _picture(strokes: Strokes, seed: tuple[int, int, int]) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    return prepare(draw(strokes, rng, turn_deg=rng.uniform(-MAX_TURN_DEG, MAX_TURN_DEG))).digit
