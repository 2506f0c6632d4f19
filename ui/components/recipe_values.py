"""The form's values: what can be chosen, and the way from a recipe into the widgets and back. Draws nothing."""

import dataclasses
from collections.abc import Sequence

import streamlit as st

from training.limits import LAYER_COUNT, NEURONS
from training.recipes import RECIPES, Recipe
from ui import state
from ui.language import gettext as _

DEFAULT_RECIPE = "dense-128"
MAX_LAYERS = int(LAYER_COUNT.high)
BATCH_SIZES = (8, 16, 32, 64, 128, 256, 512, 1024)
LEARNING_RATES = (0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


def origin_of(recipe: Recipe) -> str:
    """The id of the built-in recipe that a recipe was made from, as far as its name tells."""
    return next((base for base in RECIPES if recipe.name.startswith(base)), DEFAULT_RECIPE)


def put_recipe(recipe: Recipe, base: str) -> None:
    """Set all widgets to a recipe; before they are drawn, or in a callback.

    Args:
        recipe: what the widgets shall show. Values that a widget does not offer become the nearest that it does.
        base: the id of the built-in recipe that the form shall call its origin.
    """
    values = {
        state.TRAIN_RECIPE: base,
        state.TRAIN_DATASET: recipe.dataset,
        state.TRAIN_EPOCHS: recipe.epochs,
        state.TRAIN_BATCH_SIZE: _nearest(BATCH_SIZES, recipe.batch_size),
        state.TRAIN_LEARNING_RATE: _nearest(LEARNING_RATES, recipe.learning_rate),
        state.TRAIN_LAYERS: len(recipe.hidden),
        state.TRAIN_DROPOUT: recipe.dropout,
        state.TRAIN_VALIDATION: recipe.validation,
        state.TRAIN_LOSS: recipe.loss,
        state.TRAIN_SEED: recipe.seed,
    }
    more = (recipe.hidden[-1],) * MAX_LAYERS  # what a layer starts with when it is added
    for number, neurons in enumerate((*recipe.hidden, *more)[:MAX_LAYERS], start=1):
        values[neurons_key(number)] = neurons
    st.session_state.update(values)


def chosen_recipe() -> Recipe:
    """The recipe that the widgets show, named after its origin: "dense-128", or "dense-128, changed".

    Raises:
        RecipeError: no network can be trained from it.
    """
    base = RECIPES[st.session_state[state.TRAIN_RECIPE]]
    layers = st.session_state[state.TRAIN_LAYERS]
    recipe = dataclasses.replace(
        base,
        dataset=st.session_state[state.TRAIN_DATASET],
        hidden=tuple(st.session_state[neurons_key(number)] or int(NEURONS.low) for number in range(1, layers + 1)),
        dropout=round(st.session_state[state.TRAIN_DROPOUT], 2),
        loss=st.session_state[state.TRAIN_LOSS],
        epochs=st.session_state[state.TRAIN_EPOCHS],
        batch_size=st.session_state[state.TRAIN_BATCH_SIZE],
        learning_rate=st.session_state[state.TRAIN_LEARNING_RATE],
        validation=st.session_state[state.TRAIN_VALIDATION],
        seed=st.session_state[state.TRAIN_SEED] or 0,
    )
    if is_changed(recipe, base):
        return dataclasses.replace(recipe, name=_("{recipe}, changed").format(recipe=base.name))
    return recipe


def is_changed(recipe: Recipe, base: Recipe) -> bool:
    """Whether a recipe differs from a built-in one; name and seed do not count."""
    return dataclasses.replace(recipe, name=base.name, seed=base.seed) != base


def neurons_key(number: int) -> str:
    """The session key of a hidden layer's neurons, layers counted from 1."""
    return f"{state.TRAIN_NEURONS}_{number}"


def _nearest(options: Sequence[float], value: float) -> float:
    return min(options, key=lambda option: abs(option - value))
