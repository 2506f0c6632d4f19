"""The header of every page: logo, heading, language switch."""

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
    """Show the page's first-level heading, visible only to screen readers: the navigation shows the name."""
    with st.container(key="page_heading"):
        st.html(f"<h1>{html.escape(title)}</h1>")


def show_logo() -> None:
    """Show the logo left of the navigation; frame.css adds the name."""
    st.logo(str(_MARK), size="medium")


def run_after_reconnection(container: DeltaGenerator) -> None:
    """Rerun the page after a reconnection, since a new session has none of its fragments.

    Args:
        container: the component's container. It is placed before the page, so that the component keeps its identity,
            and filled after the page has run, so that the browser knows when that is.
    """
    with container:
        _reconnection(key=state.RECONNECTION, data={"run": uuid.uuid4().hex}, on_reconnected_change=lambda: None)


def show_language_switch() -> None:
    """Show a choice of languages in the top bar; the choice is stored in the URL."""
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
    """Store the language in the URL, and keep translated widgets' values, since new options would reset them."""
    st.query_params[PARAMETER] = state.LANGUAGE.get()
    set_texts_anew(but=state.TRAIN_TAB)  # its value is a label in the previous language
