"""One run of a kind at a time, over all processes that share a store."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from satupintu.kernel.errors import SatupintuError
from satupintu.store.data_directory import DataDirectory
from satupintu.store.database import Database, lock_key
from satupintu.store.disk import disk_error, file_lock


class RunLockedError(SatupintuError):
    """Another process is at the same run."""


@contextmanager
def run_lock(database: Database, directory: DataDirectory, name: str) -> Generator[None]:
    """Hold the lock of a run, for example `sync`. It ends with the process, however that ends.

    Raises RunLockedError at once when another process holds it.
    """
    with _in_file(directory.lock_path(name), name) if database.is_sqlite else _at_server(database, name):
        yield


@contextmanager
def _in_file(path: Path, name: str) -> Generator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(path, wait=False))
        except BlockingIOError:
            raise _locked(name) from None
        except OSError as error:
            raise disk_error(error, path) from error
        yield


@contextmanager
def _at_server(database: Database, name: str) -> Generator[None]:
    try:
        connection = database.connect()
        cursor = connection.cursor()
        cursor.execute(f"SELECT pg_try_advisory_lock({lock_key(name)})")
        row = cursor.fetchone()
    except database.error as error:
        raise database.explain(error) from None
    # The lock belongs to the connection, which the server ends with the process: a moment later, so who leaves in order
    # gives it back first.
    with closing(connection):
        if row is None or not row[0]:
            raise _locked(name)
        try:
            yield
        finally:
            with suppress(database.error):
                cursor.execute(f"SELECT pg_advisory_unlock({lock_key(name)})")


def _locked(name: str) -> RunLockedError:
    return RunLockedError(f"Another {name} is running on this data; wait until it ends, then try again.")
