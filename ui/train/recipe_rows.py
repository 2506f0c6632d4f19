"""Rows of the form that a visitor can add and remove: a cross behind each, a button below the last."""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from ui.language import gettext as _


class Press(NamedTuple):
    """A button to add or remove rows.

    Attributes:
        words: the add button's label; for crosses the tooltip, with "{number}".
        act: the callback; a cross passes the row's number, counted from 1.
        key: the widget's key; a cross's ends in the row's number.
    """

    words: str
    act: Callable[..., Any]
    key: str


def show_rows(count: int, most: int, show_fields: Callable[[int], None], add: Press, remove: Press) -> None:
    """Show the rows.

    Args:
        count: the number of rows.
        most: the maximum number of rows.
        show_fields: draws the fields of a row by its number, counted from 1.
        add: the button to add a row.
        remove: the crosses to remove rows.
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
