"""What to train: a recipe, the five that come with Digit Lab, and what can be said of one before training."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasets import BUNDLED
from errors import RecipeError

INPUT_SHAPE = (28, 28)
CLASSES = 10
TRAIN_IMAGES = 60_000
TEST_IMAGES = 10_000
VALIDATION_SHARE = 0.2

DATASETS = tuple(BUNDLED)
LOSSES = ("categorical", "sparse")
VALIDATIONS = ("none", "split", "test")
MAX_NAME_LENGTH = 60


@dataclass(frozen=True)
class Limits:
    """What a number of a recipe may be.

    Attributes:
        label: the number's name at the start of a sentence.
        low, high: the smallest and the largest value allowed.
        example: a value worth trying, for the error.
        whole: only whole numbers make sense.
        above: `low` itself is not allowed.
    """

    label: str
    low: float
    high: float
    example: float
    whole: bool = True
    above: bool = False

    def describe(self) -> str:
        """The rule in words, e.g. "must be a whole number from 1 to 50"."""
        if self.above:
            return f"must be above {self.low:.10g} and at most {self.high:.10g}"
        return f"must be a {'whole ' if self.whole else ''}number from {self.low:.10g} to {self.high:.10g}"

    def allow(self, value: object) -> bool:
        """Whether a value is a number of the right kind within the limits."""
        kinds = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not math.isfinite(value):
            return False
        return (value > self.low if self.above else value >= self.low) and value <= self.high


LIMITS = {
    "epochs": Limits("Epochs", 1, 50, 5),
    "batch_size": Limits("Batch size", 8, 1024, 128),
    "learning_rate": Limits("Learning rate", 0, 1, 0.001, whole=False, above=True),
    "dropout": Limits("Dropout", 0, 0.8, 0.2, whole=False),
    "seed": Limits("Seed", 0, 2**32 - 1, 1),
}
LAYER_COUNT = Limits("Number of hidden layers", 1, 6, 1)
NEURONS = Limits("Neurons of a hidden layer", 4, 1024, 128)


@dataclass(frozen=True)
class Recipe:
    """What to train, on what, and how.

    Attributes:
        name: what people call it; a built-in recipe's id, or a visitor's own words.
        dataset: "mnist" or "fashion_mnist".
        hidden: the neurons of each hidden layer, first to last; 1 to 6 layers of 4 to 1024.
        dropout: the share of the last hidden layer's outputs left out at random while training; 0.0 to 0.8.
        loss: "categorical" (one-hot labels) or "sparse" (labels as numbers); the figures are the same.
        epochs: how often each training image is shown; 1 to 50.
        batch_size: after how many images the network is changed; 8 to 1024.
        learning_rate: how far each change goes (Adam); above 0, at most 1.
        validation: what is watched while fitting: "none", "split" (the last 20 % of the training images, left out of
            training) or "test" (the test images).
        seed: of weights, order and dropout.

    Raises:
        RecipeError: a value is out of its range or of the wrong kind.
    """

    name: str
    dataset: str
    hidden: tuple[int, ...]
    dropout: float = 0.0
    loss: str = "sparse"
    epochs: int = 5
    batch_size: int = 128
    learning_rate: float = 0.001
    validation: str = "none"
    seed: int = 1

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not 1 <= len(self.name.strip()) <= MAX_NAME_LENGTH:
            _refuse("name", self.name, f"A recipe's name has 1 to {MAX_NAME_LENGTH} characters.", "my-first-net")
        for field, allowed in (("dataset", DATASETS), ("loss", LOSSES), ("validation", VALIDATIONS)):
            value = getattr(self, field)
            if value not in allowed:
                _refuse(field, value, f"{field.capitalize()} must be one of {', '.join(allowed)}.", allowed[0])
        _check_hidden(self.hidden)
        for field, limits in LIMITS.items():
            value = getattr(self, field)
            if not limits.allow(value):
                _refuse(field, value, f"{limits.label} {limits.describe()}.", f"{limits.example:g}")

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain values for JSON; `from_dict` reads them back."""
        return dataclasses.asdict(self) | {"hidden": list(self.hidden)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Recipe":
        """Read a recipe from plain values, as `to_dict` gives them. Fields with a default may be left out.

        Raises:
            RecipeError: a field is unknown, missing, out of its range, or of the wrong kind.
        """
        fields = {field.name: field for field in dataclasses.fields(cls)}
        for name, value in values.items():
            if name not in fields:
                _refuse(name, value, f"A recipe has no field {name!r}.", ", ".join(fields))
        for name, field in fields.items():
            if field.default is dataclasses.MISSING and name not in values:
                _refuse(name, None, f"A recipe needs the field {name!r}.", getattr(RECIPES["dense-128"], name))
        hidden = values["hidden"]
        return cls(**{**values, "hidden": tuple(hidden) if isinstance(hidden, list) else hidden})


def _check_hidden(hidden: Any) -> None:
    if not isinstance(hidden, tuple) or not LAYER_COUNT.allow(len(hidden)):
        _refuse("hidden", hidden, f"{LAYER_COUNT.label} {LAYER_COUNT.describe()}.", "(128,)")
    for neurons in hidden:
        if not NEURONS.allow(neurons):
            _refuse("hidden", hidden, f"{NEURONS.label} {NEURONS.describe()}.", "(128,)")


def _refuse(field: str, value: object, rule: str, example: object) -> None:
    raise RecipeError(f"{rule} Received: {field}={value!r}. Try {example}.", field=field, value=value)


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


@dataclass(frozen=True)
class LayerRow:
    """One layer, as a summary shows it.

    Attributes:
        name: Keras' name of its kind: "Flatten", "Dense" or "Dropout".
        units: how many numbers it hands on for one image.
        parameters: how many numbers training finds in it.
        formula: how `parameters` comes about, e.g. "784 × 128 + 128"; "0" where there is nothing to learn.
        activation: "relu", "softmax", or "" where there is none.
    """

    name: str
    units: int
    parameters: int
    formula: str
    activation: str = ""


def layers(recipe: Recipe) -> list[LayerRow]:
    """The layers of a recipe's network, first to last; the input is not one of them."""
    inputs = math.prod(INPUT_SHAPE)
    rows = [LayerRow("Flatten", inputs, 0, "0")]
    for neurons in recipe.hidden:
        rows.append(_dense(inputs, neurons, "relu"))
        inputs = neurons
    if recipe.dropout:
        rows.append(LayerRow("Dropout", inputs, 0, "0"))
    return [*rows, _dense(inputs, CLASSES, "softmax")]


def _dense(inputs: int, outputs: int, activation: str) -> LayerRow:
    return LayerRow("Dense", outputs, inputs * outputs + outputs, f"{inputs} × {outputs} + {outputs}", activation)


def count_parameters(recipe: Recipe) -> int:
    """How many numbers training finds: all layers' weights and biases."""
    return sum(row.parameters for row in layers(recipe))


def count_images(recipe: Recipe) -> tuple[int, int]:
    """How many images are trained on, and how many are held out and looked at after each epoch."""
    if recipe.validation == "split":
        held_out = round(TRAIN_IMAGES * VALIDATION_SHARE)
        return TRAIN_IMAGES - held_out, held_out
    return TRAIN_IMAGES, TEST_IMAGES if recipe.validation == "test" else 0


# Measured with the five recipes and larger networks, one TensorFlow thread on a core of a 2020s server.
START_S = 1.5
SECONDS_PER_STEP = 0.5e-3
SECONDS_PER_MULTIPLY = 1.6e-11
PASSES_OF_A_STEP = 3  # forward, and backward once for the weights and once for the layer before


def estimate_seconds(recipe: Recipe) -> float:
    """About how long training will take on one core of a school computer, in seconds.

    The model: a fixed start (building, tracing); for each epoch, what its steps and its look at the held-out images
    cost, by `estimate_step_seconds`.
    """
    trained_on, held_out = count_images(recipe)
    trained = math.ceil(trained_on / recipe.batch_size) * estimate_step_seconds(recipe)
    looked_at = math.ceil(held_out / recipe.batch_size) * estimate_step_seconds(recipe) / PASSES_OF_A_STEP
    return START_S + recipe.epochs * (trained + looked_at)


def estimate_step_seconds(recipe: Recipe) -> float:
    """About how long one batch takes: a fixed cost, and one in proportion to the multiplications of all its images."""
    multiplies = PASSES_OF_A_STEP * recipe.batch_size * count_parameters(recipe)
    return SECONDS_PER_STEP + multiplies * SECONDS_PER_MULTIPLY
