"""The callback by which a training tells how far it is, and sees that it shall stop."""

import time
from collections.abc import Callable
from typing import Any

import keras

from training.results import History, Progress

Report = Callable[[Progress], None]
ShouldStop = Callable[[], bool]

REPORT_PAUSE_S = 0.25
STOP_PAUSE_S = 0.2
# Before this, what an epoch takes cannot be told from what the first batch's tracing takes.
MIN_BASIS_S = 0.5


class ProgressReporter(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is untyped
    """Reports progress within the epoch, keeps the history, and stops the training when asked.

    Args:
        epochs: how many there will be.
        report: called with each `Progress`.
        should_stop: says whether to stop.
        clock: seconds that only go forward.

    Attributes:
        history: the finished epochs' figures.
        is_stopped: the training was asked to stop, and does.
    """

    def __init__(
        self, epochs: int, report: Report, should_stop: ShouldStop, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__()
        self.history: History = {}
        self.is_stopped = False
        self._epochs = epochs
        self._report = report
        self._should_stop = should_stop
        self._clock = clock
        self._epoch = 1
        self._first: tuple[float, float] | None = None  # when the first batch was done, and what share of all it was
        self._next_report = self._next_question = clock()

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002  # Keras passes it by name
        """A new epoch begins."""
        self._epoch = epoch + 1

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """A batch, or the last of several taken in one go, is done."""
        now = self._clock()
        if now >= self._next_question:
            self._ask()
            self._next_question = self._clock() + STOP_PAUSE_S
        fraction = (batch + 1) / self.params["steps"]
        if self._first is None:
            self._first = (now, self._share_done(fraction))
        if now >= self._next_report:
            self._tell(fraction)
            self._next_report = now + REPORT_PAUSE_S

    def on_test_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """The held-out images are about to be looked at."""
        self._ask()

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Some held-out images were looked at; none is waited for once the training shall stop."""
        if self._clock() >= self._next_question:
            self._ask()
            self._next_question = self._clock() + STOP_PAUSE_S
        self.model.stop_evaluating = self.is_stopped

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """An epoch is done; one that was broken off is not recorded."""
        if self.is_stopped:
            return
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(float(value))
        self._tell(1.0)

    def _ask(self) -> None:
        if self._should_stop():
            self.is_stopped = self.model.stop_training = True

    def _tell(self, fraction: float) -> None:
        history = {name: list(values) for name, values in self.history.items()}
        self._report(Progress(self._epoch, fraction, self._seconds_left(fraction), history))

    def _share_done(self, fraction: float) -> float:
        return (self._epoch - 1 + fraction) / self._epochs

    def _seconds_left(self, fraction: float) -> float | None:
        if self._first is None:
            return None
        since, share_then = self._first
        elapsed, gained = self._clock() - since, self._share_done(fraction) - share_then
        if elapsed < MIN_BASIS_S or gained <= 0:
            return None
        return elapsed / gained * (1.0 - self._share_done(fraction))
