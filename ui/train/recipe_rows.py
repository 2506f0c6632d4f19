"""Rows of the form that a visitor adds and takes away: a cross behind each, a button below the last."""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from ui.language import gettext as _


class Press(NamedTuple):
    """A button of such rows.

    Attributes:
        words: on the button that adds; of the crosses what each does, with "{number}".
        act: its callback; a cross's gets the row's number, counted from 1.
        key: its name in the session; a cross's has the row's number behind it.
    """

    words: str
    act: Callable[..., Any]
    key: str


def show_rows(count: int, most: int, show_fields: Callable[[int], None], add: Press, remove: Press) -> None:
    """Draw the rows.

    Args:
        count: how many there are.
        most: how many there may be.
        show_fields: draws the fields of a row, counted from 1.
        add: the button below.
        remove: the crosses.
    """
    for number in range(1, count + 1):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            show_fields(number)
            st.button(
                "",
                icon=":material/close:",
                type="tertiary",
                on_click=remove.act,
                args=(number,),
                help=remove.words.format(number=number),
                key=f"{remove.key}_{number}",
            )
    st.button(
        add.words,
        icon=":material/add:",
        type="tertiary",
        on_click=add.act,
        disabled=count >= most,
        help=_("There are at most {count}.").format(count=most) if count >= most else None,
        key=add.key,
    )
