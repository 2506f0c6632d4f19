"""How far each visitor is: the steps that they have done, in the database. Nothing else is kept of them here.

`visitor` is the number in a visitor's cookie; only its digest stands in the database.
"""

import contextlib
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, MetaData, String, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from base.database import Schema, transaction
from base.identity import visitor_digest

_METADATA = MetaData()
_STEPS = Table(
    "lesson_steps",
    _METADATA,
    Column("visitor", String(32), primary_key=True),
    Column("lesson", String(40), primary_key=True),
    Column("step", String(40), primary_key=True),
    Column("done", DateTime, nullable=False),
)
_SCHEMA = Schema.of("lessons", _METADATA, version=1)


def done_steps(visitor: str) -> frozenset[tuple[str, str]]:
    """What a visitor has done: (lesson's id, step's id).

    Raises:
        DatabaseError: the database cannot be used; so with all functions here.
    """
    with transaction(_SCHEMA) as connection:
        mine = select(_STEPS.c.lesson, _STEPS.c.step).where(_STEPS.c.visitor == visitor_digest(visitor))
        return frozenset((lesson, step) for lesson, step in connection.execute(mine))


def mark_done(visitor: str, lesson: str, step: str) -> None:
    """Note that a visitor has done a step; once is as good as twice."""
    now = datetime.now(UTC).replace(tzinfo=None)  # not every database keeps time zones
    row = {"visitor": visitor_digest(visitor), "lesson": lesson, "step": step, "done": now}
    with contextlib.suppress(IntegrityError), transaction(_SCHEMA) as connection:
        connection.execute(insert(_STEPS).values(row))


def forget(visitor: str) -> None:
    """Delete all that a visitor has done."""
    with transaction(_SCHEMA) as connection:
        connection.execute(delete(_STEPS).where(_STEPS.c.visitor == visitor_digest(visitor)))
