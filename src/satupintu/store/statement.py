"""A statement that is described in Core and runs without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy import ClauseElement, ColumnElement, Dialect, Table, text

# SQLite took over PostgreSQL's ON CONFLICT, and SQLAlchemy compiles this one construct for both; the contract tests
# run on both.
from sqlalchemy.dialects.postgresql import insert

Values = Sequence[object] | dict[str, object]
"""What a driver takes as the values of a statement."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One Core construct, compiled once per database, then run on the bare cursor with named parameters.

    Every parameter is named (a column's name, or a `bindparam`) and given at each execution.
    """

    construct: ClauseElement

    def prepared(self, dialect: Dialect) -> Prepared:
        """The statement as the driver of a database takes it."""
        compiled = self.construct.compile(dialect=dialect)
        names: Sequence[str] | None = getattr(compiled, "positiontup", None)
        return Prepared(str(compiled), dict if names is None else _in_order(names))


@dataclass(slots=True)
class Prepared:
    """The text of a statement for one database, and what its driver takes as the values of the named parameters."""

    text: str
    arrange: Callable[[Mapping[str, object]], Values]


def _in_order(names: Sequence[str]) -> Callable[[Mapping[str, object]], Sequence[object]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda parameters: [parameters[name] for name in names]


def upsert(table: Table, *, keep: Iterable[str] = ()) -> Statement:
    """Add a row, or replace the one with the same primary key except for the columns to keep.

    Parameters: every column.
    """
    return Statement(_replacing(table, keep, None))


def take(table: Table, *, unless: ColumnElement[bool]) -> Statement:
    """Add a row, or replace the one with the same primary key unless a condition on the old one holds.

    The row count tells: 1 when the row is ours now. Parameters: every column, and those of the condition.
    """
    return Statement(_replacing(table, (), ~unless))


def _replacing(table: Table, keep: Iterable[str], where: ColumnElement[bool] | None) -> ClauseElement:
    adding = insert(table)
    kept = {*table.primary_key.columns.keys(), *keep}
    new = {name: adding.excluded[name] for name in table.columns.keys() if name not in kept}  # noqa: SIM118 - not a dict
    return adding.on_conflict_do_update(index_elements=list(table.primary_key), set_=new, where=where)


def add_if_new(table: Table, key: Iterable[str], *, among: str | None = None) -> Statement:
    """Add a row unless one with the same key is there (`among`: looking only at rows of this SQL condition).

    The row count tells: 0 when it was there. Parameters: every column.
    """
    condition = None if among is None else text(among)
    return Statement(insert(table).on_conflict_do_nothing(index_elements=list(key), index_where=condition))
