"""What a tap under an answer was about: the drawing or the photograph, read again."""

from typing import Any

from recognition.recognize_query import RecognizeQuery
from ui.draw.served import Served
from ui.shared.png_url import from_png_url, to_png
from use_cases.services import services
from use_cases.verdicts import ReadPicture, read_again


def is_about_photograph(reported: dict[str, Any], served: Served | None) -> bool:
    """Whether a tap was about the photograph whose answer is shown."""
    return served is not None and served.picture is not None and reported.get("photograph") == served.id


def tapped_picture(reported: dict[str, Any], query: RecognizeQuery, served: Served | None) -> ReadPicture | None:
    """The picture that a tap was about; None where the browser sent nonsense.

    Args:
        reported: what the browser sent, see `lens.reported_verdict`.
        query: who read the drawing, and how.
        served: the photograph's answer, where the tap was about one.

    Raises:
        DigitLabError: as `Client.recognize`.
    """
    if served and is_about_photograph(reported, served):
        picture = from_png_url(served.picture)
        return ReadPicture(to_png(picture), query, served.answer) if picture and served.answer else None
    picture = from_png_url(reported.get("picture"))
    return None if picture is None else read_again(services().recognizer, to_png(picture), query)
