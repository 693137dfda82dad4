"""What our clients know of the quotas of other servers, in the database: shared by all processes of a house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import bindparam, select

from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import pace
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

T = TypeVar("T")

_FIND: Final = Statement(select(pace.c.state).where(pace.c.account == bindparam("account")))
_SAVE: Final = upsert(pace)


class SqlPaces:
    """`PaceStore` of the transport. Its twin in memory is `satupintu.transport.pacer.MemoryPaces`.

    On several machines their clocks must agree within seconds. Raises DataError when the database fails.
    """

    blocking = True

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def update(self, account: str, change: Callable[[str | None], tuple[str | None, T]]) -> T:
        """Change the text of an account; durable when this returns."""

        def changing(transaction: Transaction) -> T:
            row = transaction.execute(_FIND, {"account": account}).fetchone()
            text, said = change(None if row is None else row[0])
            if text is not None:
                transaction.execute(_SAVE, {"account": account, "state": text})
            return said

        return self._writer.run(changing)
