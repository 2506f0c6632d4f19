"""Run a measurement in the evaluation process, and cache it."""

import io
import tempfile
from pathlib import Path

import numpy as np

from base.jobs.queue import Run
from evaluation.measurement_cache import Arrays, find_arrays, save_arrays
from model_store import ModelCard, read_model


def measure(card: ModelCard, kind: str, run: Run) -> Arrays:
    """Return a measurement's results from the cache, or measure and cache them. Takes seconds.

    Raises:
        JobError: the process was ended or crashed.
        ModelError: the model's file is damaged or gone, or the store cannot be written to.
    """
    cached = find_arrays(card, kind)
    if cached is not None:
        return cached
    arrays = run_measurement(card, kind, run)
    save_arrays(card, kind, arrays)
    return arrays


def run_measurement(card: ModelCard, kind: str, run: Run, pictures: Arrays | None = None) -> Arrays:
    """Run a measurement without the cache.

    Args:
        card: the model's card.
        kind: see `measure`; with pictures only a name.
        run: runs the job in its process.
        pictures: PNG files to read instead of the data set, uint8 (size,) each, at least one.

    Raises:
        As `measure`.
    """
    with tempfile.TemporaryDirectory(prefix="digitlab-evaluation-") as name:
        folder = Path(name)
        (folder / "model.keras").write_bytes(read_model(card.id))
        if pictures:
            np.savez(folder / "pictures.npz", allow_pickle=False, **pictures)
        run(folder, {"kind": kind, "dataset": card.dataset, "temperature": card.temperature})
        with np.load(io.BytesIO((folder / "found.npz").read_bytes()), allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
    for array in arrays.values():
        array.flags.writeable = False  # shared by all visitors
    return arrays
