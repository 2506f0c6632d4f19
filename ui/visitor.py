"""Who is asking: a random number that a browser keeps, and nothing more."""

import re
import secrets

import streamlit as st

import settings
from ui import state

_COOKIE = re.compile(r"[0-9a-f]{32}")


def visitor_id() -> str:
    """The visitor's number, 32 hexadecimal digits: the same in all their tabs, and after a reload.

    Without a cookie (turned off in the browser) it lasts as long as the tab.
    """
    cookie = st.context.cookies.get(settings.VISITOR_COOKIE, "")
    if isinstance(cookie, str) and _COOKIE.fullmatch(cookie):
        return cookie
    own: str = st.session_state.setdefault(state.VISITOR, secrets.token_hex(16))
    return own
