"""The optimizers that a recipe can name, one row each; its words are in `ui/train/recipe_learning.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Optimizer:
    """One of Keras' optimizers.

    Attributes:
        keras_class: its name in `keras.optimizers`, which is also what people call it.
        takes_momentum: whether a recipe may set its momentum.
        constants: further arguments of the class, by name: what no recipe sets.
    """

    keras_class: str
    takes_momentum: bool = False
    constants: Mapping[str, float] = field(default_factory=dict)

    def arguments(self, learning_rate: float, momentum: float) -> dict[str, float]:
        """What the class is called with, by name; a momentum of 0.0, Keras' own, is left out."""
        settings = {"learning_rate": float(learning_rate)} | ({"momentum": float(momentum)} if momentum else {})
        return settings | dict(self.constants)


# By the name that recipes, links and the command line have for it.
OPTIMIZERS = {
    "adam": Optimizer("Adam"),
    "sgd": Optimizer("SGD", takes_momentum=True),
    "rmsprop": Optimizer("RMSprop"),
    "adamw": Optimizer("AdamW", constants={"weight_decay": 0.004}),
}
