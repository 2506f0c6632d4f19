"""A visitor's saved drawings as training data."""

import streamlit as st

import feedback
from base.errors import DigitLabError
from training.own_drawings import HOLD_OUT_EVERY, OwnDrawings
from training.recipe.recipes import Recipe
from training.recipe.script import DRAWINGS_FILE
from ui import state
from ui.language import gettext as _
from ui.shared.collected import prepared_drawings
from ui.shared.recipe_controls import is_shown, show_field
from ui.shared.recipe_fields import field_name, value_text
from ui.visitor import visitor_id
from use_cases.drawings import drawings_to_train_on


def drawings_for(recipe: Recipe, visitor: str) -> OwnDrawings | None:
    """Return the visitor's drawings, oldest first, if the recipe trains on them.

    Raises:
        OwnDrawingsError: there are too few drawings.
        DatabaseError: the drawings cannot be read.
    """
    return drawings_to_train_on(visitor, prepared_drawings()) if recipe.own_drawings else None


def show_own_drawings() -> None:
    """Show how often each own drawing is repeated per epoch, and a download, if there are enough drawings."""
    if not is_shown("own_drawings"):
        return
    visitor = visitor_id()
    try:
        count = feedback.count(visitor)
    except DigitLabError:
        count = 0  # the drawings' own views show the error
    if count < HOLD_OUT_EVERY:
        reason = _(
            "For this, keep at least {count} of your drawings: on the Draw page, tap whether the answer is right."
        ).format(count=HOLD_OUT_EVERY)
        st.selectbox(field_name("own_drawings"), [value_text("own_drawings", 0)], disabled=True, help=reason)
        return
    show_field("own_drawings")
    prepared = prepared_drawings()
    st.download_button(
        _("Your drawings as a file"),
        lambda: drawings_to_train_on(visitor, prepared).to_bytes(),  # read on click, not at each rerun
        DRAWINGS_FILE,
        "application/octet-stream",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key=state.TRAIN_OWN_FILE,
        help=_("For the script of this recipe, and for the command line."),
    )
