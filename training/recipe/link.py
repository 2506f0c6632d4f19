"""Convert recipes to and from short texts, in a page's URL and on the command line.

`recipe=dense-128&hidden=256-128&convolutions=16x3p-32x5&epochs=10&lock=hidden,epochs`: a built-in recipe and the
changed fields. The name is not included, so that a link cannot show arbitrary text on another's screen.
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

# Maximum length of a parameter: fifty changes of the learning rate with all digits.
_MAX_LENGTH = 1500
# Maximum length of a quoted value in an error.
_MAX_QUOTED = 80
LOCKABLE = frozenset((BASE, *FIELDS))


def base_of(recipe: Recipe) -> Recipe:
    """Return the built-in recipe that a recipe is based on, by its name."""
    return RECIPES[next((base for base in RECIPES if recipe.name.startswith(base)), DEFAULT_BASE)]


def to_query(recipe: Recipe, locked: Collection[str] = ()) -> dict[str, str]:
    """Convert a recipe to URL parameters for `from_query`, which names it after its base.

    Args:
        recipe: the recipe.
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
    """Parse the recipe in URL parameters; None if there is none. Other parameters are ignored.

    Raises:
        RecipeError: a parameter's value is invalid, or inconsistent with the others. Details: `field`, `value`.
    """
    texts = {name: params[name] for name in FIELDS if name in params}
    if not texts and BASE not in params:
        return None
    return changed_recipe(params.get(BASE, DEFAULT_BASE), texts)


def changed_recipe(base: str, texts: Mapping[str, str]) -> Recipe:
    """Return a built-in recipe with changes.

    Args:
        base: its id.
        texts: the changed fields, of `FIELDS`, as texts.

    Raises:
        RecipeError: there is no such recipe, or as for `from_query`.
    """
    if base not in RECIPES:
        _refuse_text(BASE, base, f"There is no such recipe: choose of {', '.join(RECIPES)}.", DEFAULT_BASE)
    return dataclasses.replace(RECIPES[base], **{field: _read(field, text) for field, text in texts.items()})


def locked_names(params: Mapping[str, str]) -> frozenset[str]:
    """Return the controls that URL parameters hide, e.g. `lock=hidden,epochs`; all of `LOCKABLE` for `lock=all`.

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
    """Raise the error for an invalid text, which is quoted truncated."""
    refuse(field, text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}…", rule, example)
