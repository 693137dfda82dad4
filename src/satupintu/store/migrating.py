"""Bringing a database up to date before it is used."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect, text

from satupintu.kernel.errors import DataError
from satupintu.store.database import Database

HEAD: Final = "202611290700"
"""The revision that this version works with: the last one in `migrations/versions`."""


def migrate(database: Database) -> None:
    """Bring an older or empty database up to date, under a lock; one that is up to date costs a query.

    Raises DataError for a database that a newer version has written.
    """
    with database.reading() as connection:
        found = _revision(connection)
    if found == HEAD:
        return
    with database.migrating() as connection:
        # Another process may have done it while this one waited for the lock.
        found = _revision(connection)
        if found is not None and found > HEAD:
            raise DataError(
                f"The database was written by a newer satupintu (tables {found}, this version knows {HEAD}); "
                "upgrade satupintu, or use another data directory with --data DIR."
            )
        if found != HEAD:
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    # Imported here: it takes long to load and is needed once per version.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "satupintu.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise DataError(
            "The database belongs to something else or to a version of satupintu that was never released; "
            "use another data directory with --data DIR."
        ) from None
