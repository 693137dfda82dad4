"""The database: SQLite in a file, or PostgreSQL by URL, through one door."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from satupintu.kernel.errors import DataError
from satupintu.store.database_trouble import explain, may_pass
from satupintu.store.disk import disk_error, file_lock
from satupintu.store.statement import Prepared, Statement

BUSY_TIMEOUT_MS: Final = 30_000
"""How long a writer waits for another process before it gives up, on both databases."""

CHECKPOINT_PAGES: Final = 2_000
"""How long SQLite's write-ahead log grows before it is written back, in pages of 4 KiB. A page that changes often, as
the last one of each index does, is written back less often the longer the log is."""

_SQLITE_PREFIX: Final = "sqlite:///"
_READING_CONNECTIONS: Final = 8
_CONNECT_SECONDS: Final = 10


class Database:
    """An opened database. Reading goes through `reading`; writing through the `Writer` alone.

    May be used from many threads and after a fork: connections are made per process, on first use.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engines = _Engines(url)
        self._prepared: dict[Statement, Prepared] = {}

    @classmethod
    def open(cls, url: str) -> Database:
        """Open `sqlite:///PATH` (made when missing) or `postgresql://…`.

        Raises DataError, whose one sentence names the remedy and never a password.
        """
        if url.startswith(_SQLITE_PREFIX) and len(url) > len(_SQLITE_PREFIX):
            # Taken as it stands: a path may hold characters that mean something in a URL.
            return cls._open_file(Path(url.removeprefix(_SQLITE_PREFIX)).absolute())
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            parsed = None
        if parsed is None or parsed.get_backend_name() not in ("postgresql", "postgres"):
            raise DataError("The database URL must begin with sqlite:/// (and name a file) or postgresql://.")
        try:
            import_module("psycopg")
        except ImportError:
            raise DataError(
                "PostgreSQL needs one more package; install it with: pip install 'satupintu[postgres]'"
            ) from None
        database = cls(parsed.set(drivername="postgresql+psycopg"))
        try:
            with database.reading() as connection:
                encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise DataError(f"The PostgreSQL database is encoded in {encoding}; create one with ENCODING 'UTF8'.")
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def _open_file(cls, path: Path) -> Database:
        database = cls(URL.create("sqlite", database=str(path)))
        try:
            # Turning on the write-ahead log is the one step that does not wait for another process by itself.
            with file_lock(path.parent):
                if not path.exists():
                    path.touch(mode=0o600)
                with database.reading() as connection:
                    connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
        except OSError as error:
            raise disk_error(error, path) from error
        except BaseException:
            database.close()
            raise
        return database

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite; PostgreSQL otherwise."""
        return self._url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A connection whose statements all see one moment of the database. It cannot write. Raises DataError."""
        with self._words_for_errors(), self._here().reading.connect() as connection:
            yield connection

    @contextmanager
    def migrating(self) -> Generator[Connection]:
        """A transaction for a change of the tables themselves, one at a time over all processes. Raises DataError."""
        with self._words_for_errors(), self._here().writing.connect() as connection:
            if self.is_sqlite:
                # Changing a table means copying it in SQLite; dropping the old one must not reach the rows that refer
                # to it. The pragma works only outside a transaction.
                connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                if not self.is_sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock_key('migration')})")
                yield connection

    def connect(self) -> DBAPIConnection:
        """A new bare connection in autocommit mode, the caller's to close. Raises the driver's error."""
        try:
            return _bare(self._here().writing)
        except DBAPIError as error:
            raise (error.orig or error) from None

    def prepared(self, statement: Statement) -> Prepared:
        """A statement for this database, compiled once."""
        prepared = self._prepared.get(statement)
        if prepared is None:
            prepared = self._prepared[statement] = statement.prepared(self._here().writing.dialect)
        return prepared

    @property
    def error(self) -> type[Exception]:
        """What every error of the driver derives from."""
        return self._here().writing.dialect.loaded_dbapi.Error

    def explain(self, error: BaseException) -> DataError:
        """An error of the driver as one sentence that names the remedy, without values and passwords."""
        return explain(error, self._url)

    def may_pass(self, error: BaseException) -> bool:
        """Whether an error of the driver says that the same work may succeed when it is done once more."""
        return may_pass(error)

    def close(self) -> None:
        """Close the connections that wait for their next use."""
        self._engines.close()

    def _here(self) -> _Engines:
        if self._engines.process != os.getpid():
            # Forked: the parent's connections stay the parent's; they are neither used nor closed here.
            self._inherited = self._engines
            self._engines = _Engines(self._url)
        return self._engines

    @contextmanager
    def _words_for_errors(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self.explain(error.orig or error) from None
        except SQLAlchemyError as error:
            raise self.explain(error) from None

    def __repr__(self) -> str:
        return f"Database({'SQLite' if self.is_sqlite else 'PostgreSQL'})"


def lock_key(name: str) -> int:
    """The number of an advisory lock of ours; PostgreSQL keeps them per database."""
    return int.from_bytes(sha256(f"satupintu {name}".encode()).digest()[:8], "big", signed=True)


class _Engines:
    """The connections of one process: a pool to read with, and single ones to write with."""

    def __init__(self, url: URL) -> None:
        self.process = os.getpid()
        if url.get_backend_name() == "sqlite":
            self.reading = create_engine(
                url, hide_parameters=True, pool_size=_READING_CONNECTIONS, max_overflow=4 * _READING_CONNECTIONS
            )
            self.writing = create_engine(url, hide_parameters=True, poolclass=NullPool)
            _set_up_sqlite(self.reading, begin="BEGIN", query_only=True)
            _set_up_sqlite(self.writing, begin="BEGIN IMMEDIATE", query_only=False)
        else:
            patience = {"connect_timeout": _CONNECT_SECONDS} if "connect_timeout" not in url.query else {}
            self.reading = create_engine(
                url,
                hide_parameters=True,
                pool_size=_READING_CONNECTIONS,
                max_overflow=4 * _READING_CONNECTIONS,
                pool_pre_ping=True,
                connect_args=patience,
                isolation_level="REPEATABLE READ",
                execution_options={"postgresql_readonly": True},
            )
            self.writing = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args=patience)
            _set_up_postgresql_writing(self.writing)

    def close(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def _set_up_sqlite(engine: Engine, *, begin: str, query_only: bool) -> None:
    """Pragmas, and transactions as SQLAlchemy documents them: the driver's own handling is switched off."""

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"query_only={'ON' if query_only else 'OFF'}",
            f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def _set_up_postgresql_writing(engine: Engine) -> None:
    """A writer waits as long as on SQLite, and its commits are durable whatever the server's default."""

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
        connection.commit()

    event.listen(engine, "connect", connected)


def _bare(engine: Engine) -> DBAPIConnection:
    fairy = engine.raw_connection()
    connection = cast("DBAPIConnection", fairy.driver_connection)
    fairy.detach()
    if engine.dialect.name == "postgresql":
        connection.autocommit = True
    return connection
