"""Pin a drawing's digits for training."""

from typing import Any

from base.errors import DigitLabError
from recognition.recognize_query import RecognizeQuery
from ui import state
from ui.draw.lens import reported_pin
from ui.draw.served import Served
from ui.draw.tapped import tapped_picture
from ui.error_text import error_text
from ui.shared.pinned import pin


def take_pin(query: RecognizeQuery, served: Served | None) -> None:
    """Pin the digit of the visitor's drawing, or each digit of their number.

    Args:
        query: the model and the preparation.
        served: the photograph's answer, if the tap was about one.
    """
    reported = reported_pin()
    try:
        read = tapped_picture(reported, query, served)
    except DigitLabError as error:
        _reply(reported, error_text(error))
    else:
        if read is not None:
            _reply(reported, pin(read.digits))


def _reply(reported: dict[str, Any], words: str) -> None:
    state.PIN_REPLY.set({"id": reported.get("id"), "words": words})
