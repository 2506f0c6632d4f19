"""The form's part on pictures: how many, how changed, what is held out, and when that ends a training."""

import streamlit as st

from training.recipes import TRAIN_IMAGES, VALIDATIONS
from ui import state
from ui.components.recipe_controls import choose, is_shown, slide, switch
from ui.components.recipe_fields import field_name
from ui.components.recipe_words import patience_text, validation_name
from ui.language import gettext as _

FIELDS = ("train_share", "augmentation", "validation", "patience")


def show_data() -> None:
    """A button that opens these controls; none where a lesson hides them all."""
    if not is_shown(*FIELDS):
        return
    with st.popover(_("Data"), icon=":material/photo_library:"):
        slide(
            "train_share",
            _pictures_text,
            _("How many of the training pictures it gets. Fewer: faster, and sooner learnt by heart."),
        )
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
    if st.session_state[state.TRAIN_VALIDATION] != "none":
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
