"""A fair queue: callers take turns, regardless of how many items each has."""

import asyncio
import collections
import itertools
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Turns(Generic[Item]):
    """A queue per caller. For use in one event loop: not thread-safe."""

    def __init__(self) -> None:
        self._lines: collections.OrderedDict[str, collections.deque[Item]] = collections.OrderedDict()
        self._filled = asyncio.Event()
        self._numbers = itertools.count()

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    def count(self, caller: str) -> int:
        """Return the number of a caller's waiting items."""
        return len(self._lines.get(caller, ()))

    def put(self, caller: str, item: Item) -> None:
        """Append an item to its caller's queue; with an empty name, to a queue of its own."""
        name = caller or f"#{next(self._numbers)}"
        self._lines.setdefault(name, collections.deque()).append(item)
        self._filled.set()

    def replace(self, caller: str, item: Item, is_replaced: Callable[[Item], bool]) -> Item | None:
        """Replace the item that matches; return the replaced one, or None if no item matches."""
        line = self._lines.get(caller, ())
        for place, waiting in enumerate(line):
            if is_replaced(waiting):
                self._lines[caller][place] = item
                return waiting
        return None

    async def take(self, most: int) -> list[Item]:
        """Return the next items once there are any: the oldest of each caller, those first who waited longest.

        Args:
            most: the maximum number of items.
        """
        while not self._lines:
            self._filled.clear()
            await self._filled.wait()
        taken = []
        for name in list(itertools.islice(self._lines, most)):
            line = self._lines.pop(name)
            taken.append(line.popleft())
            if line:
                self._lines[name] = line  # moves the caller to the end
        return taken
