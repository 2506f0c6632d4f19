"""What stands around every page: the mark at the left, its heading, and the language switch."""

import html
import uuid
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from base.languages import LANGUAGES
from ui import assets, state
from ui.language import PARAMETER
from ui.language import gettext as _
from ui.session_key import set_texts_anew

_reconnection = st.components.v2.component("reconnection", html="", js=assets.script_loader("frame/reconnection.js"))

_MARK = Path(__file__).parent / "icon-192.png"


def show_heading(title: str) -> None:
    """The page's heading of the first rank, for screen readers; who sees the page sees its name in the navigation."""
    with st.container(key="page_heading"):
        st.html(f"<h1>{html.escape(title)}</h1>")


def show_logo() -> None:
    """Show the mark at the left of the navigation; frame.css writes the name beside it."""
    st.logo(str(_MARK), size="medium")


def run_after_reconnection(place: DeltaGenerator) -> None:
    """Have the page run after a lost connection, since a new session knows none of its fragments.

    Args:
        place: the container that the component stands in. It is filled when the page has run, so that the browser knows
            when that is; it stands before the page, so that it stays the same one.
    """
    with place:
        _reconnection(key=state.RECONNECTION, data={"run": uuid.uuid4().hex}, on_reconnected_change=lambda: None)


def show_language_switch() -> None:
    """A choice of languages in the page's top bar; the choice goes into the URL."""
    with st.container(key="language_switch"):
        st.selectbox(
            _("Language"),
            list(LANGUAGES),
            format_func=lambda code: LANGUAGES[code].name,
            key=state.LANGUAGE.name,
            on_change=_switch_language,
            label_visibility="collapsed",
        )


def _switch_language() -> None:
    """Keep the language in the URL; and what is chosen: translated options make a new widget, which would forget it."""
    st.query_params[PARAMETER] = state.LANGUAGE.get()
    set_texts_anew(but=state.TRAIN_TAB)  # its value is a label of the old language
