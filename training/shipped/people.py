"""Turn people's pen strokes, from a file that is not part of Digit Lab, into training pictures."""

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

# Licensed for any use (CC BY 4.0). Other sources in such a file are only for measurements.
SOURCES = ("pendigits", "ujipenchars2")
# Maximum rotation in degrees: people turn the page, or hold a phone askew.
MAX_TURN_DEG = 18.0


@dataclass(frozen=True)
class Drawing:
    """A person's digit: strokes, label and writer."""

    strokes: Strokes
    label: int
    writer: str


def load_drawings(path: str) -> list[Drawing]:
    """Load the drawings of `SOURCES` from a file of pen strokes.

    Args:
        path: JSON lines, gzipped or not, each with "source", "writer", "label" and "strokes", lists of [x, y].

    Raises:
        DatasetError: the file cannot be read, or contains none of these drawings.
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
    """Draw each drawing several times with random position, size, rotation and pen, and preprocess the results.

    Args:
        drawings: n drawings.
        times: the number of pictures per drawing.
        seed: the same seed gives the same pictures for any number of processes.
        processes: the number of worker processes.

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
