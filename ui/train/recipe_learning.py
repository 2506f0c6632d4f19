"""The part of "More" on learning: learning rate, optimizer, how right answers are written, and where chance starts."""

import streamlit as st

from training.recipe.limits import LIMITS
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import LOSSES
from ui.language import gettext as _
from ui.shared.recipe_controls import KEEP, choose, is_shown, slide
from ui.shared.recipe_fields import field_name
from ui.shared.recipe_values import field_key
from ui.shared.recipe_words import loss_name, number_text, optimizer_name
from ui.train.recipe_rates import show_rate_changes

FIELDS = ("learning_rate", "rate_changes", "optimizer", "momentum", "loss", "seed")


def show_learning() -> None:
    """Draw these controls, without those that a lesson hides."""
    slide(
        "learning_rate",
        number_text,
        _("How big each correction is. Too small: it hardly learns. Too big: it jumps about and never settles."),
    )
    show_rate_changes()
    choose(
        "optimizer",
        OPTIMIZERS,
        optimizer_name,
        _(
            "How corrections are made. SGD: against the slope, as big as the learning rate says. Adam, AdamW and "
            "RMSprop choose a size for each weight; AdamW also makes all weights a little smaller each time."
        ),
    )
    if OPTIMIZERS[st.session_state[field_key("optimizer")]].takes_momentum:
        slide(
            "momentum",
            number_text,
            _("How much of the last correction goes on in the next, as a ball keeps rolling. SGD's alone."),
        )
    choose(
        "loss",
        LOSSES,
        loss_name,
        _("How the right answer is told to the loss: as a number, or as ten zeros and ones. The loss is the same."),
    )
    if is_shown("seed"):
        _show_seed()


def _show_seed() -> None:
    st.number_input(
        field_name("seed"),
        int(LIMITS["seed"].low),
        int(LIMITS["seed"].high),
        key=field_key("seed"),
        help=_("The number all chance starts from. The same seed gives the same start; another, another luck."),
        **KEEP,
    )
