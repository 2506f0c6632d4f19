"""Answers that come through Streamlit instead of the lens: a photograph's, or a stroke's where the route fails."""

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Any

import streamlit as st

from errors import DigitLabError, RecognizerBusyError, RecognizerUnavailableError
from recognition import client
from recognition.pictures import open_picture
from recognition.question import Question
from ui import state
from ui.components.png_url import to_png_url
from ui.error_text import error_text
from ui.language import current_language

# A photograph is shown in the canvas's place.
SHOWN_SIDE = 352


@dataclass(frozen=True)
class Served:
    """An answer to show until the drawing changes.

    Attributes:
        id: changes when the answer does.
        answer: the recognizer's JSON object, or None where it refused.
        message: why it refused, in the visitor's language.
        waits: whether it is worth asking again once the recognizer is there.
        picture: a data: URL of a small copy of the photograph; None for a drawing.
    """

    id: str
    answer: dict[str, Any] | None
    message: str = ""
    waits: bool = False
    picture: str | None = None


def serve(picture: bytes, question: Question, is_photograph: bool) -> Served:
    """Have a picture read through Streamlit, once; a refusal is worded for the visitor."""
    identity = hashlib.sha256(picture).hexdigest() + question.model + question.way + current_language()
    served: Served | None = st.session_state.get(state.SERVED)
    if served is None or served.waits or served.id != identity:
        served = _read(picture, question, is_photograph, identity)
        st.session_state[state.SERVED] = served
    return served


def _read(picture: bytes, question: Question, is_photograph: bool, identity: str) -> Served:
    try:
        answer = client.recognize(picture, dataclasses.replace(question, with_steps=True))
        return Served(identity, answer, picture=_small_copy(picture) if is_photograph else None)
    except (RecognizerUnavailableError, RecognizerBusyError) as error:
        return Served(identity + error.code, None, error_text(error), waits=True)
    except DigitLabError as error:
        return Served(identity, None, error_text(error))


def _small_copy(picture: bytes) -> str:
    """What the page shows: upright, whatever the browser makes of HEIC, and a hundredth of the bytes."""
    copy = open_picture(picture).convert("RGB")
    copy.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    return to_png_url(copy)
