"""Encode weights as text: three bytes a number, four characters in base64.

The lowest 8 of the 23 bits of a float32's fraction are rounded off: a relative error of at most 2^-16, too small to
change the third digit of a probability.
"""

import base64

import numpy as np
from numpy.typing import NDArray

_HALF = np.uint32(0x7F)


def pack(weights: NDArray[np.float32]) -> str:
    """Encode finite numbers, float32 (n,), as base64 of 3 n bytes, little-endian."""
    bits = weights.astype("<f4").view("<u4")
    # Round half to even.
    rounded = (bits + _HALF + ((bits >> np.uint32(8)) & np.uint32(1))) >> np.uint32(8)
    return base64.b64encode(rounded.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()).decode("ascii")


def unpack(text: str) -> NDArray[np.float32]:
    """Decode the text of `pack`: float32 (n,)."""
    packed = np.frombuffer(base64.b64decode(text, validate=True), np.uint8).reshape(-1, 3)
    padded = np.zeros((len(packed), 4), np.uint8)
    padded[:, 1:] = packed
    return padded.view("<f4").reshape(-1).astype(np.float32)
