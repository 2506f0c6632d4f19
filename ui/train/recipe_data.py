"""The part of "More" for data: data set, training share, augmentation, validation, early stopping."""

import streamlit as st

from training.recipe.recipes import TRAIN_IMAGES
from ui.language import gettext as _
from ui.shared.recipe_controls import is_shown, show_field
from ui.shared.recipe_fields import field_name, value_text
from ui.shared.recipe_values import field_key
from ui.train.own_training import show_own_drawings

FIELDS = ("dataset", "train_share", "own_drawings", "augmentation", "validation", "patience")


def show_data() -> None:
    """Show these controls, except those hidden by a lesson."""
    show_field("dataset")
    show_field("train_share", _pictures_text)
    show_own_drawings()
    show_field("augmentation")
    show_field("validation")
    _show_patience()


def _show_patience() -> None:
    if field_key("validation").get() != "none":
        show_field("patience")
    elif is_shown("patience"):
        off = value_text("patience", 0)
        reason = _("Early stopping needs validation: choose one first.")
        st.selectbox(field_name("patience"), [off], disabled=True, help=reason)


def _pictures_text(share: float) -> str:
    return f"{round(TRAIN_IMAGES * share):,}"
