"""Digits that visitors drew and said the truth of, for measuring how well models read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select

from feedback.database import VERDICTS, transaction
from feedback.keeping import visitor_key

MAX_DIGITS_READ = 2000


@dataclass(frozen=True)
class DrawnDigit:
    """A kept drawing of one digit.

    Attributes:
        id: the verdict's.
        truth: what the visitor says it is, 0 to 9.
        is_own: whether it is of the visitor who asks.
    """

    id: int
    truth: int
    is_own: bool


def drawn_digits(visitor: str, limit: int = MAX_DIGITS_READ) -> list[DrawnDigit]:
    """The drawings of one digit that all visitors agreed to keep, newest first: those drawn with the pen alone.

    Raises:
        DatabaseError: the database cannot be read; so with `pictures_of`.
    """
    is_one_digit = func.length(VERDICTS.c.truth) == 1
    is_drawn = cast(VERDICTS.c.strokes, String) != "[]"  # no photograph, and no sample that was drawn on
    wanted = select(VERDICTS.c.id, VERDICTS.c.truth, VERDICTS.c.visitor).where(is_one_digit, is_drawn)
    with transaction() as connection:
        rows = connection.execute(wanted.order_by(VERDICTS.c.id.desc()).limit(limit)).all()
    own = visitor_key(visitor)
    return [DrawnDigit(row.id, int(row.truth), row.visitor == own) for row in rows]


def pictures_of(digits: Sequence[int]) -> dict[int, bytes]:
    """The PNG files of drawings by their ids; one that was deleted is not among them."""
    wanted = select(VERDICTS.c.id, VERDICTS.c.picture).where(VERDICTS.c.id.in_(digits)).order_by(VERDICTS.c.id)
    with transaction() as connection:
        return {row.id: row.picture for row in connection.execute(wanted)}
