"""Visitors' saved drawings: as a data set, as training data, read by a model, and deleted."""

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

# Each drawing as the network's input, uint8 (28, 28), by id; None if there is nothing to read.
PreparedDrawings = MutableMapping[int, NDArray[np.uint8] | None]


@dataclass(frozen=True)
class Collected:
    """A visitor's saved drawings of one digit, newest first.

    Attributes:
        images: uint8 (n, 28, 28), the network's inputs.
        labels: uint8 (n,), the labels given by the visitor.
        is_right: bool (n,), whether the network's answer was right.
        left_out: number of saved drawings without a label from 0 to 9, or with nothing to read.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    is_right: NDArray[np.bool_]
    left_out: int


def collected_drawings(visitor: str, prepared: PreparedDrawings) -> Collected:
    """Return a visitor's own saved drawings.

    Args:
        visitor: the visitor's number.
        prepared: a cache of prepared drawings, as each takes 3 ms; it is updated. It must not be shared with other
            visitors.

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
    """Return a visitor's saved drawings as training data, oldest first; arguments as for `collected_drawings`.

    Raises:
        OwnDrawingsError: there are too few.
        DatabaseError: the database cannot be read.
    """
    collected = collected_drawings(visitor, prepared)
    return OwnDrawings.split(collected.images[::-1], collected.labels[::-1])


def request_readings(evaluations: EvaluationBoard, visitor: str, card: ModelCard, drawings: list[int]) -> Job:
    """Request to read saved drawings by id; see `EvaluationBoard.request_drawings`."""
    return evaluations.request_drawings(visitor, card, drawings, lambda: feedback.pictures_of(drawings))


def delete_drawing(runs: RunBoard, visitor: str, drawing: int) -> None:
    """Delete a saved drawing by id, and the copies in the visitor's runs.

    Raises:
        DatabaseError: the database cannot be written.
    """
    feedback.delete(visitor, drawing)
    runs.forget_drawings(visitor)


def delete_all_drawings(runs: RunBoard, visitor: str) -> None:
    """Delete a visitor's drawings and consent; errors as for `delete_drawing`."""
    feedback.forget(visitor)
    runs.forget_drawings(visitor)


def _digit(picture: bytes) -> NDArray[np.uint8] | None:
    prepared = prepare(Image.open(io.BytesIO(picture), formats=("PNG",)))
    return None if prepared.reason else prepared.digit
