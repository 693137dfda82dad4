"""`/_control`: what steers a sandbox, and who may."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import httpx2
import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import SATUSEHAT_MAIN, TALENTICS_MAIN
from satupintu.gateway.assembly import gateway_of
from satupintu.systems.kemnaker.contract import operations as kemnaker
from satupintu.testing.in_process import InProcessTransport


def jobs(http: httpx2.Client, house: House) -> httpx2.Response:
    return http.get("/talentics/v2/jobs", auth=(TALENTICS_MAIN.client_id, TALENTICS_MAIN.secret(house.keys)))


def test_the_clock_is_moved_and_set_back_and_every_answer_carries_its_time(http: httpx2.Client) -> None:
    moved = http.post("/_control/clock", json={"move": "+2h"}).json()
    assert moved["offset"] == "+2h"
    assert http.get("/_control/clock").json()["offset_seconds"] == 7200
    assert http.get("/healthz").json()["clock"] == "+2h"
    assert http.post("/_control/clock", json={"reset": True}).json()["offset"] == "+0s"


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("/_control/clock", {"move": "tomorrow"}, "+15m"),
        ("/_control/clock", {}, "reset"),
        ("/_control/clock", {"move": "+1h", "reset": True}, "reset"),
        ("/_control/snapshots", {"name": ""}, "name"),
        ("/_control/faults", {"system": "nowhere", "status": 503}, "talentics"),
        ("/_control/faults", {"system": "joss", "operation": "fly", "status": 503}, "put_vacancy"),
        ("/_control/faults", {"system": "joss"}, "drop"),
        ("/_control/faults", {"system": "joss", "status": 503, "drop": "after"}, "status or drop"),
        ("/_control/faults", {"system": "joss", "status": 200}, "status"),
        ("/_control/faults", {"system": "joss", "retry_after_s": 3, "drop": "after"}, "retry_after_s"),
        ("/_control/faults", {"system": "joss", "status": 503, "colour": "red"}, "colour"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_and_told_what_would(
    http: httpx2.Client, path: str, body: object, named: str
) -> None:
    answer = http.post(path, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert named in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"move":1}'])
def test_a_body_that_is_no_order_is_refused(http: httpx2.Client, body: bytes) -> None:
    assert http.post("/_control/clock", content=body).status_code == 422


def test_a_body_beyond_all_measure_is_refused(http: httpx2.Client) -> None:
    assert http.post("/_control/clock", content=b'{"move":"' + b"1" * 70_000 + b'"}').status_code == 413


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("http://satupintu.example", {}),
        ("http://127.0.0.1:8765", {"Host": "evil.example"}),
        ("http://127.0.0.1:8765", {"Origin": "https://evil.example"}),
        ("http://127.0.0.1:8765", {"Origin": "null"}),
    ],
)
def test_callers_from_elsewhere_and_foreign_web_pages_are_refused(
    house: House, address: str, headers: dict[str, str]
) -> None:
    with httpx2.Client(transport=InProcessTransport(gateway_of(house)), base_url=address) as client:
        answer = client.post("/_control/reset", headers=headers)
        assert answer.status_code == 403
        assert jobs(client, house).status_code == 200  # and the records are still there


def test_a_reset_forgets_what_was_changed_and_keeps_credentials(http: httpx2.Client, house: House) -> None:
    before = jobs(http, house).json()["meta"]["total"]
    house.jobs.remove([1001, 1002])
    http.post("/_control/clock", json={"move": "+1d"})
    http.post("/_control/faults", json={"system": "satusehat", "status": 503})
    token = http.post(
        "/satusehat/oauth2/v1/accesstoken?grant_type=client_credentials",
        data={"client_id": SATUSEHAT_MAIN.client_id, "client_secret": SATUSEHAT_MAIN.secret(house.keys)},
    )
    assert token.status_code == 503
    assert http.post("/_control/reset").json()["reset"] is True
    assert jobs(http, house).json()["meta"]["total"] == before
    overview = http.get("/_control/").json()
    assert overview["clock"]["offset"] == "+0s"
    assert overview["faults"] == []


def test_a_token_of_before_a_reset_is_unknown_after_it(http: httpx2.Client, house: House) -> None:
    answer = http.post(
        "/satusehat/oauth2/v1/accesstoken?grant_type=client_credentials",
        data={"client_id": SATUSEHAT_MAIN.client_id, "client_secret": SATUSEHAT_MAIN.secret(house.keys)},
    )
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert http.get("/satusehat/masterdata/v1/provinces", headers=bearer).status_code == 200
    http.post("/_control/reset")
    assert http.get("/satusehat/masterdata/v1/provinces", headers=bearer).status_code == 401


def test_a_snapshot_brings_back_rows_and_clock(http: httpx2.Client, house: House) -> None:
    before = jobs(http, house).json()
    http.post("/_control/clock", json={"move": "+3d"})
    taken = http.post("/_control/snapshots", json={"name": "before-lunch"})
    assert taken.status_code == 201
    house.jobs.remove([1001])
    http.post("/_control/clock", json={"reset": True})
    assert jobs(http, house).json() != before
    restored = http.post("/_control/snapshots/before-lunch/restore").json()
    assert restored["rows"] == taken.json()["rows"]
    assert jobs(http, house).json() == before
    assert http.get("/_control/clock").json()["offset"] == "+3d"
    assert [each["name"] for each in http.get("/_control/snapshots").json()] == ["before-lunch"]
    assert http.delete("/_control/snapshots/before-lunch").status_code == 204
    assert http.delete("/_control/snapshots/before-lunch").status_code == 404


def test_a_snapshot_that_is_missing_damaged_or_cut_changes_nothing(http: httpx2.Client, house: House) -> None:
    before = jobs(http, house).json()
    assert "no snapshot" in http.post("/_control/snapshots/never/restore").json()["detail"]
    http.post("/_control/snapshots", json={"name": "cut"})
    path = house.directory.snapshots / "cut.jsonl.gz"
    whole = path.read_bytes()
    for damaged in (whole[:-20], whole[: len(whole) // 2], b"", b"not gzip", whole[:40] + b"\0" + whole[41:]):
        path.write_bytes(damaged)
        assert http.post("/_control/snapshots/cut/restore").status_code == 409
    assert jobs(http, house).json() == before


@pytest.mark.parametrize("name", ["../outside", "a/b", ".hidden", "", "x" * 65, "a b"])
def test_a_snapshot_has_a_plain_name(http: httpx2.Client, house: House, name: str) -> None:
    assert http.post("/_control/snapshots", json={"name": name}).status_code in {409, 422}
    assert not list(house.directory.path.parent.glob("outside*"))


def test_a_status_fault_answers_in_the_vendors_shape_as_often_as_ordered(http: httpx2.Client, house: House) -> None:
    http.post(
        "/_control/faults",
        json={"system": "talentics", "operation": "jobs_page", "status": 429, "retry_after_s": 30, "times": 2},
    )
    answers = [jobs(http, house) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].json() == {"data": {"errors": ["Too Many Attempts."]}}
    assert answers[0].headers["retry-after"] == "30"
    assert http.get("/_control/faults").json() == []


def test_a_fault_strikes_its_own_operation_and_system_alone(http: httpx2.Client, house: House) -> None:
    planned = http.post("/_control/faults", json={"system": "talentics", "operation": "job", "status": 500}).json()
    auth = (TALENTICS_MAIN.client_id, TALENTICS_MAIN.secret(house.keys))
    assert http.get("/talentics/v2/jobs/1001", auth=auth).status_code == 500
    assert jobs(http, house).status_code == 200
    assert http.get("/satusehat/masterdata/v1/provinces").status_code == 401
    assert http.delete(f"/_control/faults/{planned['id']}").status_code == 204
    assert http.get("/talentics/v2/jobs/1001", auth=auth).status_code == 200


@pytest.mark.parametrize("status", [400, 403, 429, 500, 502, 503, 504, 599])
@pytest.mark.parametrize(
    "path",
    ["/talentics/v2/jobs", "/satusehat/masterdata/v1/provinces", "/joss/api/v1/anything", "/jobtrain/api/v1/Jobs/list"],
)
def test_every_system_answers_every_status_in_a_shape_of_its_own(http: httpx2.Client, path: str, status: int) -> None:
    http.post("/_control/faults", json={"system": path.split("/")[1], "status": status})
    assert http.get(path).status_code == status


def test_an_operation_of_every_system_can_be_named(http: httpx2.Client) -> None:
    for operation in kemnaker.JOSS_OPERATIONS:
        order = {"system": "joss", "operation": operation.name, "delay_ms": 1}
        assert http.post("/_control/faults", json=order).status_code == 201
    assert len(http.get("/_control/faults").json()) == len(kemnaker.JOSS_OPERATIONS)
    assert json.loads(http.delete("/_control/faults").content) == {"removed": len(kemnaker.JOSS_OPERATIONS)}


def test_a_snapshot_brings_back_files_that_were_deleted_since(http: httpx2.Client, house: House) -> None:
    records = house.jobtrain_records
    before = sorted(path.read_bytes() for path in house.directory.files.rglob("*") if path.is_file())
    assert before
    http.post("/_control/snapshots", json={"name": "with-files"})
    assert records.candidates.delete(8841)
    records.files.sweep()
    left = sorted(path.read_bytes() for path in house.directory.files.rglob("*") if path.is_file())
    assert len(left) < len(before)
    http.post("/_control/snapshots/with-files/restore")
    assert sorted(path.read_bytes() for path in house.directory.files.rglob("*") if path.is_file()) == before
    records.files.sweep()  # and the rows refer to them again
    assert sorted(path.read_bytes() for path in house.directory.files.rglob("*") if path.is_file()) == before


@pytest.mark.parametrize(
    "change",
    [
        {"taken_at": "garbage"},
        {"offset_us": "x"},
        {"offset_us": 10**30},
        {"offset_us": 10**20},
        {"format": "something/1"},
        {"unknown": 1},
    ],
)
def test_one_snapshot_with_a_head_that_makes_no_sense_harms_neither_the_list_nor_the_rows(
    http: httpx2.Client, house: House, change: dict[str, object]
) -> None:
    http.post("/_control/snapshots", json={"name": "odd"})
    path = house.directory.snapshots / "odd.jsonl.gz"
    head, rest = gzip.decompress(path.read_bytes()).split(b"\n", 1)
    path.write_bytes(gzip.compress(json.dumps(json.loads(head) | change).encode() + b"\n" + rest))
    assert http.get("/_control/snapshots").json() == []
    assert "damaged" in http.post("/_control/snapshots/odd/restore").json()["detail"]
    assert jobs(http, house).status_code == 200


@pytest.mark.parametrize("row", [b'["nowhere", {"id": 1}]', b'["fault", {"id": "x"}]', b'["fault", []]', b"[1, 2]"])
def test_rows_that_are_none_of_ours_are_not_restored(http: httpx2.Client, house: House, row: bytes) -> None:
    before = jobs(http, house).json()
    http.post("/_control/snapshots", json={"name": "odd"})
    path = house.directory.snapshots / "odd.jsonl.gz"
    lines = gzip.decompress(path.read_bytes()).split(b"\n")
    lines[-2:] = [row, json.dumps({"rows": len(lines) - 2}).encode(), b""]
    path.write_bytes(gzip.compress(b"\n".join(lines)))
    assert http.post("/_control/snapshots/odd/restore").status_code == 409
    assert jobs(http, house).json() == before


def test_after_the_clock_was_set_back_every_process_counts_the_window_of_the_database(
    house: House, database: str | None
) -> None:
    auth = (TALENTICS_MAIN.client_id, TALENTICS_MAIN.secret(house.keys))
    with (
        House.open(house.directory.path, database) as other,
        httpx2.Client(transport=InProcessTransport(gateway_of(house)), base_url="http://127.0.0.1") as one,
        httpx2.Client(transport=InProcessTransport(gateway_of(other)), base_url="http://127.0.0.1") as two,
    ):
        assert [one.get("/talentics/v2/exams", auth=auth).status_code for _ in range(51)][-1] == 429
        house.clock.move(timedelta(minutes=16))
        assert two.get("/talentics/v2/exams", auth=auth).headers["x-ratelimit-remaining"] == "49"
        house.clock.move(timedelta(minutes=-10))
        left = [client.get("/talentics/v2/exams", auth=auth).headers["x-ratelimit-remaining"] for client in (one, two)]
        assert left == ["49", "48"]
