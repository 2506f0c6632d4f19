"""All other fields of a recipe, behind the button "More"."""

from collections.abc import Callable

import streamlit as st

from training.recipe.optimizers import OPTIMIZERS
from ui.language import gettext as _
from ui.shared.recipe_controls import is_shown
from ui.shared.recipe_values import chosen_values
from ui.train import recipe_data, recipe_learning, recipe_network


def show_more() -> None:
    """Show a button that opens these controls in tabs, except tabs that a lesson hides completely."""
    parts = [(title, show) for title, fields, show in _parts() if is_shown(*fields)]
    if not parts:
        return
    with st.popover(_("More"), icon=":material/tune:"):
        for tab, (_title, show) in zip(st.tabs([title for title, _show in parts]), parts, strict=True):
            with tab:
                show()


def _parts() -> list[tuple[str, tuple[str, ...], Callable[[], None]]]:
    """Return each part's title, fields, and the function that draws it."""
    has_momentum = OPTIMIZERS[chosen_values()["optimizer"]].takes_momentum
    learning = tuple(field for field in recipe_learning.FIELDS if has_momentum or field != "momentum")
    return [
        (_("Network"), recipe_network.FIELDS, recipe_network.show_network),
        (_("Learning"), learning, recipe_learning.show_learning),
        (_("Data"), recipe_data.FIELDS, recipe_data.show_data),
    ]
