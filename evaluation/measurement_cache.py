"""The cache of measurements, in the store beside the model: arrays, and the model file that they were made with."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.distortions import DISTORTIONS
from model_store import ModelCard, store_folder

# By name; the types are those that each measurement documents.
Arrays = Mapping[str, NDArray[Any]]
_MODEL = "model_sha256"
# The version of the format: raised where a measurement finds more than before, or other figures. Older entries count
# as missing, and are measured anew.
_FORM, FORM = "form", 2


def save_arrays(card: ModelCard, kind: str, arrays: Arrays) -> None:
    """Save the results of a measurement, in one write.

    Args:
        card: of the model that was measured.
        kind: of measurement, a key of `evaluation.worker.__main__.MEASUREMENTS`.
        arrays: its results, by name.

    Raises:
        ModelError: the store cannot be written to.
    """
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, allow_pickle=False, **{_MODEL: np.array(card.sha256), _FORM: np.array(_form(kind)), **arrays}
    )
    store_folder().write(_file(card, kind), buffer.getvalue())


def find_arrays(card: ModelCard, kind: str) -> Arrays | None:
    """The cached results of a measurement, read-only; None where there are none, or they were made with another
    model file or by an earlier version of the program.

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
    """The form of an entry; stress that was measured without one of today's distortions counts as missing."""
    return f"{FORM} {' '.join(DISTORTIONS)}" if kind == "stress" else str(FORM)


def _file(card: ModelCard, kind: str) -> str:
    """Where it lies in the store; a shipped model's own folder is elsewhere, but what is measured is here too."""
    return f"{card.id}/evaluation/{kind}.npz"
