"""How a model reads visitors' drawings. They come and go, so nothing of it is kept but in the process's memory."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from base.jobs.queue import Run
from evaluation.measuring import run_measurement
from model_store import ModelCard

# The PNG files of drawings, by the drawings' ids.
Pictures = Mapping[int, bytes]


@dataclass(frozen=True)
class Reading:
    """What a model made of one drawing.

    Attributes:
        prediction: 0 to 9; None where it found nothing to read.
        confidence: the probability of it, 0.0 to 1.0.
    """

    prediction: int | None
    confidence: float


def read_drawings(card: ModelCard, find_pictures: Callable[[], Pictures], run: Run) -> dict[int, Reading]:
    """What a model makes of each drawing, by id. Takes seconds.

    Args:
        card: of the model.
        find_pictures: called when the turn has come; a drawing that was deleted meanwhile is not among them.
        run: does the work.

    Raises:
        JobError, ModelError: as `measuring.measure`.
        DatabaseError: the pictures cannot be had.
    """
    pictures = find_pictures()
    if not pictures:
        return {}
    files = {str(drawing): np.frombuffer(content, np.uint8) for drawing, content in pictures.items()}
    found = run_measurement(card, "drawings", run, files)
    answers = zip(pictures, found["predictions"], found["confidence"], strict=True)
    return {drawing: Reading(_digit(int(answer)), float(confidence)) for drawing, answer, confidence in answers}


def drawings_key(card: ModelCard, drawings: list[int]) -> tuple[str, ...]:
    """The key of this job: the model's file and the drawings, whose ids are never given again."""
    digest = hashlib.sha256(",".join(map(str, drawings)).encode()).hexdigest()
    return "drawings", card.id, card.sha256, digest


def _digit(answer: int) -> int | None:
    return answer if answer >= 0 else None
