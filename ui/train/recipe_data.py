"""The part of "More" on pictures: which, how many, how changed, what is held out, and when that ends a training."""

import streamlit as st

from image_data import BUNDLED
from training.recipe.recipes import TRAIN_IMAGES, VALIDATIONS
from ui.language import gettext as _
from ui.shared.recipe_controls import choose, is_shown, slide, switch
from ui.shared.recipe_fields import field_name
from ui.shared.recipe_values import field_key
from ui.shared.recipe_words import dataset_name, patience_text, validation_name
from ui.train.own_training import show_own_drawings

FIELDS = ("dataset", "train_share", "own_drawings", "augmentation", "validation", "patience")


def show_data() -> None:
    """Draw these controls, without those that a lesson hides."""
    choose(
        "dataset",
        BUNDLED,
        dataset_name,
        _("What to learn from: 60,000 pictures of 28×28 pixels; 10,000 others are kept for the test."),
    )
    slide(
        "train_share",
        _pictures_text,
        _("How many of the training pictures it gets. Fewer: faster, and sooner learnt by heart."),
    )
    show_own_drawings()
    switch(
        "augmentation",
        _("Each picture is shifted, turned and scaled a little, anew each time: as if there were more of them."),
    )
    choose(
        "validation",
        VALIDATIONS,
        validation_name,
        _(
            "Pictures the network never learns from, asked after every epoch. They show when it begins to learn by "
            "heart. The test set is a trap: whoever chooses by it has no honest test left."
        ),
    )
    _show_patience()


def _show_patience() -> None:
    if st.session_state[field_key("validation")] != "none":
        slide(
            "patience",
            patience_text,
            _("The training ends when the validation loss has not fallen for so many epochs; the best one is kept."),
        )
    elif is_shown("patience"):
        off = patience_text(0)
        reason = _("Early stopping looks at a validation: choose one first.")
        st.selectbox(field_name("patience"), [off], disabled=True, help=reason)


def _pictures_text(share: float) -> str:
    return f"{round(TRAIN_IMAGES * share):,}"
