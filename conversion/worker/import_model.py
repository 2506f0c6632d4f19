"""One import: read a stranger's file as data, build its network anew, find how it wants its pixels, measure it."""

import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from base.keras_models.files import write_model
from base.keras_models.logits import logits_tensor
from conversion.worker.foreign_files import open_foreign
from conversion.worker.foreign_network import build_foreign, called_again
from conversion.worker.pixels import Way
from conversion.worker.trials import Network, Trial, find_way, sharpness_of, test_figures

FOREIGN_FILE, IMPORTED_FILE = "foreign", "imported.keras"
BATCH = 100
SOFTMAX = "softmax"


def import_model(folder: Path, pixels: str | None = None) -> dict[str, Any]:
    """Make `imported.keras` of the folder's file `foreign`: a network that takes pictures as every other one here does.

    Args:
        folder: of this job alone.
        pixels: the id of the way in which the network wants its pixels; None to find it.

    Returns:
        `origin`, the fields of `conversion.origin.Origin` but the file's name; and of the card `dataset`,
        `parameters`, `test_loss`, `test_accuracy` and `versions`.

    Raises:
        ForeignModelError: one of its kinds, with what was found.
    """
    file = open_foreign(folder / FOREIGN_FILE)
    rebuilt = build_foreign(file)
    network, ending = rebuilt.network, rebuilt.ending
    shape, parameters = tuple(network.input_shape[1:]), network.count_params()
    logits = logits_of(network, ending)
    is_dense_last = isinstance(network.layers[-1], layers.Dense)
    found = find_way(logits, shape, rebuilt.multiplies, may_reorder=is_dense_last, only=pixels)
    best, sharpness = found.best, 1.0 if ending == SOFTMAX else sharpness_of(found.best)
    loss, accuracy = test_figures(logits, shape, best, sharpness)
    write_model(with_our_pixels(network, best, ending, sharpness), folder / IMPORTED_FILE)
    return {
        "origin": {
            "format": file.format,
            "keras_version": file.keras_version,
            "pixels": best.way.id,
            "ending": ending,
            "is_transposed": best.way.is_transposed,
            "order": best.order and list(best.order),
            "tried": found.tried,
            "tried_images": found.images,
        },
        "dataset": best.dataset,
        "parameters": parameters,
        "test_loss": loss,
        "test_accuracy": accuracy,
        "versions": {"python": platform.python_version(), "tensorflow": tf.__version__, "keras": keras.__version__},
    }


def logits_of(network: keras.Model, ending: str) -> Network:
    """What gives a network's logits, as a `Rebuilt` holds both."""
    to_logits = keras.Model(network.inputs[0], logits_tensor(network)) if ending == SOFTMAX else network
    return lambda images: np.asarray(to_logits.predict(images, batch_size=BATCH, verbose=0))


def with_our_pixels(network: keras.Model, found: Trial, ending: str, sharpness: float) -> keras.Model:
    """The network behind layers that present our pixels, 0.0 to 1.0, as it wants them; it gives probabilities."""
    if found.order is not None:
        last = network.layers[-1]
        last.set_weights([weights[..., list(found.order)] for weights in last.get_weights()])
    added = [] if sharpness == 1.0 else [layers.Rescaling(sharpness)]
    if ending != SOFTMAX:
        added.append(layers.Softmax())
    shape = network.input_shape[1:]
    given = x = keras.Input(shape)
    for layer in _presenting(found.way, shape):
        x = layer(x)
    x = called_again(network, x)
    for layer in added:
        x = layer(x)
    return keras.Model(given, x)


def _presenting(way: Way, shape: tuple[int, ...]) -> Iterator[keras.Layer]:
    if way.is_transposed:
        yield layers.Reshape((28, 28))
        yield layers.Permute((2, 1))
        yield layers.Reshape(shape)
    if (way.scale, way.offset) != (1.0, 0.0):
        yield layers.Rescaling(way.scale, way.offset)
