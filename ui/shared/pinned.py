"""Digits that a visitor pinned to watch their predictions during training; stored in the session."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ui import state
from ui.language import gettext as _

MAX_PINNED = 6
SIDE = 28


def pinned_pictures() -> NDArray[np.uint8] | None:
    """Return the pinned digits as network inputs: uint8 (n, 28, 28), 0 paper to 255 ink; None if none is pinned."""
    pinned = state.PINNED.get()
    if not pinned:
        return None
    return np.frombuffer(b"".join(pinned), np.uint8).reshape(-1, SIDE, SIDE)


def pin(digits: Iterable[bytes]) -> str:
    """Pin digits up to the limit, and return a message with the result.

    Args:
        digits: each 784 bytes, 0 paper to 255 ink.
    """
    before = state.PINNED.get()
    new = [digit for digit in dict.fromkeys(digits) if digit not in before]
    if not new:
        return _("Already pinned")
    if len(before) == MAX_PINNED:
        return _("Not pinned: {count} at most").format(count=MAX_PINNED)
    pinned = (*before, *new)[:MAX_PINNED]
    state.PINNED.set(pinned)
    return _("Pinned: {count} of {limit}").format(count=len(pinned), limit=MAX_PINNED)


def unpin(index: int) -> None:
    """Remove a pinned digit by its index."""
    state.PINNED.set(tuple(digit for number, digit in enumerate(state.PINNED.get()) if number != index))
