"""Limits of a recipe's numbers, and the error for invalid ones."""

from dataclasses import dataclass
from typing import NoReturn

from base.errors import RecipeError


@dataclass(frozen=True)
class Limits:
    """The allowed values of a number.

    Attributes:
        label: the number's name at the start of a sentence.
        low, high: the smallest and the largest value allowed.
        example: a value worth trying, for the error.
        whole: only integers are allowed.
        above: `low` is exclusive.
    """

    label: str
    low: float
    high: float
    example: float
    whole: bool = True
    above: bool = False

    def describe(self) -> str:
        """Describe the rule, e.g. "must be a whole number from 1 to 50"."""
        if self.above:
            return f"must be above {self.low:.10g} and at most {self.high:.10g}"
        return f"must be a {'whole ' if self.whole else ''}number from {self.low:.10g} to {self.high:.10g}"

    def allow(self, value: object) -> bool:
        """Return whether a value is a number of the right type within the limits."""
        kinds = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            return False
        return (value > self.low if self.above else value >= self.low) and value <= self.high


LAYER_COUNT = Limits("Number of hidden layers", 1, 6, 1)
NEURONS = Limits("Neurons of a hidden layer", 1, 1024, 128)
# At most one an epoch.
RATE_CHANGES = Limits("Number of changes of the learning rate", 0, 50, 1)
CONVOLUTION_COUNT = Limits("Number of convolutional blocks", 0, 4, 1)
FILTERS = Limits("Filters of a convolution", 4, 64, 16)
KERNELS = (3, 5)
# For the whole network: a model file of 40 MB, and seconds, not minutes, for a thousand images on one core.
MAX_PARAMETERS = 8_000_000
MAX_MULTIPLIES = 40_000_000
# For one training.
MAX_SECONDS = 3600.0


def refuse(
    field: str, value: object, rule: str, example: object, kind: type[RecipeError] = RecipeError, **details: object
) -> NoReturn:
    """Raise the error for a recipe's invalid value.

    Args:
        field: the recipe's field.
        value: the invalid value.
        rule: one sentence with the allowed values.
        example: a valid value to try.
        kind: the error's class.
        details: its details besides `field` and `value`.

    Raises:
        RecipeError: always.
    """
    raise kind(f"{rule} Received: {field}={value!r}. Try {example}.", field=field, value=value, **details)
