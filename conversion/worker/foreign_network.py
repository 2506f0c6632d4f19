"""Rebuild a foreign network from allowed layers of our own Keras, with the file's weights."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from conversion.worker.foreign_files import DAMAGE, ForeignFile, Shape, Weights, WeightsLocation
from conversion.worker.foreign_graph import plain_layers
from conversion.worker.foreign_layers import MERGES, PlainLayer
from conversion.worker.refusals import bad_activation, bad_layer, bad_shape, bad_size, bad_weights, named

# As for what is trained here (`training.recipe.limits`): a file of 40 MB.
MAX_PARAMETERS = 8_000_000
# Above the limit for training: this only bounds the inference time. 99 million, in two convolutions, take 4 ms on one
# thread.
MAX_MULTIPLIES = 100_000_000
# Values between two layers for one picture: a batch of a hundred pictures takes 200 MB.
MAX_VALUES = 500_000
CLASSES = 10

# The group name of each layer class in a `.keras` file: "dense", "dense_1", …
_WEIGHT_NAMES = {
    "Dense": "dense",
    "Conv2D": "conv2d",
    "SeparableConv2D": "separable_conv2d",
    "DepthwiseConv2D": "depthwise_conv2d",
    "BatchNormalization": "batch_normalization",
    "LayerNormalization": "layer_normalization",
    "Normalization": "normalization",
    "PReLU": "p_re_lu",
}
# Layers whose weights with two or more axes are multiplied with every value or position.
_PRODUCTS = ("Dense", "Conv2D", "SeparableConv2D", "DepthwiseConv2D")
# Layers that do not change the ten numbers.
_TRANSPARENT = ("Flatten", "Reshape", "Dropout")
# The final activations for which the largest of ten numbers is the most likely class.
ENDINGS = ("softmax", "linear", "log_softmax", "sigmoid", "tanh")


@dataclass(frozen=True)
class _Planned:
    """A layer whose size was checked, before it allocates memory.

    Attributes:
        plain: the file's description.
        layer: our Keras layer, not built yet.
        weights: the shapes of its weights, in Keras' order.
        made: the output shape, without the batch.
    """

    plain: PlainLayer
    layer: keras.Layer
    weights: list[Shape]
    made: Shape

    @property
    def multiplies(self) -> int:
        """Multiplications for one picture, in convolutions and dense layers; others are negligible."""
        if self.plain.kind not in _PRODUCTS:
            return 0
        return sum(math.prod(shape) for shape in self.weights if len(shape) > 1) * math.prod(self.made[:-1])


@dataclass(frozen=True)
class Rebuilt:
    """A file's rebuilt network.

    Attributes:
        network: maps pixels in its own format to float32 (n, 10).
        ending: the final activation of the file's network. For "softmax", the ten outputs are probabilities. For
            "linear", "log_softmax", "sigmoid" and "tanh" the activation is removed, and they are logits.
        multiplies: multiplications for one picture.
    """

    network: keras.Model
    ending: str
    multiplies: int


def build_foreign(file: ForeignFile) -> Rebuilt:
    """Build a file's network.

    Raises:
        ForeignModelError: a subclass: a layer that is not allowed, a wrong size or shape, or damage.
    """
    shape, described = plain_layers(file.network, is_of_keras_2=file.keras_version.startswith("2."))
    ending, plain = _without_ending(described)
    planned = list(_plan(shape, plain))
    _check_sizes(planned)
    if not planned or planned[-1].made != (CLASSES,):
        raise bad_shape(f"a network that gives {_spelt(planned[-1].made if planned else shape)}")
    locations = _numbered(each.plain for each in planned if each.weights)
    given = x = keras.Input(shape)
    made: list[Any] = []
    for each in planned:
        layer = each.layer
        weights = _read_weights(file, each, locations) if each.weights else []
        if each.plain.kind == "Normalization" and weights:
            layer = _normalization(each.plain, *weights)
        fed = [given if number < 0 else made[number] for number in each.plain.feeds]
        try:
            x = layer(fed if each.plain.kind in MERGES else fed[0])
        except (ValueError, TypeError, ArithmeticError, tf.errors.OpError) as error:
            raise bad_shape(f"{named(each.plain.name, each.plain.kind)} that cannot be built") from error
        made.append(x)
        if weights and layer is each.layer:
            layer.set_weights(weights)
    return Rebuilt(keras.Model(given, x), ending, sum(each.multiplies for each in planned))


def _numbered(layers_with_weights: Iterable[PlainLayer]) -> dict[int, WeightsLocation]:
    """Return the location of each layer's weights, by `order`: layers and networks with weights are counted by kind."""
    counts = Counter[Any]()
    numbers: dict[tuple[Any, int], int] = {}
    locations: dict[int, WeightsLocation] = {}
    for plain in sorted(layers_with_weights, key=lambda each: each.order):
        path: tuple[tuple[str, int], ...] = ()
        for kind, order in (*plain.within, (_WEIGHT_NAMES[plain.kind], plain.order)):
            if (path, order) not in numbers:
                numbers[path, order] = counts[path, kind]
                counts[path, kind] += 1
            path = (*path, (kind, numbers[path, order]))
        locations[plain.order] = WeightsLocation(plain.name, plain.group, path)
    return locations


