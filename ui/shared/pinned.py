"""Digits that a visitor pinned, to see what a network makes of them while it learns; kept in their session."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ui import state
from ui.language import gettext as _

MAX_PINNED = 6
SIDE = 28


def pinned_pictures() -> NDArray[np.uint8] | None:
    """The pinned digits as a network sees them: uint8 (n, 28, 28), 0 paper to 255 ink; None where none is pinned."""
    pinned = state.PINNED.get()
    if not pinned:
        return None
    return np.frombuffer(b"".join(pinned), np.uint8).reshape(-1, SIDE, SIDE)


def pin(digits: Iterable[bytes]) -> str:
    """Pin digits, as many as there is room for; what became of it, in words.

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


def unpin(place: int) -> None:
    """Take a pinned digit away, counted from 0."""
    state.PINNED.set(tuple(digit for number, digit in enumerate(state.PINNED.get()) if number != place))
