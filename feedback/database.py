"""The tables of visitors' consent and verdicts."""

from contextlib import AbstractContextManager

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from base import database

SCHEMA_VERSION = 1

_METADATA = MetaData()
AGREEMENTS = Table(
    "agreements",
    _METADATA,
    Column("visitor", String(64), primary_key=True),
    Column("created", DateTime, nullable=False),
)
VERDICTS = Table(
    "verdicts",
    _METADATA,
    Column("id", Integer, primary_key=True),
    # The database itself ensures that nothing is stored without consent, and that it is deleted with it.
    Column("visitor", ForeignKey(AGREEMENTS.c.visitor, ondelete="CASCADE"), nullable=False),
    Column("created", DateTime, nullable=False),
    Column("strokes", JSON, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("picture", LargeBinary(2**20), nullable=False),
    Column("model", String(64), nullable=False),
    Column("model_sha256", String(64), nullable=False),
    Column("label", Integer),
    Column("number", String(64)),
    Column("probabilities", JSON, nullable=False),
    Column("not_digit", Float, nullable=False),
    Column("truth", String(64), nullable=False),
    # Also an index, to find a visitor's verdicts, newest first.
    UniqueConstraint("visitor", "id"),
    sqlite_autoincrement=True,  # never reuse a deleted verdict's id
)
_SCHEMA = database.Schema.of("feedback", _METADATA, SCHEMA_VERSION)


def transaction() -> AbstractContextManager[Connection]:
    """Open a transaction on these tables, see `base.database.transaction`."""
    return database.transaction(_SCHEMA)
