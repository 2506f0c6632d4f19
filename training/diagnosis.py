"""Naming what goes on in a training, from its figures alone: overfitting, diverging, stuck."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.layers import CLASSES
from training.results import History

# The loss of a network that gives every class the same probability.
GUESSING_LOSS = math.log(CLASSES)
# From this share of it on, a loss is as bad as guessing.
_AS_BAD_AS_GUESSING = 0.95
# An accuracy below this is close to that of guessing, 0.1.
_GUESSING_ACCURACY = 0.2
# How many epochs a network is given to learn anything.
_STUCK_EPOCHS = 3
# A loss that has grown so many times over its lowest, and is as bad as guessing, has run away.
_RUN_AWAY = 2.0
# The validation loss has turned up when the mean of its last epochs lies above the mean around its lowest, by this
# share of it and so many times its wobble from epoch to epoch, while the training loss fell by that share.
_CONFIRMING_EPOCHS = 3
_RISE = 0.03
_WOBBLES = 2.0
_FALL = 0.05


class Trouble(StrEnum):
    """What can go wrong in a training."""

    OVERFITTING = "overfitting"
    DIVERGING = "diverging"
    STUCK = "stuck"


@dataclass(frozen=True)
class Diagnosis:
    """What goes on in a training.

    Attributes:
        kind: what it is called.
        epoch: where it shows, counted from 1. Overfitting: the epoch of the lowest validation loss, after which it
            rises. Diverging: the first epoch whose loss is no number, or as bad as guessing again. Stuck: the last one.
        gap_points: at the last epoch, how far the training accuracy is above the validation accuracy, in percentage
            points; None without a validation.
    """

    kind: Trouble
    epoch: int
    gap_points: float | None = None


def diagnose(history: History) -> Diagnosis | None:
    """Name what goes on in a training; None where nothing is wrong, or it is too early to tell.

    Args:
        history: per epoch `loss`, `accuracy` and, where something was held out, `val_loss` and `val_accuracy`.
    """
    finders = (
        (Trouble.DIVERGING, _diverging_epoch),
        (Trouble.STUCK, _stuck_epoch),
        (Trouble.OVERFITTING, _overfitting_epoch),
    )
    for kind, find in finders:
        epoch = find(history)
        if epoch is not None:
            return Diagnosis(kind, epoch, _gap_points(history))
    return None


def _diverging_epoch(history: History) -> int | None:
    loss = history.get("loss", [])
    for epoch, value in enumerate(loss, start=1):
        if not math.isfinite(value):
            return epoch
    lowest = min(loss, default=0.0)
    threshold = max(_RUN_AWAY * lowest, _AS_BAD_AS_GUESSING * GUESSING_LOSS)
    if not loss or loss[-1] < threshold:
        return None
    begun = loss.index(lowest)
    return next(epoch for epoch, value in enumerate(loss, start=1) if epoch > begun and value >= threshold)


def _stuck_epoch(history: History) -> int | None:
    loss, accuracy = history.get("loss", []), history.get("accuracy", [])
    if len(loss) < _STUCK_EPOCHS:
        return None
    is_stuck = loss[-1] >= _AS_BAD_AS_GUESSING * GUESSING_LOSS or max(accuracy, default=1.0) < _GUESSING_ACCURACY
    return len(loss) if is_stuck else None


def _overfitting_epoch(history: History) -> int | None:
    loss, val_loss = history.get("loss", []), history.get("val_loss", [])
    lowest = min(val_loss, default=0.0)
    best = val_loss.index(lowest) if val_loss else 0
    if len(val_loss) - 1 - best < _CONFIRMING_EPOCHS:
        return None
    # Means of three: the lowest value alone may be luck.
    rise = statistics.mean(val_loss[-_CONFIRMING_EPOCHS:]) - statistics.mean(val_loss[max(best - 1, 0) : best + 2])
    has_turned = rise >= max(_RISE * lowest, _WOBBLES * _wobble(val_loss))
    return best + 1 if has_turned and loss[-1] <= (1 - _FALL) * loss[best] else None


def _wobble(values: Sequence[float]) -> float:
    """How far values typically lie off the middle of their two neighbours: noise, not trend."""
    triples = zip(values, values[1:], values[2:], strict=False)
    return statistics.median(abs(value - (before + after) / 2) for before, value, after in triples)


def _gap_points(history: History) -> float | None:
    if not history.get("val_accuracy") or not history.get("accuracy"):
        return None
    return (history["accuracy"][-1] - history["val_accuracy"][-1]) * 100