def _read_weights(file: ForeignFile, planned: _Planned, locations: dict[int, WeightsLocation]) -> list[Weights]:
    location = locations[planned.plain.order]
    try:
        return file.weights(location, planned.weights)
    except DAMAGE as error:
        raise bad_weights(location.layer, error) from error


def _plan(shape: Shape, plain: list[PlainLayer]) -> Iterator[_Planned]:
    made: list[Shape] = []
    for each in plain:
        fed = [shape if number < 0 else made[number] for number in each.feeds]
        planned = _planned(each, fed)
        made.append(planned.made)
        yield planned


def _planned(plain: PlainLayer, fed: list[Shape]) -> _Planned:
    options: dict[str, Any] = dict(plain.options)
    name, shape = named(plain.name, plain.kind), fed[0]
    _check_fit(plain, fed)
    if plain.kind != "Normalization":
        options.pop("axis", None)
    try:
        weights = _weights(plain, shape)
        if plain.kind == "Normalization":
            layer = _normalization(plain, *(np.ones(size, np.float32) for size in weights or [(), ()]))
        else:
            layer = getattr(layers, plain.kind)(**options)
        batch = [(None, *each) for each in fed]
        made = tuple(int(size) for size in layer.compute_output_shape(batch if len(fed) > 1 else batch[0])[1:])
    except (ValueError, TypeError, IndexError, ArithmeticError) as error:
        raise bad_shape(f"{name} that cannot take {_spelt(shape)}") from error
    if any(size < 1 for size in made):
        raise bad_shape(f"{name} that leaves nothing of {_spelt(shape)}")
    return _Planned(plain, layer, weights, made)


def _check_fit(plain: PlainLayer, fed: list[Shape]) -> None:
    """Reject options that are valid by themselves, but not for the layer's input."""
    options, shape, name = plain.options, fed[0], named(plain.name, plain.kind)
    if plain.kind != "Normalization" and options.get("axis", -1) not in (-1, len(shape)):
        raise bad_layer(f"another axis than the last of {name}")
    if shape and shape[-1] % options.get("groups", 1):
        raise bad_layer(f"groups={options['groups']} of {shape[-1]} channels")
    if len({len(each) for each in fed}) > 1:
        raise bad_shape(f"{name} of {' and '.join(map(_spelt, fed))}")
    strides = options.get("strides")
    if plain.kind in ("SeparableConv2D", "DepthwiseConv2D") and strides and strides[0] != strides[1]:
        raise bad_layer(f"strides={strides} of {name}")


def _normalization(plain: PlainLayer, mean: Weights, variance: Weights) -> keras.Layer:
    """Build a Normalization layer with its mean and variance as options, given or learnt."""
    options = dict(plain.options)
    axes = options.pop("axis", (-1,)) or None
    given = {"mean": mean.tolist(), "variance": variance.tolist()}
    given |= {option: options[option] for option in given if options.get(option) is not None}
    if np.min(given["variance"]) < 0:
        raise bad_layer(f"a variance below 0 of {named(plain.name, plain.kind)}")
    return layers.Normalization(axis=axes, invert=options.get("invert", False), **given)


