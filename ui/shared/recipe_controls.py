"""The form's controls, each drawn from its field's row, unless a lesson hides it."""

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

# Controls keep their values while they are not drawn, and while the visitor is on another page.
KEEP: dict[str, Any] = {"persist_state": "session"}


def is_shown(*fields: str) -> bool:
    """Return whether any of the fields' controls is shown, i.e. not hidden by a lesson."""
    return not locked().issuperset(fields)


def show_field(name: str, text: Callable[[Any], str] | None = None) -> None:
    """Draw a field's control by its row of `FIELDS`, unless a lesson hides it.

    Args:
        name: the name of a field with a generic control.
        text: formats a value; None for the field's own format.
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
    """Return the smallest and the largest integer within limits."""
    assert limits is not None
    return int(limits.low), int(limits.high)


def with_exact(options: Sequence[float], value: float) -> list[float]:
    """Return sorted options, including a value that may not be one of them."""
    return sorted({*options, value})
