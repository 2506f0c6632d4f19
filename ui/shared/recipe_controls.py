"""The form's kinds of controls: a choice along a line, a choice from a list, a switch. A lesson may hide each."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from ui import state
from ui.shared.lesson_link import locked
from ui.shared.recipe_fields import field_name
from ui.shared.recipe_values import field_key

# Controls keep what was chosen while they are not drawn, and while their visitor looks at another page.
KEEP: dict[str, Any] = {"persist_state": "session"}

# What is offered along a line; a recipe from a link or an earlier run adds its own value.
OPTIONS: dict[str, Sequence[float]] = {
    "batch_size": (8, 16, 32, 64, 128, 256, 512, 1024),
    "learning_rate": (*(float(f"{digit}e{power}") for power in range(-5, 0) for digit in (1, 2, 3, 5)), 1.0),
    "momentum": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99),
    "dropout": tuple(twentieth / 20 for twentieth in range(17)),
    "train_share": (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0),
    "patience": tuple(range(21)),
    "own_drawings": (0, 1, 2, 5, 10, 20, 50),
}


def is_shown(*fields: str) -> bool:
    """Whether a control is drawn: not if a lesson hides it. Of several fields: whether any of theirs is."""
    return not locked().issuperset(fields)


def slide(field: str, text: Callable[[float], str], help_text: str) -> None:
    """Draw a choice along a line of `OPTIONS`, and exactly the value that the form began with among them."""
    if is_shown(field):
        st.select_slider(
            field_name(field),
            with_exact(OPTIONS[field], state.TRAIN_BEGUN.get()[field]),
            format_func=text,
            key=field_key(field).name,
            help=help_text,
            **KEEP,
        )


def choose(field: str, options: Iterable[str], text: Callable[[str], str], help_text: str) -> None:
    """Draw a choice from a list."""
    if is_shown(field):
        st.selectbox(
            field_name(field), list(options), format_func=text, key=field_key(field).name, help=help_text, **KEEP
        )


def switch(field: str, help_text: str) -> None:
    """Draw a switch."""
    if is_shown(field):
        st.toggle(field_name(field), key=field_key(field).name, help=help_text, **KEEP)


def with_exact(options: Sequence[float], value: float) -> list[float]:
    """Options in order, and a value that may be between them."""
    return sorted({*options, value})
