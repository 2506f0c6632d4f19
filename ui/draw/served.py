"""Answers that come through Streamlit instead of the lens: a photograph's, or a stroke's where the route fails."""

import contextlib
import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from base.errors import DigitLabError, RecognizerBusyError, RecognizerUnavailableError
from recognition.pictures import open_picture
from recognition.recognize_query import PREPARED, TUTORIAL, TUTORIAL_FILE, RecognizeQuery
from ui import state
from ui.error_text import error_text
from ui.language import current_language
from ui.shared.png_url import to_png_url
from use_cases.services import services

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
        compared: other answers to the same photograph, without steps, by model and way: "tiny-16 tutorial". The copy
            has other pixels than the photograph, so that whoever read it would get other answers.
    """

    id: str
    answer: dict[str, Any] | None
    message: str = ""
    waits: bool = False
    picture: str | None = None
    compared: dict[str, dict[str, Any]] = field(default_factory=dict)


def serve(picture: bytes, query: RecognizeQuery, is_photograph: bool, compared: Sequence[str] = ()) -> Served:
    """Have a picture read through Streamlit, once; a refusal is worded for the visitor.

    Args:
        picture: the bytes of its file.
        query: what is asked about it.
        is_photograph: whether it is one; its tutorial's way is that with a file.
        compared: ids of models that read a photograph, too, in our way and in the tutorial's.
    """
    identity = hashlib.sha256(picture).hexdigest() + query.model + query.way + current_language()
    served = state.SERVED.get()
    if served is None or served.waits or served.id != identity:
        served = _read(picture, query, is_photograph, identity)
    if is_photograph and served.answer:
        served = _with_compared(served, picture, compared)
    state.SERVED.set(served)
    return served


def _with_compared(served: Served, picture: bytes, models: Sequence[str]) -> Served:
    """The same with the answers that are still missing; one that cannot be had now is asked for at the next rerun."""
    answers = dict(served.compared)
    for model in models:
        for way in (PREPARED, TUTORIAL):
            if f"{model} {way}" not in answers:
                with contextlib.suppress(DigitLabError):
                    answers[f"{model} {way}"] = _recognize_file(picture, RecognizeQuery(model, way=way))
    return dataclasses.replace(served, compared=answers)


def _recognize_file(picture: bytes, query: RecognizeQuery) -> dict[str, Any]:
    """What a photograph's file is read as. The answer names the way as the page does."""
    way = TUTORIAL_FILE if query.way == TUTORIAL else query.way
    return services().recognizer.recognize(picture, dataclasses.replace(query, way=way)) | {"way": query.way}


def _read(picture: bytes, query: RecognizeQuery, is_photograph: bool, identity: str) -> Served:
    try:
        asked = dataclasses.replace(query, with_steps=True)
        if not is_photograph:
            return Served(identity, services().recognizer.recognize(picture, asked))
        answer = _recognize_file(picture, asked)
        own = {name: value for name, value in answer.items() if name != "steps"}
        return Served(identity, answer, picture=_small_copy(picture), compared={f"{query.model} {query.way}": own})
    except (RecognizerUnavailableError, RecognizerBusyError) as error:
        return Served(identity + error.code, None, error_text(error), waits=True)
    except DigitLabError as error:
        return Served(identity, None, error_text(error))


def _small_copy(picture: bytes) -> str:
    """What the page shows: upright, whatever the browser makes of HEIC, and a hundredth of the bytes."""
    copy = open_picture(picture).convert("RGB")
    copy.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    return to_png_url(copy)
