"""Visitors' progress: the steps that they have completed, in the database.

`visitor` is the number in a visitor's cookie; the database holds only its digest.
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
    """Return a visitor's completed steps: (lesson's id, step's id).

    Raises:
        DatabaseError: the database cannot be used; likewise for all functions here.
    """
    with transaction(_SCHEMA) as connection:
        mine = select(_STEPS.c.lesson, _STEPS.c.step).where(_STEPS.c.visitor == visitor_digest(visitor))
        return frozenset((lesson, step) for lesson, step in connection.execute(mine))


def mark_done(visitor: str, lesson: str, step: str) -> None:
    """Record that a visitor completed a step; idempotent."""
    now = datetime.now(UTC).replace(tzinfo=None)  # not every database stores time zones
    row = {"visitor": visitor_digest(visitor), "lesson": lesson, "step": step, "done": now}
    with contextlib.suppress(IntegrityError), transaction(_SCHEMA) as connection:
        connection.execute(insert(_STEPS).values(row))


def forget(visitor: str) -> None:
    """Delete a visitor's progress."""
    with transaction(_SCHEMA) as connection:
        connection.execute(delete(_STEPS).where(_STEPS.c.visitor == visitor_digest(visitor)))
