"""Texts of a recipe's values in the visitor's language."""

import math
from decimal import ROUND_HALF_UP, Decimal

from image_data import BUNDLED
from training.recipe.optimizers import OPTIMIZERS
from ui.language import gettext as _

# The text of a missing value.
NOTHING = "–"


def recipe_summary(recipe: str) -> str:
    """Return a built-in recipe's summary in one line; its test accuracy is that of stock Keras, rounded."""
    return {
        "dense-128": _("One layer of 128 · 5 epochs · 97\u00a0%"),
        "dense-512": _("One layer of 512 · 5 epochs · 98\u00a0%"),
        "fashion-128": _("Clothes · one layer of 128 · 5 epochs · 87\u00a0%"),
        "tiny-16": _("Two layers of 16 · dropout · 20 epochs · 95\u00a0%"),
        "deep-128": _("Two layers of 128 · 10 epochs · 97.6\u00a0%"),
    }.get(recipe, recipe)


def dataset_name(dataset: str) -> str:
    """Return a data set's name."""
    names = {"mnist": _("Digits (MNIST)"), "fashion_mnist": _("Clothes (Fashion-MNIST)")}
    return names.get(dataset) or (BUNDLED[dataset].title if dataset in BUNDLED else dataset)


def validation_name(validation: str) -> str:
    """Return the name of a kind of validation data."""
    return {
        "none": _("Off"),
        "split": _("Last 20\u00a0%"),
        "test": _("Test set (a trap)"),
    }.get(validation, validation)


def loss_name(loss: str) -> str:
    """Return the name of a loss."""
    return {
        "sparse": _("Numbers: 3 (sparse)"),
        "categorical": _("One-hot: 0001000000 (categorical)"),
    }.get(loss, loss)


def activation_name(activation: str) -> str:
    """Return the name of an activation function."""
    return {
        "relu": "ReLU",
        "elu": "ELU",
        "tanh": "tanh",
        "sigmoid": _("Sigmoid"),
        "linear": _("Off (linear)"),
    }.get(activation, activation)


def optimizer_name(optimizer: str) -> str:
    """Return the name of an optimizer."""
    return OPTIMIZERS[optimizer].keras_class


def pooling_name(pooling: str) -> str:
    """Return the name of a convolutional block's pooling."""
    return {"none": _("Off"), "max": _("Largest"), "average": _("Average")}.get(pooling, pooling)


def kernel_text(kernel: int) -> str:
    """Return a convolution's kernel size, e.g. "3 × 3"."""
    return f"{kernel} × {kernel}"


def patience_text(patience: float) -> str:
    """Return after how many epochs without improvement a training stops early."""
    return _("after {epochs}").format(epochs=patience) if patience else _("Off")


def times_text(times: float) -> str:
    """Return how often each own drawing is repeated per epoch."""
    return _("{times}× per epoch").format(times=round(times)) if times else _("Off")


def rate_changes_text(changes: tuple[tuple[int, float], ...]) -> str:
    """Return planned changes of the learning rate, e.g. "4: 0.0003 · 8: 0.0001"."""
    return " · ".join(f"{epoch}: {number_text(rate)}" for epoch, rate in changes) or NOTHING


def number_text(number: float) -> str:
    """Format a number exactly, without an exponent, e.g. "0.00003"."""
    return f"{Decimal(repr(number)):f}"


def share_text(share: float) -> str:
    """Format a share exactly as a percentage, e.g. "20 %" or "12.5 %"."""
    return _("{number}\u00a0%").format(number=f"{(Decimal(repr(share)) * 100).normalize():f}")


def seconds_text(seconds: float) -> str:
    """Format a duration: "4 s", "2 min 5 s", "1 h 3 min"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    if whole < 3600:
        return _("{minutes} min {seconds} s").format(minutes=whole // 60, seconds=whole % 60)
    return _("{hours} h {minutes} min").format(hours=whole // 3600, minutes=whole % 3600 // 60)


def percent_text(share: float, decimals: int = 1) -> str:
    """Format a share as a percentage, e.g. "97.2 %", rounding half up: 0.9805 is 98.1 % with one decimal."""
    if not math.isfinite(share):
        return _("{number}\u00a0%").format(number=share)
    # Via decimal digits, as the binary value of 98.05 is slightly below it.
    rounded = (Decimal(repr(float(share))) * 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return _("{number}\u00a0%").format(number=f"{rounded:f}")


def shape_text(shape: tuple[int, ...]) -> str:
    """Format a layer's shape, e.g. "28 × 28 × 16"."""
    return " × ".join(str(side) for side in shape)
