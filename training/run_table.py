"""The runs that a server knows, as plain bookkeeping: who asked for what, what became of it. Knows no Dask."""

import secrets
import threading
from dataclasses import dataclass, field
from enum import StrEnum

from errors import DigitLabError, RunNotFoundError, TooManyRunsError
from training.recipes import Recipe
from training.results import Ending, History, Progress, TrainingResult

MAX_PER_VISITOR = 3
MAX_ACTIVE = 60
MAX_FINISHED = 200
# How often a run may be handed in that has not begun when its worker dies.
MAX_TRIES = 3
# Results are kept in the web process's memory until they are saved; a large network's two files take 50 MB.
MAX_RESULT_BYTES = 64_000_000


class RunState(StrEnum):
    """Where a run is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


ACTIVE = frozenset({RunState.QUEUED, RunState.RUNNING, RunState.STOPPING})


@dataclass(frozen=True)
class RunSnapshot:
    """A run as it is at one moment.

    Attributes:
        id: the run's, for `RunBoard.get` and `stop`.
        recipe: what is trained.
        state: where it is in its life.
        position: among those that wait, counted from 1; 0 if it does not wait.
        epoch: the one under way, counted from 1; 0 before the first.
        epoch_fraction: how much of it is done, 0.0 to 1.0.
        seconds_left: until training ends; None where that cannot be told.
        history: the finished epochs' figures, as in `Progress`.
        result: what it ended with, stopped or done; None before.
        error: why it failed; its message is one sentence, its class and `details` let `ui` word it. None if it did not.
    """

    id: str
    recipe: Recipe
    state: RunState
    position: int = 0
    epoch: int = 0
    epoch_fraction: float = 0.0
    seconds_left: float | None = None
    history: History = field(default_factory=dict)
    result: TrainingResult | None = None
    error: DigitLabError | None = None


@dataclass
class _Run:
    """A run's record; only `RunTable` holds one, under its lock."""

    id: str
    visitor: str
    recipe: Recipe
    state: RunState = RunState.QUEUED
    progress: Progress = field(default_factory=lambda: Progress(0, 0.0))
    result: TrainingResult | None = None
    error: DigitLabError | None = None
    tries: int = 1


