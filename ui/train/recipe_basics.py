"""The form's first controls: the recipe to start from, epochs, batch size, hidden layers, as the tutorials set them."""

import streamlit as st

from training.recipe.limits import LIMITS, NEURONS
from training.recipe.link import BASE
from training.recipe.recipes import RECIPES
from ui import state
from ui.language import gettext as _
from ui.shared import recipe_values as values
from ui.shared.lesson_link import locked
from ui.shared.recipe_controls import KEEP, is_shown, slide
from ui.shared.recipe_fields import field_name
from ui.shared.recipe_words import number_text, recipe_summary

# Of a layer's field: four stand in a row.
NARROW_PX = 84


def show_recipes() -> None:
    """The built-in recipes, each with what it is and its id; choosing one sets the whole form."""
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
        help=_("A network and how to train it, from a tutorial. Take it as it is, or change what you like below."),
        **KEEP,
    )


def _recipe_line(recipe: str) -> str:
    return f"{recipe_summary(recipe)} &nbsp;:gray[{recipe}]"


def _use_chosen_recipe() -> None:
    values.put_recipe(RECIPES[state.TRAIN_RECIPE.get()], kept=locked())


def show_basics() -> None:
    """What the tutorials change."""
    shown = [field for field in ("epochs", "batch_size") if is_shown(field)]
    if shown:
        with st.container(key="recipe_sliders"):
            columns = st.columns(len(shown), wrap=False)
        for field, column in zip(shown, columns, strict=True):
            with column:
                _SHOW[field]()
    if not is_shown("hidden"):
        return
    if values.chosen_start():
        st.caption(_("The network is that of the model that it goes on from."))
    else:
        _show_layers()


def _show_epochs() -> None:
    st.slider(
        field_name("epochs"),
        int(LIMITS["epochs"].low),
        int(LIMITS["epochs"].high),
        key=values.field_key("epochs").name,
        help=_("How many times the network goes through all training pictures."),
        **KEEP,
    )


def _show_batch_size() -> None:
    slide(
        "batch_size",
        number_text,
        _("How many pictures it looks at before it corrects itself. Smaller: slower, with more corrections."),
    )


_SHOW = {"epochs": _show_epochs, "batch_size": _show_batch_size}


def _show_layers() -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.selectbox(
            _("Layers"),
            list(range(1, values.MAX_LAYERS + 1)),
            key=values.layers_key().name,
            help=_("Hidden layers between the 784 pixels and the ten answers, each of {low} to {high} neurons.").format(
                low=int(NEURONS.low), high=int(NEURONS.high)
            ),
            width=NARROW_PX,
            **KEEP,
        )
        for number in range(1, values.layers_key().get() + 1):
            st.number_input(
                _("Neurons {number}").format(number=number),
                int(NEURONS.low),
                int(NEURONS.high),
                key=values.neurons_key(number).name,
                width=NARROW_PX,
                **KEEP,
            )
