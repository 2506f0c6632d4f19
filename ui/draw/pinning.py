"""The tap on “Pin for training”: from a tap under an answer to the pinned digits."""

import base64
from typing import Any

import streamlit as st

from base.errors import DigitLabError
from recognition.question import Question
from ui import state
from ui.draw.lens import reported_pin
from ui.draw.served import Served
from ui.error_text import error_text
from ui.shared.pinned import pin
from ui.shared.png_url import from_png_url, to_png
from use_cases.services import services


def take_pin(question: Question, served: Served | None) -> None:
    """Pin what the visitor has just asked for: the digit of their drawing, or each digit of their number.

    Args:
        question: who read the drawing, and how.
        served: the photograph's answer, where the tap was about one.
    """
    reported = reported_pin()
    try:
        answer = _answer(reported, question, served)
    except DigitLabError as error:
        _reply(reported, error_text(error))
    else:
        if answer is not None:
            _reply(reported, pin(_digits_of(answer)))


def _answer(reported: dict[str, Any], question: Question, served: Served | None) -> dict[str, Any] | None:
    """What was read; None where the browser sent nonsense."""
    if served and served.picture and reported.get("photograph") == served.id:
        return served.answer
    picture = from_png_url(reported.get("picture"))
    # The browser could send any digit; asked again about the same pixels, the network sees the same one.
    return None if picture is None else services().recognizer.recognize(to_png(picture), question)


def _digits_of(answer: dict[str, Any]) -> list[bytes]:
    found = answer["digits"] if answer["number"] is not None else [answer]
    return [base64.b64decode(digit["digit"]) for digit in found if digit["digit"]]


def _reply(reported: dict[str, Any], words: str) -> None:
    st.session_state[state.PIN_TOLD] = {"id": reported.get("id"), "words": words}
