"""Keep verdicts, list them, delete them: each visitor's own, and only after they agreed once.

`visitor` is the number in a visitor's cookie. It opens their training runs, so only its digest stands in the database.
"""

import contextlib
import hashlib
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select
from sqlalchemy import delete as delete_from
from sqlalchemy.exc import IntegrityError

from base.errors import NotAgreedError, TooManyVerdictsError
from feedback.database import AGREEMENTS, VERDICTS, transaction
from feedback.verdict import KeptVerdict, Verdict, checked
from model_store import get_card

MAX_VERDICTS = 200


def has_agreed(visitor: str) -> bool:
    """Whether a visitor said that their verdicts may be kept.

    Raises:
        DatabaseError: the database cannot be used; so with all functions here.
    """
    with transaction() as connection:
        mine = select(AGREEMENTS.c.visitor).where(AGREEMENTS.c.visitor == visitor_key(visitor))
        return connection.scalar(mine) is not None


def agree(visitor: str) -> None:
    """Note that a visitor agrees; once is as good as twice."""
    with contextlib.suppress(IntegrityError), transaction() as connection:
        connection.execute(insert(AGREEMENTS).values(visitor=visitor_key(visitor), created=_now()))


def keep(visitor: str, verdict: Verdict) -> int:
    """Keep a verdict; its id.

    Raises:
        NotAgreedError: the visitor has not agreed.
        TooManyVerdictsError: they have `MAX_VERDICTS` kept already.
        TruthError, VerdictError: see `verdict.checked`.
        ModelNotFoundError, ModelCorruptError: there is no such model.
    """
    row = _to_row(checked(verdict)) | {"model_sha256": get_card(verdict.model).sha256, "created": _now()}
    try:
        with transaction() as connection:
            # Written before it is counted: in SQLite whoever else writes waits here, and then counts this one, too.
            key = connection.execute(insert(VERDICTS).values(visitor=visitor_key(visitor), **row)).inserted_primary_key
            _check_room(connection, visitor)
    except IntegrityError as error:
        raise NotAgreedError("Nothing is kept of a visitor who has not agreed. Ask them first.") from error
    assert key is not None, "A table with a primary key gives one."
    return int(key.id)


def verdicts(visitor: str, limit: int = MAX_VERDICTS) -> list[KeptVerdict]:
    """What is kept of a visitor, newest first."""
    mine = select(VERDICTS).where(VERDICTS.c.visitor == visitor_key(visitor))
    with transaction() as connection:
        rows = connection.execute(mine.order_by(VERDICTS.c.id.desc()).limit(limit)).mappings().all()
    return [from_row(row) for row in rows]


def count(visitor: str) -> int:
    """How many verdicts are kept of a visitor."""
    with transaction() as connection:
        return _count(connection, visitor)


def delete(visitor: str, verdict: int) -> None:
    """Delete one of a visitor's verdicts, by its id; nothing happens where it is another's, or gone."""
    with transaction() as connection:
        own = VERDICTS.c.visitor == visitor_key(visitor)
        connection.execute(delete_from(VERDICTS).where(own, VERDICTS.c.id == verdict))


def forget(visitor: str) -> None:
    """Delete that a visitor agreed, and with it all that is kept of them."""
    with transaction() as connection:
        connection.execute(delete_from(AGREEMENTS).where(AGREEMENTS.c.visitor == visitor_key(visitor)))


def count_all() -> int:
    """How many verdicts are kept of everybody."""
    with transaction() as connection:
        return connection.scalar(select(func.count()).select_from(VERDICTS)) or 0


def forget_all() -> int:
    """Delete that anybody agreed, and with it all that is kept; how many verdicts it was."""
    with transaction() as connection:
        deleted = connection.execute(delete_from(VERDICTS)).rowcount
        connection.execute(delete_from(AGREEMENTS))
        return deleted


def from_row(row: RowMapping) -> KeptVerdict:
    """A verdict from its row in the table."""
    same = ("id", "picture", "model", "model_sha256", "label", "number", "not_digit", "truth")
    return KeptVerdict(
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
    """What stands for a visitor in the database."""
    return hashlib.sha256(visitor.encode()).hexdigest()


def _now() -> datetime:
    """In UTC, without saying so: not every database keeps time zones."""
    return datetime.now(UTC).replace(tzinfo=None)
