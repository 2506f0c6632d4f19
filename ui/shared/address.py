"""Which of a page's addresses came from its visitor, and which the page has written itself."""

from collections.abc import Mapping

import streamlit as st

# A browser that is quick sends the address from before the last few changes with the next one.
_REMEMBERED = 100


def is_own(key: str, address: Mapping[str, str | None]) -> bool:
    """Whether the page wrote this address, or followed it already.

    Args:
        key: of the session, for the addresses that are remembered.
        address: its parameters.
    """
    return dict(address) in st.session_state.get(key, ())


def remember(key: str, address: Mapping[str, str | None]) -> None:
    """Note an address that the page writes or follows; arguments as in `is_own`."""
    if not is_own(key, address):
        st.session_state[key] = (*st.session_state.get(key, ()), dict(address))[-_REMEMBERED:]
