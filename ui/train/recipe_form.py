"""The form that a recipe is chosen and changed in."""

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
    """Set the form to the recipe of the page's address; a new visitor's else to their last run's, else to the usual."""
    linked = recipe_from_address()
    if linked or not state.TRAIN_RECIPE.is_set:
        values.put_recipe(linked or last or RECIPES[values.DEFAULT_RECIPE])


def show_recipe_form(visitor: str, is_busy: bool) -> Recipe | None:
    """Draw the form; the recipe that it shows, or None while its network is too large.

    Args:
        visitor: whose run the Train button starts.
        is_busy: whether a run of theirs is under way, so that Train has to wait.
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
    """The row of buttons; without a recipe there is none to link to."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _show_train(visitor, obstacle)
        show_more()
        if recipe:
            show_lesson_link(recipe)


def _show_train(visitor: str, obstacle: str) -> None:
    """Draw the Train button; with an obstacle, it cannot be pressed and says why."""
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
