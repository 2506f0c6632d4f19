"""The visitor's identity: a random id in a signed cookie, and nothing else."""

import secrets

import streamlit as st

from base import identity
from ui import state


def visitor_id() -> str:
    """Return the visitor's id, 32 hexadecimal digits, the same in all tabs and after a reload.

    Without a valid cookie (disabled in the browser, or forged) it lasts as long as the tab.
    """
    cookie = st.context.cookies.get(identity.COOKIE, "")
    visitor = identity.visitor_of(cookie) if isinstance(cookie, str) else None
    if visitor:
        return visitor
    if not state.VISITOR.is_set:
        state.VISITOR.set(secrets.token_hex(16))
    return state.VISITOR.get()
