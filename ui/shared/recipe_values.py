"""The form's values: convert between recipes and the session state. Draws nothing.

Each field of a recipe has a session key whether its control is drawn or not: hidden or disabled controls keep their
values.

Choosing a recipe gives all controls new keys. A browser keeps the value of a control in a closed popover and sends it
with every rerun; under the same key it would overwrite the recipe's value.
"""

import dataclasses
from collections.abc import Collection
from typing import Any

from model_store import get_card
from model_store.names import MAX_NAME_LENGTH
from training.recipe.fields import FIELDS, ROWS
from training.recipe.layers import Convolution
from training.recipe.limits import CONVOLUTION_COUNT, LAYER_COUNT, RATE_CHANGES
from training.recipe.link import BASE, base_of
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import RECIPES, Recipe
from training.recipe.start import continued
from ui import state
from ui.cached import cards_with
from ui.language import gettext as _
from ui.session_key import Key, forget_at
from ui.shared.model_words import model_name

# The default recipe.
DEFAULT_RECIPE = state.TRAIN_RECIPE.default
MAX_LAYERS = int(LAYER_COUNT.high)
MAX_BLOCKS = int(CONVOLUTION_COUNT.high)
MAX_CHANGES = int(RATE_CHANGES.high)
# The first block added to a network without any.
FIRST_BLOCK = Convolution(16)

# The fields with one control each; hidden layers and convolutions have one for each layer's number.
SINGLE = tuple(name for name, field in FIELDS.items() if field.control != ROWS)
_BLOCK_KEYS: dict[str, Key[Any]] = {
    "filters": state.TRAIN_FILTERS,
    "kernel": state.TRAIN_KERNEL,
    "pooling": state.TRAIN_POOLING,
}


def put_recipe(recipe: Recipe, kept: Collection[str] = ()) -> None:
    """Set the form to a recipe, before its controls are drawn or in a callback.

    Args:
        recipe: the recipe to show; choices offer its values besides the usual ones.
        kept: names of fields whose values do not change.
    """
    values = {field: getattr(recipe, field) for field in FIELDS}
    if kept:
        values |= {field: value for field, value in _all_values().items() if field in kept}
    if BASE not in kept:
        state.TRAIN_RECIPE.set(base_of(recipe).name)
    _renew_keys()
    for field in SINGLE:
        field_key(field).set(values[field])
    _put_hidden(values["hidden"] or RECIPES[state.TRAIN_RECIPE.get()].hidden)
    _put_blocks(values["convolutions"])
    _put_changes(values["rate_changes"])
    state.TRAIN_INITIAL.set(chosen_values())


def _renew_keys() -> None:
    number = state.TRAIN_FORM.get()
    forget_at(number)
    state.TRAIN_FORM.set(number + 1)


def _put_hidden(hidden: tuple[int, ...]) -> None:
    more = (hidden[-1],) * MAX_LAYERS  # initial values of added layers
    layers_key().set(len(hidden))
    for number, neurons in enumerate((*hidden, *more)[:MAX_LAYERS], start=1):
        neurons_key(number).set(neurons)


def _put_blocks(blocks: tuple[Convolution, ...]) -> None:
    state.TRAIN_BLOCKS.set(len(blocks))
    for number, block in enumerate(blocks, start=1):
        for field in _BLOCK_KEYS:
            block_key(field, number).set(getattr(block, field))


def _put_changes(changes: tuple[tuple[int, float], ...]) -> None:
    changes_key().set(len(changes))
    for number, (epoch, rate) in enumerate(changes, start=1):
        change_key(state.TRAIN_CHANGE_EPOCH, number).set(epoch)
        change_key(state.TRAIN_CHANGE_RATE, number).set(rate)


def add_change() -> None:
    """Add a planned change of the learning rate to a third, two epochs after the last one. A callback."""
    changes = _chosen_changes()
    epoch, rate = changes[-1] if changes else (1, field_key("learning_rate").get())
    _put_changes((*changes, (min(epoch + 2, 50), float(f"{rate / 3:.0e}")))[:MAX_CHANGES])


def remove_change(number: int) -> None:
    """Remove a planned change of the learning rate, counted from 1. A callback."""
    changes = _chosen_changes()
    _put_changes((*changes[: number - 1], *changes[number:]))


