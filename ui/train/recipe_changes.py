"""What a recipe changes against the built-in one that it starts from, field by field."""

import streamlit as st

from training.recipe.recipes import Recipe
from ui.language import gettext as _
from ui.shared.recipe_fields import differing_fields, field_name, value_text


def show_changes(recipe: Recipe, base: Recipe) -> None:
    """Draw the changes, before the recipe is trained; the room for two lines stays where nothing is changed.

    Args:
        recipe: what will be trained.
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
    """Each changed field with its value before and now, e.g. "Dropout 20 % → 0 %"; the name is none of them."""
    return [
        f"{field_name(field)} {_text(field, base)} → {_text(field, recipe)}"
        for field in differing_fields([base, recipe])
    ]


def _text(field: str, recipe: Recipe) -> str:
    """A field's value on one line."""
    return value_text(field, getattr(recipe, field)).replace(" ", "\u00a0")
