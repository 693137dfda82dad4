"""Migrations: from nothing to the tables of the code, once, and never backwards."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from satupintu.kernel.errors import DataError
from satupintu.store.database import Database
from satupintu.store.migrating import HEAD, migrate
from satupintu.store.tables import metadata

IN_SQLITE = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'alembic_version'"
IN_POSTGRESQL = """
    SELECT conname, pg_get_constraintdef(oid, true) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
    UNION ALL
    SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    UNION ALL
    SELECT table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default)
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""


@pytest.fixture
def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "satupintu.store:migrations")
    return ScriptDirectory.from_config(config)


def described(connection: Connection) -> dict[str, str]:
    """Every table, constraint and index as the database itself tells it."""
    query = IN_SQLITE if connection.dialect.name == "sqlite" else IN_POSTGRESQL
    return {name: re.sub(r"\s+", " ", told) for name, told in connection.execute(text(query))}


def set_version(database: Database, version: str) -> None:
    with database.migrating() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_alembic_finds_no_difference_between_the_code_and_a_migrated_database(database):
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_migrated_database_is_the_one_the_code_describes_to_the_last_constraint(database):
    with database.reading() as connection:
        migrated = described(connection)
    with database.migrating() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    with database.reading() as connection:
        assert migrated == described(connection)
    assert any("sending" in told and "unknown" in told and "UNIQUE" in told for told in migrated.values())


def test_the_code_knows_the_last_revision(scripts):
    assert scripts.get_heads() == [HEAD]


def test_every_migration_file_tells_its_moment_and_whether_old_code_survives_it(scripts):
    for script in scripts.walk_revisions():
        assert re.fullmatch(rf"{script.revision}_(pre|post)_[a-z0-9_]+\.py", Path(script.path).name)
        assert re.fullmatch(r"\d{12}", script.revision)


def test_every_constraint_has_a_name():
    # Changing a table of SQLite means copying it, and only what has a name can be left out or changed then.
    unnamed = [
        constraint
        for table in metadata.tables.values()
        for constraint in (*table.constraints, *table.indexes)
        if constraint.name is None
    ]
    assert unnamed == []


def test_migrating_again_changes_nothing_and_keeps_rows(database):
    with database.migrating() as connection:
        connection.execute(text("INSERT INTO talentics_job VALUES (1, 7, '{}', '{}')"))

    migrate(database)

    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM talentics_job")).scalar_one() == 1
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD


def test_a_database_that_is_up_to_date_is_opened_without_alembic(database, database_url):
    program = (
        "import sys; from satupintu.store.database import Database; from satupintu.store.migrating import migrate;"
        f"database = Database.open({database_url!r}); migrate(database); database.close();"
        "sys.exit('alembic' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_newer_database_is_refused_with_the_remedy_and_left_alone(database):
    set_version(database, "999901010000")

    with pytest.raises(DataError, match=r"written by a newer satupintu .* upgrade satupintu, or use another data dir"):
        migrate(database)

    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "999901010000"


def test_a_database_with_a_version_of_something_else_is_refused(database):
    set_version(database, "000102030405")

    with pytest.raises(DataError, match="another data directory"):
        migrate(database)


def test_a_migration_that_fails_leaves_nothing_half_done(database_url):
    with closing(Database.open(database_url)) as database:
        with database.migrating() as connection:
            # In the way of the last table, when all others have been made.
            connection.execute(text("CREATE TABLE attempt (id TEXT)"))

        with pytest.raises(DataError):
            migrate(database)

        with database.migrating() as connection:
            connection.execute(text("DROP TABLE attempt"))
        migrate(database)