def add_block() -> None:
    """Append a convolutional block like the last one. A callback."""
    blocks = _chosen_blocks()
    _put_blocks((*blocks, blocks[-1] if blocks else FIRST_BLOCK)[:MAX_BLOCKS])


def remove_block(number: int) -> None:
    """Remove a convolutional block, counted from 1. A callback."""
    blocks = _chosen_blocks()
    _put_blocks((*blocks[: number - 1], *blocks[number:]))


def chosen_recipe() -> Recipe:
    """Return the form's recipe, named after its base: "dense-128", or "dense-128, changed".

    Raises:
        RecipeError: the network is too large, or changes of the learning rate are out of order.
        ModelError: the model that it starts from is missing or unreadable.
    """
    base = RECIPES[state.TRAIN_RECIPE.get()]
    recipe = dataclasses.replace(base, **chosen_values())
    if recipe.start:
        card = cards_with(recipe.start).get(recipe.start) or get_card(recipe.start)
        name = _("{model}, trained further").format(model=model_name(card))
        return dataclasses.replace(continued(recipe, card), name=name[:MAX_NAME_LENGTH])
    if is_changed(recipe, base):
        return dataclasses.replace(recipe, name=_("{recipe}, changed").format(recipe=base.name))
    return recipe


def chosen_values() -> dict[str, Any]:
    """Return the fields of the form's recipe without its name; inapplicable fields have their defaults."""
    values = _all_values()
    if not OPTIMIZERS[values["optimizer"]].takes_momentum:
        values["momentum"] = 0.0
    if values["validation"] == "none":
        values["patience"] = 0
    return values


def _all_values() -> dict[str, Any]:
    """Return all controls' values, including inapplicable ones."""
    values = {field: field_key(field).get() for field in SINGLE}
    layers = range(1, layers_key().get() + 1)
    hidden = tuple(neurons_key(number).get() for number in layers)
    return values | {"hidden": hidden, "convolutions": _chosen_blocks(), "rate_changes": _chosen_changes()}


def _chosen_changes() -> tuple[tuple[int, float], ...]:
    """Return the planned changes by epoch; of two at one epoch, the later one wins."""
    numbers = range(1, changes_key().get() + 1)
    epochs, rates = (
        [change_key(key, number).get() for number in numbers]
        for key in (state.TRAIN_CHANGE_EPOCH, state.TRAIN_CHANGE_RATE)
    )
    return tuple(sorted(dict(zip(epochs, rates, strict=True)).items()))


def chosen_start() -> str:
    """Return the id of the model that the form's training starts from; "" for a new network."""
    start: str = field_key("start").get()
    return start


def _chosen_blocks() -> tuple[Convolution, ...]:
    numbers = range(1, state.TRAIN_BLOCKS.get() + 1)
    return tuple(Convolution(**{field: block_key(field, number).get() for field in _BLOCK_KEYS}) for number in numbers)


def is_changed(recipe: Recipe, base: Recipe) -> bool:
    """Return whether a recipe differs from a built-in one, ignoring name and seed."""
    return dataclasses.replace(recipe, name=base.name, seed=base.seed) != base


def field_key(field: str) -> Key[Any]:
    """The session key of a field of `SINGLE`, until another recipe is chosen."""
    return state.TRAIN_FIELD.of(field).at(state.TRAIN_FORM.get())


def layers_key() -> Key[int]:
    """The session key of the number of hidden layers."""
    return state.TRAIN_LAYERS.at(state.TRAIN_FORM.get())


def neurons_key(number: int) -> Key[int]:
    """The session key of a hidden layer's neurons, layers counted from 1."""
    return state.TRAIN_NEURONS.of(number).at(state.TRAIN_FORM.get())


def changes_key() -> Key[int]:
    """The session key of how many changes of the learning rate are planned."""
    return state.TRAIN_CHANGES.at(state.TRAIN_FORM.get())


def change_key(part: Key[Any], number: int) -> Key[Any]:
    """The session key of a part of a planned change, `state.TRAIN_CHANGE_EPOCH` or `_RATE`, counted from 1."""
    return part.of(number).at(state.TRAIN_FORM.get())


def block_key(field: str, number: int) -> Key[Any]:
    """The session key of a field of `Convolution`, blocks counted from 1."""
    return _BLOCK_KEYS[field].of(number).at(state.TRAIN_FORM.get())
