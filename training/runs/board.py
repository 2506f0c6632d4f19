"""The board of runs, the web process' interface to training.

Imports no TensorFlow, and no Dask before it is opened.
"""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from base import settings
from base.errors import DigitLabError, OwnDrawingsError, RunNotFoundError, TrainerUnavailableError, TrainingPausedError
from base.processes.child_process import BackOff
from model_store import get_card, read_model
from training.estimates import Timing
from training.own_drawings import OwnDrawings
from training.recipe.fields import FIELDS
from training.recipe.recipes import Recipe
from training.recipe.start import continued
from training.results import Progress, TrainingResult
from training.runs.cluster_process import ClusterProcess
from training.runs.files import RunFiles
from training.runs.record import RunSnapshot
from training.runs.states import RunState
from training.runs.table import RunTable
from training.worker.tasks import Inputs

if TYPE_CHECKING:
    from training.runs.dask_link import Link

__all__ = ["RunBoard", "RunSnapshot", "RunState", "TrainingResult"]

# After so many failed connections in a row, waiting runs fail with an error.
PATIENCE = 3
CLOSE_TIMEOUT_S = 5
# How often to poll for new workers while runs are waiting.
LOOK_S = 1.0

_log = logging.getLogger(__name__)


class RunBoard:
    """All runs of this server, with a thread that submits them to Dask. Methods return at once and are thread-safe."""

    def __init__(self) -> None:
        self._files = RunFiles(Path(settings.get("runs")))
        self._table = RunTable(self._files)
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._warm = threading.Event()
        self._closed = threading.Event()
        self._back_off = BackOff()
        self._generation = 0  # number of the connection; events of older ones are ignored
        self._link: Link | None = None
        self._process: ClusterProcess | None = None

    @property
    def ready(self) -> bool:
        """Whether a worker has imported TensorFlow and is ready for runs."""
        return self._warm.is_set()

    @property
    def cluster(self) -> ClusterProcess | None:
        """The embedded cluster's process; None while there is none."""
        return self._process

    def open(self) -> None:
        """Start the trainer, or connect to the one of the setting `scheduler`. Idempotent."""
        with self._lock:
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._work, name="run-board", daemon=True)
                self._thread.start()
                self._jobs.put(self._connect)

    def submit(
        self,
        visitor: str,
        recipe: Recipe,
        pinned: NDArray[np.uint8] | None = None,
        *,
        drawings: OwnDrawings | None = None,
        compared_to: str = "",
    ) -> str:
        """Queue a run and return its id.

        Args:
            visitor: the visitor's number.
            recipe: the recipe to train.
            pinned: uint8 (n, 28, 28), 0 paper to 255 ink: pictures to predict after each epoch.
            drawings: the visitor's own drawings, if the recipe uses them.
            compared_to: the id of a run that this one retries, from the same seed.

        Raises:
            ModelNotFoundError, ModelCorruptError: the model that it starts from is not in the store.
            TooLongRunError: it would take over an hour.
            TooManyRunsError, QueueFullError: the visitor's or the server's queue is full.
            RunFilesError: its files cannot be written.
        """
        start = read_model(recipe.start) if recipe.start else None
        if recipe.start:
            recipe = continued(recipe, get_card(recipe.start))
        self.open()
        (run_id,) = self._table.add(visitor, [recipe], pinned, start=start, drawings=drawings, compared_to=compared_to)
        self._jobs.put(self._hand_in)
        return run_id

    def submit_sweep(self, visitor: str, recipes: Sequence[Recipe]) -> list[str]:
        """Queue several runs that count as one of the visitor's, and return their ids. Errors as for `submit`."""
        self.open()
        run_ids = self._table.add(visitor, recipes)
        self._jobs.put(self._hand_in)
        return run_ids

    def get(self, visitor: str, run_id: str) -> RunSnapshot:
        """Return a visitor's run in its current state.

        Raises:
            RunNotFoundError: there is none of this id, or it is another visitor's.
        """
        return self._table.get(visitor, run_id)

    def view(self, run_id: str) -> RunSnapshot:
        """Return any visitor's run in its current state, to view.

        Raises:
            RunNotFoundError: there is none of this id.
        """
        return self._table.view(run_id)

    def latest(self, visitor: str) -> RunSnapshot | None:
        """Return the visitor's last queued run that is not part of a sweep; None if there is none."""
        return next((run for run in self._table.runs_of(visitor) if not run.sweep), None)

    def runs_of(self, visitor: str) -> list[RunSnapshot]:
        """Return all runs of a visitor, the last queued first."""
        return self._table.runs_of(visitor)

    def timing(self, recipe: Recipe) -> Timing:
        """Estimate a recipe's duration from completed runs."""
        return self._table.timing(recipe)

    def stop(self, visitor: str, run_id: str) -> None:
        """Stop a run: a waiting one immediately, an active one within a second. A finished one is not changed.

        Raises:
            RunNotFoundError: there is none of this id, or it is another visitor's.
        """
        before = self._table.request_stop(visitor, run_id)
        if before in (RunState.QUEUED, RunState.RUNNING):
            self._jobs.put(lambda: self._pass_stop_on(run_id, before is RunState.QUEUED))

    def pause(self, visitor: str, run_id: str) -> None:
        """Pause an active run within a second; its slot is free until it is resumed. Other runs are not changed.

        Raises:
            RunNotFoundError: there is none of this id, or it is another visitor's.
        """
        if self._table.get(visitor, run_id).state is RunState.RUNNING:
            self._ask(visitor, run_id, pause=True)

    def change_learning_rate(self, visitor: str, run_id: str, rate: float) -> None:
        """Change a run's learning rate from its next epoch on; a finished one is not changed.

        Raises:
            RecipeError: the learning rate is invalid.
            RunNotFoundError: there is none of this id, or it is another visitor's.
        """
        FIELDS["learning_rate"].check("learning_rate", rate)
        self._ask(visitor, run_id, learning_rate=rate)

    def _ask(self, visitor: str, run_id: str, **asked: Any) -> None:
        controls = self._table.ask(visitor, run_id, **asked)
        if controls is not None:
            self._jobs.put(lambda: self._link.control(run_id, controls) if self._link is not None else None)

    def forget_drawings(self, visitor: str) -> None:
        """Delete the own drawings in a visitor's runs, and stop those that are active."""
        for run_id in self._table.forget_drawings(visitor):
            self.stop(visitor, run_id)

    def resume(self, visitor: str, run_id: str) -> None:
        """Resume a paused, interrupted or stopped run from its checkpoint; other runs are not changed.

        Raises:
            RunNotFoundError: there is none of this id, or it is another visitor's.
            TooManyRunsError, QueueFullError: the visitor's or the server's queue is full.
        """
        self.open()
        self._table.resume(visitor, run_id)
        self._jobs.put(self._hand_in)

    def read_file(self, run_id: str, kind: str) -> bytes:
        """Return a finished run's network as a file.

        Args:
            run_id: any visitor's run.
            kind: "keras" or "h5".

        Raises:
            RunNotFoundError: there is no such run, or it has no network.
        """
        self._table.view(run_id)
        content = self._files.model(run_id, kind)
        if content is None:
            raise RunNotFoundError(f"This run has no such file. Received: {run_id}, {kind!r}. Train it.", run=run_id)
        return content

    def close(self) -> None:
        """End the embedded cluster, or disconnect from the other one. The board cannot be opened again."""
        with self._lock:
            self._closed.set()
            thread = self._thread
        if thread is not None:
            self._jobs.put(lambda: None)
            thread.join(CLOSE_TIMEOUT_S)

    # The methods below run in the board's own thread, one at a time, so they need no locks.

    def _work(self) -> None:
        while not self._closed.is_set():
            try:
                job = self._jobs.get(timeout=LOOK_S if self._table.has_waiting() else None)
            except queue.Empty:
                job = self._hand_in
            try:
                job()
            except Exception:  # noqa: BLE001  # the board must survive any exception of Dask when a scheduler disappears
                _log.exception("The trainer did not answer as it should; connecting anew.")
                self._lose(self._generation)
        self._let_go()

    def _connect(self) -> None:
        if self._link is not None or self._closed.is_set():
            return
        try:
            self._link = self._new_link(self._generation)
        except TrainerUnavailableError as error:
            self._postpone(error)
        else:
            self._hand_in()

    def _new_link(self, generation: int) -> "Link":
        from training.runs.dask_link import Link  # imported late to save memory on a server without training

        def in_turn(job: Callable[..., None], *arguments: str) -> None:
            self._jobs.put(lambda: job(generation, *arguments))

        address = settings.get("scheduler")
        if not address:
            self._process = ClusterProcess(on_end=lambda: in_turn(self._lose))
            address = self._process.address
        return Link(
            address,
            on_event=self._note_event,
            on_checkpoint=self._table.save_checkpoint,
            on_warm=lambda: in_turn(self._note_warm),
            on_end=lambda run_id: in_turn(self._collect, run_id),
        )

    def _note_event(self, run_id: str, progress: Progress | None) -> None:
        if progress is None:
            self._table.start(run_id)
        else:
            self._table.advance(run_id, progress)

    def _note_warm(self, generation: int) -> None:
        if generation == self._generation:
            self._back_off.reset()
            self._warm.set()

    def _hand_in(self) -> None:
        """Submit as many waiting runs to Dask as it has slots; the others stay in our own queue."""
        if self._link is not None and self._table.has_waiting():
            for run_id, recipe, pictures in self._table.next_to_hand_in(self._link.slots()):
                self._submit(self._link, run_id, recipe, pictures)

    def _submit(self, link: "Link", run_id: str, recipe: Recipe, pictures: NDArray[np.uint8] | None) -> None:
        try:
            drawings = self._files.drawings(run_id)
        except OwnDrawingsError as error:
            self._table.fail(run_id, error)
            return
        inputs = Inputs(recipe, pictures, self._files.start(run_id), drawings, self._files.checkpoint(run_id))
        link.submit(run_id, inputs, self._table.controls(run_id))

    def _pass_stop_on(self, run_id: str, is_waiting: bool) -> None:
        if self._link is not None:
            self._link.stop(run_id, is_waiting)
        self._hand_in()

    def _collect(self, generation: int, run_id: str) -> None:
        if generation != self._generation or self._link is None or not self._table.is_active(run_id):
            return
        outcome = self._link.collect(run_id)
        if outcome is None:
            self._lose(generation)
        elif isinstance(outcome, TrainingPausedError):
            self._table.pause(run_id)
        elif isinstance(outcome, TrainerUnavailableError):
            self._table.interrupt(run_id, outcome)  # its worker died
        elif isinstance(outcome, DigitLabError):
            self._table.fail(run_id, outcome)
        else:
            self._table.finish(run_id, *outcome)
        self._hand_in()

    def _postpone(self, error: TrainerUnavailableError) -> None:
        """Retry later; after several failures, fail the waiting runs."""
        _log.warning("%s", error)
        if settings.get("scheduler") or self._back_off.failures + 1 >= PATIENCE:
            self._table.lose_waiting(error)
        self._connect_later()

    def _lose(self, generation: int) -> None:
        """Handle the trainer's end: the next one resumes active runs from their last finished epochs."""
        if generation != self._generation:
            return
        error = TrainerUnavailableError("The trainer ended in the middle of this run. Let it go on.", address="")
        self._table.interrupt_all(error)
        self._connect_later()

    def _connect_later(self) -> None:
        self._let_go()
        timer = threading.Timer(self._back_off.next_pause_s(), self._jobs.put, [self._connect])
        timer.daemon = True
        timer.start()

    def _let_go(self) -> None:
        self._generation += 1
        self._warm.clear()
        if self._link is not None:
            self._link.close()
            self._link = None
        if self._process is not None:
            self._process.close()
            self._process = None
