"""The form to choose and edit a recipe."""

import streamlit as st

from base.errors import ModelError, RecipeError
from training.recipe.recipes import RECIPES, Recipe
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared import recipe_values as values
from ui.shared.callback_error import keep_error
from ui.shared.layer_table import show_recipe_facts
from ui.shared.lesson_link import keep_in_address, locked, recipe_from_address, show_lesson_link
from ui.shared.pinned import pinned_pictures
from ui.shared.run_again import compared_run, forget_compared, recipe_of_run, show_compared
from ui.train.own_training import drawings_for
from ui.train.recipe_basics import show_basics, show_recipes
from ui.train.recipe_changes import show_changes
from ui.train.recipe_more import show_more
from ui.train.run_choice import look_at
from ui.train.run_scroller import note_train_press
from use_cases.services import services


def begin_form(last: Recipe | None) -> None:
    """Initialize the form: from the URL's recipe, else a new session's from the last run, else the default."""
    linked = recipe_from_address()
    if linked or not state.TRAIN_RECIPE.is_set:
        values.put_recipe(linked or last or RECIPES[values.DEFAULT_RECIPE])


def show_recipe_form(visitor: str, is_busy: bool) -> Recipe | None:
    """Show the form, and return its recipe; None while its network is too large.

    Args:
        visitor: the visitor who trains.
        is_busy: whether the visitor has an active run, so that Train is disabled.
    """
    with st.container(gap="xsmall", key="form_locked" if locked() else "form_whole"):
        return _show_controls(visitor, is_busy)


def _show_controls(visitor: str, is_busy: bool) -> Recipe | None:
    compared = compared_run()
    if compared:
        show_compared(compared)
    show_recipes()
    show_basics()
    try:
        recipe = values.chosen_recipe()
    except (RecipeError, ModelError) as error:
        st.warning(error_text(error), icon=":material/error:")
        _show_buttons(visitor, error_text(error))
        return None
    show_changes(recipe, recipe_of_run(compared) if compared else RECIPES[state.TRAIN_RECIPE.get()])
    show_recipe_facts(recipe)
    _show_buttons(visitor, _("Your run is still going. Wait for it to finish, or stop it.") if is_busy else "", recipe)
    keep_in_address(recipe)
    return recipe


def _show_buttons(visitor: str, obstacle: str, recipe: Recipe | None = None) -> None:
    """Show the row of buttons; without a recipe, there is no link button."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _show_train(visitor, obstacle)
        show_more()
        if recipe:
            show_lesson_link(recipe)


def _show_train(visitor: str, obstacle: str) -> None:
    """Show the Train button; an obstacle disables it and is its tooltip."""
    st.button(
        _("Train"),
        type="primary",
        icon=":material/play_arrow:",
        on_click=_submit,
        args=(visitor,),
        disabled=bool(obstacle),
        help=obstacle or None,
        key=state.TRAIN_BUTTON,
    )


def _submit(visitor: str) -> None:
    look_at(None)
    state.TRAIN_TAB.set(_("Run"))
    compared = compared_run()
    with keep_error(state.TRAIN_ERROR):
        recipe = values.chosen_recipe()
        drawings = drawings_for(recipe, visitor)
        services().runs.submit(
            visitor, recipe, pinned_pictures(), drawings=drawings, compared_to=compared.id if compared else ""
        )
        forget_compared()
        note_train_press()
