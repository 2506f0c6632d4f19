"""Choosing what the Data page shows; each choice goes into the page's address."""

from collections.abc import Sequence

import streamlit as st

from image_data import BUNDLED
from ui import state
from ui.data.address import COLLECTED, TEST, TRAIN, VIEWS, Address, go_to
from ui.language import gettext as _


def show_choice(address: Address, has_collected: bool) -> None:
    """The row at the top: which data set, and what of it.

    Args:
        address: what is shown now.
        has_collected: whether there are drawings of the visitor to show.
    """
    options = [*BUNDLED, *([COLLECTED] if has_collected or address.dataset == COLLECTED else [])]
    with st.container(horizontal=True, horizontal_alignment="distribute", key="data_choice"):
        choose(address, "dataset", _("Data set"), options)
        choose(address, "view", _("View"), VIEWS)


def choose(address: Address, field: str, label: str, options: Sequence[str]) -> None:
    """A choice of one field of the address.

    Args:
        address: what is shown now.
        field: its name in `Address`.
        label: what a screen reader calls the choice.
        options: the values that it may have.
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
