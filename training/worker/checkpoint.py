"""Checkpoints: all that it takes to resume a training exactly where it was."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.errors import CheckpointError
from training.results import History, Pinned

Arrays = tuple[NDArray[Any], ...]
_GROUPS = ("weights", "optimizer", "best_weights")


@dataclass(frozen=True)
class Checkpoint:
    """A training after an epoch's end, or where it was paused in the middle of one.

    Attributes:
        weights: all variables of the network, its random generators among them.
        optimizer: all variables of the optimizer.
        history: per finished epoch, as in `Progress`.
        pinned: as in `Progress`.
        best_epoch: the one with the lowest validation loss (without a validation: training loss), counted from 1.
        best_weights: the network's weights after that epoch; empty where they are `weights`.
        seconds: of training so far.
        begun: of the epoch under way, the losses' sum, how many images were read right, and how many it showed.
        rates: of each epoch that began, its learning rate.
        drawn_before: as in `TrainingResult`.
    """

    weights: Arrays
    optimizer: Arrays
    history: History
    best_epoch: int
    best_weights: Arrays = ()
    pinned: Pinned = field(default_factory=list)
    seconds: float = 0.0
    begun: tuple[float, float, int] = (0.0, 0.0, 0)
    rates: tuple[float, ...] = ()
    drawn_before: float = 0.0

    @property
    def epoch(self) -> int:
        """How many epochs are finished."""
        return len(self.history.get("loss", ()))

    def to_bytes(self) -> bytes:
        """The checkpoint as a `.npz` file, without pickle; `from_bytes` reads it back."""
        arrays = {f"{group}_{number}": array for group in _GROUPS for number, array in enumerate(getattr(self, group))}
        values = {
            "history": self.history,
            "best_epoch": self.best_epoch,
            "pinned": self.pinned,
            "seconds": self.seconds,
            "begun": self.begun,
            "rates": self.rates,
            "drawn_before": self.drawn_before,
            "counts": {group: len(getattr(self, group)) for group in _GROUPS},
        }
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, told=np.array(json.dumps(values)), **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Checkpoint":
        """Read a checkpoint.

        Raises:
            CheckpointError: the bytes are none.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                values = json.loads(str(file["told"]))
                for group, count in values.pop("counts").items():
                    values[group] = tuple(file[f"{group}_{number}"] for number in range(count))
            values |= {name: tuple(values[name]) for name in ("begun", "rates") if name in values}
            return cls(**values)
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise CheckpointError(
                f"This checkpoint cannot be read. Received: {error}. Train again from the start.", reason=str(error)
            ) from error
