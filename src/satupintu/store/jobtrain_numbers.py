"""Numbers for new records of Jobtrain, none of which is given a second time."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table, bindparam, func, select

from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import jobtrain_application, jobtrain_candidate, jobtrain_number
from satupintu.store.transaction import Transaction

_LAST: Final = Statement(select(jobtrain_number.c.last).where(jobtrain_number.c.kind == bindparam("kind")))
_KEEP: Final = upsert(jobtrain_number)


def _highest(table: Table) -> Statement:
    return Statement(select(func.max(table.c.id)))


_HIGHEST: Final = {table.name: _highest(table) for table in (jobtrain_candidate, jobtrain_application)}


def new_number(transaction: Transaction, table: Table) -> int:
    """The id of a new candidate or application: above any there is or was."""
    last = _first(transaction, _LAST, {"kind": table.name})
    number = max(last, _first(transaction, _HIGHEST[table.name], {})) + 1
    transaction.execute(_KEEP, {"kind": table.name, "last": number})
    return number


def _first(transaction: Transaction, statement: Statement, parameters: dict[str, Any]) -> int:
    row = transaction.execute(statement, parameters).fetchone()
    return 0 if row is None else row[0] or 0
