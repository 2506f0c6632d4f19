"""The saved drawings of a visitor who agreed: to view and delete."""

import streamlit as st

import feedback
from base.errors import DigitLabError
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.callback_error import keep_error, show_error
from ui.visitor import visitor_id
from use_cases.drawings import delete_all_drawings, delete_drawing
from use_cases.services import services

MOST_SHOWN = 20


def show_collected_drawings_button() -> None:
    """Show a button that opens the saved drawings, if the visitor agreed to save them."""
    if not state.AGREED.is_set:
        state.AGREED.set(_has_agreed())
    if state.AGREED.get() and st.button(_("What is kept"), type="tertiary"):
        state.DELETE_DRAWING_ERROR.set(None)
        st.dialog(_("What is kept"))(_show_collected)()


def _has_agreed() -> bool:
    try:
        return feedback.has_agreed(visitor_id())
    except DigitLabError:
        # the error is shown when the visitor gives a verdict instead
        return False


def _show_collected() -> None:
    try:
        _show_verdicts()
    except DigitLabError as error:
        st.error(error_text(error))


def _show_verdicts() -> None:
    visitor = visitor_id()
    verdicts = feedback.verdicts(visitor, MOST_SHOWN)
    st.caption(_("Kept: {count}. The newest:").format(count=feedback.count(visitor)) if verdicts else _("Nothing yet."))
    for verdict in verdicts:
        _show_verdict(verdict)
    show_error(state.DELETE_DRAWING_ERROR)
    is_pressed = st.button(_("Delete all and stop keeping"), icon=":material/delete:", on_click=_delete_all)
    if is_pressed and state.DELETE_DRAWING_ERROR.get() is None:
        st.rerun()


def _delete_all() -> None:
    with keep_error(state.DELETE_DRAWING_ERROR):
        delete_all_drawings(services().runs, visitor_id())
        state.AGREED.set(False)


def _delete(verdict: int) -> None:
    with keep_error(state.DELETE_DRAWING_ERROR):
        delete_drawing(services().runs, visitor_id(), verdict)


def _show_verdict(verdict: feedback.SavedVerdict) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        answer, truth = _in_words(verdict.answer), _in_words(verdict.truth)
        words = _("It said: {answer}. You said: {truth}.").format(answer=answer, truth=truth)
        st.image(verdict.picture, width=56, alt=words)
        st.markdown(words, width="stretch")
        st.button(
            _("Delete"),
            key=f"delete_{verdict.id}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_delete,
            args=(verdict.id,),
        )


def _in_words(answer: str) -> str:
    return _("not a digit") if answer == feedback.NOT_A_DIGIT else answer
