"""The table of a recipe's fields: allowed values, text in links, and the form's control.

`Recipe` has an attribute for each row, in this order; the labels are in `ui/shared/recipe_fields.py`.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from image_data import BUNDLED
from training.recipe.layers import Convolution
from training.recipe.limits import Limits, refuse
from training.recipe.optimizers import OPTIMIZERS

ACTIVATIONS = ("relu", "elu", "tanh", "sigmoid", "linear")
LOSSES = ("categorical", "sparse")
VALIDATIONS = ("none", "split", "test")
# Controls drawn from a row alone: a list, a switch, a select slider over `offered`, a slider over all integers in the
# limits, a number field.
CHOICE, SWITCH, LINE, SLIDER, TYPED = "choice", "switch", "line", "slider", "typed"
# Controls specific to the field; ROWS: one control for each layer, block or change.
OWN, ROWS = "own", "rows"


@dataclass(frozen=True)
class Field:
    """A field of a recipe.

    Attributes:
        control: the form's control, see above.
        read: parses its text from a link or the command line; raises ValueError or KeyError if it is malformed.
        write: formats a value as text.
        example: an example of the text.
        words: a sentence that describes the text; "" if `options` or `limits` do.
        options: the allowed texts.
        limits: a number's limits.
        offered: the numbers that the control offers, besides one from a link or an earlier run.
        is_network: whether it describes the network, not the training.
    """

    control: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    example: str
    words: str = ""
    options: Collection[str] | None = None
    limits: Limits | None = None
    offered: Sequence[float] = ()
    is_network: bool = False

    @property
    def rule(self) -> str:
        """Describe the allowed text in one sentence."""
        if self.options is not None:
            return f"One of {', '.join(self.options)}."
        return f"{self.limits.label} {self.limits.describe()}." if self.limits else self.words

    def check(self, name: str, value: object) -> None:
        """Reject a value that the row does not allow; `Recipe` checks further rules.

        Args:
            name: the field's name.
            value: the recipe's value.

        Raises:
            RecipeError: it is not an option, outside the limits, or not a bool for a switch.
        """
        if self.options is not None and value not in tuple(self.options):
            refuse(name, value, f"{name.capitalize()} must be one of {', '.join(self.options)}.", self.example)
        if self.control == SWITCH and not isinstance(value, bool):
            refuse(name, value, f"{name.replace('_', ' ').capitalize()} is on or off.", True)
        if self.limits is not None and not self.limits.allow(value):
            refuse(name, value, self.rule, self.example)


def _choice(options: Collection[str], *, is_network: bool = False) -> Field:
    """Build a field whose value is one of several texts."""
    return Field(CHOICE, str, str, next(iter(options)), options=options, is_network=is_network)


def _switch(*, is_network: bool = False) -> Field:
    read = {"on": True, "off": False}.__getitem__
    return Field(
        SWITCH, read, lambda is_on: "on" if is_on else "off", "on", "This is on or off.", is_network=is_network
    )


def _number(limits: Limits, control: str, offered: Sequence[float] = (), *, is_network: bool = False) -> Field:
    read: Callable[[str], Any] = int if limits.whole else float
    return Field(
        control,
        read,
        lambda number: repr(read(number)),
        f"{limits.example:g}",
        limits=limits,
        offered=offered,
        is_network=is_network,
    )


_BLOCK = re.compile(r"(\d{1,3})x(\d{1,3})([pa]?)", re.ASCII)
_POOLING_LETTERS = {"none": "", "max": "p", "average": "a"}
_RATE_CHANGE = re.compile(r"(\d{1,2}):([0-9.e-]{1,24})", re.ASCII)


def _read_blocks(text: str) -> tuple[Convolution, ...]:
    poolings = {letter: pooling for pooling, letter in _POOLING_LETTERS.items()}
    found = [_BLOCK.fullmatch(part) for part in text.split("-")]
    parts = [match.groups() for match in found if match]
    if len(parts) < len(found):
        raise ValueError(text)
    return tuple(Convolution(int(filters), int(kernel), poolings[letter]) for filters, kernel, letter in parts)


def _write_blocks(blocks: tuple[Convolution, ...]) -> str:
    return "-".join(f"{block.filters}x{block.kernel}{_POOLING_LETTERS[block.pooling]}" for block in blocks)


def _read_changes(text: str) -> tuple[tuple[int, float], ...]:
    parts = [_RATE_CHANGE.fullmatch(part) for part in text.split(",")] if text else []
    found = [(int(match[1]), float(match[2])) for match in parts if match]
    if len(found) < len(parts):
        raise ValueError(text)
    return tuple(found)


EPOCHS = Limits("Epochs", 1, 50, 5)
LEARNING_RATE = Limits("Learning rate", 0, 1, 0.001, whole=False, above=True)
# Learning rates offered for a recipe, its planned changes, and a running training.
RATES = (*(float(f"{digit}e{power}") for power in range(-5, 0) for digit in (1, 2, 3, 5)), 1.0)

FIELDS = {
    "dataset": _choice(BUNDLED),
    "hidden": Field(
        ROWS,
        read=lambda text: tuple(int(neurons) for neurons in text.split("-")),
        write=lambda hidden: "-".join(str(neurons) for neurons in hidden),
        words="Hidden layers are written as their neurons, first to last.",
        example="256-128",
        is_network=True,
    ),
    "convolutions": Field(
        ROWS,
        read=_read_blocks,
        write=_write_blocks,
        words="Convolutions are written as filters x kernel, and p (max) or a (average) where pooling follows.",
        example="16x3p-32x5",
        is_network=True,
    ),
    "activation": _choice(ACTIVATIONS, is_network=True),
    "batch_normalization": _switch(is_network=True),
    "dropout": _number(
        Limits("Dropout", 0, 0.8, 0.2, whole=False), LINE, [part / 20 for part in range(17)], is_network=True
    ),
    "augmentation": _switch(is_network=True),
    "loss": _choice(LOSSES),
    "optimizer": _choice(OPTIMIZERS),
    "momentum": _number(
        Limits("Momentum", 0, 0.99, 0.9, whole=False),
        LINE,
        (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99),
    ),
    "learning_rate": _number(LEARNING_RATE, LINE, RATES),
    "rate_changes": Field(
        ROWS,
        read=_read_changes,
        write=lambda changes: ",".join(f"{epoch}:{float(rate)!r}" for epoch, rate in changes),
        words="Changes of the learning rate are written as epoch:rate, by epoch.",
        example="4:0.0003,8:0.0001",
    ),
    "batch_size": _number(Limits("Batch size", 8, 1024, 128), LINE, (8, 16, 32, 64, 128, 256, 512, 1024)),
    "epochs": _number(EPOCHS, SLIDER),
    "train_share": _number(
        Limits("Share of the training images", 0.01, 1, 0.1, whole=False),
        LINE,
        (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0),
    ),
    "own_drawings": _number(Limits("Own drawings", 0, 50, 10), LINE, (0, 1, 2, 5, 10, 20, 50)),
    "validation": _choice(VALIDATIONS),
    "patience": _number(Limits("Patience of early stopping", 0, 20, 3), LINE, range(21)),
    "seed": _number(Limits("Seed", 0, 2**32 - 1, 1), TYPED),
    "start": Field(
        OWN, read=str, write=str, words="The id of the saved model that training goes on from.", example="digits-cnn"
    ),
}
NETWORK_FIELDS = tuple(name for name, field in FIELDS.items() if field.is_network)
