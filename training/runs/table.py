"""The table of a server's runs: who requested which, and their state. Independent of Dask."""

import dataclasses
import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.errors import (
    DigitLabError,
    QueueFullError,
    RunFilesError,
    RunNotFoundError,
    TooLongRunError,
    TooManyRunsError,
)
from base.identity import visitor_digest
from training.controls import Controls
from training.estimates import Timing, estimate_seconds, timing
from training.own_drawings import OwnDrawings
from training.recipe.limits import MAX_SECONDS
from training.recipe.recipes import Recipe
from training.results import Ending, NetworkFiles, Progress, TrainingResult
from training.runs.files import CHECKPOINT, DRAWINGS, RESULT, START, RunFiles
from training.runs.record import Run, RunSnapshot
from training.runs.states import RunState, may_follow
from training.runs.turns import turns, waits

# A sweep counts as one run.
MAX_PER_VISITOR = 3
MAX_ACTIVE = 60
# How often a run may lose its worker without finishing an epoch.
MAX_TRIES = 3
# The number of ended runs that are kept, and the size of their files; the newest is never deleted.
MAX_FINISHED = 200
MAX_BYTES = 10**9

_log = logging.getLogger(__name__)


class RunTable:
    """All runs, oldest first; thread-safe. Each change of state is written to disk before it is visible.

    Args:
        files: the runs' folder; runs found there are restored, and those that were active are marked as lost.
    """

    def __init__(self, files: RunFiles) -> None:
        self._files = files
        self._lock = threading.RLock()
        self._served: dict[str, int] = {}
        self._slots = 1
        self._runs: dict[str, Run] = {}
        for run in sorted(self._known(), key=lambda run: run.added):
            self._runs[run.id] = run
            self._take_back(run)
        self._count = max((run.added for run in self._runs.values()), default=0)

    def add(
        self,
        visitor: str,
        recipes: Sequence[Recipe],
        pictures: NDArray[np.uint8] | None = None,
        *,
        start: bytes | None = None,
        drawings: OwnDrawings | None = None,
        compared_to: str = "",
    ) -> list[str]:
        """Queue a run, or a sweep of several recipes, and return the runs' ids.

        Args:
            visitor: the owner.
            recipes: what to train.
            pictures: the pinned pictures, uint8 (n, 28, 28).
            start, drawings: see `train`.
            compared_to: see `RunSnapshot`.

        Raises:
            TooLongRunError: it would take over an hour.
            TooManyRunsError, QueueFullError: the visitor, or the server, has the maximum number of runs waiting.
            RunFilesError: it cannot be written down.
        """
        _check_length(sum(estimate_seconds(recipe) for recipe in recipes))
        sweep = secrets.token_hex(8) if len(recipes) > 1 else ""
        with self._lock:
            self._check_room(visitor_digest(visitor))
            added = [self._new(visitor_digest(visitor), recipe, sweep, pictures, compared_to) for recipe in recipes]
            for run in added:
                if start is not None:
                    self._files.save_start(run.id, start)
                if drawings is not None:
                    self._files.save_drawings(run.id, drawings)
            self._runs |= {run.id: run for run in added}
            return [run.id for run in added]

    def get(self, visitor: str, run_id: str) -> RunSnapshot:
        """Return a visitor's run.

        Raises:
            RunNotFoundError: the id is unknown, or the run belongs to another visitor.
        """
        with self._lock:
            return self._snapshot(self._find(run_id, visitor))

    def view(self, run_id: str) -> RunSnapshot:
        """Return any visitor's run.

        Raises:
            RunNotFoundError: the id is unknown.
        """
        with self._lock:
            return self._snapshot(self._find(run_id))

    def runs_of(self, visitor: str) -> list[RunSnapshot]:
        """Return all runs of a visitor, the most recently queued first."""
        with self._lock:
            owner = visitor_digest(visitor)
            return [self._snapshot(run) for run in reversed(self._runs.values()) if run.owner == owner]

    def timing(self, recipe: Recipe) -> Timing:
        """Estimate a recipe's duration from runs that were completed on this server."""
        with self._lock:
            results = [run.result for run in self._all() if run.result and run.result.ending is Ending.COMPLETE]
        return timing(recipe, [(result.recipe, result.train_seconds) for result in results])

    def request_stop(self, visitor: str, run_id: str) -> RunState:
        """Request that a run stops, and return its previous state; a waiting run stops immediately.

        Raises:
            RunNotFoundError: the id is unknown, or the run belongs to another visitor.
        """
        with self._lock:
            run = self._find(run_id, visitor)
            before = run.state
            if before is RunState.QUEUED:
                self._move(run, RunState.STOPPED)
            elif before is RunState.RUNNING:
                self._move(run, RunState.STOPPING)
            return before

    def ask(self, visitor: str, run_id: str, **asked: Any) -> Controls | None:
        """Add a visitor's controls to those of a run, see `Controls`; return all of them, or None if the run has ended.

        Raises:
            RunNotFoundError: the id is unknown, or the run belongs to another visitor.
        """
        with self._lock:
            run = self._find(run_id, visitor)
            if not run.is_active and not run.can_resume:
                return None
            run.controls = dataclasses.replace(run.controls, **asked)
            self._write(run)
            return run.controls

    def controls(self, run_id: str) -> Controls:
        """Return the controls requested for a run."""
        with self._lock:
            return self._find(run_id).controls

    def pause(self, run_id: str) -> None:
        """Mark a run as paused: its checkpoint is saved, and it waits for its visitor to resume it."""
        self._change(run_id, RunState.PAUSED)

    def forget_drawings(self, visitor: str) -> list[str]:
        """Delete the own drawings used by a visitor's runs, and return the ids of those runs that have not ended."""
        with self._lock:
            own = [run for run in self._all() if run.owner == visitor_digest(visitor)]
            for run in own:
                self._files.drop(run.id, DRAWINGS)
            return [run.id for run in own if run.is_active and run.recipe.own_drawings]

    def resume(self, visitor: str, run_id: str) -> None:
        """Requeue a run that was paused or interrupted, or stopped with epochs left; other runs are unchanged.

        Raises:
            RunNotFoundError: there is none of this id, or it is another visitor's.
            TooManyRunsError, QueueFullError: the visitor, or the server, has the maximum number of runs waiting.
        """
        with self._lock:
            run = self._find(run_id, visitor)
            if not run.can_resume:
                return
            self._check_room(run.owner, run.sweep)
            self._files.drop(run.id, RESULT)
            self._count += 1
            run.added, run.result, run.error, run.tries = self._count, None, None, 0
            run.controls = dataclasses.replace(run.controls, stop=False, pause=False)
            self._move(run, RunState.QUEUED)

    def next_to_hand_in(self, slots: int) -> list[tuple[str, Recipe, NDArray[np.uint8] | None]]:
        """Return the next runs to submit so that all workers are busy: id, recipe, pinned pictures.

        Args:
            slots: the number of runs that the workers can train concurrently.
        """
        with self._lock:
            self._slots = max(1, slots)
            order = turns(self._runs.values(), self._served)
            busy = sum(run.is_active and (run.state is not RunState.QUEUED or run.is_handed_in) for run in self._all())
            chosen = [run for run in order if not run.is_handed_in][: max(0, self._slots - busy)]
            for run in chosen:
                run.is_handed_in = True
                self._served[run.owner] = max(self._served.values(), default=0) + 1
            return [(run.id, run.recipe, run.pictures) for run in chosen]

    def start(self, run_id: str) -> None:
        """Mark a run as training: from the start, or resumed after its last finished epoch."""
        self._change(run_id, RunState.RUNNING, Run.rewind)

    def advance(self, run_id: str, progress: Progress) -> None:
        """Record a run's progress."""
        with self._lock:
            run = self._runs.get(run_id)
            if run and run.is_active:
                run.progress = progress

    def save_checkpoint(self, run_id: str, stand: Progress, content: bytes) -> None:
        """Save a checkpoint after an epoch, from which the run can resume.

        Args:
            run_id: the run's id.
            stand: the progress at the end of that epoch.
            content: the checkpoint's bytes.
        """
        if not self.is_active(run_id):
            return
        try:
            self._files.save_checkpoint(run_id, content)
        except RunFilesError as error:
            _log.warning("A run continues without its checkpoint: %s", error)
            return
        with self._lock:
            run = self._runs[run_id]
            run.tries = 0
            if len(stand.history.get("loss", ())) > run.epochs_done:
                run.progress = stand
            self._write(run)

    def finish(self, run_id: str, result: TrainingResult, files: NetworkFiles) -> None:
        """Record a run's result; if it cannot be written to disk, the run has failed."""
        try:
            self._files.save_result(run_id, result, files)
        except RunFilesError as error:
            self.fail(run_id, error)
            return

        def note(run: Run) -> None:
            run.result = result
            done = len(result.history.get("loss", ()))
            run.progress = Progress(done, 1.0 if done else 0.0, None, result.history, result.pinned)

        is_stopped = result.ending is Ending.STOPPED
        self._change(run_id, RunState.STOPPED if is_stopped else RunState.DONE, note)
        if not is_stopped:  # it will not be resumed
            for name in (CHECKPOINT, START, DRAWINGS):
                self._files.drop(run_id, name)
        self._forget_old()

    def fail(self, run_id: str, error: DigitLabError) -> None:
        """Record why a run failed."""
        self._change(run_id, RunState.FAILED, lambda run: setattr(run, "error", error))
        self._forget_old()

    def interrupt(self, run_id: str, error: DigitLabError) -> None:
        """Record that a run lost its worker: requeue it from its last epoch; after too many tries, it is lost."""
        with self._lock:
            run = self._runs.get(run_id)
            if run is None or not run.is_active:
                return
            run.rewind()
            run.tries += 1
            run.is_handed_in = False
            if run.state is RunState.STOPPING or run.tries >= MAX_TRIES:
                self.lose(run_id, error)
            elif run.state is RunState.RUNNING:
                run.is_interrupted = True
                self._move(run, RunState.QUEUED)

    def interrupt_all(self, error: DigitLabError) -> None:
        """Interrupt all runs of a trainer that died, see `interrupt`."""
        with self._lock:
            for run in [run for run in self._all() if run.is_active and run.is_handed_in]:
                self.interrupt(run.id, error)

    def lose(self, run_id: str, error: DigitLabError) -> None:
        """Mark a run as lost: interrupted until its visitor resumes it."""

        def note(run: Run) -> None:
            run.rewind()
            run.error = error

        self._change(run_id, RunState.LOST, note)

    def lose_waiting(self, error: DigitLabError) -> None:
        """Mark all waiting runs as lost, as there is no trainer."""
        with self._lock:
            for run in [run for run in self._all() if run.state is RunState.QUEUED]:
                self.lose(run.id, error)

    def is_active(self, run_id: str) -> bool:
        """Return whether a run exists and has not ended."""
        with self._lock:
            return run_id in self._runs and self._runs[run_id].is_active

    def has_waiting(self) -> bool:
        """Return whether any run is waiting."""
        with self._lock:
            return any(run.state is RunState.QUEUED and not run.is_handed_in for run in self._all())

    def _all(self) -> list[Run]:
        return list(self._runs.values())

    def _new(self, owner: str, recipe: Recipe, sweep: str, pictures: NDArray[np.uint8] | None, compared_to: str) -> Run:
        self._count += 1
        run = Run(secrets.token_hex(8), owner, recipe, self._count, sweep, compared_to, pictures=pictures)
        self._files.save_record(run.id, run.to_dict())
        if pictures is not None:
            self._files.save_pictures(run.id, pictures)
        return run

    def _find(self, run_id: str, visitor: str | None = None) -> Run:
        run = self._runs.get(run_id)
        if run is None or (visitor is not None and run.owner != visitor_digest(visitor)):
            raise RunNotFoundError(f"There is no such run. Received: run={run_id!r}. Start a new one.", run=run_id)
        return run

    def _check_room(self, owner: str, sweep: str = "") -> None:
        units = {(run.owner, run.sweep or run.id) for run in self._all() if run.is_active and run.sweep != sweep}
        units |= {(run.owner, run.id) for run in self._all() if run.is_active and not run.sweep}
        own = sum(unit[0] == owner for unit in units)
        if own >= MAX_PER_VISITOR:
            raise TooManyRunsError(
                f"You have {own} runs waiting; at most {MAX_PER_VISITOR} are allowed. Let one end, or stop one.",
                limit=MAX_PER_VISITOR,
            )
        if len(units) >= MAX_ACTIVE:
            raise QueueFullError(f"{MAX_ACTIVE} runs are waiting. Try again in a minute.", limit=MAX_ACTIVE)

    def _change(self, run_id: str, state: RunState, note: Callable[[Run], object] = lambda _run: None) -> None:
        """Change a run's state if the transition is allowed; late changes are ignored."""
        with self._lock:
            run = self._runs.get(run_id)
            if run and may_follow(run.state, state):
                note(run)
                self._move(run, state)

    def _move(self, run: Run, state: RunState) -> None:
        run.state = state
        if state is not RunState.QUEUED:
            run.is_interrupted = False
        if not run.is_active or state is RunState.QUEUED:
            run.is_handed_in = False
        self._write(run)

    def _write(self, run: Run) -> None:
        try:
            self._files.save_record(run.id, run.to_dict())
        except RunFilesError as error:
            _log.error("After a restart this run will be known as it was before: %s", error)

    def _known(self) -> Iterator[Run]:
        """Return the runs found in the files. Unreadable ones, damaged or of another version, are logged and kept."""
        for record in self._files.records():
            try:
                run = Run.from_dict(record)
                run.result, run.pictures = self._files.result(run.id), self._files.pictures(run.id)
            except (DigitLabError, OSError, ValueError, KeyError, TypeError) as error:
                _log.warning("The run %s cannot be read: %r", record.get("id"), error)
            else:
                yield run

    def _take_back(self, run: Run) -> None:
        """Restore a run from its files; one that was active when the server stopped is lost."""
        if not run.is_active:
            return
        if run.result is None:
            run.state = RunState.LOST
        else:  # the server stopped between the two writes
            run.state = RunState.STOPPED if run.result.ending is Ending.STOPPED else RunState.DONE
        self._write(run)

    def _snapshot(self, run: Run) -> RunSnapshot:
        if run.state is not RunState.QUEUED:
            return run.snapshot(0, None)
        order = turns(self._runs.values(), self._served)
        under_way = [other for other in self._all() if other.is_active and other.state is not RunState.QUEUED]
        return run.snapshot(order.index(run) + 1, waits(order, under_way, self._slots)[run.id])

    def _forget_old(self) -> None:
        """Delete the oldest ended runs beyond the limits of number and size; first those that cannot be resumed."""
        with self._lock:
            ended = [run for run in self._all() if not run.is_active]
            ended.sort(key=lambda run: (run.state in (RunState.PAUSED, RunState.LOST), run.added))
            sizes = {run.id: self._files.size(run.id) for run in ended}
            count, total = len(ended), sum(sizes.values())
            for run in ended[:-1]:
                if count <= MAX_FINISHED and total <= MAX_BYTES:
                    return
                count, total = count - 1, total - sizes[run.id]
                del self._runs[run.id]
                self._files.remove(run.id)


def _check_length(seconds: float) -> None:
    if seconds > MAX_SECONDS:
        raise TooLongRunError(
            f"This training would take too long. Received: about {seconds:.0f} s, at most {MAX_SECONDS:.0f}. "
            "Choose fewer epochs or a smaller network.",
            seconds=round(seconds),
            limit=round(MAX_SECONDS),
        )
