"""A stranger's network, built anew from plain layers of our own Keras, with the numbers of theirs."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import keras
from keras import layers

from conversion.worker.foreign_files import DAMAGE, ForeignFile, Shape, Weights
from conversion.worker.foreign_graph import plain_layers
from conversion.worker.foreign_layers import PlainLayer
from conversion.worker.refusals import bad_layer, bad_shape, bad_size, bad_weights

# As for what is trained here (`training.limits`): a file of 40 MB, and seconds for a thousand pictures.
MAX_PARAMETERS = 8_000_000
MAX_MULTIPLIES = 40_000_000
# Between two layers, of one picture: a hundred pictures at once take 200 MB.
MAX_VALUES = 500_000
CLASSES = 10

# What a `.keras` file calls the weights of a layer of this kind: "dense", "dense_1", …
_PLACES = {"Dense": "dense", "Conv2D": "conv2d", "BatchNormalization": "batch_normalization"}
# These leave the ten numbers as they are.
_TRANSPARENT = ("Flatten", "Reshape", "Dropout")
# Of these, and of none else, the largest of ten numbers is the most likely answer.
ENDINGS = ("softmax", "linear", "log_softmax", "sigmoid", "tanh")


@dataclass(frozen=True)
class _Planned:
    """A layer that was measured, before it takes any memory.

    Attributes:
        plain: as the file describes it.
        layer: ours, not built yet.
        weights: the shapes of its weights, in Keras' order.
        made: the shape that it gives, without the batch.
    """

    plain: PlainLayer
    layer: keras.Layer
    weights: list[Shape]
    made: Shape

    @property
    def multiplies(self) -> int:
        """Multiplications for one picture; those of convolutions and dense layers, beside which others do not count."""
        is_product = self.plain.kind in ("Dense", "Conv2D")
        return math.prod(self.weights[0]) * math.prod(self.made[:-1]) if is_product else 0


def build_foreign(file: ForeignFile) -> tuple[keras.Model, str]:
    """Build a file's network.

    Returns:
        A network from the pixels that it wants to float32 (n, 10), and the activation that the file's network has at
        its end. Where that is "softmax", the ten are probabilities. Else the activation is left out, and they are
        logits: "linear", "log_softmax", "sigmoid" or "tanh".

    Raises:
        ForeignModelError: one of its kinds, for what is not plain, too large, of another shape, or damaged.
    """
    shape, described = plain_layers(file.network)
    ending, plain = _without_ending(described)
    planned = list(_plan(shape, plain))
    _check_sizes(planned)
    if not planned or planned[-1].made != (CLASSES,):
        raise bad_shape(f"a network that gives {_spelt(planned[-1].made if planned else shape)}")
    places = Counter[str]()
    given = x = keras.Input(shape)
    for each in planned:
        x = each.layer(x)
        if each.weights:
            each.layer.set_weights(_read_weights(file, each, places))
    return keras.Model(given, x), ending


def _read_weights(file: ForeignFile, planned: _Planned, places: Counter[str]) -> list[Weights]:
    name, place = planned.plain.name, _PLACES[planned.plain.kind]
    numbered = f"{place}_{places[place]}" if places[place] else place
    places[place] += 1
    try:
        return file.weights(name, numbered, planned.weights)
    except DAMAGE as error:
        raise bad_weights(name, error) from error


def _plan(shape: Shape, plain: list[PlainLayer]) -> Iterator[_Planned]:
    for each in plain:
        options: dict[str, Any] = dict(each.options)
        if options.pop("axis", -1) not in (-1, len(shape)):
            raise bad_layer(f"another axis than the last of a layer {each.kind}")
        if shape and shape[-1] % options.get("groups", 1):
            raise bad_layer(f"groups={options['groups']} of {shape[-1]} channels")
        try:
            layer = getattr(layers, each.kind)(**options)
            made = tuple(int(size) for size in layer.compute_output_shape((None, *shape))[1:])
        except (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError) as error:
            raise bad_shape(f"a layer {each.kind} that cannot take {_spelt(shape)}") from error
        yield _Planned(each, layer, _weights(each, shape), made)
        shape = made


def _weights(plain: PlainLayer, shape: Shape) -> list[Shape]:
    """The shapes of a layer's weights, when it takes that shape."""
    options, channels = plain.options, shape[-1]
    match plain.kind:
        case "Dense":
            kernel: Shape = (channels, options["units"])
        case "Conv2D":
            kernel = (*options["kernel_size"], channels // options.get("groups", 1), options["filters"])
        case "BatchNormalization":
            return [(channels,)] * (2 + options.get("scale", True) + options.get("center", True))
        case _:
            return []
    return [kernel, kernel[-1:]] if options.get("use_bias", True) else [kernel]


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
    """The activation at a network's end; and its layers, without that one where it is no softmax."""
    place = next((place for place in reversed(range(len(plain))) if plain[place].kind not in _TRANSPARENT), None)
    if place is None:
        raise bad_layer("a network that learns nothing")
    last = plain[place]
    ending = {"Softmax": "softmax", "ReLU": "relu"}.get(last.kind, last.options.get("activation", "linear"))
    if ending not in ENDINGS:
        raise bad_layer(f"a last layer with {ending} instead of softmax")
    if ending == "softmax" or "activation" not in last.options:
        return ending, plain
    linear = replace(last, options=last.options | {"activation": "linear"})
    return ending, [*plain[:place], linear, *plain[place + 1 :]]


def _spelt(shape: Shape) -> str:
    return "×".join(map(str, shape)) or "one number"
