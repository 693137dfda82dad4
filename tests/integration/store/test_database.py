"""Opening a database: what is set on it, and what is said when it cannot be used."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from satupintu.kernel.errors import DataError
from satupintu.store.database import BUSY_TIMEOUT_MS, Database
from satupintu.store.migrating import migrate
from satupintu.store.statement import Statement
from satupintu.store.talentics_jobs import SqlTalenticsJobs
from satupintu.store.writer import Writer


def sqlite_settings(read) -> dict[str, object]:
    return {name: read(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")}


def ask(writer: Writer, question: str) -> object:
    """The first value of an answer that the writer's connection gives."""
    return writer.run(lambda transaction: (transaction.execute(Statement(text(question))).fetchone() or [None])[0])


def test_sqlite_is_durable_patient_and_strict_for_readers_and_the_writer(new_url):
    full = 2
    wanted = {"journal_mode": "wal", "synchronous": full, "busy_timeout": BUSY_TIMEOUT_MS, "foreign_keys": 1}
    with closing(Database.open(new_url("sqlite"))) as database, closing(Writer(database)) as writer:
        assert {name: ask(writer, f"PRAGMA {name}") for name in wanted} == wanted
        with database.reading() as connection:
            assert {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted} == wanted


def test_postgresql_commits_are_durable_and_patient_even_where_the_server_defaults_otherwise(new_url):
    url = new_url("postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    wanted = {"synchronous_commit": "on", "lock_timeout": "30s", "transaction_isolation": "read committed"}
    with closing(Database.open(url)) as database, closing(Writer(database)) as writer:
        assert {name: ask(writer, f"SHOW {name}") for name in wanted} == wanted


def test_a_reader_sees_one_moment_however_many_statements_it_runs(database):
    with closing(Writer(database)) as writer:
        jobs = SqlTalenticsJobs(database, writer)
        jobs.save([(1, 7, b"{}", b"{}")])
        count = text("SELECT count(*) FROM talentics_job")
        with database.reading() as connection:
            before = connection.execute(count).scalar_one()
            jobs.save([(2, 7, b"{}", b"{}")])
            assert connection.execute(count).scalar_one() == before
        with database.reading() as connection:
            assert connection.execute(count).scalar_one() == before + 1


def test_a_reader_cannot_write(database):
    with pytest.raises(DataError), database.reading() as connection:
        connection.execute(text("DELETE FROM talentics_job"))


def test_a_new_sqlite_file_belongs_to_its_owner_alone(new_url):
    url = new_url("sqlite")
    with closing(Database.open(url)):
        assert Path(url.removeprefix("sqlite:///")).stat().st_mode & 0o777 == 0o600


def test_a_path_may_hold_characters_that_mean_something_in_a_url(tmp_path):
    path = tmp_path / "data ?mode=ro#1%20é.sqlite3"
    with closing(Database.open(f"sqlite:///{path}")) as database:
        migrate(database)

    assert path.stat().st_size > 0


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "garbage.sqlite3"
    path.write_bytes(b"This is not a database. " * 100)

    with pytest.raises(DataError, match=r"garbage\.sqlite3 is not a database; restore"):
        Database.open(f"sqlite:///{path}")

    assert path.read_bytes() == b"This is not a database. " * 100


def test_a_damaged_database_is_one_sentence_for_reader_and_writer(new_url):
    url = new_url("sqlite")
    path = Path(url.removeprefix("sqlite:///"))
    with closing(Database.open(url)) as database:
        migrate(database)
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        tables = "SELECT rootpage FROM sqlite_master WHERE name IN ('talentics_job', 'credential')"
        pages = [page for (page,) in connection.execute(tables)]
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)

    with closing(Database.open(url)) as database, closing(Writer(database)) as writer:
        with pytest.raises(DataError, match="damaged; restore it"), database.reading() as connection:
            connection.execute(text("SELECT * FROM talentics_job")).all()
        with pytest.raises(DataError, match="damaged; restore it"):
            writer.run(lambda transaction: transaction.execute(Statement(text("DELETE FROM credential"))).rowcount)


def test_a_directory_that_is_missing_is_named(tmp_path):
    with pytest.raises(DataError, match="nowhere"):
        Database.open(f"sqlite:///{tmp_path}/nowhere/a.sqlite3")


@pytest.mark.parametrize(
    "url",
    ["", "sqlite://", "sqlite:///", "mysql://u:hidden@h/d", "nonsense", "http://u:hidden@h", "postgresql://h:port/"],
)
def test_another_url_is_refused_without_repeating_it(url):
    with pytest.raises(DataError, match="must begin with sqlite:/// ") as caught:
        Database.open(url)

    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:hidden@127.0.0.1:1/none",
        "postgres://user:hidden@127.0.0.1:1/none",
        "postgresql://127.0.0.1:1/none?user=user&password=hidden",
    ],
)
def test_a_postgresql_that_cannot_be_reached_is_named_without_its_password(url):
    with pytest.raises(DataError, match=r"127\.0\.0\.1:1/none cannot be reached") as caught:
        Database.open(url)

    assert "hidden" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_postgresql_database_that_does_not_exist_is_named(postgresql_server):
    with pytest.raises(DataError, match='"nowhere" does not exist'):
        Database.open(postgresql_server.replace("/postgres?", "/nowhere?"))


def test_a_postgresql_database_in_another_encoding_is_refused(postgresql_server):
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        with pytest.raises(DataError, match="encoded in LATIN1"):
            Database.open(postgresql_server.replace("/postgres?", "/latin?"))
        connection.execute("DROP DATABASE latin WITH (FORCE)")


def test_without_the_driver_the_package_to_install_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(DataError, match=r"pip install 'satupintu\[postgres\]'"):
        Database.open("postgresql://localhost/x")
