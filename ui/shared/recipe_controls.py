"""The form's controls, each drawn from its field's row. A lesson may hide each."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from training.recipe import fields
from training.recipe.fields import FIELDS
from training.recipe.limits import Limits
from ui import state
from ui.shared.lesson_link import locked
from ui.shared.recipe_fields import field_help, field_name, value_text
from ui.shared.recipe_values import field_key

# Controls keep what was chosen while they are not drawn, and while their visitor looks at another page.
KEEP: dict[str, Any] = {"persist_state": "session"}


def is_shown(*fields: str) -> bool:
    """Whether a control is drawn: not if a lesson hides it. Of several fields: whether any of theirs is."""
    return not locked().issuperset(fields)


def show_field(name: str, text: Callable[[Any], str] | None = None) -> None:
    """Draw a field's control, as its row of `FIELDS` has it, without it where a lesson hides it.

    Args:
        name: of a field with a control that is not its own.
        text: what stands for a value; None for the field's own words.
    """
    if not is_shown(name):
        return
    field, shown = FIELDS[name], text or functools.partial(value_text, name)
    label, given = field_name(name), {"key": field_key(name).name, "help": field_help(name), **KEEP}
    match field.control:
        case fields.CHOICE:
            st.selectbox(label, list(field.options or ()), format_func=shown, **given)
        case fields.SWITCH:
            st.toggle(label, **given)
        case fields.LINE:
            initial = state.TRAIN_INITIAL.get()[name]
            st.select_slider(label, with_exact(field.offered, initial), format_func=shown, **given)
        case fields.SLIDER:
            st.slider(label, *whole_range(field.limits), **given)
        case fields.TYPED:
            st.number_input(label, *whole_range(field.limits), **given)


def whole_range(limits: Limits | None) -> tuple[int, int]:
    """The smallest and the largest whole number of some limits."""
    assert limits is not None
    return int(limits.low), int(limits.high)


def with_exact(options: Sequence[float], value: float) -> list[float]:
    """Options in order, and a value that may be between them."""
    return sorted({*options, value})
