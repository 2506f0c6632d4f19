"""The form's values: the way from a recipe into the session and back. Draws nothing.

Each field of a recipe has a session key whether its control is drawn or not: a control that a lesson hides, or that
makes no sense just now, keeps its value.

Choosing a recipe gives all controls new keys. A browser keeps the value of a control in a closed popover and sends it
with every rerun; under the same key it would overwrite what the recipe has set.
"""

import dataclasses
from collections.abc import Collection
from typing import Any

import streamlit as st

from model_store import get_card
from model_store.names import MAX_NAME_LENGTH
from training.recipe.layers import Convolution
from training.recipe.limits import CONVOLUTION_COUNT, LAYER_COUNT, RATE_CHANGES
from training.recipe.link import BASE, base_of
from training.recipe.recipes import RECIPES, Recipe
from training.recipe.start import continued
from ui import state
from ui.cached import cards_with
from ui.language import gettext as _
from ui.shared.model_words import model_name

# The recipe of a visitor who has chosen none.
DEFAULT_RECIPE = "dense-128"
MAX_LAYERS = int(LAYER_COUNT.high)
MAX_BLOCKS = int(CONVOLUTION_COUNT.high)
MAX_CHANGES = int(RATE_CHANGES.high)
# Of a block that is added to none.
FIRST_BLOCK = Convolution(16)

# The fields with one control each; hidden layers and convolutions have one for each layer's number.
KEYS = {
    "dataset": state.TRAIN_DATASET,
    "activation": state.TRAIN_ACTIVATION,
    "batch_normalization": state.TRAIN_BATCH_NORMALIZATION,
    "dropout": state.TRAIN_DROPOUT,
    "augmentation": state.TRAIN_AUGMENTATION,
    "loss": state.TRAIN_LOSS,
    "optimizer": state.TRAIN_OPTIMIZER,
    "momentum": state.TRAIN_MOMENTUM,
    "learning_rate": state.TRAIN_LEARNING_RATE,
    "batch_size": state.TRAIN_BATCH_SIZE,
    "epochs": state.TRAIN_EPOCHS,
    "train_share": state.TRAIN_SHARE,
    "own_drawings": state.TRAIN_OWN_DRAWINGS,
    "validation": state.TRAIN_VALIDATION,
    "patience": state.TRAIN_PATIENCE,
    "seed": state.TRAIN_SEED,
    "start": state.TRAIN_START,
}
_BLOCK_KEYS = {"filters": state.TRAIN_FILTERS, "kernel": state.TRAIN_KERNEL, "pooling": state.TRAIN_POOLING}


def put_recipe(recipe: Recipe, kept: Collection[str] = ()) -> None:
    """Set the form to a recipe; before its controls are drawn, or in a callback.

    Args:
        recipe: what the controls shall show, and what choices offer beside the usual ones.
        kept: names of fields whose values stay as they are.
    """
    values = {field: getattr(recipe, field) for field in (*KEYS, "hidden", "convolutions", "rate_changes")}
    if kept:
        values |= {field: value for field, value in _all_values().items() if field in kept}
    if BASE not in kept:
        st.session_state[state.TRAIN_RECIPE] = base_of(recipe).name
    _renew_keys()
    for field in KEYS:
        st.session_state[field_key(field)] = values[field]
    _put_hidden(values["hidden"] or RECIPES[st.session_state[state.TRAIN_RECIPE]].hidden)
    _put_blocks(values["convolutions"])
    _put_changes(values["rate_changes"])
    st.session_state[state.TRAIN_BEGUN] = chosen_values()


def _renew_keys() -> None:
    number = st.session_state.get(state.TRAIN_FORM, 0)
    for key in [key for key in st.session_state if str(key).endswith(f"@{number}")]:
        del st.session_state[key]
    st.session_state[state.TRAIN_FORM] = number + 1


def _current(key: str) -> str:
    return f"{key}@{st.session_state[state.TRAIN_FORM]}"


def _put_hidden(hidden: tuple[int, ...]) -> None:
    more = (hidden[-1],) * MAX_LAYERS  # what a layer starts with when it is added
    st.session_state[layers_key()] = len(hidden)
    for number, neurons in enumerate((*hidden, *more)[:MAX_LAYERS], start=1):
        st.session_state[neurons_key(number)] = neurons


def _put_blocks(blocks: tuple[Convolution, ...]) -> None:
    st.session_state[state.TRAIN_BLOCKS] = len(blocks)
    for number, block in enumerate(blocks, start=1):
        for field in _BLOCK_KEYS:
            st.session_state[block_key(field, number)] = getattr(block, field)


def _put_changes(changes: tuple[tuple[int, float], ...]) -> None:
    st.session_state[changes_key()] = len(changes)
    for number, (epoch, rate) in enumerate(changes, start=1):
        st.session_state[change_key(state.TRAIN_CHANGE_EPOCH, number)] = epoch
        st.session_state[change_key(state.TRAIN_CHANGE_RATE, number)] = rate


