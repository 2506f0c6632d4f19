"""Read visitors' drawings with a network."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from base.jobs.worker import Progress
from evaluation.worker.network import Network
from recognition.preparation import prepare

# The share of time for preparing the pictures.
_PREPARED = 0.9


def read_drawings(network: Network, pictures: Sequence[bytes], progress: Progress) -> dict[str, NDArray[np.generic]]:
    """Read drawings, prepared as on the Draw page.

    Returns:
        `predictions`: int64 (n,), 0 to 9; -1 if there was nothing to read, e.g. a blank picture.
        `confidence`: float32 (n,), the probability of each prediction.
    """
    prepared = []
    for number, picture in enumerate(pictures, start=1):
        prepared.append(prepare(Image.open(io.BytesIO(picture))))
        progress(_PREPARED * number / len(pictures))
    probabilities = network.read(np.stack([each.digit for each in prepared]))
    is_read = np.array([each.reason is None for each in prepared])
    return {
        "predictions": np.where(is_read, probabilities.argmax(axis=1), -1),
        "confidence": np.where(is_read, probabilities.max(axis=1), np.float32(0)),
    }
