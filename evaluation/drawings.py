"""Read visitors' drawings with a model. The results are kept in memory only, as drawings may be deleted."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from base.jobs.queue import Run
from evaluation.measuring import run_measurement
from model_store import ModelCard

# PNG files by the drawing's id.
Pictures = Mapping[int, bytes]


@dataclass(frozen=True)
class Reading:
    """The result of reading one drawing.

    Attributes:
        prediction: 0 to 9; None if there was nothing to read.
        confidence: its probability, 0.0 to 1.0.
    """

    prediction: int | None
    confidence: float


def read_drawings(card: ModelCard, find_pictures: Callable[[], Pictures], run: Run) -> dict[int, Reading]:
    """Read drawings, and return the results by id. Takes seconds.

    Args:
        card: the model's card.
        find_pictures: called when the job starts; it omits drawings that were deleted meanwhile.
        run: runs the job.

    Raises:
        JobError, ModelError: as `measuring.measure`.
        DatabaseError: the pictures cannot be loaded.
    """
    pictures = find_pictures()
    if not pictures:
        return {}
    files = {str(drawing): np.frombuffer(content, np.uint8) for drawing, content in pictures.items()}
    found = run_measurement(card, "drawings", run, files)
    answers = zip(pictures, found["predictions"], found["confidence"], strict=True)
    return {drawing: Reading(_digit(int(answer)), float(confidence)) for drawing, answer, confidence in answers}


def drawings_key(card: ModelCard, drawings: list[int]) -> tuple[str, ...]:
    """Return the job's key: the model's file and the drawings' ids, which are never reused."""
    digest = hashlib.sha256(",".join(map(str, drawings)).encode()).hexdigest()
    return "drawings", card.id, card.sha256, digest


def _digit(answer: int) -> int | None:
    return answer if answer >= 0 else None