def add_change() -> None:
    """Plan one more change of the learning rate: a third of it, two epochs after the last one. A callback."""
    changes = _chosen_changes()
    epoch, rate = changes[-1] if changes else (1, st.session_state[field_key("learning_rate")])
    _put_changes((*changes, (min(epoch + 2, 50), float(f"{rate / 3:.0e}")))[:MAX_CHANGES])


def remove_change(number: int) -> None:
    """Take a change of the learning rate away, counted from 1. A callback."""
    changes = _chosen_changes()
    _put_changes((*changes[: number - 1], *changes[number:]))


def add_block() -> None:
    """Put one more convolutional block behind the others, like the last of them. A callback."""
    blocks = _chosen_blocks()
    _put_blocks((*blocks, blocks[-1] if blocks else FIRST_BLOCK)[:MAX_BLOCKS])


def remove_block(number: int) -> None:
    """Take a convolutional block away, counted from 1. A callback."""
    blocks = _chosen_blocks()
    _put_blocks((*blocks[: number - 1], *blocks[number:]))


def chosen_recipe() -> Recipe:
    """The recipe that the form shows, named after its origin: "dense-128", or "dense-128, changed".

    Raises:
        RecipeError: the network is too large to be trained here, or changes of the learning rate are not in order.
        ModelError: the model that it starts from is not there, or cannot be read.
    """
    base = RECIPES[st.session_state[state.TRAIN_RECIPE]]
    recipe = dataclasses.replace(base, **chosen_values())
    if recipe.start:
        card = cards_with(recipe.start).get(recipe.start) or get_card(recipe.start)
        name = _("{model}, trained further").format(model=model_name(card))
        return dataclasses.replace(continued(recipe, card), name=name[:MAX_NAME_LENGTH])
    if is_changed(recipe, base):
        return dataclasses.replace(recipe, name=_("{recipe}, changed").format(recipe=base.name))
    return recipe


def chosen_values() -> dict[str, Any]:
    """The fields of the recipe that the form shows, but its name; what does not go with the others is off."""
    values = _all_values()
    if values["optimizer"] != "sgd":
        values["momentum"] = 0.0
    if values["validation"] == "none":
        values["patience"] = 0
    return values


def _all_values() -> dict[str, Any]:
    """What all controls are set to, also those that make no sense just now."""
    values = {field: st.session_state[field_key(field)] for field in KEYS}
    layers = range(1, st.session_state[layers_key()] + 1)
    hidden = tuple(st.session_state[neurons_key(number)] for number in layers)
    return values | {"hidden": hidden, "convolutions": _chosen_blocks(), "rate_changes": _chosen_changes()}


def _chosen_changes() -> tuple[tuple[int, float], ...]:
    """By epoch; of two at one epoch the later one counts."""
    numbers = range(1, st.session_state[changes_key()] + 1)
    epochs, rates = (
        [st.session_state[change_key(key, number)] for number in numbers]
        for key in (state.TRAIN_CHANGE_EPOCH, state.TRAIN_CHANGE_RATE)
    )
    return tuple(sorted(dict(zip(epochs, rates, strict=True)).items()))


def chosen_start() -> str:
    """The id of the model that the form's training starts from; "": of none."""
    start: str = st.session_state[field_key("start")]
    return start


def _chosen_blocks() -> tuple[Convolution, ...]:
    numbers = range(1, st.session_state[state.TRAIN_BLOCKS] + 1)
    return tuple(
        Convolution(**{field: st.session_state[block_key(field, number)] for field in _BLOCK_KEYS})
        for number in numbers
    )


def is_changed(recipe: Recipe, base: Recipe) -> bool:
    """Whether a recipe differs from a built-in one; name and seed do not count."""
    return dataclasses.replace(recipe, name=base.name, seed=base.seed) != base


def field_key(field: str) -> str:
    """The session key of a field with one control, of `KEYS`, until another recipe is chosen."""
    return _current(KEYS[field])


def layers_key() -> str:
    """The session key of the number of hidden layers."""
    return _current(state.TRAIN_LAYERS)


def neurons_key(number: int) -> str:
    """The session key of a hidden layer's neurons, layers counted from 1."""
    return _current(f"{state.TRAIN_NEURONS}_{number}")


def changes_key() -> str:
    """The session key of how many changes of the learning rate are planned."""
    return _current(state.TRAIN_CHANGES)


def change_key(part: str, number: int) -> str:
    """The session key of a part of a planned change, `state.TRAIN_CHANGE_EPOCH` or `_RATE`, counted from 1."""
    return _current(f"{part}_{number}")


def block_key(field: str, number: int) -> str:
    """The session key of a field of `Convolution`, blocks counted from 1."""
    return _current(f"{_BLOCK_KEYS[field]}_{number}")
