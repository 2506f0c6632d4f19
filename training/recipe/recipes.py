"""Recipes: all settings of a training, and the five that come with Digit Lab."""

import dataclasses
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from base.errors import TooManyMultiplicationsError, TooManyParametersError
from model_store.names import MAX_NAME_LENGTH, is_name
from training.recipe.fields import EPOCHS, FIELDS, LEARNING_RATE, NETWORK_FIELDS
from training.recipe.layers import CLASSES, INPUT_SHAPE, Convolution, LayerRow, LayerSpec, family_specs, layer_rows
from training.recipe.limits import (
    CONVOLUTION_COUNT,
    LAYER_COUNT,
    MAX_MULTIPLIES,
    MAX_PARAMETERS,
    NEURONS,
    RATE_CHANGES,
    refuse,
)
from training.recipe.optimizers import OPTIMIZERS

__all__ = ["CLASSES", "INPUT_SHAPE", "RECIPES", "Convolution", "Recipe", "count_images", "count_parameters", "layers"]

TRAIN_IMAGES = 60_000
TEST_IMAGES = 10_000
VALIDATION_SHARE = 0.2

MAX_ID_LENGTH = 80


@dataclass(frozen=True)
class Recipe:
    """The settings of a training; one attribute per row of `FIELDS`.

    Attributes:
        name: the display name; a built-in recipe's id, or the visitor's own text.
        start: the id of the saved model whose network and weights training starts from; "": a new network.
        dataset: a name in `image_data.BUNDLED`, e.g. "mnist".
        hidden: the neurons of each hidden layer, first to last; 1 to 6 layers of 1 to 1024. Empty if no
            recipe can build the network of `start`.
        convolutions: the convolutional blocks before them, first to last; 0 to 4.
        activation: of every hidden layer and convolution: "relu", "elu", "tanh", "sigmoid", or "linear" (none).
        batch_normalization: whether their pre-activations are normalized over each batch.
        dropout: the rate of dropout after the last hidden layer; 0.0 to 0.8.
        augmentation: whether each training image is shifted, rotated and scaled a little, anew in each epoch.
        loss: "categorical" (one-hot labels) or "sparse" (integer labels); the results are the same.
        optimizer: one of `OPTIMIZERS`, e.g. "adam".
        momentum: 0.0 to 0.99; 0.0 for an optimizer without it.
        learning_rate: the optimizer's learning rate; above 0, at most 1.
        rate_changes: pairs of an epoch, counted from 1, and the learning rate from there on; sorted by epoch.
        batch_size: the number of images per training step; 8 to 1024.
        epochs: the maximum number of epochs; 1 to 50.
        train_share: the share of the training images to use, from the first on; 0.01 to 1.0.
        own_drawings: how often each of the visitor's own drawings is repeated in an epoch, before shuffling; 0 to 50.
        validation: the validation data: "none", "split" (the last 20 % of the training images, held out) or "test"
            (the test images).
        patience: early stopping after this many epochs without a lower validation loss; 1 to 20, or 0 for none.
            The best epoch's weights are kept, even if training does not stop early. Needs validation data.
        seed: the random seed of weights, order, dropout and augmentation.

    Raises:
        RecipeError: a value is out of range or of the wrong type, or incompatible with another one.
    """

    name: str
    dataset: str
    hidden: tuple[int, ...]
    convolutions: tuple[Convolution, ...] = ()
    activation: str = "relu"
    batch_normalization: bool = False
    dropout: float = 0.0
    augmentation: bool = False
    loss: str = "sparse"
    optimizer: str = "adam"
    momentum: float = 0.0
    learning_rate: float = 0.001
    rate_changes: tuple[tuple[int, float], ...] = ()
    batch_size: int = 128
    epochs: int = 5
    train_share: float = 1.0
    own_drawings: int = 0
    validation: str = "none"
    patience: int = 0
    seed: int = 1
    start: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not is_name(self.name):
            refuse("name", self.name, f"A recipe's name has 1 to {MAX_NAME_LENGTH} visible characters.", "my-first-net")
        for name, field in FIELDS.items():
            field.check(name, getattr(self, name))
        if not isinstance(self.start, str) or len(self.start) > MAX_ID_LENGTH:
            refuse("start", self.start, "Training goes on from a saved model, named by its id.", "digits-cnn")
        if self.start == "" or self.hidden != ():
            _check_hidden(self.hidden)
        _check_convolutions(self.convolutions)
        _check_rate_changes(self.rate_changes)
        self._check_together()

    def _check_together(self) -> None:
        """Reject incompatible values, and networks too large for a classroom's computer."""
        if self.momentum and not OPTIMIZERS[self.optimizer].takes_momentum:
            takers = " and ".join(row.keras_class for row in OPTIMIZERS.values() if row.takes_momentum)
            refuse("momentum", self.momentum, f"Momentum is {takers}'s; {self.optimizer} has its own.", 0)
        if self.patience and self.validation == "none":
            refuse("patience", self.patience, "Early stopping looks at a validation, and there is none.", 0)
        parameters = count_parameters(self)
        if parameters > MAX_PARAMETERS:
            rule = f"A network has at most {MAX_PARAMETERS:,} parameters."
            example = "smaller layers, or pooling"
            refuse("parameters", parameters, rule, example, TooManyParametersError, limit=MAX_PARAMETERS)
        multiplies = sum(row.multiplies for row in layers(self))
        if multiplies > MAX_MULTIPLIES:
            rule = f"A network takes at most {MAX_MULTIPLIES:,} multiplications an image."
            example = "fewer filters, or pooling"
            refuse("multiplications", multiplies, rule, example, TooManyMultiplicationsError, limit=MAX_MULTIPLIES)

    @property
    def is_outside_family(self) -> bool:
        """Whether no recipe can build the network of `start`, so that `layers` cannot describe it."""
        return self.hidden == ()

    def rate_at(self, epoch: int) -> float:
        """Return the learning rate of an epoch, counted from 1."""
        return next((rate for begin, rate in reversed(self.rate_changes) if begin <= epoch), self.learning_rate)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON-serializable values, the inverse of `from_dict`."""
        lists = {
            "hidden": list(self.hidden),
            "convolutions": [dataclasses.asdict(block) for block in self.convolutions],
            "rate_changes": [list(change) for change in self.rate_changes],
        }
        return dataclasses.asdict(self) | lists

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Recipe":
        """Parse a recipe from the values of `to_dict`. Fields with a default may be omitted.

        Raises:
            RecipeError: a field is unknown, missing, out of range, or of the wrong type.
        """
        fields = {field.name: field for field in dataclasses.fields(cls)}
        for name, value in values.items():
            if name not in fields:
                refuse(name, value, f"A recipe has no field {name!r}.", ", ".join(fields))
        for name, field in fields.items():
            if field.default is dataclasses.MISSING and name not in values:
                refuse(name, None, f"A recipe needs the field {name!r}.", getattr(RECIPES["dense-128"], name))
        tuples: dict[str, Any] = {"hidden": _as_tuple(values["hidden"])}
        if "convolutions" in values:
            tuples["convolutions"] = _read_convolutions(values["convolutions"])
        if isinstance(values.get("rate_changes"), list):
            tuples["rate_changes"] = tuple(_as_tuple(change) for change in values["rate_changes"])
        return cls(**{**values, **tuples})


def _check_hidden(hidden: Any) -> None:
    if not isinstance(hidden, tuple) or not LAYER_COUNT.allow(len(hidden)):
        refuse("hidden", hidden, f"{LAYER_COUNT.label} {LAYER_COUNT.describe()}.", "(128,)")
    for neurons in hidden:
        if not NEURONS.allow(neurons):
            refuse("hidden", hidden, f"{NEURONS.label} {NEURONS.describe()}.", "(128,)")


def _check_convolutions(blocks: Any) -> None:
    if not isinstance(blocks, tuple) or not all(isinstance(block, Convolution) for block in blocks):
        refuse("convolutions", blocks, "Convolutions are a tuple of `Convolution`.", "(Convolution(16),)")
    if not CONVOLUTION_COUNT.allow(len(blocks)):
        refuse("convolutions", len(blocks), f"{CONVOLUTION_COUNT.label} {CONVOLUTION_COUNT.describe()}.", 2)


def _check_rate_changes(changes: Any) -> None:
    rule, example = "Changes of the learning rate are pairs of an epoch and a rate, by epoch.", ((3, 0.0003),)
    if not isinstance(changes, tuple) or not RATE_CHANGES.allow(len(changes)):
        refuse("rate_changes", changes, rule, example)
    if not all(isinstance(change, tuple) and len(change) == 2 for change in changes):
        refuse("rate_changes", changes, rule, example)
    for epoch, rate in changes:
        for limits, value in ((EPOCHS, epoch), (LEARNING_RATE, rate)):
            if not limits.allow(value):
                refuse("rate_changes", changes, f"{limits.label} {limits.describe()}.", example)
    if any(earlier >= later for (earlier, _), (later, _) in itertools.pairwise(changes)):
        refuse("rate_changes", changes, rule, example)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read_convolutions(blocks: Any) -> Any:
    """Convert plain values to blocks; leave anything invalid to the later checks."""
    if not isinstance(blocks, list):
        return blocks
    names = {field.name for field in dataclasses.fields(Convolution)}
    for block in blocks:
        if not isinstance(block, dict) or not block.keys() <= names or "filters" not in block:
            refuse("convolutions", blocks, f"A block has the fields {', '.join(sorted(names))}.", {"filters": 16})
    return tuple(Convolution(**block) for block in blocks)


def layer_specs(recipe: Recipe) -> list[LayerSpec]:
    """Return the layers of a recipe's network, without the input; none if no recipe can build it."""
    if recipe.is_outside_family:
        return []
    return family_specs(**{field: getattr(recipe, field) for field in NETWORK_FIELDS})


