"""Import a foreign file: read it as data, rebuild its network, find its pixel format, measure its accuracy."""

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
from conversion.worker.foreign_network import apply_layers, build_foreign
from conversion.worker.pixels import PixelFormat
from conversion.worker.trials import Network, Trial, find_pixel_format, sharpness_of, test_figures

FOREIGN_FILE, IMPORTED_FILE = "foreign", "imported.keras"
BATCH = 100
SOFTMAX = "softmax"


def import_model(folder: Path, pixels: str | None = None) -> dict[str, Any]:
    """Convert the folder's file `foreign` to `imported.keras`, a network that takes pictures in our format.

    Args:
        folder: the job's own folder.
        pixels: id of the network's pixel format; None to detect it.

    Returns:
        `origin`, the fields of `conversion.origin.Origin` except the file's name; and for the card `dataset`,
        `parameters`, `test_loss`, `test_accuracy` and `versions`.

    Raises:
        ForeignModelError: a subclass, with the reason.
    """
    file = open_foreign(folder / FOREIGN_FILE)
    rebuilt = build_foreign(file)
    network, ending = rebuilt.network, rebuilt.ending
    shape, parameters = tuple(network.input_shape[1:]), network.count_params()
    logits = logits_of(network, ending)
    is_dense_last = isinstance(network.layers[-1], layers.Dense)
    found = find_pixel_format(logits, shape, rebuilt.multiplies, may_reorder=is_dense_last, only=pixels)
    best, sharpness = found.best, 1.0 if ending == SOFTMAX else sharpness_of(found.best)
    loss, accuracy = test_figures(logits, shape, best, sharpness)
    write_model(with_our_pixels(network, best, ending, sharpness), folder / IMPORTED_FILE)
    return {
        "origin": {
            "format": file.format,
            "keras_version": file.keras_version,
            "pixels": best.pixel_format.id,
            "ending": ending,
            "is_transposed": best.pixel_format.is_transposed,
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
    """Return a function that computes a network's logits; arguments as in `Rebuilt`."""
    to_logits = keras.Model(network.inputs[0], logits_tensor(network)) if ending == SOFTMAX else network
    return lambda images: np.asarray(to_logits.predict(images, batch_size=BATCH, verbose=0))


def with_our_pixels(network: keras.Model, found: Trial, ending: str, sharpness: float) -> keras.Model:
    """Prepend layers that convert our pixels, 0.0 to 1.0, to the network's format; the outputs are probabilities."""
    if found.order is not None:
        last = network.layers[-1]
        last.set_weights([weights[..., list(found.order)] for weights in last.get_weights()])
    added = [] if sharpness == 1.0 else [layers.Rescaling(sharpness)]
    if ending != SOFTMAX:
        added.append(layers.Softmax())
    shape = network.input_shape[1:]
    given = x = keras.Input(shape)
    for layer in _pixel_layers(found.pixel_format, shape):
        x = layer(x)
    x = apply_layers(network, x)
    for layer in added:
        x = layer(x)
    return keras.Model(given, x)


def _pixel_layers(pixel_format: PixelFormat, shape: tuple[int, ...]) -> Iterator[keras.Layer]:
    if pixel_format.is_transposed:
        yield layers.Reshape((28, 28))
        yield layers.Permute((2, 1))
        yield layers.Reshape(shape)
    if (pixel_format.scale, pixel_format.offset) != (1.0, 0.0):
        yield layers.Rescaling(pixel_format.scale, pixel_format.offset)
