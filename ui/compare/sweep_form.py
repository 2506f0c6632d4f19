"""The form of a sweep: the varying fields and the start button."""

import dataclasses
import math
from typing import Any

import streamlit as st

from base.errors import DigitLabError, ModelError, RecipeError
from training.recipe.recipes import RECIPES, Recipe
from training.recipe.sweep import AXES, MAX_RECIPES, WIDTH, default_axes, grid
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.callback_error import keep_error, show_error
from ui.shared.recipe_fields import field_name, value_text
from ui.shared.recipe_values import DEFAULT_RECIPE, chosen_recipe
from use_cases.services import services


def show_sweep_form(visitor: str) -> None:
    """Draw the form: the base recipe, the two varying fields, the button."""
    st.markdown(_("**Try several at once**"))
    try:
        recipe = base_recipe(visitor)
    except (RecipeError, ModelError) as error:
        st.warning(error_text(error), icon=":material/error:")
        return
    st.caption(_("All use “{recipe}”, the recipe on the Train page, except for:").format(recipe=recipe.name))
    axes: dict[str, list[Any]] = {}
    defaults = default_axes(recipe)
    for number, first in enumerate(defaults, start=1):
        field = _choose_field(number, first, [name for name in AXES if name not in axes])
        axes[field] = _choose_values(number, field, recipe, defaults)
    _show_button(visitor, recipe, axes)


def base_recipe(visitor: str) -> Recipe:
    """Return the Train page's recipe; before it was opened, that of the visitor's last run.

    A sweep's runs start with new networks, as a saved model has a fixed width, and do not use own drawings.

    Raises:
        RecipeError: the network in the form is too large.
        ModelError: the form's starting model is missing.
    """
    if state.TRAIN_RECIPE.is_set:
        recipe = chosen_recipe()
    else:
        run = services().runs.latest(visitor)
        recipe = run.recipe if run else RECIPES[DEFAULT_RECIPE]
    if recipe.is_outside_family:
        return RECIPES[DEFAULT_RECIPE]
    return dataclasses.replace(recipe, start="", own_drawings=0)


def _choose_field(number: int, first: str, options: list[str]) -> str:
    return st.selectbox(
        _("What to vary ({number})").format(number=number),
        options,
        index=options.index(first) if first in options else 0,
        format_func=_field_text,
        key=f"{state.SWEEP_FIELD}_{number}",
        persist_state="session",
    )


def _choose_values(number: int, field: str, recipe: Recipe, defaults: dict[str, tuple[Any, ...]]) -> list[Any]:
    """Show the choice of a field's values, initially the default sweep's or the recipe's own."""
    own = defaults.get(field, (getattr(recipe, field, None),))
    return st.multiselect(
        _("Values ({number})").format(number=number),
        sorted({*AXES[field], *own}),
        default=own,
        format_func=lambda value: value_text(field, value),
        select_all=False,
        key=f"{state.SWEEP_VALUES}_{field}",
        label_visibility="collapsed",
        persist_state="session",
    )


def _show_button(visitor: str, recipe: Recipe, axes: dict[str, list[Any]]) -> None:
    count = math.prod(len(values) for values in axes.values())
    recipes, trouble = _recipes(recipe, axes, count)
    if st.button(
        _("Try these {count}").format(count=count),
        type="primary",
        icon=":material/rocket_launch:",
        disabled=not recipes,
        on_click=_submit,
        args=(visitor, recipes),
        key=state.SWEEP_BUTTON,
    ):
        st.rerun()
    st.caption(trouble)
    show_error(state.SWEEP_ERROR)


def _recipes(recipe: Recipe, axes: dict[str, list[Any]], count: int) -> tuple[list[Recipe], str]:
    """Return the recipes, or the reason why there are none."""
    if count == 0:
        return [], _("Choose at least one value for each.")
    if count > MAX_RECIPES:
        return [], _("{count} is too many: at most {limit}.").format(count=count, limit=MAX_RECIPES)
    try:
        return grid(recipe, axes), ""
    except DigitLabError as error:
        return [], error_text(error)


def _submit(visitor: str, recipes: list[Recipe]) -> None:
    with keep_error(state.SWEEP_ERROR):
        runs = services().runs.submit_sweep(visitor, recipes)
        state.COMPARE_CHOSEN.set([f"run:{run}" for run in runs])


def _field_text(field: str) -> str:
    return _("Neurons per layer") if field == WIDTH else field_name(field)
