"""The drawings that visitors agreed to keep: as a data set, as training data, read by a model, and deleted."""

import io
from collections.abc import MutableMapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import feedback
from base.jobs.queue import Job
from evaluation.evaluation_board import EvaluationBoard
from model_store import ModelCard
from recognition.preparation import prepare
from training.own_drawings import OwnDrawings
from training.runs.board import RunBoard

# Each drawing as a network sees it, uint8 (28, 28), by its id; None where there is nothing to read.
PreparedDrawings = MutableMapping[int, NDArray[np.uint8] | None]


@dataclass(frozen=True)
class Collected:
    """A visitor's kept drawings of one digit, newest first.

    Attributes:
        images: uint8 (n, 28, 28), as a network sees them.
        labels: uint8 (n,), what the visitor said that they are.
        is_right: bool (n,), whether the network had said so, too.
        left_out: how many are kept that have no label from 0 to 9, or nothing to read on them.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    is_right: NDArray[np.bool_]
    left_out: int


def collected_drawings(visitor: str, prepared: PreparedDrawings) -> Collected:
    """A visitor's kept drawings; those of nobody else.

    Args:
        visitor: the visitor's number.
        prepared: what was prepared of them before, as each takes 3 ms; brought up to date. The visitor's own: nothing
            that others share may hold their drawings.

    Raises:
        DatabaseError: the database cannot be read.
    """
    kept = feedback.verdicts(visitor)
    single = {verdict.id: verdict for verdict in kept if len(verdict.truth) == 1}
    for drawing in set(prepared) - set(single):
        del prepared[drawing]
    for drawing in set(single) - set(prepared):
        prepared[drawing] = _digit(single[drawing].picture)
    shown = [(verdict, digit) for verdict in single.values() if (digit := prepared[verdict.id]) is not None]
    return Collected(
        images=np.array([digit for _verdict, digit in shown], np.uint8).reshape(-1, 28, 28),
        labels=np.array([int(verdict.truth) for verdict, _digit in shown], np.uint8),
        is_right=np.array([verdict.is_right for verdict, _digit in shown], np.bool_),
        left_out=len(kept) - len(shown),
    )


def drawings_to_train_on(visitor: str, prepared: PreparedDrawings) -> OwnDrawings:
    """A visitor's kept drawings as training data, the oldest first; arguments as those of `collected_drawings`.

    Raises:
        OwnDrawingsError: there are too few.
        DatabaseError: the database cannot be read.
    """
    collected = collected_drawings(visitor, prepared)
    return OwnDrawings.split(collected.images[::-1], collected.labels[::-1])


def request_readings(evaluations: EvaluationBoard, visitor: str, card: ModelCard, drawings: list[int]) -> Job:
    """Have a model read kept drawings, by id; see `EvaluationBoard.request_drawings`."""
    return evaluations.request_drawings(visitor, card, drawings, lambda: feedback.pictures_of(drawings))


def delete_drawing(runs: RunBoard, visitor: str, drawing: int) -> None:
    """Delete one kept drawing, by id. A run that learns from the visitor's drawings has a copy of it: that goes, too.

    Raises:
        DatabaseError: the database cannot be written.
    """
    feedback.delete(visitor, drawing)
    runs.forget_drawings(visitor)


def delete_all_drawings(runs: RunBoard, visitor: str) -> None:
    """Delete all that is kept of a visitor, and that they agreed; errors as those of `delete_drawing`."""
    feedback.forget(visitor)
    runs.forget_drawings(visitor)


def _digit(picture: bytes) -> NDArray[np.uint8] | None:
    prepared = prepare(Image.open(io.BytesIO(picture), formats=("PNG",)))
    return None if prepared.reason else prepared.digit