def _weights(plain: PlainLayer, shape: Shape) -> list[Shape]:
    """Return the shapes of a layer's weights for an input shape."""
    options, channels = plain.options, shape[-1] if shape else 1
    depth = options.get("depth_multiplier", 1)
    match plain.kind:
        case "Dense":
            kernels: list[Shape] = [(channels, options["units"])]
        case "Conv2D":
            kernels = [(*options["kernel_size"], channels // options.get("groups", 1), options["filters"])]
        case "DepthwiseConv2D":
            kernels = [(*options["kernel_size"], channels, depth)]
        case "SeparableConv2D":
            kernels = [(*options["kernel_size"], channels, depth), (1, 1, channels * depth, options["filters"])]
        case "BatchNormalization":
            return [(channels,)] * (2 + options.get("scale", True) + options.get("center", True))
        case "LayerNormalization":
            return [(channels,)] * (options.get("scale", True) + options.get("center", True))
        case "Normalization":
            is_given = options.get("mean") is not None and options.get("variance") is not None
            return [] if is_given else [_normalized_shape(options.get("axis", (-1,)), shape)] * 2
        case "PReLU":
            shared = options.get("shared_axes") or ()
            return [tuple(1 if axis in shared else size for axis, size in enumerate(shape, 1))]
        case _:
            return []
    made = channels * depth if plain.kind == "DepthwiseConv2D" else kernels[-1][-1]
    return [*kernels, (made,)] if options.get("use_bias", True) else kernels


def _normalized_shape(axes: tuple[int, ...], shape: Shape) -> Shape:
    """Return the shape of a mean along some axes; the batch is axis 0."""
    batched = (0, *shape)
    positive = [axis if axis >= 0 else axis + len(batched) for axis in axes]
    if positive != sorted(set(positive)) or 0 in positive:
        raise ValueError
    return tuple(batched[axis] for axis in positive)


def _check_sizes(planned: list[_Planned]) -> None:
    parameters = sum(math.prod(shape) for each in planned for shape in each.weights)
    multiplies = sum(each.multiplies for each in planned)
    values = max((math.prod(each.made) for each in planned), default=0)
    for found, limit, name in (
        (parameters, MAX_PARAMETERS, "parameters"),
        (multiplies, MAX_MULTIPLIES, "multiplications a picture"),
        (values, MAX_VALUES, "numbers between two layers"),
    ):
        if found > limit:
            raise bad_size(f"{found:,} {name}", f"{limit:,}")


def _without_ending(plain: list[PlainLayer]) -> tuple[str, list[PlainLayer]]:
    """Return a network's final activation, and its layers without that activation unless it is a softmax."""
    index = next((index for index in reversed(range(len(plain))) if plain[index].kind not in _TRANSPARENT), None)
    if index is None:
        raise bad_layer("a network that learns nothing")
    last = plain[index]
    if last.kind in MERGES:
        raise bad_layer(f"{named(last.name, last.kind)}, at the end, where a Dense layer with softmax should be")
    ending = {"Softmax": "softmax", "ReLU": "relu"}.get(last.kind, last.options.get("activation", "linear"))
    if ending not in ENDINGS:
        raise bad_activation(last.name, last.kind, f"{ending} at the end")
    if ending == "softmax" or "activation" not in last.options:
        return ending, plain
    linear = replace(last, options=last.options | {"activation": "linear"})
    return ending, [*plain[:index], linear, *plain[index + 1 :]]


def apply_layers(network: keras.Model, x: Any) -> Any:
    """Apply a network's connected layers to another tensor."""
    made = {id(network.inputs[0]): x}
    for layer in network.layers[1:]:
        # Read before the call, which adds a second input and output to the layer.
        fed, gives = layer.input, layer.output
        made[id(gives)] = layer([made[id(each)] for each in fed] if isinstance(fed, list) else made[id(fed)])
    return made[id(network.outputs[0])]


def _spelt(shape: Shape) -> str:
    return "×".join(map(str, shape)) or "one number"
