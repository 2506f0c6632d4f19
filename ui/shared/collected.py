"""A visitor's saved drawings as a data set, visible only to themselves."""

import streamlit as st

import feedback
from base.errors import DigitLabError
from ui import state
from ui.language import gettext as _
from ui.page_table import page_file
from use_cases.drawings import Collected, PreparedDrawings


def has_collected(visitor: str) -> bool:
    """Return whether a visitor has saved drawings."""
    try:
        return feedback.count(visitor) > 0
    except DigitLabError:
        return False  # the data sets are still available; the drawings' own view shows the error


def prepared_drawings() -> PreparedDrawings:
    """Return the session's cache of prepared drawings."""
    prepared = state.DATA_PREPARED.get()
    if prepared is None:
        prepared = {}
        state.DATA_PREPARED.set(prepared)
    return prepared


def show_collected_words(collected: Collected) -> None:
    """Explain what is counted, and that nobody else sees it."""
    count, right = len(collected.labels), int(collected.is_right.sum())
    words = [
        _("{count} drawings: {right} right, {wrong} wrong.").format(count=count, right=right, wrong=count - right),
        _("You see only your own. They are kept for testing and training, not for others to see."),
    ]
    if collected.left_out:
        words.append(_("Left out: {count} with several digits or none.").format(count=collected.left_out))
    st.caption("  \n".join(words))


def show_how_to_collect() -> None:
    """Explain how to collect drawings."""
    st.info(
        _("None of your single digits are kept yet. Draw one, tap whether the answer is right, and agree to keep it."),
        icon=":material/draw:",
    )
    st.page_link(page_file("draw"), label=_("Draw"), icon=":material/draw:")
