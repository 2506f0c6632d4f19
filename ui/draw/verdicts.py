"""Save visitors' verdicts, right or wrong, once they agreed."""

import functools
from typing import Any

import streamlit as st

import feedback
from base.errors import DigitLabError
from recognition.recognize_query import RecognizeQuery
from ui import state
from ui.draw.lens import reported_verdict
from ui.draw.served import Served
from ui.draw.tapped import is_about_photograph, tapped_picture
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.canvas import drawn_strokes
from ui.shared.drawing_history import SIDE
from ui.visitor import visitor_id
from use_cases.verdicts import agree_and_save, save_if_agreed


def take_verdict(query: RecognizeQuery, served: Served | None) -> None:
    """Save the visitor's verdict; before they agreed, `show_agreement` asks them first.

    Args:
        query: the model and the preparation.
        served: the photograph's answer, if the tap was about one.
    """
    reported = reported_verdict()
    try:
        verdict = _verdict(reported, query, served)
        if verdict is None:
            return
        if save_if_agreed(visitor_id(), verdict):
            _thank(reported["id"])
        else:
            state.VERDICT_PENDING.set((reported["id"], verdict))
    except DigitLabError as error:
        _reply(reported["id"], error_text(error))


def show_agreement() -> None:
    """Ask for consent to save verdicts if one is pending."""
    pending = state.VERDICT_PENDING.pop()
    if pending:
        refuse = functools.partial(_reply, pending[0], _("Nothing was kept."))
        st.dialog(_("Keep this drawing?"), on_dismiss=refuse)(_ask)(*pending)


def _ask(drawing_id: str, verdict: feedback.Verdict) -> None:
    st.write(
        _(
            "If you agree, Digit Lab keeps your strokes, the picture, the model, its answer, and the answer "
            "you tap. All of it stays in this Digit Lab's database, and your class can test and train networks "
            "with it. Your name is not kept."
        )
    )
    st.write(_("You can see and delete all of it under “What is kept”."))
    with st.container(horizontal=True):
        agrees = st.button(_("I agree"), type="primary", on_click=_agree_and_keep, args=(drawing_id, verdict))
        refuses = st.button(_("Keep nothing"), on_click=_reply, args=(drawing_id, _("Nothing was kept.")))
    if agrees or refuses:
        st.rerun()


def _agree_and_keep(drawing_id: str, verdict: feedback.Verdict) -> None:
    try:
        agree_and_save(visitor_id(), verdict)
    except DigitLabError as error:
        _reply(drawing_id, error_text(error))
    else:
        _thank(drawing_id)


def _thank(drawing_id: str) -> None:
    state.AGREED.set(True)
    _reply(drawing_id, _("Kept. Thank you!"))


def _reply(drawing_id: str, words: str) -> None:
    state.VERDICT_REPLY.set({"id": drawing_id, "words": words})


def _verdict(reported: dict[str, Any], query: RecognizeQuery, served: Served | None) -> feedback.Verdict | None:
    """Build the verdict of a browser's report; None if it is malformed."""
    if not isinstance(reported.get("truth"), str) or not isinstance(reported.get("id"), str):
        return None
    read = tapped_picture(reported, query, served)
    if read is None:
        return None
    if is_about_photograph(reported, served):
        return read.verdict(reported["truth"], read.size)
    return read.verdict(reported["truth"], (SIDE, SIDE), drawn_strokes())
