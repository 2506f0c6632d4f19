"""Who is asking: a random number that a browser keeps, signed by this server, and nothing more."""

import secrets

import streamlit as st

from base import identity
from ui import state


def visitor_id() -> str:
    """The visitor's number, 32 hexadecimal digits: the same in all their tabs, and after a reload.

    Without a cookie of ours (turned off in the browser, or forged) it lasts as long as the tab.
    """
    cookie = st.context.cookies.get(identity.COOKIE, "")
    visitor = identity.visitor_of(cookie) if isinstance(cookie, str) else None
    if visitor:
        return visitor
    if not state.VISITOR.is_set:
        state.VISITOR.set(secrets.token_hex(16))
    return state.VISITOR.get()
