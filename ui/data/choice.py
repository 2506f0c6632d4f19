"""Choices of the Data page; each is stored in the URL."""

from collections.abc import Sequence

import streamlit as st

from image_data import BUNDLED
from ui import state
from ui.data.address import COLLECTED, TEST, TRAIN, VIEWS, Address, go_to
from ui.language import gettext as _


def show_choice(address: Address, has_collected: bool) -> None:
    """Show the choices of the data set and the view.

    Args:
        address: the current state.
        has_collected: whether the visitor has saved drawings.
    """
    options = [*BUNDLED, *([COLLECTED] if has_collected or address.dataset == COLLECTED else [])]
    with st.container(horizontal=True, horizontal_alignment="distribute", key="data_choice"):
        choose(address, "dataset", _("Data set"), options)
        choose(address, "view", _("View"), VIEWS)


def choose(address: Address, field: str, label: str, options: Sequence[str]) -> None:
    """Show the choice of one field of the URL.

    Args:
        address: the current state.
        field: the field's name in `Address`.
        label: the label for screen readers.
        options: the possible values.
    """
    key = state.DATA.of(field)
    key.set(getattr(address, field))
    st.segmented_control(
        label,
        options,
        format_func=_words,
        required=True,
        key=key.name,
        on_change=lambda: go_to(address, **{field: key.get()}),
        label_visibility="collapsed",
    )


def _words(option: str) -> str:
    return {
        **{name: data.title for name, data in BUNDLED.items()},
        COLLECTED: _("Your drawings"),
        "overview": _("Overview"),
        "image": _("Image"),
        "samples": _("Samples"),
        "map": _("Map"),
        TRAIN: _("Training images"),
        TEST: _("Test images"),
    }[option]
