"""One transaction of the writer: plain statements on a bare cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy.engine.interfaces import DBAPIConnection

from satupintu.kernel.errors import DataError
from satupintu.store.database import Database, lock_key
from satupintu.store.database_trouble import connection_is_lost
from satupintu.store.statement import Prepared, Statement

T = TypeVar("T")

_NO_PARAMETERS: Final[Mapping[str, object]] = MappingProxyType({})


class Cursor(Protocol):
    """What a statement did: how many rows it touched, and the rows it found."""

    @property
    def rowcount(self) -> int:
        """Rows added, changed or removed."""
        ...

    def fetchone(self) -> Sequence[Any] | None:
        """The next row found; None after the last."""
        ...

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """All further rows found."""
        ...


class Transaction:
    """What a job sees of the database. Rows it reads are the latest, and no one else writes until it is committed."""

    def __init__(self, connection: DBAPIConnection, prepared: Callable[[Statement], Prepared]) -> None:
        self._connection = connection
        self._prepared = prepared

    def execute(self, statement: Statement, parameters: Mapping[str, object] = _NO_PARAMETERS) -> Cursor:
        """Run a statement with these parameters."""
        cursor = self._connection.cursor()
        prepared = self._prepared(statement)
        cursor.execute(prepared.text, prepared.arrange(parameters))
        return cursor

    def execute_many(self, statement: Statement, parameters: Sequence[Mapping[str, object]]) -> None:
        """Run a statement once for each set of parameters."""
        if parameters:
            prepared = self._prepared(statement)
            values: list[Any] = [prepared.arrange(each) for each in parameters]
            self._connection.cursor().executemany(prepared.text, values)


Work = Callable[[Transaction], object]


class NoTransactionError(DataError):
    """The transaction could not begin: no job is at fault, and none will fare better now."""


class CommitUnknownError(DataError):
    """The connection broke during the commit: the changes may be there or not, and nothing may be done twice."""


class WriterSession:
    """The writer's one connection, made when it is needed and made anew when it broke."""

    def __init__(self, database: Database, around_commit: Callable[[str], None]) -> None:
        self._database = database
        self._around_commit = around_commit
        # One writer over all processes: SQLite's write lock, or an advisory lock that ends with the transaction.
        self._begin = (
            "BEGIN IMMEDIATE" if database.is_sqlite else f"BEGIN; SELECT pg_advisory_xact_lock({lock_key('writer')})"
        )
        self._connection: DBAPIConnection | None = None

    def carry_out(self, jobs: Sequence[Callable[[Transaction], T]]) -> list[T]:
        """Run the jobs one after the other in one transaction; when this returns, all of it is durable.

        When it raises, nothing was kept: NoTransactionError, the error of a job, the driver's error at the commit.
        After CommitUnknownError alone it is unknown.
        """
        connection = self._begun()
        try:
            transaction = Transaction(connection, self._database.prepared)
            results = [job(transaction) for job in jobs]
            self._around_commit("before")
            self._commit(connection)
        except BaseException:
            self._abandon(connection)
            raise
        self._around_commit("after")
        return results

    def close(self) -> None:
        """Close the connection. The next transaction opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(self._database.error):
                connection.close()

    def _begun(self) -> DBAPIConnection:
        for fresh in (self._connection is None, True):
            try:
                if self._connection is None:
                    self._connection = self._database.connect()
                self._connection.cursor().execute(self._begin)
            except self._database.error as error:
                self.close()
                # A connection that was idle may have been lost since; a new one is tried once.
                if fresh or not connection_is_lost(error):
                    raise NoTransactionError(str(self._database.explain(error))) from None
            else:
                return self._connection
        raise AssertionError  # the second round returns or raises

    def _commit(self, connection: DBAPIConnection) -> None:
        try:
            connection.cursor().execute("COMMIT")
        except self._database.error as error:
            if connection_is_lost(error):
                raise CommitUnknownError(
                    f"{self._database.explain(error)} Whether the last change was kept is unknown."
                ) from None
            raise

    def _abandon(self, connection: DBAPIConnection) -> None:
        """Roll back; a connection that cannot do even that is given up, which rolls back as well."""
        try:
            connection.rollback()
        except self._database.error:
            self.close()
