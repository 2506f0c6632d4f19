"""Texts of a recipe's fields: name, help, and format of values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from training.recipe.fields import FIELDS
from training.recipe.layers import Convolution
from training.recipe.link import BASE
from training.recipe.recipes import Recipe
from ui.language import N_
from ui.language import gettext as _
from ui.shared import recipe_words as words


@dataclass(frozen=True)
class FieldWords:
    """The texts of a field. They are in English, and translated when shown.

    Attributes:
        name: the name in forms, tables and lists.
        help: the help text of its control.
        value: formats a value.
    """

    name: str
    help: str
    value: Callable[[Any], str] = str


def _switch_text(is_on: bool) -> str:
    return _("yes") if is_on else _("no")


def _hidden_text(hidden: tuple[int, ...]) -> str:
    return " · ".join(map(str, hidden))


def _blocks_text(blocks: tuple[Convolution, ...]) -> str:
    return " · ".join(f"{block.filters}@{block.kernel}×{block.kernel}" for block in blocks) or words.NOTHING


# One row for each of `FIELDS`.
WORDS = {
    "dataset": FieldWords(
        N_("Pictures"),
        N_("What to learn from: 60,000 pictures of 28×28 pixels; 10,000 others are kept for the test."),
        words.dataset_name,
    ),
    "hidden": FieldWords(
        N_("Hidden layers"),
        N_("Hidden layers between the 784 pixels and the ten answers, each of {low} to {high} neurons."),
        _hidden_text,
    ),
    "convolutions": FieldWords(
        N_("Convolutions"),
        N_(
            "Small windows that slide over the picture and look for the same pattern everywhere; pooling then halves "
            "the picture's sides."
        ),
        _blocks_text,
    ),
    "activation": FieldWords(
        N_("Activation"),
        N_("What a neuron does with the sum of its inputs. Without it, many layers can do no more than one."),
        words.activation_name,
    ),
    "batch_normalization": FieldWords(
        N_("Batch normalization"),
        N_("Brings the values inside the network to a common scale for each batch: deep networks learn faster."),
        _switch_text,
    ),
    "dropout": FieldWords(
        N_("Dropout"),
        N_(
            "The share of the last hidden layer that training switches off at random, so that the network "
            "relies on no single neuron."
        ),
        words.share_text,
    ),
    "augmentation": FieldWords(
        N_("Augmentation"),
        N_(
            "Each picture is shifted, rotated and scaled a little, differently each time: as if there were "
            "more of them."
        ),
        _switch_text,
    ),
    "loss": FieldWords(
        N_("Labels"),
        N_(
            "How the right answer is written for the loss: as a number, or as ten zeros and ones. The loss is the same."
        ),
        words.loss_name,
    ),
    "optimizer": FieldWords(
        N_("Optimizer"),
        N_(
            "How the weights are corrected. SGD: against the gradient, times the learning rate. Adam, AdamW "
            "and RMSprop choose a step size for each weight; AdamW also makes all weights a little smaller "
            "each time."
        ),
        words.optimizer_name,
    ),
    "momentum": FieldWords(
        N_("Momentum"),
        N_("How much of the last correction carries over to the next, as a ball keeps rolling. Only for SGD."),
        words.number_text,
    ),
    "learning_rate": FieldWords(
        N_("Learning rate"),
        N_("How big each correction is. Too small: it hardly learns. Too big: it jumps around and never settles."),
        words.number_text,
    ),
    "rate_changes": FieldWords(
        N_("Learning rate changes"),
        N_("A smaller learning rate near the end lets a network settle. It can also be changed during a run."),
        words.rate_changes_text,
    ),
    "batch_size": FieldWords(
        N_("Batch size"),
        N_("How many pictures it sees before each correction. Smaller: slower, with more corrections."),
    ),
    "epochs": FieldWords(N_("Epochs"), N_("How many times the network goes through all training pictures.")),
    "train_share": FieldWords(
        N_("Share of the pictures"),
        N_("How many of the training pictures it gets. Fewer: faster, but sooner learnt by heart."),
        words.share_text,
    ),
    "own_drawings": FieldWords(
        N_("Your own drawings"),
        N_(
            "How often an epoch shows each of your kept drawings, beside the data set's pictures. One in three "
            "is held out: you see how many of those it gets right before and after training."
        ),
        words.times_text,
    ),
    "validation": FieldWords(
        N_("Validation"),
        N_(
            "Pictures the network never learns from, checked after every epoch. They show when it starts to "
            "learn by heart. The test set is a trap: if you choose by it, no honest test is left."
        ),
        words.validation_name,
    ),
    "patience": FieldWords(
        N_("Early stopping"),
        N_("Training ends when the validation loss has not fallen for this many epochs; the best one is kept."),
        words.patience_text,
    ),
    "seed": FieldWords(
        N_("Seed"),
        N_("The number that all chance starts from. The same seed gives the same start; another seed, different luck."),
    ),
    "start": FieldWords(
        N_("Starts from"),
        N_(
            "A new network starts with random weights. Training a saved model further starts with its weights, "
            "in its network."
        ),
        lambda start: start or words.NOTHING,
    ),
}


def field_name(field: str) -> str:
    """Return the name of a recipe's field, or of "recipe", the built-in recipe that it is based on.

    Args:
        field: a name in `FIELDS`, or `BASE`.
    """
    return _("Recipe") if field == BASE else _(WORDS[field].name)


def field_help(field: str) -> str:
    """Return the help text of a field's control."""
    return _(WORDS[field].help)


def value_text(field: str, value: Any) -> str:
    """Format a value of a recipe's field, or of a sweep's "width"."""
    return WORDS[field].value(value) if field in WORDS else str(value)


def differing_fields(recipes: list[Recipe]) -> list[str]:
    """Return the fields in which recipes differ, in a recipe's order, without the name."""
    return [field for field in FIELDS if len({getattr(recipe, field) for recipe in recipes}) > 1]
