"""Pages that are answered from memory, while no quota is counted: the same answer, to nobody else, never an old one."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import TALENTICS_MAIN, fill_sandbox
from satupintu.systems.talentics.server.records import ExamRecord, TalenticsBatch
from satupintu.systems.talentics.server.samples import edited, sample_jobs
from tests.integration.talentics.served import OPENED_AT, ServedTalentics, served_by

PAGES = ("/v2/jobs", "/v2/jobs?page=3&per_page=7", "/v2/exams", "/v2/exams/201/tickets", "/v2/jobs?page=900")


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedTalentics]:
    """Without a quota."""
    monkeypatch.setenv("SATUPINTU_TALENTICS__RATE_LIMIT", "0")
    with House.open(tmp_path / "data") as house:
        fill_sandbox(house)
        with served_by(house) as opened:
            yield opened


@pytest.fixture
def reads(served: ServedTalentics, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each page that is read from the database."""
    read: list[int] = []
    slice_ = served.house.jobs.slice

    def counted(*given, **named):
        read.append(1)
        return slice_(*given, **named)

    monkeypatch.setattr(served.house.jobs, "slice", counted)
    return read


@pytest.mark.parametrize("packing", ["identity", "gzip"])
@pytest.mark.parametrize("target", PAGES)
def test_the_second_answer_is_the_same_as_the_first(served, target, packing):
    first, second = (served.get(target, headers={"Accept-Encoding": packing}) for _ in range(2))

    assert (second.status_code, second.content, second.headers) == (200, first.content, first.headers)
    assert second.headers.get("content-encoding") == first.headers.get("content-encoding")


def test_a_page_is_read_once_until_something_changes(served, reads):
    for _ in range(3):
        served.get("/v2/jobs")
    assert len(reads) == 1

    job = sample_jobs(OPENED_AT)[0]
    changed = edited(job, OPENED_AT, title="Perubahan")
    served.house.jobs.save([(changed.id, changed.organization_id, changed.entry, changed.detail)])
    assert served.get("/v2/jobs").json()["data"][0]["title"] == "Perubahan"
    served.house.jobs.remove([job.id])
    page = served.get("/v2/jobs").json()
    assert (page["data"][0]["id"], page["meta"]["total"]) == (job.id + 1, 77)
    assert len(reads) == 3


def test_a_new_test_is_seen_at_once(served):
    before = served.get("/v2/exams").json()["meta"]["total"]
    served.house.records.save(TalenticsBatch(exams=[ExamRecord(1, 900001, b'{"id":1}')]))

    assert served.get("/v2/exams").json()["meta"]["total"] == before + 1


def test_nobody_else_gets_it(served):
    ours = served.get("/v2/jobs").json()

    assert served.get("/v2/jobs", second=True).json() != ours
    assert served.http.get("/v2/jobs", auth=(TALENTICS_MAIN.client_id, "wrong")).status_code == 401
    assert served.http.get("/v2/jobs").status_code == 401


def test_a_second_credential_beside_the_right_one_is_refused_as_ever(served):
    served.get("/v2/jobs")
    right = served.http.build_request("GET", "/v2/jobs").headers
    pair = (TALENTICS_MAIN.client_id, TALENTICS_MAIN.secret(served.house.keys))
    header = b"Basic " + b64encode(":".join(pair).encode())
    twice = [*right.raw, (b"authorization", b"Basic d3Jvbmc6d3Jvbmc="), (b"authorization", header)]

    assert served.http.get("/v2/jobs", headers=[*right.raw, (b"authorization", header)]).status_code == 200
    assert served.http.get("/v2/jobs", headers=twice).status_code == 401


def test_the_links_are_those_of_the_address_that_was_called(served):
    for host in ("one.example", "two.example", "one.example"):
        path = served.get("/v2/jobs", headers={"Host": host}).json()["meta"]["path"]
        assert path == f"https://{host}/v2/jobs"


def test_other_methods_and_what_is_no_page_go_the_long_way(served):
    served.get("/v2/jobs")

    assert served.get("/v2/jobs", method="POST").status_code == 405
    assert served.get("/v2/jobs", method="HEAD").content == b""
    assert [served.get("/v2/exams/424242/tickets").status_code for _ in range(2)] == [404, 404]


def test_while_requests_are_counted_nothing_is_kept(house, monkeypatch):
    with served_by(house) as served:
        assert [served.get("/v2/jobs").headers["x-ratelimit-remaining"] for _ in range(3)] == ["49", "48", "47"]
