"""What is kept of measurements in the store, beside the model: arrays, and which model file they were made with."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_store import ModelCard, store_folder

# Of the types that each measurement says.
Arrays = Mapping[str, NDArray[Any]]
_MODEL = "model_sha256"
# Counts on where a measurement finds more than before, or other figures: what was kept of an earlier one is made anew.
_FORM, FORM = "form", 2


def keep_arrays(card: ModelCard, kind: str, arrays: Arrays) -> None:
    """Keep what a measurement found, in one write.

    Args:
        card: of the model that was measured.
        kind: of measurement, a key of `evaluation.worker.__main__.MEASUREMENTS`.
        arrays: what it found, by name.

    Raises:
        ModelError: the store cannot be written to.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **{_MODEL: np.array(card.sha256), _FORM: np.array(FORM), **arrays})
    store_folder().write(_file(card, kind), buffer.getvalue())


def find_arrays(card: ModelCard, kind: str) -> Arrays | None:
    """What was kept of a measurement, read-only; None where there is none, or it was made with another model file
    or by an earlier version of the program.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    content = store_folder().read(_file(card, kind))
    try:
        with np.load(io.BytesIO(content or b""), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
    except (ValueError, EOFError, OSError, KeyError, zipfile.BadZipFile):
        return None
    if str(arrays.pop(_MODEL, "")) != card.sha256 or str(arrays.pop(_FORM, "")) != str(FORM):
        return None
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _file(card: ModelCard, kind: str) -> str:
    """Where it lies in the store; a shipped model's own folder is elsewhere, but what is measured is here too."""
    return f"{card.id}/evaluation/{kind}.npz"
