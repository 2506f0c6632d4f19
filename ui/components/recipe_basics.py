"""The form's first controls: the recipe to start from, pictures, epochs, batch size, learning rate, hidden layers."""

import streamlit as st

from training.limits import LIMITS, NEURONS
from training.recipe_link import BASE
from training.recipes import DATASETS, RECIPES
from ui import state
from ui.components import recipe_values as values
from ui.components.lesson_link import locked
from ui.components.recipe_controls import KEEP, choose, is_shown, slide
from ui.components.recipe_fields import field_name
from ui.components.recipe_words import dataset_name, number_text, recipe_summary
from ui.language import gettext as _

# Of a layer's field: four stand in a row.
NARROW_PX = 84


def show_recipes() -> None:
    """The built-in recipes; choosing one sets the whole form."""
    if not is_shown(BASE):
        return
    st.pills(
        field_name(BASE),
        list(RECIPES),
        key=state.TRAIN_RECIPE,
        required=True,
        on_change=_use_chosen_recipe,
        help=_("A network and how to train it, from a tutorial. Take it as it is, or change what you like below."),
        **KEEP,
    )
    st.caption(recipe_summary(st.session_state[state.TRAIN_RECIPE]))


def _use_chosen_recipe() -> None:
    values.put_recipe(RECIPES[st.session_state[state.TRAIN_RECIPE]], kept=locked())


def show_basics() -> None:
    """What is changed most."""
    for fields in (("dataset", "epochs"), ("batch_size", "learning_rate")):
        shown = [field for field in fields if is_shown(field)]
        for field, column in zip(shown, st.columns(len(shown), wrap=False) if shown else (), strict=True):
            with column:
                _SHOW[field]()
    if is_shown("hidden"):
        _show_layers()


def _show_dataset() -> None:
    choose(
        "dataset",
        DATASETS,
        dataset_name,
        _("What to learn from: 60,000 pictures of 28×28 pixels; 10,000 others are kept for the test."),
    )


def _show_epochs() -> None:
    st.slider(
        field_name("epochs"),
        int(LIMITS["epochs"].low),
        int(LIMITS["epochs"].high),
        key=state.TRAIN_EPOCHS,
        help=_("How many times the network goes through all training pictures."),
        **KEEP,
    )


def _show_batch_size() -> None:
    slide(
        "batch_size",
        number_text,
        _("How many pictures it looks at before it corrects itself. Smaller: slower, with more corrections."),
    )


def _show_learning_rate() -> None:
    slide(
        "learning_rate",
        number_text,
        _("How big each correction is. Too small: it hardly learns. Too big: it jumps about and never settles."),
    )


_SHOW = {
    "dataset": _show_dataset,
    "epochs": _show_epochs,
    "batch_size": _show_batch_size,
    "learning_rate": _show_learning_rate,
}


def _show_layers() -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.selectbox(
            _("Layers"),
            list(range(1, values.MAX_LAYERS + 1)),
            key=state.TRAIN_LAYERS,
            help=_("Hidden layers between the 784 pixels and the ten answers, each of 4 to 1024 neurons."),
            width=NARROW_PX,
            **KEEP,
        )
        for number in range(1, st.session_state[state.TRAIN_LAYERS] + 1):
            st.number_input(
                _("Neurons {number}").format(number=number),
                int(NEURONS.low),
                int(NEURONS.high),
                key=values.neurons_key(number),
                width=NARROW_PX,
                **KEEP,
            )
