"""Rows that a test adds to one of the tables, as whoever extends Digit Lab would write them there."""

import contextlib
from collections.abc import Iterator
from typing import TypeVar

Row = TypeVar("Row")


@contextlib.contextmanager
def added(table: dict[str, Row], name: str, row: Row) -> Iterator[None]:
    """Add a row to a table for as long as the context lasts.

    Args:
        table: e.g. `OPTIMIZERS`.
        name: the row's; not one that the table has.
        row: what to add.
    """
    assert name not in table
    table[name] = row
    try:
        yield
    finally:
        del table[name]
