"""Tokens and locks of Master Wilayah, in memory and on both databases."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event, func, select

from satupintu.kernel.redaction import Secret
from satupintu.store.credentials import Credential, SqlCredentials
from satupintu.store.database import Database
from satupintu.store.memory.satusehat_tokens import MemorySatusehatTokens
from satupintu.store.migrating import migrate
from satupintu.store.satusehat_tokens import (
    KEPT_FOR,
    MOST_LOCKS,
    SATUSEHAT,
    SatusehatCallers,
    SqlSatusehatTokens,
)
from satupintu.store.secrets import KeyRing
from satupintu.store.tables import satusehat_lock, satusehat_token
from satupintu.store.writer import Writer
from satupintu.systems.satusehat.server.ports import Token

NOW = datetime(2026, 1, 5, 2, 30, 0, 123_000, tzinfo=UTC)
END = NOW + timedelta(seconds=3599)
MINUTE = timedelta(seconds=60)
KEYS = KeyRing(b"k" * 32)


@dataclass
class Opened:
    """Tokens, and how to have them as another process would: with nothing in memory."""

    tokens: MemorySatusehatTokens | SqlSatusehatTokens
    afresh: Callable[..., MemorySatusehatTokens | SqlSatusehatTokens] = field(repr=False)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> Iterator[Opened]:
    with ExitStack() as open_now:
        if request.param == "memory":
            tokens = MemorySatusehatTokens()
            yield Opened(tokens, lambda **limits: MemorySatusehatTokens(**limits) if limits else tokens)
            return
        database = open_now.enter_context(closing(Database.open(new_url(request.param))))
        migrate(database)
        writer = open_now.enter_context(closing(Writer(database)))
        afresh = partial(SqlSatusehatTokens, database, writer, KEYS)
        yield Opened(afresh(), afresh)


@pytest.fixture
def tokens(opened):
    return opened.tokens


def issue(tokens, token="a" * 28, client_id="klinik", now=NOW, end=END):
    return asyncio.run(tokens.issue(token, client_id, issued_at=now, expires_at=end))


def find(tokens, token="a" * 28):
    return asyncio.run(tokens.find(token))


def lock(tokens, client_id="klinik", now=NOW, until=NOW + MINUTE):
    return asyncio.run(tokens.lock(client_id, now=now, until=until))


def test_a_token_is_found_with_its_client_and_its_end(opened):
    assert issue(opened.tokens) is None
    for tokens in (opened.tokens, opened.afresh()):
        assert find(tokens) == Token("klinik", END)
    assert find(opened.tokens, "b" * 28) is None
    assert find(opened.tokens, "A" * 28) is None


def test_a_token_that_was_found_once_is_at_hand(opened):
    issue(opened.tokens)
    assert opened.tokens.known("a" * 28) == Token("klinik", END)
    other = opened.afresh()
    find(other)
    assert other.known("a" * 28) == Token("klinik", END)
    assert other.known("b" * 28) is None


def test_an_older_token_stays(tokens):
    issue(tokens)
    issue(tokens, "b" * 28, now=NOW + MINUTE, end=END + MINUTE)
    assert find(tokens) == Token("klinik", END)


def test_a_locked_client_id_gets_no_token_until_the_lock_ends(opened):
    assert lock(opened.tokens) is None
    for tokens in (opened.tokens, opened.afresh()):
        assert issue(tokens, now=NOW + timedelta(seconds=20)) == timedelta(seconds=40)
        assert issue(tokens, now=NOW + MINUTE - timedelta(microseconds=1)) == timedelta(microseconds=1)
        assert find(tokens) is None
    assert issue(opened.tokens, "c" * 28, "other") is None
    assert issue(opened.tokens, now=NOW + MINUTE) is None
    assert find(opened.tokens) is not None


def test_a_lock_that_holds_is_not_extended_and_a_past_one_is_set_anew(tokens):
    lock(tokens)
    later = NOW + timedelta(seconds=50)
    assert lock(tokens, now=later, until=later + MINUTE) == timedelta(seconds=10)
    assert lock(tokens, now=NOW + MINUTE, until=NOW + 2 * MINUTE) is None
    assert issue(tokens, now=NOW + MINUTE) == MINUTE


def test_of_many_failed_attempts_at_once_one_sets_the_lock(tokens):
    async def storm():
        return await asyncio.gather(*(tokens.lock("klinik", now=NOW, until=NOW + MINUTE) for _ in range(64)))

    assert sorted(asyncio.run(storm()), key=str) == [MINUTE] * 63 + [None]


def test_of_too_many_locks_the_oldest_are_dropped(opened):
    tokens = opened.afresh(most_locks=20)
    for number in range(23):
        lock(tokens, f"id-{number:02}", until=NOW + MINUTE + timedelta(microseconds=number))
    held = [lock(tokens, f"id-{number:02}", until=NOW) is not None for number in range(22, -1, -1)]
    assert held == [True] * 20 + [False] * 3


def test_a_lock_just_set_stays_even_when_all_are_of_one_moment(opened):
    tokens = opened.afresh(most_locks=20)
    for number in range(40):
        assert lock(tokens, f"id-{(number * 7) % 40:02}") is None
        assert lock(tokens, f"id-{(number * 7) % 40:02}") == MINUTE


def test_ten_thousand_client_ids_may_be_locked_at_the_same_time(opened):
    async def many():
        numbers = range(MOST_LOCKS)
        return await asyncio.gather(
            *(opened.tokens.lock(f"id-{number:05}", now=NOW, until=NOW + MINUTE) for number in numbers)
        )

    assert MOST_LOCKS == 10_000
    assert set(asyncio.run(many())) == {None}
    assert lock(opened.tokens, "id-00000") == lock(opened.tokens, "id-09999") == MINUTE


def test_purging_forgets_past_locks_and_tokens_long_expired(opened):
    tokens = opened.tokens
    lock(tokens, "past")
    lock(tokens, "present", until=NOW + 2 * MINUTE)
    issue(tokens)
    issue(tokens, "b" * 28, end=END + KEPT_FOR)
    assert tokens.purge(NOW + MINUTE) == 1
    assert tokens.purge(NOW + MINUTE) == 0
    assert issue(tokens, "c" * 28, "present", now=NOW + MINUTE) == MINUTE
    assert tokens.purge(END + KEPT_FOR - timedelta(microseconds=1)) == 1
    assert find(opened.afresh()) is not None
    assert tokens.purge(END + KEPT_FOR) == 1
    assert find(opened.afresh()) is None
    assert find(opened.afresh(), "b" * 28) is not None


def test_texts_that_no_client_id_has_are_kept_as_they_are(tokens):
    for client_id in ("é–漢", "a b", " ", "x" * 128):
        assert lock(tokens, client_id) is None
        assert lock(tokens, client_id) == MINUTE


def test_the_token_itself_is_nowhere_in_the_database(database, writer):
    token = "Zq9" * 9 + "x"
    issue(SqlSatusehatTokens(database, writer, KEYS), token)
    with database.reading() as connection:
        row = connection.execute(select(satusehat_token)).one()
    assert row.token_digest == KEYS.digest(token)
    assert token not in repr(row)


def test_a_database_with_another_key_knows_no_token(database, writer):
    issue(SqlSatusehatTokens(database, writer, KEYS))
    assert find(SqlSatusehatTokens(database, writer, KeyRing(b"j" * 32))) is None


@pytest.fixture
def queries(database: Database) -> Iterator[list[str]]:
    """The statements that are read with from now on."""
    seen: list[str] = []
    engine = database._here().reading

    def note(connection, cursor, statement, *_):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_known_tokens_cost_no_query_and_unknown_ones_one_each_time(database, writer, queries):
    tokens = SqlSatusehatTokens(database, writer, KEYS)
    issue(tokens)
    assert find(tokens) is not None
    assert [each for each in queries if "satusehat" in each] == []
    for _ in range(3):
        assert find(tokens, "b" * 28) is None
    assert len([each for each in queries if "satusehat_token" in each]) == 3
    other = SqlSatusehatTokens(database, writer, KEYS)
    for _ in range(3):
        find(other)
    assert len([each for each in queries if "satusehat_token" in each]) == 4


def test_the_memory_of_known_tokens_is_bounded_and_forgotten_ones_are_found_again(database, writer, queries):
    tokens = SqlSatusehatTokens(database, writer, KEYS, most_known=3)
    for number in range(5):
        issue(tokens, f"{number:028}")
    assert len(tokens._known) == 3
    assert tokens.known(f"{0:028}") is None
    assert find(tokens, f"{0:028}") == Token("klinik", END)
    assert len(tokens._known) == 3


def test_an_unknown_token_is_looked_up_by_its_primary_key(tmp_path):
    with closing(Database.open(f"sqlite:///{tmp_path / 'db'}")) as database:
        migrate(database)
    with closing(sqlite3.connect(tmp_path / "db")) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT client_id, expires_at FROM satusehat_token WHERE token_digest = ?", (b"",)
        ).fetchall()
    assert "USING PRIMARY KEY" in str(plan)


def test_many_tokens_at_once_share_few_commits(database):
    commits: list[str] = []
    with closing(Writer(database, commits.append)) as writer:
        tokens = SqlSatusehatTokens(database, writer, KEYS)

        async def storm():
            await asyncio.gather(
                *(tokens.issue(f"{n:028}", "klinik", issued_at=NOW, expires_at=END) for n in range(200))
            )

        asyncio.run(storm())
    assert commits.count("after") < 20
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(satusehat_token)).scalar_one() == 200


def test_a_refused_token_request_leaves_nothing_in_the_database(database, writer):
    tokens = SqlSatusehatTokens(database, writer, KEYS)
    lock(tokens)
    issue(tokens)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(satusehat_token)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(satusehat_lock)).scalar_one() == 1


class Clock:
    generation = 1

    def now(self) -> datetime:
        return NOW

    def bump_generation(self) -> None:
        self.generation += 1


def test_only_the_right_pair_of_an_active_credential_is_accepted(database, writer):
    credentials = SqlCredentials(database, writer, KEYS, Clock())
    credentials.add(Credential(system=SATUSEHAT, client_id="klinik", secrets=(Secret("rahasia"),)))
    credentials.add(Credential(system=SATUSEHAT, client_id="tutup", secrets=(Secret("rahasia"),), active=False))
    credentials.add(Credential(system="talentics", client_id="lain", secrets=(Secret("rahasia"),)))
    callers = SatusehatCallers(credentials)
    assert callers.authenticate("klinik", "rahasia") is True
    wrong = [
        ("klinik", "Rahasia"),
        ("klinik", ""),
        ("", ""),
        ("tutup", "rahasia"),
        ("lain", "rahasia"),
        ("x\0", "\ud800"),
    ]
    assert [callers.authenticate(*pair) for pair in wrong] == [False] * len(wrong)