def layers(recipe: Recipe) -> list[LayerRow]:
    """Return these layers as rows of a summary."""
    return layer_rows(layer_specs(recipe))


def count_parameters(recipe: Recipe) -> int:
    """Return the number of parameters: all layers' weights, biases and statistics."""
    return sum(row.parameters for row in layers(recipe))


def count_fixed_parameters(recipe: Recipe) -> int:
    """Return the number of non-trainable parameters: the moving means and variances of batch normalization."""
    return sum(row.parameters // 2 for row in layers(recipe) if row.name == "BatchNormalization")


def count_images(recipe: Recipe) -> tuple[int, int]:
    """Return the number of training images, and of validation images."""
    used = round(TRAIN_IMAGES * recipe.train_share)
    if recipe.validation == "split":
        trained_on = int(used * (1.0 - VALIDATION_SHARE))  # rounded like Keras does
        return trained_on, used - trained_on
    return used, TEST_IMAGES if recipe.validation == "test" else 0


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe("dense-128", "mnist", (128,), loss="categorical", validation="split"),
        Recipe("dense-512", "mnist", (512,)),
        Recipe("fashion-128", "fashion_mnist", (128,), batch_size=32),
        Recipe("tiny-16", "mnist", (16, 16), dropout=0.2, epochs=20, batch_size=32, validation="test"),
        Recipe("deep-128", "mnist", (128, 128), epochs=10, batch_size=32),
    )
}
