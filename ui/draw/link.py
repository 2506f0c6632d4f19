"""The Draw page's choices in its URL, so that bookmarks and links restore them."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import state
from ui.cached import cards_with
from ui.draw.canvas_tools import NARROWEST, WIDEST
from ui.session_key import Key
from ui.shared.address import is_own, remember
from ui.shared.model_picker import PARAMETER as MODEL_PARAMETER

# The value of a switch that is on, and the separator of models' ids, which contain no dot.
ON = "1"
SEPARATOR = "."
MOST_COMPARED = 12


def follow_link() -> None:
    """Apply the URL's choices when the page is opened or its URL changes; call before the widgets.

    Invalid values are ignored.
    """
    asked = {name: st.query_params.get(name) for name in _FIELDS}
    if is_own(state.DRAW_LINK, asked):
        return
    remember(state.DRAW_LINK, asked)
    for name, (key, read, _write) in _FIELDS.items():
        text = asked[name]
        value = None if text is None else read(text)
        if value is not None:
            key.set(value)


def write_link() -> None:
    """Write the visitor's choices into the URL; call after the widgets."""
    chosen = {name: write(key.get()) for name, (key, _read, write) in _FIELDS.items()}
    for name, value in chosen.items():
        if value is None:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != value:
            st.query_params[name] = value
    remember(state.DRAW_LINK, chosen)


def _read_model(value: str) -> str | None:
    return value if value in cards_with(value) else None


def _read_pen(value: str) -> int | None:
    width = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
    return width if NARROWEST <= width <= WIDEST else None


def _write_pen(width: int | None) -> str | None:
    return None if width in (None, state.PEN_WIDTH.default) else str(width)


def _write_model(model: str | None) -> str | None:
    return None if model == next(iter(cards_with(None))) else model


def _read_switch(value: str) -> bool | None:
    return True if value == ON else None


def _write_switch(is_on: bool | None) -> str | None:
    return ON if is_on else None


def _read_compared(value: str) -> list[str] | None:
    models = [model for model in value.split(SEPARATOR)[:MOST_COMPARED] if model in cards_with(model)]
    return list(dict.fromkeys(models)) or None


def _write_compared(models: list[str] | None) -> str | None:
    if not models or not state.COMPARE.get():
        return None
    return SEPARATOR.join(models)


# By parameter: the session key, the parser (None: invalid), and the formatter (None: not in the URL).
_FIELDS: dict[str, tuple[Key[Any], Callable[[str], Any], Callable[[Any], str | None]]] = {
    MODEL_PARAMETER: (state.MODEL, _read_model, _write_model),
    "pen": (state.PEN_WIDTH, _read_pen, _write_pen),
    "why": (state.WHY, _read_switch, _write_switch),
    "tutorial": (state.TUTORIAL, _read_switch, _write_switch),
    "compare": (state.COMPARE, _read_switch, _write_switch),
    "with": (state.COMPARED, _read_compared, _write_compared),
}
