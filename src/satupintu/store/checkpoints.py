"""Writing SQLite's log of changes back into the database file, while others go on writing.

SQLite does that inside of a commit once the log is long enough (`database.CHECKPOINT_PAGES`), and whoever waits for
that commit waits some 50 ms longer. What a thread has written back before, that commit need not.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import Final

from sqlalchemy.engine.interfaces import DBAPIConnection

from satupintu.store.database import Database

CHANGES_APART: Final = 500
"""How many rows are changed before the log is written back again."""


class Checkpoints:
    """Writes back the log behind one writing connection, from time to time. On PostgreSQL nothing is to be done."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = 0
        self._thread: Thread | None = None
        self._connection: DBAPIConnection | None = None

    def committed(self, connection: DBAPIConnection) -> None:
        """Take note of a commit on the writing connection. Returns at once."""
        if not self._database.is_sqlite:
            return
        changed: int = connection.total_changes
        if 0 <= changed - self._seen < CHANGES_APART or (self._thread is not None and self._thread.is_alive()):
            return
        self._seen = changed
        with suppress(RuntimeError):  # no thread can start just now; SQLite writes back itself
            self._thread = Thread(target=self._write_back, name="satupintu-checkpoint", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait for what is under way, and close the connection."""
        if self._thread is not None and self._thread.ident is not None:
            self._thread.join()
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(self._database.error):
                connection.close()

    def _write_back(self) -> None:
        # Passive: it waits for nobody and stops nobody. What it cannot do, such as on a full disk, the next one meets.
        with suppress(self._database.error):
            if self._connection is None:
                self._connection = self._database.connect()
            self._connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
