"""Encode NumPy arrays in JSON. No TensorFlow here."""

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

Packed = dict[str, Any]


def pack(array: NDArray[Any]) -> Packed:
    """Encode an array as an object with `shape`, `dtype`, and its bytes in base64."""
    array = np.ascontiguousarray(array)
    return {"shape": array.shape, "dtype": str(array.dtype), "data": base64.b64encode(array.tobytes()).decode()}


def unpack(packed: Packed) -> NDArray[Any]:
    """Decode an array packed by `pack`, read-only.

    Raises:
        ValueError, KeyError: `packed` is malformed.
    """
    return np.frombuffer(base64.b64decode(packed["data"]), packed["dtype"]).reshape(packed["shape"])
