"""A recipe's parts in the visitor's language."""

from ui.language import gettext as _


def recipe_summary(recipe: str) -> str:
    """What a built-in recipe is, in one line; the accuracy on the test set, as stock Keras gives it, rounded."""
    return {
        "dense-128": _("One layer of 128 · 5 epochs · about 97 %"),
        "dense-512": _("One layer of 512 · 5 epochs · about 98 %"),
        "fashion-128": _("Clothes · one layer of 128 · 5 epochs · about 87 %"),
        "tiny-16": _("Two layers of 16 · dropout · 20 epochs · about 95 %"),
        "deep-128": _("Two layers of 128 · 10 epochs · about 97.6 %"),
    }.get(recipe, recipe)


def dataset_name(dataset: str) -> str:
    """A data set as people call it."""
    return {"mnist": _("Digits (MNIST)"), "fashion_mnist": _("Clothes (Fashion-MNIST)")}.get(dataset, dataset)


def validation_name(validation: str) -> str:
    """What is held out while fitting."""
    return {
        "none": _("None"),
        "split": _("Last 20 %"),
        "test": _("Test set (a trap)"),
    }.get(validation, validation)


def loss_name(loss: str) -> str:
    """How the right answers are written."""
    return {
        "sparse": _("Numbers: 3 (sparse)"),
        "categorical": _("One-hot: 0001000000 (categorical)"),
    }.get(loss, loss)


def learning_rate_text(rate: float) -> str:
    """A learning rate without an exponent, e.g. "0.00003"."""
    return f"{rate:.5f}".rstrip("0").rstrip(".")


def seconds_text(seconds: float) -> str:
    """How long something takes: "4 s", "2 min 5 s", "1 h 3 min"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    if whole < 3600:
        return _("{minutes} min {seconds} s").format(minutes=whole // 60, seconds=whole % 60)
    return _("{hours} h {minutes} min").format(hours=whole // 3600, minutes=whole % 3600 // 60)


def percent_text(share: float, decimals: int = 1) -> str:
    """A share as a percentage, e.g. "97.2 %"."""
    return _("{number} %").format(number=f"{share * 100:.{decimals}f}")


def shape_text(shape: tuple[int, ...]) -> str:
    """A layer's shape, e.g. "28 × 28 × 16"."""
    return " × ".join(str(side) for side in shape)
