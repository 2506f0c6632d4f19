"""One import: read a stranger's file as data, build its network anew, find how it wants its pixels, measure it."""

import platform
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf
from keras import layers

from conversion.worker.foreign_files import open_foreign
from conversion.worker.foreign_network import build_foreign, called_again
from conversion.worker.pixels import Way, find_way, test_figures
from model_store.keras_files import write_model

FOREIGN_FILE, ADOPTED_FILE = "foreign", "adopted.keras"


def adopt(folder: Path) -> dict[str, Any]:
    """Make `adopted.keras` of the folder's file `foreign`: a network that takes pictures as every other one here does.

    Returns:
        `origin`, the fields of `conversion.origin.Origin` but the file's name; and of the card `dataset`,
        `parameters`, `test_loss`, `test_accuracy` and `versions`.

    Raises:
        ForeignModelError: one of its kinds, with what was found.
    """
    file = open_foreign(folder / FOREIGN_FILE)
    network, is_softmax_added = build_foreign(file)
    found = find_way(network)
    measured = test_figures(network, found.dataset, found.way)
    write_model(_with_our_pixels(network, found.way), folder / ADOPTED_FILE)
    return {
        "origin": {
            "format": file.format,
            "keras_version": file.keras_version,
            "pixels": found.way.id,
            "is_softmax_added": is_softmax_added,
        },
        "dataset": found.dataset,
        "parameters": network.count_params(),
        "test_loss": measured.loss,
        "test_accuracy": measured.accuracy,
        "versions": {"python": platform.python_version(), "tensorflow": tf.__version__, "keras": keras.__version__},
    }


def _with_our_pixels(network: keras.Model, way: Way) -> keras.Model:
    """The network behind a layer that presents our pixels, 0.0 to 1.0, in the way that it wants."""
    if (way.scale, way.offset) == (1.0, 0.0):
        return network
    given = keras.Input(network.input_shape[1:])
    x = layers.Rescaling(way.scale, way.offset)(given)
    return keras.Model(given, called_again(network, x))
