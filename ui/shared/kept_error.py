"""Why a press of a button did nothing: its callback keeps the error, the page shows it until the next press."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from base.errors import DigitLabError
from ui.error_text import error_text
from ui.session_key import Key


@contextmanager
def keep_error(key: Key[DigitLabError | None]) -> Iterator[None]:
    """Forget the error of the press before; where what is done within fails, keep its error, and end there."""
    key.set(None)
    try:
        yield
    except DigitLabError as error:
        key.set(error)


def show_error(key: Key[DigitLabError | None]) -> None:
    """Say why the last press did nothing; nothing where it did."""
    error = key.get()
    if error is not None:
        st.error(error_text(error), icon=":material/error:")
