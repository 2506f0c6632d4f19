"""Access a network's layer outputs, logits, gradients and weights. Imports TensorFlow."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from base.keras_models.compiled_call import check_reads_digits, compiled_call
from base.keras_models.logits import logits_tensor

# Layers that only pass on or reorder their input at inference; they are not shown.
SILENT = {
    *("InputLayer", "Reshape", "Permute", "Flatten", "Rescaling", "Dropout"),
    *("RandomTranslation", "RandomRotation", "RandomZoom"),
    *("Normalization", "ZeroPadding2D", "Cropping2D", "Permute"),
}
# Layers that form one step with the layer before them.
FINISHING = {"BatchNormalization", "Activation", "ReLU", "Softmax"}
FINISHING |= {"LayerNormalization", "LeakyReLU", "PReLU", "ELU"}
WEIGHTED = {"Dense", "Conv2D"}
# Batch size of the network's calls: small, so that a live frame soon has its turn.
BATCH = 8


@dataclass(frozen=True)
class Step:
    """A layer together with its normalization and activation layers.

    Attributes:
        layers: the Keras layers, e.g. a convolution, its normalization and its activation.
    """

    layers: tuple[Any, ...]

    @property
    def name(self) -> str:
        """Name of its first layer."""
        return str(self.layers[0].name)

    @property
    def kind(self) -> str:
        """Keras class name of its first layer."""
        return type(self.layers[0]).__name__

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of its output for one picture; the last axis is the number of neurons, filters or maps."""
        return tuple(self.layers[-1].output.shape[1:])

    @property
    def described(self) -> tuple[str, ...]:
        """Each of its layers, with its activation if it has one, e.g. "Dense (relu)"."""
        names = [(type(layer).__name__, activation_of(layer)) for layer in self.layers]
        return tuple(f"{kind} ({activation})" if activation else kind for kind, activation in names)

    @property
    def has_weights(self) -> bool:
        """Whether its units have weights."""
        return self.kind in WEIGHTED


class Inside:
    """A Keras model's layers, activations, gradients and weights.

    Args:
        model: a chain of layers from 784 numbers to a softmax, like the store's models.

    Attributes:
        steps: the network's steps, first to last.

    Raises:
        ValueError: the model has another input or output, or outputs nan, as after a training that diverged.
    """

    def __init__(self, model: keras.Model) -> None:
        check_reads_digits(model)
        self._model = model
        self._shape = model.input_shape[1:]
        self.steps = tuple(_steps(model.layers))
        self._walk = keras.Model(model.inputs[0], [step.layers[-1].output for step in self.steps])
        # Called dozens of times for one explanation.
        self._logits = compiled_call(keras.Model(model.inputs[0], logits_tensor(model)))
        classes = model.output_shape[1]
        self._logits_and_gradients = tf.function(
            lambda image: _logits_and_gradients(self._logits, image, classes),
            input_signature=[tf.TensorSpec((28, 28), tf.float32)],
        )
        if not np.isfinite(self.logits(np.zeros((1, 28, 28), np.float32))).all():
            raise ValueError("A model's logits must be numbers; its training diverged. Received: nan.")

    def outputs(self, image: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Compute each step's output.

        Args:
            image: float32 (28, 28), 0.0 paper to 1.0 ink.

        Returns:
            For each step an array of its `shape`.
        """
        made = self._walk(tf.constant(image.reshape(1, *self._shape)), training=False)
        return [each.numpy()[0] for each in (made if isinstance(made, list) else [made])]

    def logits(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compute the logits, the values before softmax.

        Args:
            images: float32 (n, 28, 28), 0.0 paper to 1.0 ink; n at least 1.

        Returns:
            float32 (n, classes).
        """
        parts = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
        return np.concatenate([self._logits(tf.constant(part)).numpy() for part in parts])

    def logits_and_gradients(self, image: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Compute each class's logit and its gradient with respect to the pixels.

        Args:
            image: float32 (28, 28), 0.0 paper to 1.0 ink.

        Returns:
            float32 (classes,), and float32 (classes, 28, 28), the gradients.
        """
        logits, gradients = self._logits_and_gradients(tf.constant(image))
        return logits.numpy(), gradients.numpy()

    def weights(self, name: str, unit: int) -> tuple[NDArray[np.float32], float]:
        """Return the weights and the bias of a neuron or filter.

        Args:
            name: name of a step with weights.
            unit: index of the unit, from 0.

        Returns:
            float32 (n,) for a neuron after neurons; (28, 28) for a neuron on the picture; (maps, height, width) for a
            neuron on maps and for a filter; and the bias, 0.0 if there is none.
        """
        layer = self._model.get_layer(name)
        kernel, *bias = layer.get_weights()
        own = kernel[..., unit]
        if type(layer).__name__ == "Dense":
            shape = _shape_before_flattening(self._model, layer)
            own = own.reshape(shape) if math.prod(shape) == own.size else own
        maps_first = np.moveaxis(own, -1, 0) if own.ndim == 3 else own
        is_picture = own.ndim == 3 and own.shape[-1] == 1 and type(layer).__name__ == "Dense"
        return (maps_first[0] if is_picture else maps_first), float(bias[0][unit]) if bias else 0.0

    def rows(self) -> list[dict[str, Any]]:
        """Describe every layer: `name` (its Keras class), `shape`, `parameters` and `activation`."""
        return [
            {
                "name": type(layer).__name__,
                "shape": list(layer.output.shape[1:]),
                "parameters": layer.count_params(),
                "activation": activation_of(layer),
            }
            for layer in self._model.layers
            if type(layer).__name__ != "InputLayer"
        ]


def _logits_and_gradients(logits_of_images: Any, image: Any, classes: int) -> Any:
    """Compute all classes at once: the batch holds one copy of the picture a class, each for one class's logit."""
    images = tf.repeat(image[None], classes, axis=0)
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = logits_of_images(images)
        own = tf.reduce_sum(tf.linalg.diag_part(logits))
    return logits[0], tape.gradient(own, images)


def _steps(layers: list[Any]) -> Iterator[Step]:
    # If branches merge, the previous layer in the list may belong to another branch.
    merges = any(isinstance(layer.input, list) for layer in layers)
    current: list[Any] = []
    for layer in layers:
        kind = type(layer).__name__
        if kind in SILENT:
            continue
        is_finishing = kind in FINISHING and (not merges or (bool(current) and layer.input is current[-1].output))
        if current and not is_finishing:
            yield Step(tuple(current))
            current = []
        current.append(layer)
    yield Step(tuple(current))


def _shape_before_flattening(model: keras.Model, dense: Any) -> tuple[int, ...]:
    """Return the shape of a dense layer's input before it was flattened; (n,) if it was not."""
    shape: tuple[int, ...] = tuple(model.input_shape[1:])
    if shape == (784,):
        shape = (28, 28)
    for layer in model.layers:
        if layer is dense:
            break
        made = tuple(layer.output.shape[1:])
        if not (len(made) == 1 and math.prod(made) == math.prod(shape) and type(layer).__name__ != "Dense"):
            shape = made
    return shape


def activation_of(layer: Any) -> str:
    """Return the name of a layer's activation function, e.g. "relu"; "" for none or a linear one."""
    name = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return "" if name == "linear" else str(name)
