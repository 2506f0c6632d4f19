"""Cache values that are computed once on first use, also with concurrent threads."""

import functools
import threading
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

Key = TypeVarTuple("Key")
Value = TypeVar("Value")


def made_once(make: Callable[[*Key], Value]) -> Callable[[*Key], Value]:
    """Cache a function's results by its arguments; concurrent calls with the same arguments wait for the first one.

    `functools.cache` holds no lock during the first call: eight threads would load a data set eight times. Exceptions
    are
    not cached: the next call tries again.

    Args:
        make: takes only positional, hashable arguments.
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
