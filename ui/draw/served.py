"""Answers through Streamlit instead of the lens: for photographs, and for drawings if the route is blocked."""

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

# Side of a photograph's copy, shown instead of the canvas.
SHOWN_SIDE = 352


@dataclass(frozen=True)
class Served:
    """An answer to show until the drawing changes.

    Attributes:
        id: changes when the answer does.
        answer: the recognizer's JSON object, or None after an error.
        message: the error in the visitor's language.
        waits: whether to retry once the recognizer is ready.
        picture: a data: URL of a small copy of the photograph; None for a drawing.
        compared: other answers to the same photograph, without steps, by model and preparation: "tiny-16 tutorial".
            They cannot be computed from the copy, which has other pixels.
    """

    id: str
    answer: dict[str, Any] | None
    message: str = ""
    waits: bool = False
    picture: str | None = None
    compared: dict[str, dict[str, Any]] = field(default_factory=dict)


def serve(picture: bytes, query: RecognizeQuery, is_photograph: bool, compared: Sequence[str] = ()) -> Served:
    """Read a picture once; an error becomes a message in the visitor's language.

    Args:
        picture: the file's bytes.
        query: the model and the preparation.
        is_photograph: whether it is a photograph, with the tutorial's preparation of files.
        compared: ids of models that also read a photograph, with our preparation and the tutorial's.
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
    """Add the missing answers of compared models; a failed one is retried at the next rerun."""
    answers = dict(served.compared)
    for model in models:
        for way in (PREPARED, TUTORIAL):
            if f"{model} {way}" not in answers:
                with contextlib.suppress(DigitLabError):
                    answers[f"{model} {way}"] = _recognize_file(picture, RecognizeQuery(model, way=way))
    return dataclasses.replace(served, compared=answers)


def _recognize_file(picture: bytes, query: RecognizeQuery) -> dict[str, Any]:
    """Read a photograph's file. The answer's `way` is the page's."""
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
    """Return a small upright copy for the page, as browsers may not support HEIC."""
    copy = open_picture(picture).convert("RGB")
    copy.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    return to_png_url(copy)
