"""The cache of measurements in the store, beside the model: arrays, with the digest of the measured model file."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.distortions import DISTORTIONS
from model_store import ModelCard, store_folder

# Arrays by name; each measurement documents its dtypes.
Arrays = Mapping[str, NDArray[Any]]
_MODEL = "model_sha256"
# The format's version, to be raised when a measurement's results change. Older entries are ignored and measured again.
_FORM, FORM = "form", 2


def save_arrays(card: ModelCard, kind: str, arrays: Arrays) -> None:
    """Save a measurement's results, atomically.

    Args:
        card: the measured model's card.
        kind: a key of `evaluation.worker.__main__.MEASUREMENTS`.
        arrays: the results by name.

    Raises:
        ModelError: the store cannot be written to.
    """
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, allow_pickle=False, **{_MODEL: np.array(card.sha256), _FORM: np.array(_form(kind)), **arrays}
    )
    store_folder().write(_file(card, kind), buffer.getvalue())


def find_arrays(card: ModelCard, kind: str) -> Arrays | None:
    """Return the cached results of a measurement, read-only; None if there are none, or they belong to another model
    file or an earlier version of the program.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    content = store_folder().read(_file(card, kind))
    try:
        with np.load(io.BytesIO(content or b""), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, EOFError, OSError, KeyError, zipfile.BadZipFile):
        return None
    if str(arrays.pop(_MODEL, "")) != card.sha256 or str(arrays.pop(_FORM, "")) != _form(kind):
        return None
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _form(kind: str) -> str:
    """Return an entry's format; for stress it includes the distortions, so that a new one invalidates the entry."""
    return f"{FORM} {' '.join(DISTORTIONS)}" if kind == "stress" else str(FORM)


def _file(card: ModelCard, kind: str) -> str:
    """Return an entry's path in the store, also for shipped models, whose own files are elsewhere."""
    return f"{card.id}/evaluation/{kind}.npz"
