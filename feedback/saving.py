"""Save, list and delete visitors' own verdicts, after they agreed once.

`visitor` is the number in a visitor's cookie. It grants access to their runs, so the database holds only its digest.
"""

import contextlib
import hashlib
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select
from sqlalchemy import delete as delete_from
from sqlalchemy.exc import IntegrityError

from base.errors import NotAgreedError, TooManyVerdictsError
from feedback.database import AGREEMENTS, VERDICTS, transaction
from feedback.verdict import SavedVerdict, Verdict, checked
from model_store import get_card

MAX_VERDICTS = 200


def has_agreed(visitor: str) -> bool:
    """Return whether a visitor agreed to have their verdicts saved.

    Raises:
        DatabaseError: the database cannot be used; likewise for all functions here.
    """
    with transaction() as connection:
        mine = select(AGREEMENTS.c.visitor).where(AGREEMENTS.c.visitor == visitor_key(visitor))
        return connection.scalar(mine) is not None


def agree(visitor: str) -> None:
    """Record that a visitor agrees; idempotent."""
    with contextlib.suppress(IntegrityError), transaction() as connection:
        connection.execute(insert(AGREEMENTS).values(visitor=visitor_key(visitor), created=_now()))


def save(visitor: str, verdict: Verdict) -> int:
    """Save a verdict and return its id.

    Raises:
        NotAgreedError: the visitor has not agreed.
        TooManyVerdictsError: `MAX_VERDICTS` of theirs are saved already.
        TruthError, VerdictError: see `verdict.checked`.
        ModelNotFoundError, ModelCorruptError: there is no such model.
    """
    row = _to_row(checked(verdict)) | {"model_sha256": get_card(verdict.model).sha256, "created": _now()}
    try:
        with transaction() as connection:
            # Insert before counting: in SQLite, a concurrent writer waits here and then counts this row, too.
            key = connection.execute(insert(VERDICTS).values(visitor=visitor_key(visitor), **row)).inserted_primary_key
            _check_room(connection, visitor)
    except IntegrityError as error:
        raise NotAgreedError("Nothing is kept of a visitor who has not agreed. Ask them first.") from error
    assert key is not None, "A table with a primary key gives one."
    return int(key.id)


def verdicts(visitor: str, limit: int = MAX_VERDICTS) -> list[SavedVerdict]:
    """Return a visitor's saved verdicts, newest first."""
    mine = select(VERDICTS).where(VERDICTS.c.visitor == visitor_key(visitor))
    with transaction() as connection:
        rows = connection.execute(mine.order_by(VERDICTS.c.id.desc()).limit(limit)).mappings().all()
    return [from_row(row) for row in rows]


def count(visitor: str) -> int:
    """Return the number of a visitor's verdicts."""
    with transaction() as connection:
        return _count(connection, visitor)


def delete(visitor: str, verdict: int) -> None:
    """Delete one of a visitor's verdicts by id; ignored if it is another's or already deleted."""
    with transaction() as connection:
        own = VERDICTS.c.visitor == visitor_key(visitor)
        connection.execute(delete_from(VERDICTS).where(own, VERDICTS.c.id == verdict))


def forget(visitor: str) -> None:
    """Delete a visitor's consent and all their verdicts."""
    with transaction() as connection:
        connection.execute(delete_from(AGREEMENTS).where(AGREEMENTS.c.visitor == visitor_key(visitor)))


def count_all() -> int:
    """Return the number of all visitors' verdicts."""
    with transaction() as connection:
        return connection.scalar(select(func.count()).select_from(VERDICTS)) or 0


def forget_all() -> int:
    """Delete everybody's consent and verdicts; return the number of deleted verdicts."""
    with transaction() as connection:
        deleted = connection.execute(delete_from(VERDICTS)).rowcount
        connection.execute(delete_from(AGREEMENTS))
        return deleted


def from_row(row: RowMapping) -> SavedVerdict:
    """Convert a table row to a verdict."""
    same = ("id", "picture", "model", "model_sha256", "label", "number", "not_digit", "truth")
    return SavedVerdict(
        strokes=tuple(tuple((x, y) for x, y in stroke) for stroke in row["strokes"]),
        size=(row["width"], row["height"]),
        probabilities=tuple(row["probabilities"]),
        created=row["created"].replace(tzinfo=UTC),
        **{name: row[name] for name in same},
    )


def _to_row(verdict: Verdict) -> dict[str, object]:
    row = vars(verdict).copy()
    row["width"], row["height"] = row.pop("size")
    return row


def _check_room(connection: Connection, visitor: str) -> None:
    if _count(connection, visitor) > MAX_VERDICTS:
        raise TooManyVerdictsError(
            f"At most {MAX_VERDICTS} verdicts of a visitor are kept. Delete some, or export them and start anew.",
            limit=MAX_VERDICTS,
        )


def _count(connection: Connection, visitor: str) -> int:
    mine = select(func.count()).select_from(VERDICTS).where(VERDICTS.c.visitor == visitor_key(visitor))
    return connection.scalar(mine) or 0


def visitor_key(visitor: str) -> str:
    """Return a visitor's key in the database."""
    return hashlib.sha256(visitor.encode()).hexdigest()


def _now() -> datetime:
    """Return the time in UTC as a naive datetime: not every database stores time zones."""
    return datetime.now(UTC).replace(tzinfo=None)
