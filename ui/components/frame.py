"""What stands around every page: the few rules of style that the theme has no setting for, and the language switch."""

import functools
from pathlib import Path

import streamlit as st

from ui import state
from ui.language import LANGUAGES, PARAMETER
from ui.language import gettext as _


def show_style() -> None:
    """Put our style rules into the page."""
    st.html(f"<style>{_style()}</style>")


def show_language_switch() -> None:
    """A choice of languages in the page's top bar; the choice goes into the URL."""
    with st.container(key="language_switch"):
        st.selectbox(
            _("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key=state.LANGUAGE,
            on_change=_keep_in_url,
            label_visibility="collapsed",
        )


def _keep_in_url() -> None:
    st.query_params[PARAMETER] = st.session_state[state.LANGUAGE]


@functools.cache
def _style() -> str:
    return (Path(__file__).parent / "frame.css").read_text(encoding="utf-8")
