"""Labelled digits that visitors drew, for measuring models."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select

from feedback.database import VERDICTS, transaction
from feedback.saving import visitor_key

MAX_DIGITS_READ = 2000


@dataclass(frozen=True)
class DrawnDigit:
    """A saved drawing of one digit.

    Attributes:
        id: the verdict's id.
        truth: the label given by the visitor, 0 to 9.
        is_own: whether it belongs to the requesting visitor.
    """

    id: int
    truth: int
    is_own: bool


def drawn_digits(visitor: str, limit: int = MAX_DIGITS_READ) -> list[DrawnDigit]:
    """Return all visitors' saved drawings of one digit, newest first: only those drawn entirely with the pen.

    Raises:
        DatabaseError: the database cannot be read; likewise for `pictures_of`.
    """
    is_one_digit = func.length(VERDICTS.c.truth) == 1
    is_drawn = cast(VERDICTS.c.strokes, String) != "[]"  # exclude photographs and edited samples
    wanted = select(VERDICTS.c.id, VERDICTS.c.truth, VERDICTS.c.visitor).where(is_one_digit, is_drawn)
    with transaction() as connection:
        rows = connection.execute(wanted.order_by(VERDICTS.c.id.desc()).limit(limit)).all()
    own = visitor_key(visitor)
    return [DrawnDigit(row.id, int(row.truth), row.visitor == own) for row in rows]


def pictures_of(digits: Sequence[int]) -> dict[int, bytes]:
    """Return the PNG files of drawings by id, without deleted ones."""
    wanted = select(VERDICTS.c.id, VERDICTS.c.picture).where(VERDICTS.c.id.in_(digits)).order_by(VERDICTS.c.id)
    with transaction() as connection:
        return {row.id: row.picture for row in connection.execute(wanted)}
