"""The part of "More" for learning: learning rate, optimizer, loss, seed."""

from training.recipe.optimizers import OPTIMIZERS
from ui.shared.recipe_controls import show_field
from ui.shared.recipe_values import field_key
from ui.train.recipe_rates import show_rate_changes

FIELDS = ("learning_rate", "rate_changes", "optimizer", "momentum", "loss", "seed")


def show_learning() -> None:
    """Show these controls, except those hidden by a lesson."""
    show_field("learning_rate")
    show_rate_changes()
    show_field("optimizer")
    if OPTIMIZERS[field_key("optimizer").get()].takes_momentum:
        show_field("momentum")
    show_field("loss")
    show_field("seed")
