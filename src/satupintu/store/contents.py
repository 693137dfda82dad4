"""All rows of a database: emptied, written out and brought back. The same for both databases."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from sqlalchemy import delete, insert, select

from satupintu.store.database import Database
from satupintu.store.statement import Statement
from satupintu.store.tables import metadata, refused_request
from satupintu.store.transaction import Transaction

Row = tuple[str, Mapping[str, Any]]
"""A table's name, and the values of a row as JSON has them."""

_BYTES: Final = "$bytes"
_AT_ONCE: Final = 1000
_PARENTS_FIRST: Final = tuple(metadata.sorted_tables)
_EMPTY: Final = tuple(Statement(delete(table)) for table in reversed(_PARENTS_FIRST))
COLUMNS: Final = {table.name: frozenset(table.columns.keys()) for table in _PARENTS_FIRST}
"""The names of the columns of each table, by its name."""

_INSERT: Final = {table.name: Statement(insert(table)) for table in _PARENTS_FIRST}


def empty(transaction: Transaction) -> None:
    """Remove every row."""
    for statement in _EMPTY:
        transaction.execute(statement)


def rows_of(database: Database) -> Iterator[Row]:
    """Every row at one moment, those that others refer to first.

    The log of refused requests stays behind: what it holds is to be forgotten after a day.
    """
    with database.reading() as connection:
        for table in _PARENTS_FIRST:
            if table is refused_request:
                continue
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
                yield table.name, {name: _as_json(value) for name, value in row.items()}


def insert_rows(transaction: Transaction, rows: Iterable[Row]) -> int:
    """Add rows, in the order of `rows_of`; returns how many. Raises KeyError for a table that is not ours."""
    count = 0
    waiting: list[Mapping[str, Any]] = []
    name = ""
    for table, values in rows:
        if waiting and (table != name or len(waiting) == _AT_ONCE):
            transaction.execute_many(_INSERT[name], waiting)
            waiting = []
        name = table
        waiting.append({column: _from_json(value) for column, value in values.items()})
        count += 1
    if waiting:
        transaction.execute_many(_INSERT[name], waiting)
    return count


def _as_json(value: object) -> object:
    return {_BYTES: base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


def _from_json(value: object) -> object:
    return base64.b64decode(cast("dict[str, str]", value)[_BYTES]) if isinstance(value, dict) else value
