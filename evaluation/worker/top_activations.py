"""The test images with the largest activation of each neuron and each filter of a network."""

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from base.jobs.worker import Progress
from base.keras_models.compiled_call import compiled_call
from base.keras_models.logits import logits_tensor
from evaluation.worker.network import Network
from image_data import Dataset

MOST = 9
# Batch size: all layers' outputs for a batch are in memory.
BATCH = 100


def top_activations(network: Network, dataset: Dataset, progress: Progress) -> dict[str, NDArray[np.generic]]:
    """Find the nine test images with the largest activation of each unit; for a filter, the largest value in its map.

    For the last layer the logits are used, as the softmax of many images is 1.0.

    Returns:
        For each layer `indices_<name>`: uint16 (units, 9), of test images, the largest activation first; and
        `values_<name>`: float32 (units, 9), the activations.
    """
    model = network.model
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    outputs = [layer.output for layer in layers[:-1]] + [logits_tensor(model)]
    call = compiled_call(keras.Model(model.inputs[0], [_largest_in_map(output) for output in outputs]))
    best = [_Best(output.shape[-1]) for output in outputs]
    images = dataset.x_test
    for start in range(0, len(images), BATCH):
        answers = call(tf.constant(images[start : start + BATCH] / np.float32(255)))
        for kept, answer in zip(best, answers if len(outputs) > 1 else [answers], strict=True):
            kept.add(start, answer.numpy())
        progress(min(1.0, (start + BATCH) / len(images)))
    found: dict[str, NDArray[np.generic]] = {}
    for layer, kept in zip(layers, best, strict=True):
        found |= {f"indices_{layer.name}": kept.indices.astype(np.uint16), f"values_{layer.name}": kept.values}
    return found


def _largest_in_map(output: keras.KerasTensor) -> keras.KerasTensor:
    within = tuple(range(1, len(output.shape) - 1))
    return keras.ops.max(output, axis=within) if within else output


class _Best:
    """The images with the largest activations so far.

    Attributes:
        indices: int64 (units, 9).
        values: float32 (units, 9), the activations, largest first.
    """

    def __init__(self, units: int) -> None:
        self.indices = np.zeros((units, MOST), np.int64)
        self.values = np.full((units, MOST), -np.inf, np.float32)

    def add(self, start: int, activations: NDArray[np.float32]) -> None:
        """Add the activations of more images, float32 (n, units); the first image is number `start`."""
        indices = np.broadcast_to(np.arange(start, start + len(activations)), activations.T.shape)
        values = np.concatenate([self.values, activations.T], axis=1)
        order = np.argsort(-values, axis=1, kind="stable")[:, :MOST]
        self.values = np.take_along_axis(values, order, axis=1)
        self.indices = np.take_along_axis(np.concatenate([self.indices, indices], axis=1), order, axis=1)
