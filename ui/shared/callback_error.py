"""Errors of button callbacks: stored in the session, and shown until the next press."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from base.errors import DigitLabError
from ui.error_text import error_text
from ui.session_key import Key


@contextmanager
def keep_error(key: Key[DigitLabError | None]) -> Iterator[None]:
    """Clear the previous error; store an error raised in the block, and suppress it."""
    key.set(None)
    try:
        yield
    except DigitLabError as error:
        key.set(error)


def show_error(key: Key[DigitLabError | None]) -> None:
    """Show the last press' error, if there is one."""
    error = key.get()
    if error is not None:
        st.error(error_text(error), icon=":material/error:")
