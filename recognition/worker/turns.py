"""A queue in which callers take turns, however much each of them sends."""

import asyncio
import collections
import itertools
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Turns(Generic[Item]):
    """What waits, in a line for each caller. For one event loop: nothing here is locked."""

    def __init__(self) -> None:
        self._lines: collections.OrderedDict[str, collections.deque[Item]] = collections.OrderedDict()
        self._filled = asyncio.Event()
        self._numbers = itertools.count()

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    def count(self, caller: str) -> int:
        """How much of a caller waits."""
        return len(self._lines.get(caller, ()))

    def put(self, caller: str, item: Item) -> None:
        """Let something wait behind what the same caller sent; with an empty name it has a line of its own."""
        name = caller or f"#{next(self._numbers)}"
        self._lines.setdefault(name, collections.deque()).append(item)
        self._filled.set()

    def replace(self, caller: str, item: Item, is_replaced: Callable[[Item], bool]) -> Item | None:
        """Put something in the place of what it replaces; what that was, or None where nothing of the kind waits."""
        line = self._lines.get(caller, ())
        for place, waiting in enumerate(line):
            if is_replaced(waiting):
                self._lines[caller][place] = item
                return waiting
        return None

    async def take(self, most: int) -> list[Item]:
        """What has its turn, when something waits: the oldest of each caller, those first who waited longest.

        Args:
            most: how many there may be.
        """
        while not self._lines:
            self._filled.clear()
            await self._filled.wait()
        taken = []
        for name in list(itertools.islice(self._lines, most)):
            line = self._lines.pop(name)
            taken.append(line.popleft())
            if line:
                self._lines[name] = line  # behind all others
        return taken
