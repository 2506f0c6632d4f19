"""One verdict: a drawing, what a network said it is, and what the visitor says it is."""

import dataclasses
import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from PIL import Image

from base.errors import TruthError, VerdictError

NOT_A_DIGIT = "not a digit"
MAX_DIGITS = 12
MAX_POINTS = 10_000
# No point of a canvas or side of a picture is larger; a pen may leave the canvas, so a point may be negative.
MAX_COORDINATE = 4096
MAX_PICTURE_BYTES = 4 * 2**20
# Enough for several digits on a photograph; at worst 370 kB of pixels.
PICTURE_SIDE = 352

Strokes: TypeAlias = tuple[tuple[tuple[float, float], ...], ...]

_NUMBER = re.compile(r"[0-9]+( [0-9]+)*")
_READ = re.compile(r"[0-9?]+( [0-9?]+)*")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a visitor says of an answer.

    Attributes:
        strokes: the pen's way, one tuple of (x, y) a stroke, in pixels of the canvas, y down; empty where there is
            none (a photograph) or not all of it (a drawing that goes on from a sample digit).
        size: width and height of the canvas or the picture, in pixels.
        picture: a PNG file's bytes, up to 4 MiB; what is kept of it is pixels alone, 352 at most a side.
        model: the id of the model that answered.
        label: the digit that it read, 0 to 9; None where there was none, or several.
        number: the number that it read, "?" for a digit that it refused; None where there was one digit or none.
        probabilities: of the ten digits, of the first or only one, each 0.0 to 1.0.
        not_digit: the model's probability that it is no digit, 0.0 to 1.0.
        truth: the digit or the number (1 to 12 digits; a space between rows) that it is, or `NOT_A_DIGIT`.
    """

    strokes: Strokes
    size: tuple[int, int]
    picture: bytes
    model: str
    label: int | None
    number: str | None
    probabilities: tuple[float, ...]
    not_digit: float
    truth: str

    @property
    def answer(self) -> str:
        """What the model said, in the words of `truth`."""
        if self.number is not None:
            return self.number
        return NOT_A_DIGIT if self.label is None else str(self.label)

    @property
    def is_right(self) -> bool:
        """Whether the model said what the visitor says."""
        return self.answer == self.truth


@dataclass(frozen=True, kw_only=True)
class KeptVerdict(Verdict):
    """A verdict as it was kept.

    Attributes:
        id: its number, never given again.
        model_sha256: of the model's file: an id may later stand for another network.
        created: when it was kept, in UTC.
    """

    id: int
    model_sha256: str
    created: datetime


def checked(verdict: Verdict) -> Verdict:
    """The same verdict as it may be kept: in plain numbers, its picture without anything but pixels.

    Raises:
        TruthError: the truth is no digit, no number of up to 12 digits, and not `NOT_A_DIGIT`.
        VerdictError: another value that no canvas and no network gives.
    """
    if verdict.truth != NOT_A_DIGIT and not _fits(_NUMBER, verdict.truth):
        raise TruthError(
            f"The truth is 1 to {MAX_DIGITS} digits, or {NOT_A_DIGIT!r}. Received: truth={verdict.truth!r}.",
            truth=verdict.truth,
            limit=MAX_DIGITS,
        )
    _require("size", verdict.size, all(1 <= side <= MAX_COORDINATE for side in verdict.size))
    _require("label", verdict.label, verdict.label in (None, *range(10)))
    _require("number", verdict.number, verdict.number is None or _fits(_READ, verdict.number))
    _require("not_digit", verdict.not_digit, 0.0 <= verdict.not_digit <= 1.0)
    are_ten = len(verdict.probabilities) == 10 and all(0.0 <= each <= 1.0 for each in verdict.probabilities)
    _require("probabilities", verdict.probabilities, are_ten)
    return dataclasses.replace(verdict, strokes=_plain(verdict.strokes), picture=_pixels_alone(verdict.picture))


def _fits(form: re.Pattern[str], number: str) -> bool:
    return bool(form.fullmatch(number)) and len(number.replace(" ", "")) <= MAX_DIGITS


def _plain(strokes: Strokes) -> Strokes:
    """Tenths of a pixel are enough; a stroke without a point is none."""
    plain = tuple(tuple((round(float(x), 1), round(float(y), 1)) for x, y in stroke) for stroke in strokes if stroke)
    points = [point for stroke in plain for point in stroke]
    _require("strokes", f"{len(points)} points", len(points) <= MAX_POINTS)
    _require("strokes", strokes, all(abs(value) <= MAX_COORDINATE for point in points for value in point))
    return plain


def _pixels_alone(content: bytes) -> bytes:
    """A picture written anew: a photograph's notes on place, time and camera are nobody's business."""
    _require("picture", f"{len(content)} bytes", len(content) <= MAX_PICTURE_BYTES)
    try:
        pixels = _small_png(content)
    except Exception as error:  # Pillow's decoders raise anything for bytes that somebody damaged
        raise _unfit("picture", f"{len(content)} bytes") from error
    pixels.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    pixels.info.clear()
    buffer = io.BytesIO()
    pixels.save(buffer, "PNG")
    return buffer.getvalue()


def _small_png(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content), formats=("PNG",))
    if max(picture.size) > MAX_COORDINATE:
        raise ValueError(picture.size)  # before anything of it is unpacked
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _require(field: str, value: object, is_fit: bool) -> None:
    if not is_fit:
        raise _unfit(field, value)


def _unfit(field: str, value: object) -> VerdictError:
    received = repr(value)[:80]
    return VerdictError(f"This cannot be kept. Received: {field}={received}.", field=field, value=received)
