"""Right or wrong: what a visitor taps under an answer is kept, once they agreed."""

import functools
from typing import Any

import streamlit as st

import feedback
from base.errors import DigitLabError
from recognition.question import Question
from ui import state
from ui.draw.lens import reported_verdict
from ui.draw.served import Served
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.canvas import drawn_strokes
from ui.shared.drawing_history import SIDE
from ui.shared.png_url import from_png_url, to_png
from ui.visitor import visitor_id
from use_cases.services import services


def take_verdict(question: Question, served: Served | None) -> None:
    """Keep what the visitor has just tapped; before they agreed, have `show_agreement` ask them.

    Args:
        question: who read the drawing, and how.
        served: the photograph's answer, where the tap was about one.
    """
    reported = reported_verdict()
    try:
        verdict = _verdict(reported, question, served)
        if verdict is None:
            return
        if feedback.has_agreed(visitor_id()):
            _keep(reported["id"], verdict)
        else:
            st.session_state[state.VERDICT_PENDING] = (reported["id"], verdict)
    except DigitLabError as error:
        _reply(reported["id"], error_text(error))


def show_agreement() -> None:
    """Ask whether verdicts may be kept, where one waits for it."""
    pending = st.session_state.pop(state.VERDICT_PENDING, None)
    if pending:
        refuse = functools.partial(_reply, pending[0], _("Nothing was kept."))
        st.dialog(_("May this be kept?"), on_dismiss=refuse)(_ask)(*pending)


def _ask(drawing_id: str, verdict: feedback.Verdict) -> None:
    st.write(
        _(
            "If you agree, Digit Lab keeps what you tap here: your strokes, the picture, the model, its answer, and "
            "what you say it is. It stays in the database of this Digit Lab. Your class can measure and train "
            "networks with it. Your name is not part of it."
        )
    )
    st.write(_("You can look at all of it, and delete it, under “What is kept”."))
    with st.container(horizontal=True):
        agrees = st.button(_("I agree"), type="primary", on_click=_agree_and_keep, args=(drawing_id, verdict))
        refuses = st.button(_("Keep nothing"), on_click=_reply, args=(drawing_id, _("Nothing was kept.")))
    if agrees or refuses:
        st.rerun()


def _agree_and_keep(drawing_id: str, verdict: feedback.Verdict) -> None:
    try:
        feedback.agree(visitor_id())
        _keep(drawing_id, verdict)
    except DigitLabError as error:
        _reply(drawing_id, error_text(error))


def _keep(drawing_id: str, verdict: feedback.Verdict) -> None:
    feedback.keep(visitor_id(), verdict)
    st.session_state[state.AGREED] = True
    _reply(drawing_id, _("Kept. Thank you!"))


def _reply(drawing_id: str, words: str) -> None:
    st.session_state[state.VERDICT_TOLD] = {"id": drawing_id, "words": words}


def _verdict(reported: dict[str, Any], question: Question, served: Served | None) -> feedback.Verdict | None:
    """The verdict that a browser sent; None where it sent nonsense."""
    photograph = served.picture if served and reported.get("photograph") == served.id else None
    picture = from_png_url(photograph or reported.get("picture"))
    if picture is None or not isinstance(reported.get("truth"), str) or not isinstance(reported.get("id"), str):
        return None
    png = to_png(picture)
    # The browser could send any answer; asked again about the same pixels, the network gives the same one.
    answer = served.answer if served and photograph else services().recognizer.recognize(png, question)
    if answer is None:
        return None
    return feedback.Verdict(
        strokes=() if photograph else drawn_strokes(),
        size=picture.size if photograph else (SIDE, SIDE),
        picture=png,
        model=question.model,
        label=answer["label"],
        number=answer["number"],
        probabilities=tuple(answer["probabilities"]),
        not_digit=answer["not_digit"],
        truth=reported["truth"],
    )
