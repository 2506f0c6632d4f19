"""The form that a recipe is chosen and changed in: a fragment of its own, so that a slider redraws the form alone."""

import streamlit as st

from errors import DigitLabError
from training.limits import LIMITS, NEURONS
from training.recipes import DATASETS, LOSSES, RECIPES, VALIDATIONS, Recipe
from training.runs import board
from ui import state
from ui.components import recipe_values as values
from ui.components.recipe_facts import show_recipe_facts
from ui.components.recipe_words import dataset_name, learning_rate_text, loss_name, recipe_summary, validation_name
from ui.language import gettext as _

# Widgets keep what was chosen while their visitor looks at another page.
KEEP = {"persist_state": "session"}
# Of a layer's field: four stand in a row.
NARROW_PX = 84


def begin_form(recipe: Recipe | None) -> None:
    """Give the widgets their first values: those of the visitor's last run, else of the first recipe."""
    if state.TRAIN_RECIPE in st.session_state:
        return
    recipe = recipe or RECIPES[values.DEFAULT_RECIPE]
    values.put_recipe(recipe, values.origin_of(recipe))


@st.fragment
def show_recipe_form(visitor: str, is_busy: bool) -> None:
    """Draw the form.

    Args:
        visitor: whose run the Train button starts.
        is_busy: whether a run of theirs is under way, so that Train has to wait.
    """
    _show_recipes()
    _show_data()
    _show_learning()
    _show_layers()
    recipe = values.chosen_recipe()
    show_recipe_facts(recipe)
    _show_buttons(visitor, recipe, is_busy)


def _show_recipes() -> None:
    st.pills(
        _("Recipe"),
        list(RECIPES),
        key=state.TRAIN_RECIPE,
        required=True,
        on_change=_use_chosen_recipe,
        help=_("A network and how to train it, from a tutorial. Take it as it is, or change what you like below."),
        **KEEP,
    )
    st.caption(recipe_summary(st.session_state[state.TRAIN_RECIPE]))


def _use_chosen_recipe() -> None:
    chosen = st.session_state[state.TRAIN_RECIPE]
    values.put_recipe(RECIPES[chosen], chosen)


def _show_data() -> None:
    left, right = st.columns(2, wrap=False)
    left.selectbox(
        _("Pictures"),
        DATASETS,
        format_func=dataset_name,
        key=state.TRAIN_DATASET,
        help=_("What to learn from: 60,000 pictures of 28×28 pixels; 10,000 others are kept for the test."),
        **KEEP,
    )
    right.selectbox(
        _("Validation"),
        VALIDATIONS,
        format_func=validation_name,
        key=state.TRAIN_VALIDATION,
        help=_(
            "Pictures the network never learns from, asked after every epoch. They show when it begins to learn by "
            "heart. The test set is a trap: whoever chooses by it has no honest test left."
        ),
        **KEEP,
    )


def _show_learning() -> None:
    left, right = st.columns(2, wrap=False)
    left.slider(
        _("Epochs"),
        int(LIMITS["epochs"].low),
        int(LIMITS["epochs"].high),
        key=state.TRAIN_EPOCHS,
        help=_("How many times the network goes through all training pictures."),
        **KEEP,
    )
    right.select_slider(
        _("Batch size"),
        values.BATCH_SIZES,
        key=state.TRAIN_BATCH_SIZE,
        help=_("How many pictures it looks at before it corrects itself. Smaller: slower, with more corrections."),
        **KEEP,
    )
    left, right = st.columns(2, wrap=False)
    left.select_slider(
        _("Learning rate"),
        values.LEARNING_RATES,
        format_func=learning_rate_text,
        key=state.TRAIN_LEARNING_RATE,
        help=_("How big each correction is. Too small: it hardly learns. Too big: it jumps about and never settles."),
        **KEEP,
    )
    right.slider(
        _("Dropout"),
        LIMITS["dropout"].low * 1.0,
        LIMITS["dropout"].high,
        step=0.05,
        key=state.TRAIN_DROPOUT,
        help=_(
            "The share of the last hidden layer switched off at random while training, so that it relies on no single "
            "neuron."
        ),
        **KEEP,
    )


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


def _show_buttons(visitor: str, recipe: Recipe, is_busy: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            _("Train"),
            type="primary",
            icon=":material/play_arrow:",
            on_click=_submit,
            args=(visitor,),
            disabled=is_busy,
            help=_("Your run is still going. Wait for its end, or stop it.") if is_busy else None,
            key=state.TRAIN_BUTTON,
        ):
            st.rerun()  # the run on the right is no part of this fragment
        with st.popover(_("More")):
            _show_more()
        base = RECIPES[st.session_state[state.TRAIN_RECIPE]]
        if values.is_changed(recipe, base):
            st.caption(_("changed from {recipe}").format(recipe=base.name), width="content")


def _show_more() -> None:
    st.number_input(
        _("Seed"),
        0,
        999_999,
        key=state.TRAIN_SEED,
        help=_("The number all chance starts from. The same seed gives the same start; another, another luck."),
        **KEEP,
    )
    st.radio(
        _("Labels"),
        LOSSES,
        format_func=loss_name,
        key=state.TRAIN_LOSS,
        help=_(
            "How the right answer is told to the loss: as a number, or as ten zeros and ones. The loss is the same."
        ),
        **KEEP,
    )


def _submit(visitor: str) -> None:
    st.session_state[state.TRAIN_ERROR] = None
    try:
        board().submit(visitor, values.chosen_recipe())
    except DigitLabError as error:
        st.session_state[state.TRAIN_ERROR] = error
