"""The form's basic controls: built-in recipe, epochs, batch size, hidden layers."""

import streamlit as st

from training.recipe.limits import NEURONS
from training.recipe.link import BASE
from training.recipe.recipes import RECIPES
from ui import state
from ui.language import gettext as _
from ui.shared import recipe_values as values
from ui.shared.lesson_link import locked
from ui.shared.recipe_controls import KEEP, is_shown, show_field, whole_range
from ui.shared.recipe_fields import field_help, field_name
from ui.shared.recipe_words import recipe_summary

# The width of a layer's field: four fit in a row.
NARROW_PX = 84


def show_recipes() -> None:
    """Show the built-in recipes with description and id; choosing one sets the whole form."""
    if not is_shown(BASE):
        base = state.TRAIN_RECIPE.get()
        st.markdown(f"**{field_name(BASE)}**  \n{_recipe_line(base)}")
        return
    st.radio(
        field_name(BASE),
        list(RECIPES),
        format_func=_recipe_line,
        key=state.TRAIN_RECIPE.name,
        on_change=_use_chosen_recipe,
        help=_("A network and how to train it, from a tutorial. Use it as it is, or change it below."),
        **KEEP,
    )


def _recipe_line(recipe: str) -> str:
    return f"{recipe_summary(recipe)} &nbsp;:gray[{recipe}]"


def _use_chosen_recipe() -> None:
    values.put_recipe(RECIPES[state.TRAIN_RECIPE.get()], kept=locked())


def show_basics() -> None:
    """Show the controls for what the tutorials vary."""
    shown = [field for field in ("epochs", "batch_size") if is_shown(field)]
    if shown:
        with st.container(key="recipe_sliders"):
            columns = st.columns(len(shown), wrap=False)
        for field, column in zip(shown, columns, strict=True):
            with column:
                show_field(field)
    if not is_shown("hidden"):
        return
    if values.chosen_start():
        st.caption(_("The network is that of the model you train further."))
    else:
        _show_layers()


def _show_layers() -> None:
    low, high = whole_range(NEURONS)
    with st.container(horizontal=True, gap="xsmall"):
        st.selectbox(
            _("Layers"),
            list(range(1, values.MAX_LAYERS + 1)),
            key=values.layers_key().name,
            help=field_help("hidden").format(low=low, high=high),
            width=NARROW_PX,
            **KEEP,
        )
        for number in range(1, values.layers_key().get() + 1):
            st.number_input(
                _("Neurons {number}").format(number=number),
                low,
                high,
                key=values.neurons_key(number).name,
                width=NARROW_PX,
                **KEEP,
            )
