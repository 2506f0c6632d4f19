"""Weights as text: three bytes a number, so that base64 takes four characters for it.

The lowest 8 of the 23 bits of a float32's fraction are rounded away: a relative error of at most 2^-16, too
little to change the third digit of a probability.
"""

import base64

import numpy as np
from numpy.typing import NDArray

_HALF = np.uint32(0x7F)


def pack(weights: NDArray[np.float32]) -> str:
    """Finite numbers, float32 (n,), as base64 of 3 n bytes, each number's lowest byte first."""
    bits = weights.astype("<f4").view("<u4")
    # To the nearest, halves to the even one.
    rounded = (bits + _HALF + ((bits >> np.uint32(8)) & np.uint32(1))) >> np.uint32(8)
    return base64.b64encode(rounded.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()).decode("ascii")


def unpack(text: str) -> NDArray[np.float32]:
    """The numbers of `pack`'s text: float32 (n,)."""
    packed = np.frombuffer(base64.b64decode(text, validate=True), np.uint8).reshape(-1, 3)
    padded = np.zeros((len(packed), 4), np.uint8)
    padded[:, 1:] = packed
    return padded.view("<f4").reshape(-1).astype(np.float32)
