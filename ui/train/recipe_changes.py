"""Differences between a recipe and the built-in one that it is based on."""

import streamlit as st

from training.recipe.recipes import Recipe
from ui.language import gettext as _
from ui.shared.recipe_fields import differing_fields, field_name, value_text


def show_changes(recipe: Recipe, base: Recipe) -> None:
    """Show the differences; space for two lines is reserved even without any.

    Args:
        recipe: the form's recipe.
        base: the built-in recipe.
    """
    with st.container(key="recipe_changes"):
        changes = " · ".join(changes_text(recipe, base))
        if not changes:
            st.markdown(_("Exactly as in the tutorial."))
        else:
            words = _("Changed from {recipe}: {changes}").format(recipe=f"**{base.name}**", changes=changes)
            st.markdown(f":orange[:material/edit:] {words}")


def changes_text(recipe: Recipe, base: Recipe) -> list[str]:
    """Return each changed field with both values, e.g. "Dropout 20 % → 0 %", without the name."""
    return [
        f"{field_name(field)} {_text(field, base)} → {_text(field, recipe)}"
        for field in differing_fields([base, recipe])
    ]


def _text(field: str, recipe: Recipe) -> str:
    """Return a field's value on one line."""
    return value_text(field, getattr(recipe, field)).replace(" ", "\u00a0")
