"""The database of the setting `database`: schemas of several packages, and transactions."""

import contextlib
import functools
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    NullPool,
    Table,
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

from base import settings
from base.errors import DatabaseError

BUSY_TIMEOUT_S = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Schema:
    """The tables of one package; several packages share the database.

    Attributes:
        metadata: the tables, in the order of creation.
        version: their version. A release that changes a table increments it and migrates older tables in
            `_make_tables`.
        version_table: the table with the version. Created last: if it exists, all the others do.
    """

    metadata: MetaData
    version: int
    version_table: Table

    @classmethod
    def of(cls, name: str, metadata: MetaData, version: int) -> "Schema":
        """Build a schema from defined tables; its version is stored in the table `<name>_schema`."""
        version_table = Table(
            f"{name}_schema", metadata, Column("version", Integer, primary_key=True, autoincrement=False)
        )
        return cls(metadata, version, version_table)


@contextlib.contextmanager
def transaction(schema: Schema) -> Iterator[Connection]:
    """Open a transaction, committed as a whole or rolled back; the schema's tables exist.

    Raises:
        DatabaseError: it cannot be opened, read or written.
        IntegrityError: a row violates a constraint.
    """
    url = settings.get("database")
    try:
        with _engine(url).begin() as connection:
            _make_tables(connection, schema)
            yield connection
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError, ImportError) as error:
        refusal = _unusable(url, str(getattr(error, "orig", error)))
        _log.warning("%s", refusal)
        raise refusal from error


@functools.lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    # Hide parameters: they contain people's drawings, which must not appear in messages and logs.
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    # Opening a file takes less than a millisecond. Without pooled connections, it can be copied, moved or deleted.
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "do_connect", _make_folder)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _make_folder(_dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
    if not options.get("uri"):
        Path(arguments[0]).parent.mkdir(parents=True, exist_ok=True)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # overwrite deleted content
    # Readers need not wait for writers. The mode is stored in the file: if this fails because another process is
    # creating the file, that one sets it; any other error occurs again at the next statement.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _make_tables(connection: Connection, schema: Schema) -> None:
    """Create missing tables; safe against concurrent processes and kills at any time."""
    found = _version(connection, schema)
    if found is None:
        for table in schema.metadata.tables.values():
            connection.execute(CreateTable(table, if_not_exists=True))
        version = select(literal(schema.version)).where(~exists().select_from(schema.version_table))
        connection.execute(insert(schema.version_table).from_select(["version"], version))
    elif found > schema.version:
        raise ArgumentError(f"it was written by a newer release (version {found}, here {schema.version})")


def _version(connection: Connection, schema: Schema) -> int | None:
    if not connection.dialect.has_table(connection, schema.version_table.name):
        return None
    found: int | None = connection.scalar(select(func.max(schema.version_table.c.version)))
    return found


def _unusable(url: str, reason: str) -> DatabaseError:
    try:
        name = make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        name = "no SQLAlchemy URL"  # not quoted, as it may contain a password
    return DatabaseError(
        f"What is kept of visitors cannot be read or written. Database: {name}. Received: {reason}. "
        f"Free some space, check the file's rights, or set DIGITLAB_DATABASE.",
        database=name,
        reason=reason,
    )
