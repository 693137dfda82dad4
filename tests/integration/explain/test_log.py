"""The log of refused requests: bounded, sealed, shared, and never in the way."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox_state import reset, save_snapshot
from satupintu.kernel.clock import FrozenClock
from satupintu.store.database import Database
from satupintu.store.request_log import KEPT, KEPT_FOR, MOST_WAITING, SqlRequestLog
from satupintu.store.secrets import KeyRing
from satupintu.store.tables import refused_request
from satupintu.store.writer import Writer
from satupintu.systems.kemnaker.contract.signing import DOKU, sign
from satupintu.systems.kemnaker.server.request_log import LARGEST_BODY, RefusedRequest
from tests.contract.kemnaker.bodies import SMALLEST, changed, path_of
from tests.integration.explain.explanations import explained, keys
from tests.joss_sandbox import ADDRESS, JossSandbox

NOW = datetime(2026, 3, 2, 1, 51, tzinfo=UTC)


def refused(number: int, body: bytes | None = None) -> RefusedRequest:
    return RefusedRequest(
        system="joss",
        environment="staging",
        at=NOW,
        clock_offset=timedelta(minutes=15),
        method="PUT",
        raw_path="/joss/x\xe9",
        mount="/joss",
        query="page=1",
        headers={"request-id": f"r-{number}", "client-id": "c"},
        status=422,
        message="The given data was invalid.",
        errors={"title": ("Required.",)},
        body=body,
        body_digest=b"d" * 32,
    )


@pytest.fixture
def machine() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def log(database: Database, machine: FrozenClock) -> Iterator[SqlRequestLog]:
    writer = Writer(database)
    yield SqlRequestLog(database, writer, KeyRing(b"k" * 32), machine)
    writer.close()


def note(log: SqlRequestLog, *requests: RefusedRequest) -> None:
    async def noting() -> None:
        for request in requests:
            log.note(request)
            await log.settled()

    asyncio.run(noting())


def count(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(refused_request)).scalar_one()


def test_a_request_comes_back_as_it_was(log: SqlRequestLog) -> None:
    request = refused(1, body=b"\x00\xff{")
    note(log, request)
    assert log.last() == log.find("r-1") == request
    assert log.find("r-2") is None


def test_of_several_requests_with_one_id_the_last_is_found(log: SqlRequestLog) -> None:
    note(log, refused(1, b"first"), refused(1, b"second"), refused(2))
    found = log.find("r-1")
    assert found is not None and found.body == b"second"
    last = log.last()
    assert last is not None and last.request_id == "r-2"


def test_only_the_last_requests_are_kept(log: SqlRequestLog, database: Database) -> None:
    note(log, *map(refused, range(KEPT + 5)))
    assert count(database) == KEPT
    assert log.find("r-4") is None
    assert log.find("r-5") is not None


def test_after_a_day_a_request_is_neither_found_nor_kept(
    log: SqlRequestLog, database: Database, machine: FrozenClock
) -> None:
    note(log, refused(1))
    machine.move(KEPT_FOR - timedelta(seconds=1))
    assert log.find("r-1") is not None
    machine.move(timedelta(seconds=1))
    assert log.find("r-1") is None and log.last() is None
    assert (log.purge(), count(database)) == (1, 0)
    note(log, refused(1))
    machine.move(KEPT_FOR)
    note(log, refused(2))
    assert count(database) == 1


def test_what_a_request_carried_is_sealed(log: SqlRequestLog, database: Database) -> None:
    note(log, refused(1, b'{"name": "Budi Santoso"}'))
    with database.reading() as connection:
        row = connection.execute(select(refused_request)).one()
    assert b"Budi" not in bytes(row.sealed) and b"title" not in bytes(row.sealed)
    assert "Budi" not in repr(log.last())


def test_a_flood_is_bounded_and_the_rest_left_out(log: SqlRequestLog, database: Database) -> None:
    async def flood() -> None:
        for number in range(20 * MOST_WAITING):
            log.note(refused(number))
        await log.settled()

    asyncio.run(flood())
    assert count(database) == MOST_WAITING


def test_successes_are_not_logged_and_a_refusal_is_logged_by_whichever_system_refuses(fresh: JossSandbox) -> None:
    assert fresh.send("PUT", path_of(1), SMALLEST).status_code == 201
    assert fresh.send("GET", path_of(1)).status_code == 200
    assert fresh.send("DELETE", path_of(1)).status_code == 200
    fresh.http.get(f"{ADDRESS}/talentics/v2/jobs")
    assert fresh.http.post(f"{ADDRESS}/_control/explain", json={"last": True}).status_code == 404
    for host in ("joss.kemnaker.go.id", "toss.localhost"):
        parts = fresh.parts("GET", path_of(1))
        fresh.deliver(parts, host=host)
        api, environment = {"joss.kemnaker.go.id": ("joss", "live"), "toss.localhost": ("toss", "staging")}[host]
        request = explained(fresh, request_id=parts.request_id)["request"]
        assert (request["api"], request["environment"]) == (api, environment)


def test_nothing_of_a_body_is_stored_in_clear_or_shown(tmp_path: Path, fresh: JossSandbox) -> None:
    body = changed(title="Rahasia Pribadi", quota="3", employer={"email": "budi@contoh.id"})
    fresh.send("PUT", path_of(1), body)
    shown = json.dumps(explained(fresh))
    files = b"".join(file.read_bytes() for file in (tmp_path / "data").rglob("*.sqlite3*"))
    for personal in ("Rahasia Pribadi", "budi@contoh.id"):
        assert personal not in shown
        assert personal.encode() not in files


def test_a_secret_in_the_wrong_place_and_an_unknown_parameter_are_masked(fresh: JossSandbox) -> None:
    secret = fresh.secret
    misplaced = [
        fresh.parts("GET", f"/api/v1/{secret}"),
        fresh.parts("GET", path_of(1), request_id=secret),
        fresh.parts("GET", path_of(1), client_id=secret),
    ]
    for parts in misplaced:
        fresh.deliver(parts, signature=secret, query=f"token={secret}&nik=3174&page=2", headers={"X-Token": secret})
        shown = json.dumps(explained(fresh))
        assert secret not in shown
        assert "3174" not in shown
        assert "page=2" in shown
    parts = fresh.parts("GET", path_of(1))
    profile = replace(DOKU, target_includes_query=True)
    signed = sign(profile, replace(parts, target=f"{parts.target}?nik=3174"), secret)
    fresh.deliver(parts, signature=signed, query="nik=3174")
    found = explained(fresh)
    assert keys(found) == ["query_included"]
    assert "3174" not in json.dumps(found)


def test_of_foreign_headers_the_names_alone_are_kept(fresh: JossSandbox) -> None:
    parts = fresh.parts("GET", path_of(1))
    fresh.deliver(parts, signature="x", headers={"Authorization": "Bearer t0k3n", "Cookie": "a=b"})
    explained(fresh)
    kept = fresh.house.request_log.find(parts.request_id)
    assert kept is not None
    assert kept.headers["authorization"] == kept.headers["cookie"] == "********"


def test_a_heap_of_headers_leaves_those_that_explain_something(fresh: JossSandbox) -> None:
    parts = fresh.parts("GET", path_of(1))
    fresh.deliver(parts, signature="x" * 5000, headers={f"A-{number}": "1" for number in range(500)})
    explained(fresh)
    kept = fresh.house.request_log.find(parts.request_id)
    assert kept is not None
    assert {"signature", "client-id", "accept", "host"} < set(kept.headers)
    assert len(kept.headers) < 100 and len(kept.headers["signature"]) < 5000


def test_of_a_large_body_the_digest_alone_is_kept(fresh: JossSandbox) -> None:
    for size, is_kept in ((LARGEST_BODY, True), (LARGEST_BODY + 1, False)):
        parts = fresh.parts("PUT", path_of(1), b"{}".ljust(size))
        fresh.deliver(parts, signature="x")
        explained(fresh, request_id=parts.request_id)
        kept = fresh.house.request_log.find(parts.request_id)
        assert kept is not None and kept.body_digest is not None
        assert (kept.body is not None) is is_kept


def test_a_reset_forgets_the_log_and_a_snapshot_leaves_it_out(fresh: JossSandbox) -> None:
    fresh.send("GET", path_of(404))
    assert keys(explained(fresh)) == ["record_unknown"]
    house: House = fresh.house
    save_snapshot(house, "before")
    kept = [gzip.decompress(file.read_bytes()) for file in house.directory.snapshots.iterdir() if file.is_file()]
    assert any(b'"credential"' in text for text in kept)
    assert not any(b"refused_request" in text for text in kept)
    reset(house)
    assert house.request_log.last() is None
