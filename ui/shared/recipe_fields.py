"""What a recipe's fields are called: on their controls, in a table that compares recipes, in a list to choose from."""

from training.recipe.link import BASE, FORMS
from ui.language import gettext as _

FIELDS = (BASE, *FORMS)


def field_name(field: str) -> str:
    """A field of a recipe, or "recipe" for the built-in one that it starts from, in the visitor's language.

    Args:
        field: of `FIELDS`.
    """
    return {
        BASE: _("Recipe"),
        "dataset": _("Pictures"),
        "hidden": _("Hidden layers"),
        "convolutions": _("Convolutions"),
        "activation": _("Activation"),
        "batch_normalization": _("Batch normalization"),
        "dropout": _("Dropout"),
        "augmentation": _("Augmentation"),
        "loss": _("Labels"),
        "optimizer": _("Optimizer"),
        "momentum": _("Momentum"),
        "learning_rate": _("Learning rate"),
        "rate_changes": _("Changes of the learning rate"),
        "batch_size": _("Batch size"),
        "epochs": _("Epochs"),
        "train_share": _("Share of the pictures"),
        "own_drawings": _("Your own drawings"),
        "validation": _("Validation"),
        "patience": _("Early stopping"),
        "seed": _("Seed"),
        "start": _("Begins with"),
    }[field]
