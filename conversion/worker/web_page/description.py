"""Convert a Keras network to a list of steps that a page's JavaScript can compute."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NoReturn

import keras
import numpy as np
from numpy.typing import NDArray

from base.errors import ExportLayerError

Step = dict[str, Any]

ACTIVATIONS = ("linear", "relu", "elu", "tanh", "sigmoid", "softmax")
# Layers that act only during training.
ONLY_FOR_TRAINING = (
    *("Dropout", "SpatialDropout2D", "GaussianDropout", "GaussianNoise"),
    *("RandomTranslation", "RandomRotation", "RandomZoom", "RandomFlip", "RandomContrast", "RandomBrightness"),
)
# Layers that do not change the order of values in memory (row-major, channels last).
ONLY_FOR_SHAPE = ("InputLayer", "Reshape", "Flatten")


@dataclass
class Description:
    """A network as steps.

    Attributes:
        steps: in order, as plain values. Each has a `kind`: "affine", "dense", "convolution", "max_pooling",
            "average_pooling", "global_average" or "activation"; its sizes; and, if it has weights, `weights`, their
            offset in the page's list of numbers.
        weights: float32 arrays, concatenated to that list.
    """

    steps: list[Step] = field(default_factory=list)
    weights: list[NDArray[np.float32]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return the number of weights."""
        return sum(array.size for array in self.weights)

    def add(self, kind: str, *weights: NDArray[np.float32], **values: Any) -> None:
        """Append a step and its weights."""
        begins = {"weights": self.count} if weights else {}
        self.weights += [np.asarray(array, np.float32) for array in weights]
        self.steps.append({"kind": kind, **values, **begins})


def describe(model: keras.Model) -> Description:
    """Convert a network to steps and weights.

    Args:
        model: maps 784 numbers in any shape to probabilities (n, classes).

    Raises:
        ExportLayerError: a layer is not supported, or the layers are no single chain.
    """
    description = Description()
    for layer in _chain(model):
        kind = type(layer).__name__
        if kind in ONLY_FOR_TRAINING or kind in ONLY_FOR_SHAPE:
            continue
        if kind not in _LAYERS:
            _refuse(layer, kind)
        _LAYERS[kind](description, layer, tuple(layer.input.shape[1:]))
    return description


def _chain(model: keras.Model) -> list[keras.Layer]:
    layers: list[keras.Layer] = model.layers
    for layer in layers:
        if isinstance(layer, keras.Model):
            _refuse(layer, "a network inside of the network")
    if not isinstance(model, keras.Sequential):
        for before, layer in pairwise(layers):
            if layer.input is not before.output:
                _refuse(layer, "a branch")
        if model.outputs[0] is not layers[-1].output:
            _refuse(layers[-1], "a layer that is used twice")
    return layers


