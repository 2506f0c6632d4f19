"""A training run's record, and its snapshot for visitors."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.error_wire import error_from_dict, error_to_dict
from base.errors import DigitLabError
from training.controls import Controls
from training.recipe.recipes import Recipe
from training.results import History, Pinned, Progress, TrainingResult
from training.runs.states import ACTIVE, RunState


@dataclass(frozen=True)
class RunSnapshot:
    """A snapshot of a run.

    Attributes:
        id: its id, for `RunBoard.get` and `stop`.
        recipe: its recipe.
        state: its state.
        position: its position in the queue, counted from 1; 0 if it is not waiting.
        wait_s: estimated time until it starts; None if it is not waiting.
        epoch: the current epoch, counted from 1; 0 before the first.
        epoch_fraction: the finished share of the epoch, 0.0 to 1.0.
        seconds_left: estimated time until training ends; None if unknown.
        history: the finished epochs' figures, as in `Progress`.
        pinned: the predictions for the pinned pictures after each epoch, as in `Progress`.
        pictures: the pinned pictures, uint8 (n, 28, 28); None if none is pinned.
        result: its result, once stopped or done.
        error: why it failed or was lost, for `ui` to format; None for no error.
        sweep: the id shared by all runs of a sweep; "" for none.
        compared_to: the id of the run that it retries, from the same seed; "" for none.
        asked_rate: the learning rate requested during training, from the next epoch on; None for none.
        created: when it was submitted, ISO 8601 in UTC.
        can_resume: whether it was paused, interrupted, or stopped with epochs left.
    """

    id: str
    recipe: Recipe
    state: RunState
    position: int = 0
    wait_s: float | None = None
    epoch: int = 0
    epoch_fraction: float = 0.0
    seconds_left: float | None = None
    history: History = field(default_factory=dict)
    pinned: Pinned = field(default_factory=list)
    pictures: NDArray[np.uint8] | None = None
    result: TrainingResult | None = None
    error: DigitLabError | None = None
    sweep: str = ""
    compared_to: str = ""
    asked_rate: float | None = None
    created: str = ""
    can_resume: bool = False


@dataclass
class Run:
    """A run's mutable record; only `RunTable` holds one, under its lock.

    Attributes:
        owner: the owner's `visitor_digest`.
        compared_to: as in `RunSnapshot`.
        controls: its visitor's requests.
        added: sequence number of the submission.
        tries: how often it lost its worker since its last finished epoch.
        is_handed_in: whether it was submitted to the trainer, started or not.
        is_interrupted: whether its worker died; it is resumed before others start.
    """

    id: str
    owner: str
    recipe: Recipe
    added: int
    sweep: str = ""
    compared_to: str = ""
    controls: Controls = field(default_factory=Controls)
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    state: RunState = RunState.QUEUED
    progress: Progress = field(default_factory=lambda: Progress(0, 0.0))
    pictures: NDArray[np.uint8] | None = None
    result: TrainingResult | None = None
    error: DigitLabError | None = None
    tries: int = 0
    is_handed_in: bool = False
    is_interrupted: bool = False

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self.state in ACTIVE

    @property
    def epochs_done(self) -> int:
        """The number of finished epochs."""
        return len(self.progress.history.get("loss", ()))

    @property
    def can_resume(self) -> bool:
        """Whether it was paused, interrupted, or stopped with epochs left."""
        is_stopped = self.state is RunState.STOPPED and self.epochs_done < self.recipe.epochs
        return self.state in (RunState.PAUSED, RunState.LOST) or is_stopped

    @property
    def share_left(self) -> float:
        """The share that is not trained yet, 0.0 to 1.0."""
        done = max(self.progress.epoch - 1, 0) + self.progress.epoch_fraction
        return max(0.0, 1.0 - done / self.recipe.epochs)

    def rewind(self) -> None:
        """Reset its progress to the end of its last finished epoch."""
        done = self.epochs_done
        self.progress = Progress(done, 1.0 if done else 0.0, None, self.progress.history, self.progress.pinned)

    def snapshot(self, position: int, wait_s: float | None) -> RunSnapshot:
        """Return a snapshot; arguments as its attributes."""
        return RunSnapshot(
            id=self.id,
            recipe=self.recipe,
            state=self.state,
            position=position,
            wait_s=wait_s,
            epoch=self.progress.epoch,
            epoch_fraction=self.progress.epoch_fraction,
            seconds_left=self.progress.seconds_left,
            history=self.progress.history,
            pinned=self.progress.pinned,
            pictures=self.pictures,
            result=self.result,
            error=self.error,
            sweep=self.sweep,
            compared_to=self.compared_to,
            asked_rate=self.controls.learning_rate,
            created=self.created,
            can_resume=self.can_resume,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return its values for JSON; pictures and result have their own files."""
        return {
            "id": self.id,
            "owner": self.owner,
            "recipe": self.recipe.to_dict(),
            "added": self.added,
            "sweep": self.sweep,
            "compared_to": self.compared_to,
            "asked_rate": self.controls.learning_rate,
            "created": self.created,
            "state": self.state.value,
            "history": self.progress.history,
            "pinned": self.progress.pinned,
            "error": error_to_dict(self.error) if self.error else {},
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Run":
        """Rebuild a record from `to_dict`'s values."""
        run = cls(
            id=values["id"],
            owner=values["owner"],
            recipe=Recipe.from_dict(values["recipe"]),
            added=values["added"],
            sweep=values["sweep"],
            compared_to=values.get("compared_to", ""),
            controls=Controls(learning_rate=values.get("asked_rate")),
            created=values["created"],
            state=RunState(values["state"]),
            progress=Progress(0, 0.0, None, values["history"], values["pinned"]),
            error=error_from_dict({"code": DigitLabError.code, **values["error"]}) if values["error"] else None,
        )
        run.rewind()
        return run
