"""A verdict: a drawing, the network's answer, and the label given by the visitor."""

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
# Upper bound of coordinates and sides; a pen may leave the canvas, so coordinates may be negative.
MAX_COORDINATE = 4096
MAX_PICTURE_BYTES = 4 * 2**20
# Enough for several digits on a photograph; at worst 370 kB of pixels.
PICTURE_SIDE = 352

Strokes: TypeAlias = tuple[tuple[tuple[float, float], ...], ...]

_NUMBER = re.compile(r"[0-9]+( [0-9]+)*")
_READ = re.compile(r"[0-9?]+( [0-9?]+)*")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A visitor's verdict on an answer.

    Attributes:
        strokes: the pen's path, one tuple of (x, y) a stroke, in pixels of the canvas, y down; empty if there is none
            (a photograph) or it is incomplete (a drawing on top of a sample digit).
        size: width and height of the canvas or the picture, in pixels.
        picture: a PNG file's bytes, up to 4 MiB; only its pixels are saved, at most 352 a side.
        model: id of the model.
        label: the model's digit, 0 to 9; None for no digit or several.
        number: the model's number, "?" for a rejected digit; None for one digit or none.
        probabilities: of the ten digits, for the first or only one, each 0.0 to 1.0.
        not_digit: the model's probability of "not a digit", 0.0 to 1.0.
        truth: the true digit or number (1 to 12 digits; a space between rows), or `NOT_A_DIGIT`.
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
        """The model's answer, in the format of `truth`."""
        if self.number is not None:
            return self.number
        return NOT_A_DIGIT if self.label is None else str(self.label)

    @property
    def is_right(self) -> bool:
        """Whether the model's answer equals the truth."""
        return self.answer == self.truth


@dataclass(frozen=True, kw_only=True)
class SavedVerdict(Verdict):
    """A saved verdict.

    Attributes:
        id: its id, never reused.
        model_sha256: digest of the model's file, as a model's id may be reused.
        created: when it was saved, in UTC.
    """

    id: int
    model_sha256: str
    created: datetime


def checked(verdict: Verdict) -> Verdict:
    """Validate a verdict, and return it in plain numbers, its picture reduced to pixels.

    Raises:
        TruthError: the truth is neither a digit, nor a number of up to 12 digits, nor `NOT_A_DIGIT`.
        VerdictError: another value is malformed.
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
    """Round strokes to tenths of a pixel, and drop empty ones."""
    plain = tuple(tuple((round(float(x), 1), round(float(y), 1)) for x, y in stroke) for stroke in strokes if stroke)
    points = [point for stroke in plain for point in stroke]
    _require("strokes", f"{len(points)} points", len(points) <= MAX_POINTS)
    _require("strokes", strokes, all(abs(value) <= MAX_COORDINATE for point in points for value in point))
    return plain


def _pixels_alone(content: bytes) -> bytes:
    """Re-encode a picture without metadata: a photograph's location, time and camera are private."""
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
        raise ValueError(picture.size)  # before the picture is decoded
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _require(field: str, value: object, is_fit: bool) -> None:
    if not is_fit:
        raise _unfit(field, value)


def _unfit(field: str, value: object) -> VerdictError:
    received = repr(value)[:80]
    return VerdictError(f"This cannot be kept. Received: {field}={received}.", field=field, value=received)
