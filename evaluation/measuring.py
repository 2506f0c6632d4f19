"""One measurement: made in the evaluation process, and kept."""

import io
import tempfile
from pathlib import Path

import numpy as np

from base.jobs.queue import Run
from evaluation.kept import Arrays, find_arrays, keep_arrays
from model_store import ModelCard, read_model


def measure(card: ModelCard, kind: str, run: Run) -> Arrays:
    """What a measurement found; measured and kept first where that was not done yet. Takes seconds.

    Raises:
        JobError: the process was ended or crashed.
        ModelError: the model's file is damaged or gone, or the store cannot be written to.
    """
    kept = find_arrays(card, kind)
    if kept is not None:
        return kept
    arrays = run_measurement(card, kind, run)
    keep_arrays(card, kind, arrays)
    return arrays


def run_measurement(card: ModelCard, kind: str, run: Run, pictures: Arrays | None = None) -> Arrays:
    """What a measurement finds, without keeping it.

    Args:
        card: of the model.
        kind: see `measure`; with pictures only a name.
        run: hands the job to its process.
        pictures: the bytes of PNG files to read in place of the data set, uint8 (size,) each, at least one.

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
        array.flags.writeable = False  # all visitors share them
    return arrays
