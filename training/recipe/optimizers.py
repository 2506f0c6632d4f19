"""The optimizers that a recipe can name, one row each; its words are in `ui/train/recipe_learning.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Optimizer:
    """A Keras optimizer.

    Attributes:
        keras_class: its class in `keras.optimizers`, also its display name.
        takes_momentum: whether a recipe may set its momentum.
        constants: further keyword arguments, which no recipe sets.
    """

    keras_class: str
    takes_momentum: bool = False
    constants: Mapping[str, float] = field(default_factory=dict)

    def arguments(self, learning_rate: float, momentum: float) -> dict[str, float]:
        """Return the keyword arguments; a momentum of 0.0, Keras' default, is omitted."""
        settings = {"learning_rate": float(learning_rate)} | ({"momentum": float(momentum)} if momentum else {})
        return settings | dict(self.constants)


# By their names in recipes, links and on the command line.
OPTIMIZERS = {
    "adam": Optimizer("Adam"),
    "sgd": Optimizer("SGD", takes_momentum=True),
    "rmsprop": Optimizer("RMSprop"),
    "adamw": Optimizer("AdamW", constants={"weight_decay": 0.004}),
}
