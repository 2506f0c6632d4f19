"""A recipe as short texts: in a page's address, so that one link opens thirty pages alike, and on the command line.

`recipe=dense-128&hidden=256-128&convolutions=16x3p-32x5&epochs=10&lock=hidden,epochs`: the built-in recipe that it
starts from, and what differs from it. A name is not among them: a link puts nobody's words on another's screen.
"""

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from training.recipe.fields import FIELDS
from training.recipe.limits import refuse
from training.recipe.recipes import RECIPES, Recipe

BASE = "recipe"
LOCK = "lock"
ALL = "all"
DEFAULT_BASE = "dense-128"

# Of a parameter's text: fifty changes of the learning rate, written with all digits that a number has.
_MAX_LENGTH = 1500
# What an error quotes of it.
_MAX_QUOTED = 80
LOCKABLE = frozenset((BASE, *FIELDS))


def base_of(recipe: Recipe) -> Recipe:
    """The built-in recipe that a recipe was made from, as far as its name says."""
    return RECIPES[next((base for base in RECIPES if recipe.name.startswith(base)), DEFAULT_BASE)]


def to_query(recipe: Recipe, locked: Collection[str] = ()) -> dict[str, str]:
    """A recipe as the parameters of a page's address; `from_query` reads it back, named after its base.

    Args:
        recipe: what the link shall open.
        locked: names of controls to hide, of `LOCKABLE`.
    """
    base = base_of(recipe)
    changed = {
        name: field.write(getattr(recipe, name))
        for name, field in FIELDS.items()
        if getattr(recipe, name) != getattr(base, name)
    }
    lock = {LOCK: ALL if set(locked) >= LOCKABLE else ",".join(sorted(locked))} if locked else {}
    return {BASE: base.name} | changed | lock


def from_query(params: Mapping[str, str]) -> Recipe | None:
    """The recipe in an address's parameters; None where there is none. Others than a recipe's are passed over.

    Raises:
        RecipeError: a parameter's value makes no sense, or does not go with the others. Details: `field`, `value`.
    """
    texts = {name: params[name] for name in FIELDS if name in params}
    if not texts and BASE not in params:
        return None
    return changed_recipe(params.get(BASE, DEFAULT_BASE), texts)


def changed_recipe(base: str, texts: Mapping[str, str]) -> Recipe:
    """A built-in recipe with changes.

    Args:
        base: its id.
        texts: the changed fields, of `FIELDS`, as they are written.

    Raises:
        RecipeError: there is no such recipe, or as `from_query`.
    """
    if base not in RECIPES:
        _refuse_text(BASE, base, f"There is no such recipe: choose of {', '.join(RECIPES)}.", DEFAULT_BASE)
    return dataclasses.replace(RECIPES[base], **{field: _read(field, text) for field, text in texts.items()})


def locked_names(params: Mapping[str, str]) -> frozenset[str]:
    """The controls that an address hides, e.g. of `lock=hidden,epochs`; all of `LOCKABLE` for `lock=all`.

    Raises:
        RecipeError: there is no such control. Details: `field`, `value`.
    """
    text = params.get(LOCK, "")
    names = frozenset(name.strip() for name in text.split(",")) - {""}
    if names == {ALL}:
        return LOCKABLE
    if not names <= LOCKABLE:
        _refuse_text(LOCK, text, f"What is locked is {ALL}, or some of {', '.join((BASE, *FIELDS))}.", "hidden,epochs")
    return names


def _read(field: str, text: str) -> Any:
    row = FIELDS[field]
    if len(text) > _MAX_LENGTH:
        _refuse_text(field, text, "This is too long.", getattr(RECIPES[DEFAULT_BASE], field))
    try:
        return row.read(text)
    except (ValueError, KeyError):
        _refuse_text(field, text, row.rule, row.example)


def _refuse_text(field: str, text: str, rule: str, example: object) -> NoReturn:
    """Refuse, and quote no more of a text than fits into a sentence."""
    refuse(field, text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}…", rule, example)
