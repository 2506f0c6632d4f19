"""Values that are made when first asked for, once, also where several threads ask at the same moment."""

import functools
import threading
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

Key = TypeVarTuple("Key")
Value = TypeVar("Value")


def made_once(make: Callable[[*Key], Value]) -> Callable[[*Key], Value]:
    """Keep what a function returns, for each of its arguments; whoever asks while it is being made waits for it.

    `functools.cache` holds no lock while the first call runs: eight threads would load a data set eight times. What
    raises is not kept: the next call tries again.

    Args:
        make: takes positional, hashable arguments alone.
    """
    made: dict[tuple[*Key], Value] = {}
    locks: dict[tuple[*Key], threading.Lock] = {}

    @functools.wraps(make)
    def get(*key: *Key) -> Value:
        if key not in made:
            with locks.setdefault(key, threading.Lock()):
                if key not in made:
                    made[key] = make(*key)
        return made[key]

    return get
