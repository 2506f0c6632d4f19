"""The picture of a verdict or pin, the drawing or the photograph, read again by the server."""

from typing import Any

from recognition.recognize_query import RecognizeQuery
from ui.draw.served import Served
from ui.shared.png_url import from_png_url, to_png
from use_cases.services import services
from use_cases.verdicts import ReadPicture, read_again


def is_about_photograph(reported: dict[str, Any], served: Served | None) -> bool:
    """Return whether a tap was about the photograph whose answer is shown."""
    return served is not None and served.picture is not None and reported.get("photograph") == served.id


def tapped_picture(reported: dict[str, Any], query: RecognizeQuery, served: Served | None) -> ReadPicture | None:
    """Return the picture of a tap; None if the browser's report is malformed.

    Args:
        reported: the browser's report, see `lens.reported_verdict`.
        query: the model and the preparation.
        served: the photograph's answer, if the tap was about one.

    Raises:
        DigitLabError: as for `Client.recognize`.
    """
    if served and is_about_photograph(reported, served):
        picture = from_png_url(served.picture)
        return ReadPicture(to_png(picture), query, served.answer) if picture and served.answer else None
    picture = from_png_url(reported.get("picture"))
    return None if picture is None else read_again(services().recognizer, to_png(picture), query)
