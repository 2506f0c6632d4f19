"""One training run: what its visitor sees of it, and what is written down of it."""

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
    """A run as it is at one moment.

    Attributes:
        id: the run's, for `RunBoard.get` and `stop`.
        recipe: what is trained.
        state: where it is in its life.
        position: among those that wait, counted from 1; 0 if it does not wait.
        wait_s: about how long until it begins; None where it does not wait.
        epoch: the one under way, counted from 1; 0 before the first.
        epoch_fraction: how much of it is done, 0.0 to 1.0.
        seconds_left: until training ends; None where that is unknown.
        history: the finished epochs' figures, as in `Progress`.
        pinned: what the network made of the pinned pictures after each of them, as in `Progress`.
        pictures: the pinned pictures, uint8 (n, 28, 28); None where none is pinned.
        result: what it ended with, stopped or done; None before.
        error: why it failed or was lost; its class and `details` let `ui` word it. None where there is nothing to say.
        sweep: the id that all runs of a sweep share; "" where it is no part of one.
        compared_to: the id of the run that it is another try of, from the same start; "": of none.
        asked_rate: the learning rate that was asked for on the way, from the next epoch on; None: none was.
        created: when it was asked for, ISO 8601 in UTC.
        can_resume: it was paused or interrupted, or stopped with epochs left.
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
    """A run's record; only `RunTable` holds one, under its lock.

    Attributes:
        owner: `visitor_digest` of whose it is.
        compared_to: as in `RunSnapshot`.
        controls: what its visitor asks of it.
        added: counts up with each run that is queued; the lower, the earlier its turn.
        tries: how often it lost its worker since it last finished an epoch.
        is_handed_in: the trainer has it, though it may not have begun.
        is_interrupted: its worker died, and it is resumed before others begin.
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
        """How many epochs are finished."""
        return len(self.progress.history.get("loss", ()))

    @property
    def can_resume(self) -> bool:
        """Whether it was paused or interrupted, or stopped with epochs left."""
        is_stopped = self.state is RunState.STOPPED and self.epochs_done < self.recipe.epochs
        return self.state in (RunState.PAUSED, RunState.LOST) or is_stopped

    @property
    def share_left(self) -> float:
        """How much of it is still to be trained, 0.0 to 1.0."""
        done = max(self.progress.epoch - 1, 0) + self.progress.epoch_fraction
        return max(0.0, 1.0 - done / self.recipe.epochs)

    def rewind(self) -> None:
        """Set its progress back to the end of its last finished epoch."""
        done = self.epochs_done
        self.progress = Progress(done, 1.0 if done else 0.0, None, self.progress.history, self.progress.pinned)

    def snapshot(self, position: int, wait_s: float | None) -> RunSnapshot:
        """What its visitor sees; arguments as the snapshot's attributes."""
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
        """What is written down of it, as plain values for JSON; pictures and result have files of their own."""
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
        """Read a record that `to_dict` gave."""
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