def _add_dense(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    if len(shape) != 1:
        _refuse(layer, f"Dense on an input of {shape}")
    outputs = layer.units
    bias = np.zeros(outputs) if layer.bias is None else np.asarray(layer.bias)
    description.add("dense", np.asarray(layer.kernel), bias, inputs=shape[0], outputs=outputs)
    _add_function(description, layer, (outputs,))


def _add_convolution(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    _check_channels_last(layer)
    is_plain = set(layer.strides) == {1} and set(layer.dilation_rate) == {1} and layer.groups == 1
    if not is_plain or layer.padding not in ("same", "valid"):
        _refuse(
            layer, f"Conv2D with strides={layer.strides}, dilation={layer.dilation_rate}, padding={layer.padding!r}"
        )
    height, width, channels = shape
    rows, columns = layer.kernel_size
    bias = np.zeros(layer.filters) if layer.bias is None else np.asarray(layer.bias)
    # "same" pads with zeros; if their number is odd, the extra one is at the bottom and right.
    above, left = ((rows - 1) // 2, (columns - 1) // 2) if layer.padding == "same" else (0, 0)
    sizes = {"height": height, "width": width, "channels": channels, "rows": rows, "columns": columns}
    made = {"filters": layer.filters, "above": above, "left": left}
    made |= {"outHeight": layer.output.shape[1], "outWidth": layer.output.shape[2]}
    description.add("convolution", np.asarray(layer.kernel), bias, **sizes, **made)
    _add_function(description, layer, tuple(layer.output.shape[1:]))


def _add_pooling(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    _check_channels_last(layer)
    if layer.padding != "valid":
        _refuse(layer, f"{type(layer).__name__} with padding={layer.padding!r}")
    kind = "max_pooling" if isinstance(layer, keras.layers.MaxPooling2D) else "average_pooling"
    sizes = dict(zip(("height", "width", "channels"), shape, strict=True))
    window = dict(zip(("rows", "columns", "down", "across"), (*layer.pool_size, *layer.strides), strict=True))
    description.add(kind, **sizes, **window, outHeight=layer.output.shape[1], outWidth=layer.output.shape[2])


def _add_global_average(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    _check_channels_last(layer)
    description.add("global_average", places=shape[0] * shape[1], channels=shape[2])


def _add_batch_normalization(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    axis = layer.axis[0] if isinstance(layer.axis, list | tuple) else layer.axis
    if axis not in (-1, len(shape)):
        _refuse(layer, f"BatchNormalization along axis {axis}")
    scale = 1 / np.sqrt(np.asarray(layer.moving_variance, np.float64) + layer.epsilon)
    if layer.gamma is not None:
        scale = scale * np.asarray(layer.gamma)
    offset = -np.asarray(layer.moving_mean) * scale
    if layer.beta is not None:
        offset = offset + np.asarray(layer.beta)
    _add_affine(description, scale, offset, shape)


def _add_rescaling(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    _add_affine(
        description,
        np.broadcast_to(np.asarray(layer.scale, np.float64), shape[-1:]),
        np.broadcast_to(np.asarray(layer.offset, np.float64), shape[-1:]),
        shape,
    )


def _add_affine(
    description: Description, scale: NDArray[np.float64], offset: NDArray[np.float64], shape: tuple[int, ...]
) -> None:
    """Add a scale and an offset for each channel, fused into the previous layer if that is linear."""
    last = description.steps[-1] if description.steps else {"kind": ""}
    is_sum = last["kind"] in ("dense", "convolution") and description.weights[-1].size == shape[-1]
    if is_sum:
        kernel, bias = description.weights[-2:]
        description.weights[-2:] = [
            (kernel * scale).astype(np.float32),
            (bias * scale + offset).astype(np.float32),
        ]
    else:
        description.add(
            "affine", scale.astype(np.float32), offset.astype(np.float32), size=math.prod(shape), channels=shape[-1]
        )


def _add_activation(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    _add_function(description, layer, shape)


def _add_relu(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    if layer.max_value is not None or layer.negative_slope or layer.threshold:
        _refuse(layer, "ReLU with a maximum, a slope or a threshold")
    description.add("activation", function="relu", size=math.prod(shape))


def _add_softmax(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    if layer.axis not in (-1, 1) or len(shape) != 1:
        _refuse(layer, f"Softmax along axis {layer.axis} of {shape}")
    description.add("activation", function="softmax", size=shape[0])


def _add_function(description: Description, layer: Any, shape: tuple[int, ...]) -> None:
    """Add a layer's activation, or an activation layer."""
    name = getattr(layer.activation, "__name__", str(layer.activation))
    if name not in ACTIVATIONS or (name == "softmax" and len(shape) != 1):
        _refuse(layer, f"{type(layer).__name__} with the activation {name} on {shape}")
    if name != "linear":
        description.add("activation", function=name, size=math.prod(shape))


def _check_channels_last(layer: Any) -> None:
    if layer.data_format != "channels_last" or getattr(layer, "keepdims", False):
        _refuse(layer, f"{type(layer).__name__} with data_format={layer.data_format!r} or kept dimensions")


_LAYERS: dict[str, Callable[[Description, Any, tuple[int, ...]], None]] = {
    "Dense": _add_dense,
    "Conv2D": _add_convolution,
    "MaxPooling2D": _add_pooling,
    "AveragePooling2D": _add_pooling,
    "GlobalAveragePooling2D": _add_global_average,
    "BatchNormalization": _add_batch_normalization,
    "Rescaling": _add_rescaling,
    "Activation": _add_activation,
    "ReLU": _add_relu,
    "Softmax": _add_softmax,
}


def _refuse(layer: keras.Layer, found: str) -> NoReturn:
    raise ExportLayerError(
        f"A web page cannot compute this network. Received: {found} (layer {layer.name!r}). Take another format.",
        layer=layer.name,
        found=found,
    )
