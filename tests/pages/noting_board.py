"""A board for tests of pages: it shows the runs that it is given, notes what is asked of it, and trains nothing."""

import numpy as np
from numpy.typing import NDArray

from base.errors import RunNotFoundError
from training.estimates import Timing, timing
from training.own_drawings import OwnDrawings
from training.recipe.recipes import Recipe
from training.runs.board import RunSnapshot

KERAS_FILE = b"keras"


class NotingBoard:
    """In place of `RunBoard`.

    Attributes:
        ready: whether the trainer has started.
        own: the visitor's runs, newest first.
        shared: other visitors' runs.
        submitted: the recipes that the visitor had trained.
        finished: what was trained here, and in how many seconds.
        pinned: the pictures that went along with the last of them.
        drawings, compared_to: what else went along with it.
        stopped, paused, gone_on: whose runs were stopped, paused, or told to go on: (visitor, run).
        rates: the learning rates that runs were given on the way: (run, rate).
    """

    def __init__(self) -> None:
        self.ready = True
        self.own: list[RunSnapshot] = []
        self.shared: list[RunSnapshot] = []
        self.submitted: list[Recipe] = []
        self.finished: list[tuple[Recipe, float]] = []
        self.pinned: NDArray[np.uint8] | None = None
        self.drawings: OwnDrawings | None = None
        self.compared_to = ""
        self.stopped: list[tuple[str, str]] = []
        self.paused: list[tuple[str, str]] = []
        self.rates: list[tuple[str, float]] = []
        self.gone_on: list[tuple[str, str]] = []

    @property
    def run(self) -> RunSnapshot | None:
        """The visitor's newest run; set it to make it their only one."""
        return self.own[0] if self.own else None

    @run.setter
    def run(self, run: RunSnapshot) -> None:
        self.own = [run]

    def open(self) -> None:
        """Nothing to start."""

    def latest(self, visitor: str) -> RunSnapshot | None:  # noqa: ARG002
        return self.run

    def runs_of(self, visitor: str) -> list[RunSnapshot]:  # noqa: ARG002
        return self.own

    def view(self, run_id: str) -> RunSnapshot:
        for run in (*self.own, *self.shared):
            if run.id == run_id:
                return run
        raise RunNotFoundError("There is no such run.", run=run_id)

    def read_file(self, run_id: str, kind: str) -> bytes:  # noqa: ARG002
        return KERAS_FILE

    def submit(
        self,
        visitor: str,  # noqa: ARG002
        recipe: Recipe,
        pinned: NDArray[np.uint8] | None = None,
        *,
        drawings: OwnDrawings | None = None,
        compared_to: str = "",
    ) -> str:
        self.submitted.append(recipe)
        self.pinned, self.drawings, self.compared_to = pinned, drawings, compared_to
        return "run"

    def timing(self, recipe: Recipe) -> Timing:
        return timing(recipe, self.finished)

    def stop(self, visitor: str, run_id: str) -> None:
        self.stopped.append((visitor, run_id))

    def pause(self, visitor: str, run_id: str) -> None:
        self.paused.append((visitor, run_id))

    def change_learning_rate(self, visitor: str, run_id: str, rate: float) -> None:  # noqa: ARG002
        self.rates.append((run_id, rate))

    def resume(self, visitor: str, run_id: str) -> None:
        self.gone_on.append((visitor, run_id))
