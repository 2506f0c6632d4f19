"""Checkpoints: the complete state of a training, to resume it exactly."""

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
    """The state of a training after an epoch, or paused within one.

    Attributes:
        weights: all variables of the network, including its random generators.
        optimizer: all variables of the optimizer.
        history: per finished epoch, as in `Progress`.
        pinned: as in `Progress`.
        best_epoch: the epoch with the lowest validation loss (without validation: training loss), counted from 1.
        best_weights: the network's weights after that epoch; empty if they are `weights`.
        seconds: training time so far.
        begun: totals of the current epoch: sum of losses, right answers, number of images.
        rates: the learning rate of each started epoch.
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
        """The number of finished epochs."""
        return len(self.history.get("loss", ()))

    def to_bytes(self) -> bytes:
        """Encode the checkpoint as a `.npz` file without pickle, for `from_bytes`."""
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
        """Decode a checkpoint.

        Raises:
            CheckpointError: the bytes are malformed.
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
