"""The layers of a network before it is built: Keras arguments, shapes, parameter counts."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from training.recipe.limits import FILTERS, KERNELS, refuse

INPUT_SHAPE = (28, 28)
CLASSES = 10
POOLINGS = ("none", "max", "average")


@dataclass(frozen=True)
class Convolution:
    """A convolutional block with "same" padding and optional pooling.

    Attributes:
        filters: number of output maps; 4 to 64.
        kernel: side of its window in pixels; 3 or 5.
        pooling: the pooling after it, which halves the maps' sides: "max", "average" or "none".

    Raises:
        RecipeError: a value is not allowed.
    """

    filters: int
    kernel: int = 3
    pooling: str = "max"

    def __post_init__(self) -> None:
        if not FILTERS.allow(self.filters):
            refuse("filters", self.filters, f"{FILTERS.label} {FILTERS.describe()}.", f"{FILTERS.example:g}")
        if isinstance(self.kernel, bool) or self.kernel not in KERNELS:
            refuse("kernel", self.kernel, f"A kernel's side must be one of {KERNELS}.", KERNELS[0])
        if self.pooling not in POOLINGS:
            refuse("pooling", self.pooling, f"Pooling must be one of {', '.join(POOLINGS)}.", POOLINGS[1])


@dataclass(frozen=True)
class LayerSpec:
    """A layer's Keras class and arguments, from which the network, its table and its script are made.

    Attributes:
        kind: the class in `keras.layers`, e.g. "Dense".
        arguments: positional arguments.
        options: keyword arguments.
    """

    kind: str
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


# Augmentation layers, applied in this order: the largest shift as a share of the side, rotation as a share of a full
# turn, zoom as a share of the size.
AUGMENTATIONS = (
    LayerSpec("RandomTranslation", (0.08, 0.08), {"fill_mode": "constant"}),
    LayerSpec("RandomRotation", (0.03,), {"fill_mode": "constant"}),
    LayerSpec("RandomZoom", (0.1,), {"fill_mode": "constant"}),
)
_POOLINGS = {
    "none": (),
    "max": (LayerSpec("MaxPooling2D", (2,)),),
    "average": (LayerSpec("AveragePooling2D", (2,)),),
}


def family_specs(
    hidden: tuple[int, ...],
    convolutions: tuple[Convolution, ...],
    activation: str,
    batch_normalization: bool,
    dropout: float,
    augmentation: bool,
) -> list[LayerSpec]:
    """Return a network's layers, first to last, between images (28, 28) and probabilities; arguments as in `Recipe`."""
    specs: list[LayerSpec] = []
    if convolutions or augmentation:
        specs.append(LayerSpec("Reshape", ((*INPUT_SHAPE, 1),)))
    if augmentation:
        specs += AUGMENTATIONS
    for block in convolutions:
        convolution = LayerSpec("Conv2D", (block.filters, block.kernel), {"padding": "same"})
        specs += _activated(convolution, activation, batch_normalization)
        specs += _POOLINGS[block.pooling]
    specs.append(LayerSpec("Flatten"))
    for neurons in hidden:
        specs += _activated(LayerSpec("Dense", (neurons,)), activation, batch_normalization)
    if dropout:
        specs.append(LayerSpec("Dropout", (float(dropout),)))
    return [*specs, LayerSpec("Dense", (CLASSES,), {"activation": "softmax"})]


def _activated(spec: LayerSpec, activation: str, batch_normalization: bool) -> list[LayerSpec]:
    """Return a layer with its activation, in the layer itself or after a batch normalization.

    Source: Ioffe, Szegedy 2015, "Batch normalization", section 3.2: before the nonlinearity.
    """
    if not batch_normalization:
        return [LayerSpec(spec.kind, spec.arguments, {**spec.options, "activation": activation})]
    return [spec, LayerSpec("BatchNormalization"), LayerSpec("Activation", (activation,))]


@dataclass(frozen=True)
class LayerRow:
    """One layer in a summary.

    Attributes:
        name: its Keras class, e.g. "Flatten", "Dense" or "Dropout".
        shape: its output shape for one image, e.g. (28, 28, 16) or (128,).
        parameters: number of parameters.
        formula: the calculation of `parameters`, e.g. "784 × 128 + 128"; "0" for none.
        activation: its activation: "relu", …, "softmax"; "" for none.
        multiplies: number of multiplications for one image.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int = 0
    formula: str = "0"
    activation: str = ""
    multiplies: int = 0


def layer_rows(specs: Sequence[LayerSpec]) -> list[LayerRow]:
    """Return the rows of a summary, first to last; the first layer's input is an image."""
    rows: list[LayerRow] = []
    shape: tuple[int, ...] = INPUT_SHAPE
    for spec in specs:
        rows.append(_row(spec, shape))
        shape = rows[-1].shape
    return rows


def _row(spec: LayerSpec, shape: tuple[int, ...]) -> LayerRow:
    """Return a layer's row; `shape` is its input shape for one image."""
    match spec.kind:
        case "Reshape":
            return LayerRow(spec.kind, spec.arguments[0])
        case "Conv2D":
            return _convolution(spec, shape)
        case "MaxPooling2D" | "AveragePooling2D":
            return LayerRow(spec.kind, (shape[0] // 2, shape[1] // 2, shape[2]))
        case "Flatten":
            return LayerRow(spec.kind, (math.prod(shape),))
        case "Dense":
            return _dense(spec, shape[0])
        case "BatchNormalization":
            return LayerRow(spec.kind, shape, 4 * shape[-1], f"4 × {shape[-1]}")
        case "Activation":
            return LayerRow(spec.kind, shape, activation=spec.arguments[0])
    return LayerRow(spec.kind, shape)


def _dense(spec: LayerSpec, inputs: int) -> LayerRow:
    outputs = spec.arguments[0]
    weights = inputs * outputs
    formula = f"{inputs} × {outputs} + {outputs}"
    return LayerRow(spec.kind, (outputs,), weights + outputs, formula, _activation(spec), weights)


def _convolution(spec: LayerSpec, shape: tuple[int, ...]) -> LayerRow:
    (height, width, maps), (filters, kernel) = shape, spec.arguments
    weights = kernel**2 * maps * filters
    formula = f"{kernel} × {kernel} × {maps} × {filters} + {filters}"
    multiplies = height * width * weights
    return LayerRow(spec.kind, (height, width, filters), weights + filters, formula, _activation(spec), multiplies)


def _activation(spec: LayerSpec) -> str:
    activation: str = spec.options.get("activation", "")
    return activation
