"""A network's layers before it is built: their shapes, and where their parameters come from."""

import math
from dataclasses import dataclass

from training.recipe.limits import FILTERS, KERNELS, refuse

INPUT_SHAPE = (28, 28)
CLASSES = 10
POOLINGS = ("none", "max", "average")
# Keras' layers that change a training image a little, anew each time, in this order.
AUGMENTATIONS = ("RandomTranslation", "RandomRotation", "RandomZoom")
# How far an image is moved at most: a share of its side, of a full turn, of its size.
SHIFT, TURN, ZOOM = 0.08, 0.03, 0.1


@dataclass(frozen=True)
class Convolution:
    """A block of a convolution, "same" padding, and what follows it.

    Attributes:
        filters: how many maps it makes; 4 to 64.
        kernel: the side of its window in pixels; 3 or 5.
        pooling: what halves the maps' sides after it: "max", "average" or "none".

    Raises:
        RecipeError: a value is not among these.
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
class LayerRow:
    """One layer, as a summary shows it.

    Attributes:
        name: Keras' name of its kind, e.g. "Flatten", "Dense" or "Dropout".
        shape: of what it hands on for one image, e.g. (28, 28, 16) or (128,).
        parameters: how many numbers it holds.
        formula: how `parameters` comes about, e.g. "784 × 128 + 128"; "0" where it holds none.
        activation: what follows in the same layer: "relu", …, "softmax"; "" where nothing does.
        multiplies: how many multiplications it takes for one image.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int = 0
    formula: str = "0"
    activation: str = ""
    multiplies: int = 0


def layer_rows(
    hidden: tuple[int, ...],
    convolutions: tuple[Convolution, ...],
    activation: str,
    batch_normalization: bool,
    dropout: float,
    augmentation: bool,
) -> list[LayerRow]:
    """The layers of a network, first to last; arguments as in `Recipe`."""
    rows: list[LayerRow] = []
    shape: tuple[int, ...] = INPUT_SHAPE
    if convolutions or augmentation:
        shape = (*INPUT_SHAPE, 1)
        rows.append(LayerRow("Reshape", shape))
    if augmentation:
        rows += [LayerRow(name, shape) for name in AUGMENTATIONS]
    for block in convolutions:
        rows += _activated(_convolution(shape, block), activation, batch_normalization)
        shape = rows[-1].shape
        if block.pooling != "none":
            shape = (shape[0] // 2, shape[1] // 2, shape[2])
            rows.append(LayerRow({"max": "MaxPooling2D", "average": "AveragePooling2D"}[block.pooling], shape))
    inputs = math.prod(shape)
    rows.append(LayerRow("Flatten", (inputs,)))
    for neurons in hidden:
        rows += _activated(_dense(inputs, neurons), activation, batch_normalization)
        inputs = neurons
    if dropout:
        rows.append(LayerRow("Dropout", (inputs,)))
    return [*rows, *_activated(_dense(inputs, CLASSES), "softmax", False)]


def _activated(row: LayerRow, activation: str, batch_normalization: bool) -> list[LayerRow]:
    """A layer and its activation: in the layer itself, or after a batch normalisation."""
    if not batch_normalization:
        return [LayerRow(row.name, row.shape, row.parameters, row.formula, activation, row.multiplies)]
    maps = row.shape[-1]
    normalization = LayerRow("BatchNormalization", row.shape, 4 * maps, f"4 × {maps}")
    return [row, normalization, LayerRow("Activation", row.shape, activation=activation)]


def _dense(inputs: int, outputs: int) -> LayerRow:
    weights = inputs * outputs
    return LayerRow("Dense", (outputs,), weights + outputs, f"{inputs} × {outputs} + {outputs}", multiplies=weights)


def _convolution(shape: tuple[int, ...], block: Convolution) -> LayerRow:
    height, width, maps = shape
    weights = block.kernel**2 * maps * block.filters
    formula = f"{block.kernel} × {block.kernel} × {maps} × {block.filters} + {block.filters}"
    return LayerRow(
        "Conv2D",
        (height, width, block.filters),
        weights + block.filters,
        formula,
        multiplies=height * width * weights,
    )
