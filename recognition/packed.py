"""Arrays within JSON. No TensorFlow here."""

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

Packed = dict[str, Any]


def pack(array: NDArray[Any]) -> Packed:
    """An array as JSON's types: `shape`, `dtype`, and its bytes in base64."""
    array = np.ascontiguousarray(array)
    return {"shape": array.shape, "dtype": str(array.dtype), "data": base64.b64encode(array.tobytes()).decode()}


def unpack(packed: Packed) -> NDArray[Any]:
    """The array of `pack`, read-only.

    Raises:
        ValueError, KeyError: it is none.
    """
    return np.frombuffer(base64.b64decode(packed["data"]), packed["dtype"]).reshape(packed["shape"])
