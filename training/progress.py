"""How long a training will still take, from its speed so far."""

import time
from collections.abc import Callable

# Before this, the time of an epoch cannot be separated from that of tracing the first batches.
MIN_BASIS_S = 0.5


class Pace:
    """The speed of a training.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._first: tuple[float, float] | None = None  # when the first batches were done, and what share of all it was

    def seconds_left(self, share_done: float) -> float | None:
        """How long the rest will take at this speed.

        Args:
            share_done: of all epochs, 0.0 to 1.0; never smaller than the time before.

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
