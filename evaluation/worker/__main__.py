"""The evaluation process, see `base.jobs.worker`: it reads the job's `model.keras` and writes `found.npz`."""

from pathlib import Path
from typing import Any

import numpy as np

import image_data
from base.jobs.worker import Progress, serve
from evaluation.worker.drawings import read_drawings
from evaluation.worker.network import Network
from evaluation.worker.predictions import predictions
from evaluation.worker.stress import stress
from evaluation.worker.top_activations import top_activations
from evaluation.worker.unscaled import unscaled

# Each takes the network, its data set and a progress callback, and returns arrays by name. The keys name cached files.
MEASUREMENTS = {"predictions": predictions, "stress": stress, "unscaled": unscaled, "exciting": top_activations}


def do(folder: Path, job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Run the measurement `kind`; if the folder contains pictures, read those instead."""
    network = Network((folder / "model.keras").read_bytes(), job["temperature"])
    pictures = folder / "pictures.npz"
    if pictures.exists():
        with np.load(pictures, allow_pickle=False) as files:
            found = read_drawings(network, [files[name].tobytes() for name in files.files], progress)
    else:
        found = MEASUREMENTS[job["kind"]](network, image_data.load(job["dataset"]), progress)
    np.savez(folder / "found.npz", allow_pickle=False, **found)
    return {}


if __name__ == "__main__":
    serve(do)
