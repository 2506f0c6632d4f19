"""A recipe as short texts: in a page's address, so that one link opens thirty pages alike, and on the command line.

`recipe=dense-128&hidden=256-128&convolutions=16x3p-32x5&epochs=10&lock=hidden,epochs`: the built-in recipe that it
starts from, and what differs from it. A name is not among them: a link puts nobody's words on another's screen.
"""

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from image_data import BUNDLED
from training.recipe.layers import Convolution
from training.recipe.limits import LIMITS, refuse
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import ACTIVATIONS, LOSSES, RECIPES, VALIDATIONS, Recipe

BASE = "recipe"
LOCK = "lock"
ALL = "all"
DEFAULT_BASE = "dense-128"

# Of a parameter's text: fifty changes of the learning rate, written with all digits that a number has.
_MAX_LENGTH = 1500
# What an error quotes of it.
_MAX_QUOTED = 80
_BLOCK = re.compile(r"(\d{1,3})x(\d{1,3})([pa]?)", re.ASCII)
_POOLING_LETTERS = {"none": "", "max": "p", "average": "a"}


@dataclass(frozen=True)
class TextForm:
    """How a field of a recipe is written.

    Attributes:
        read: from text to value; ValueError or KeyError where it is none.
        write: from value to text.
        rule: one sentence that says what it may be.
        example: such a text.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    rule: str
    example: str


def _read_blocks(text: str) -> tuple[Convolution, ...]:
    poolings = {letter: pooling for pooling, letter in _POOLING_LETTERS.items()}
    found = [_BLOCK.fullmatch(part) for part in text.split("-")]
    parts = [match.groups() for match in found if match]
    if len(parts) < len(found):
        raise ValueError(text)
    return tuple(Convolution(int(filters), int(kernel), poolings[letter]) for filters, kernel, letter in parts)


def _write_blocks(blocks: tuple[Convolution, ...]) -> str:
    return "-".join(f"{block.filters}x{block.kernel}{_POOLING_LETTERS[block.pooling]}" for block in blocks)


def _choice_form(options: Collection[str]) -> TextForm:
    """What is chosen of some words is its own text, and `Recipe` refuses another."""
    return TextForm(read=str, write=str, rule=f"One of {', '.join(options)}.", example=next(iter(options)))


def _number_form(field: str) -> TextForm:
    limits = LIMITS[field]
    read: Callable[[str], Any] = int if limits.whole else float
    return TextForm(
        read, lambda number: repr(read(number)), f"{limits.label} {limits.describe()}.", f"{limits.example:g}"
    )


_HIDDEN = TextForm(
    read=lambda text: tuple(int(neurons) for neurons in text.split("-")),
    write=lambda hidden: "-".join(str(neurons) for neurons in hidden),
    rule="Hidden layers are written as their neurons, first to last.",
    example="256-128",
)
_RATE_CHANGE = re.compile(r"(\d{1,2}):([0-9.e-]{1,24})", re.ASCII)


def _read_changes(text: str) -> tuple[tuple[int, float], ...]:
    parts = [_RATE_CHANGE.fullmatch(part) for part in text.split(",")] if text else []
    found = [(int(match[1]), float(match[2])) for match in parts if match]
    if len(found) < len(parts):
        raise ValueError(text)
    return tuple(found)


_RATE_CHANGES = TextForm(
    read=_read_changes,
    write=lambda changes: ",".join(f"{epoch}:{float(rate)!r}" for epoch, rate in changes),
    rule="Changes of the learning rate are written as epoch:rate, by epoch.",
    example="4:0.0003,8:0.0001",
)
_START = TextForm(
    read=str, write=str, rule="The id of the saved model that training goes on from.", example="digits-cnn"
)
_CONVOLUTIONS = TextForm(
    read=_read_blocks,
    write=_write_blocks,
    rule="Convolutions are written as filters x kernel, and p (max) or a (average) where pooling follows.",
    example="16x3p-32x5",
)
SWITCH = TextForm(
    read={"on": True, "off": False}.__getitem__,
    write=lambda is_on: "on" if is_on else "off",
    rule="This is on or off.",
    example="on",
)

# Each field of a recipe but its name, in the order of `Recipe`.
FORMS: dict[str, TextForm] = {
    "dataset": _choice_form(BUNDLED),
    "hidden": _HIDDEN,
    "convolutions": _CONVOLUTIONS,
    "activation": _choice_form(ACTIVATIONS),
    "batch_normalization": SWITCH,
    "dropout": _number_form("dropout"),
    "augmentation": SWITCH,
    "loss": _choice_form(LOSSES),
    "optimizer": _choice_form(OPTIMIZERS),
    "momentum": _number_form("momentum"),
    "learning_rate": _number_form("learning_rate"),
    "rate_changes": _RATE_CHANGES,
    "batch_size": _number_form("batch_size"),
    "epochs": _number_form("epochs"),
    "train_share": _number_form("train_share"),
    "own_drawings": _number_form("own_drawings"),
    "validation": _choice_form(VALIDATIONS),
    "patience": _number_form("patience"),
    "seed": _number_form("seed"),
    "start": _START,
}
LOCKABLE = frozenset((BASE, *FORMS))


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
        name: form.write(getattr(recipe, name))
        for name, form in FORMS.items()
        if getattr(recipe, name) != getattr(base, name)
    }
    lock = {LOCK: ALL if set(locked) >= LOCKABLE else ",".join(sorted(locked))} if locked else {}
    return {BASE: base.name} | changed | lock


def from_query(params: Mapping[str, str]) -> Recipe | None:
    """The recipe in an address's parameters; None where there is none. Others than a recipe's are passed over.

    Raises:
        RecipeError: a parameter's value makes no sense, or does not go with the others. Details: `field`, `value`.
    """
    texts = {name: params[name] for name in FORMS if name in params}
    if not texts and BASE not in params:
        return None
    return changed_recipe(params.get(BASE, DEFAULT_BASE), texts)


def changed_recipe(base: str, texts: Mapping[str, str]) -> Recipe:
    """A built-in recipe with changes.

    Args:
        base: its id.
        texts: the changed fields, of `FORMS`, as they are written.

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
        _refuse_text(LOCK, text, f"What is locked is {ALL}, or some of {', '.join((BASE, *FORMS))}.", "hidden,epochs")
    return names


def _read(field: str, text: str) -> Any:
    form = FORMS[field]
    if len(text) > _MAX_LENGTH:
        _refuse_text(field, text, "This is too long.", getattr(RECIPES[DEFAULT_BASE], field))
    try:
        return form.read(text)
    except (ValueError, KeyError):
        _refuse_text(field, text, form.rule, form.example)


def _refuse_text(field: str, text: str, rule: str, example: object) -> NoReturn:
    """Refuse, and quote no more of a text than fits into a sentence."""
    refuse(field, text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}…", rule, example)