class RunTable:
    """All runs, oldest first; safe to use from any thread."""

    def __init__(self) -> None:
        self._runs: dict[str, _Run] = {}
        self._lock = threading.Lock()

    def add(self, visitor: str, recipe: Recipe) -> str:
        """Queue a run; its id.

        Raises:
            TooManyRunsError: the visitor, or the server, has enough runs that are not finished.
        """
        with self._lock:
            active = [run for run in self._runs.values() if run.state in ACTIVE]
            for limit, count in (
                (MAX_PER_VISITOR, sum(run.visitor == visitor for run in active)),
                (MAX_ACTIVE, len(active)),
            ):
                if count >= limit:
                    raise TooManyRunsError(
                        f"Enough runs are waiting already. Received: one more than {limit}. Let one end, or stop one.",
                        limit=limit,
                    )
            run = _Run(secrets.token_hex(8), visitor, recipe)
            self._runs[run.id] = run
            return run.id

    def get(self, visitor: str, run_id: str) -> RunSnapshot:
        """A visitor's run.

        Raises:
            RunNotFoundError: there is none of this id, or it is another visitor's.
        """
        with self._lock:
            return self._snapshot(self._find(visitor, run_id))

    def latest(self, visitor: str) -> RunSnapshot | None:
        """The run that a visitor queued last, if it is still known."""
        with self._lock:
            run = next((run for run in reversed(self._runs.values()) if run.visitor == visitor), None)
            return self._snapshot(run) if run else None

    def request_stop(self, visitor: str, run_id: str) -> RunState:
        """Note that a run shall stop: one that waits is stopped at once. What it was before is returned.

        Raises:
            RunNotFoundError: there is none of this id, or it is another visitor's.
        """
        with self._lock:
            run = self._find(visitor, run_id)
            before = run.state
            if before is RunState.QUEUED:
                run.state = RunState.STOPPED
            elif before is RunState.RUNNING:
                run.state = RunState.STOPPING
            return before

    def waiting(self) -> list[tuple[str, Recipe]]:
        """The ids and recipes of the runs that wait, in their order."""
        with self._lock:
            return [(run.id, run.recipe) for run in self._runs.values() if run.state is RunState.QUEUED]

    def try_again(self, run_id: str) -> bool:
        """Whether a run may be handed in once more: it has not begun, and did not lose its worker too often."""
        with self._lock:
            run = self._active(run_id)
            if run is None or run.state is not RunState.QUEUED or run.tries >= MAX_TRIES:
                return False
            run.tries += 1
            return True

    def start(self, run_id: str) -> None:
        """Note that a run's training begins, or begins anew."""
        with self._lock:
            run = self._active(run_id)
            if run:
                run.state = RunState.RUNNING if run.state is RunState.QUEUED else run.state
                run.progress = Progress(0, 0.0)

    def advance(self, run_id: str, progress: Progress) -> None:
        """Note how far a run is."""
        with self._lock:
            run = self._active(run_id)
            if run:
                run.progress = progress

    def finish(self, run_id: str, result: TrainingResult) -> None:
        """Note what a run ended with."""
        with self._lock:
            run = self._active(run_id)
            if run:
                run.result = result
                run.progress = Progress(run.progress.epoch, 1.0, 0.0, result.history)
                run.state = RunState.STOPPED if result.ending is Ending.STOPPED else RunState.DONE
                self._forget_old()

    def fail(self, run_id: str, error: DigitLabError) -> None:
        """Note why a run failed."""
        with self._lock:
            run = self._active(run_id)
            if run:
                run.error = error
                run.state = RunState.FAILED
                self._forget_old()

    def fail_all(self, error: DigitLabError, states: frozenset[RunState]) -> None:
        """Fail every run that is in one of some states."""
        with self._lock:
            hit = [run.id for run in self._runs.values() if run.state in states]
        for run_id in hit:
            self.fail(run_id, error)

    def is_active(self, run_id: str) -> bool:
        """Whether a run is known and has not ended."""
        with self._lock:
            return self._active(run_id) is not None

    def _find(self, visitor: str, run_id: str) -> _Run:
        run = self._runs.get(run_id)
        if run is None or run.visitor != visitor:
            raise RunNotFoundError(f"There is no such run. Received: run={run_id!r}. Start a new one.", run=run_id)
        return run

    def _active(self, run_id: str) -> _Run | None:
        run = self._runs.get(run_id)
        return run if run and run.state in ACTIVE else None

    def _snapshot(self, run: _Run) -> RunSnapshot:
        position = 0
        if run.state is RunState.QUEUED:
            waiting = [other.id for other in self._runs.values() if other.state is RunState.QUEUED]
            position = waiting.index(run.id) + 1
        return RunSnapshot(
            id=run.id,
            recipe=run.recipe,
            state=run.state,
            position=position,
            epoch=run.progress.epoch,
            epoch_fraction=run.progress.epoch_fraction,
            seconds_left=run.progress.seconds_left,
            history=run.progress.history,
            result=run.result,
            error=run.error,
        )

    def _forget_old(self) -> None:
        """Drop the oldest finished runs beyond what memory is meant for; the newest of them stays in any case."""
        finished = [run for run in self._runs.values() if run.state not in ACTIVE]
        kept_bytes = 0
        for age, run in enumerate(reversed(finished)):
            kept_bytes += len(run.result.keras) + len(run.result.h5) if run.result else 0
            if age and (age >= MAX_FINISHED or kept_bytes > MAX_RESULT_BYTES):
                del self._runs[run.id]
