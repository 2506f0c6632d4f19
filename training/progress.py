"""Estimate a training's remaining time from its speed so far."""

import time
from collections.abc import Callable

# Minimum measured time: earlier, an epoch's time cannot be separated from tracing the first batches.
MIN_BASIS_S = 0.5


class Pace:
    """The speed of a training.

    Args:
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._first: tuple[float, float] | None = None  # time and share at the end of the first batches

    def seconds_left(self, share_done: float) -> float | None:
        """Estimate the remaining time at this speed.

        Args:
            share_done: the finished share of all epochs, 0.0 to 1.0; never decreasing.

        Returns:
            Seconds; None while there is too little data.
        """
        now = self._clock()
        if self._first is None:
            self._first = (now, share_done)
        since, share_then = self._first
        elapsed, gained = now - since, share_done - share_then
        if elapsed < MIN_BASIS_S or gained <= 0:
            return None
        return elapsed / gained * (1.0 - share_done)
