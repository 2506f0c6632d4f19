"""The database of what visitors agreed to keep: its tables, and one transaction at a time."""

import contextlib
import functools
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    NullPool,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    exists,
    func,
    insert,
    literal,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

import settings
from errors import DatabaseError

SCHEMA_VERSION = 1
BUSY_TIMEOUT_S = 5

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
    # Nothing can be kept of somebody who has not agreed, or no longer does: the database itself sees to it.
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
    # Every database makes an index of it, by which a visitor's verdicts are found, newest first.
    UniqueConstraint("visitor", "id"),
    sqlite_autoincrement=True,  # or a deleted verdict's id would be given again
)
# Made last: a database is whole when it knows its version.
_SCHEMA = Table("feedback_schema", _METADATA, Column("version", Integer, primary_key=True, autoincrement=False))

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def transaction() -> Iterator[Connection]:
    """A connection to the database of the setting `database`: all that is done with it happens, or nothing.

    Raises:
        DatabaseError: it cannot be opened, read or written.
        IntegrityError: a row does not fit the others.
    """
    url = settings.get("database")
    try:
        with _engine(url).begin() as connection:
            _make_tables(connection)
            yield connection
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError, ImportError) as error:
        refusal = _unusable(url, str(getattr(error, "orig", error)))
        _log.warning("%s", refusal)
        raise refusal from error


@functools.lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    # Parameters are people's drawings, which do not belong into messages and logs.
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    # To open a file takes less than a millisecond. No connection waits, so the file can be copied, moved or deleted.
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "do_connect", _make_folder)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _make_folder(_dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
    if not options.get("uri"):
        Path(arguments[0]).parent.mkdir(parents=True, exist_ok=True)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, too
    # Who reads need not wait for who writes. The file remembers it, so where this is refused because another process
    # makes the same file, that one has seen to it; any other reason comes up again at once.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _make_tables(connection: Connection) -> None:
    """Make what is missing; several processes may do so at once, and any of them may be killed on the way.

    A release that changes a table counts `SCHEMA_VERSION` up, and changes the older tables here.
    """
    found = _version(connection)
    if found is None:
        for table in _METADATA.tables.values():
            connection.execute(CreateTable(table, if_not_exists=True))
        version = select(literal(SCHEMA_VERSION)).where(~exists().select_from(_SCHEMA))
        connection.execute(insert(_SCHEMA).from_select(["version"], version))
    elif found > SCHEMA_VERSION:
        raise ArgumentError(f"it was written by a newer release (version {found}, here {SCHEMA_VERSION})")


def _version(connection: Connection) -> int | None:
    if not connection.dialect.has_table(connection, _SCHEMA.name):
        return None
    found: int | None = connection.scalar(select(func.max(_SCHEMA.c.version)))
    return found


def _unusable(url: str, reason: str) -> DatabaseError:
    try:
        name = make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        name = "no SQLAlchemy URL"  # which may hold a password all the same
    return DatabaseError(
        f"What visitors agree to keep cannot be read or written. Database: {name}. Received: {reason}. "
        f"Free some space, check the file's rights, or set DIGITLAB_DATABASE.",
        database=name,
        reason=reason,
    )
