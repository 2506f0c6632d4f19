"""The peak growth of this process' memory during a block."""

import threading
from types import TracebackType

import psutil

EVERY_S = 0.002


class PeakMemory:
    """`with PeakMemory() as peak: …`, then `peak.growth_mb`: peak resident memory less that before."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._before = self._highest = self._resident()

    @property
    def growth_mb(self) -> float:
        """The growth in MB of 2**20 bytes."""
        return (self._highest - self._before) / 2**20

    def __enter__(self) -> "PeakMemory":
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(EVERY_S):
            self._highest = max(self._highest, self._resident())

    def _resident(self) -> int:
        return int(self._process.memory_info().rss)
