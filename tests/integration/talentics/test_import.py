"""Records come in from a file: all of them or none, and never into another organization's."""

from __future__ import annotations

import json
import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from satupintu.bootstrap.talentics_import import FAULTS_KEPT, import_talentics_records
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.store.run_lock import RunLockedError, run_lock
from tests.integration.talentics.served import served_by

JOB = {"kind": "jobs", "id": 50, "organization_id": 900001, "title": "Kasir Malam", "min_salary": 4000000}
STAGE = {"kind": "stages", "id": 20, "organization_id": 900001, "name": "Seleksi"}
PERSON = {"name": "Orang Contoh", "email": "orang@example.com"}
APPLICANT = {"kind": "applicants", "id": 60, "job_id": 50, **PERSON, "nik": "9901010000009999"}
FORM = {"kind": "forms", "id": 60, "application_time": "2026-01-01 08:00:00",
        "employment_application_form": [{"name": "birthplace", "value": "Bogor"}]}  # fmt: skip
EXAM = {"kind": "exams", "id": 70, "job_id": 50, "title": "Tes",
        "started_at": "2026-01-01 08:00:00", "ended_at": "2026-01-02 08:00:00"}  # fmt: skip
TICKET = {"kind": "tickets", "id": 80, "exam_id": 70, **PERSON}
SCORES = {"kind": "scores", "ticket_id": 80, **PERSON, "results": [{"assessment_name": "a", "total_score": 7}]}
ALL = (SCORES, TICKET, FORM, APPLICANT, EXAM, JOB, STAGE)
"""In an order in which everything is referred to before it comes."""


@pytest.fixture
def bring(house, tmp_path: Path):
    """Imports documents, or a text under a name."""

    def bring(*documents, text: bytes | None = None, name: str = "records.jsonl", **options):
        file = tmp_path / name
        file.write_bytes(text if text is not None else b"\n".join(json.dumps(each).encode() for each in documents))
        return import_talentics_records(house, file, **options)

    return bring


def said(outcome) -> list[str]:
    return [str(fault) for fault in outcome.faults]


def test_a_file_whose_records_refer_to_each_other_is_stored_and_served(house, bring):
    outcome = bring(*ALL)

    assert (outcome.stored, said(outcome)) == (True, [])
    assert outcome.records == dict.fromkeys(("scores", "tickets", "forms", "applicants", "exams", "jobs", "stages"), 1)
    with served_by(house) as served:
        job, detail = served.get("/v2/jobs").json()["data"][0], served.get("/v2/jobs/50").json()["data"]
        assert (job["id"], job["title"], job["min_salary"], len(job)) == (50, "Kasir Malam", 4000000, 23)
        assert (detail["organization"]["name"], len(detail)) == ("PT Contoh Karya Nusantara", 36)
        assert (detail["company"], detail["closed"], detail["applicable"]) == (detail["organization"], 0, True)
        (applicant,) = served.get("/v2/jobs/50/applicants").json()["data"]
        assert (applicant["organization_id"], applicant["identity_number"]) == (900001, "9901010000009999")
        assert served.get("/v2/jobs/applicants/60").json()["data"] == applicant
        form = served.get("/v2/jobs/applicants/60/employment-application-form").json()["data"]
        assert (form["applicant_id"], form["employment_application_form"][0]["value"]) == (60, "Bogor")
        (ticket,) = served.get("/v2/exams/70/tickets").json()["data"]
        assert (ticket["exam"]["title"], ticket["status"]) == ("Tes", "sending invitation")
        assert served.get("/v2/exams/tickets/80/scores").json()["data"]["results"][0]["total_score"] == 7
        assert served.get("/v2/exams/70", second=True).status_code == 404


def test_what_an_answer_holds_can_be_imported_as_it_is(house, bring):
    with served_by(house) as served:
        read = {
            "exams": served.get("/v2/exams/201").json()["data"],
            "tickets": served.get("/v2/exams/201/tickets").json()["data"][0],
            "scores": served.get("/v2/exams/tickets/8001/scores").json()["data"],
            "jobs": served.get("/v2/jobs/1001").json()["data"],
            "applicants": served.get("/v2/jobs/applicants/5001").json()["data"],
            "forms": served.get("/v2/jobs/applicants/5001/employment-application-form").json()["data"],
        }
        outcome = bring(*({"kind": kind, **record} for kind, record in read.items()))
        assert (said(outcome), outcome.stored) == ([], True)
        assert served.get("/v2/exams/tickets/8001/scores").json()["data"] == read["scores"]
        assert served.get("/v2/jobs/1001").json()["data"] == read["jobs"]
        assert served.get("/v2/jobs/applicants/5001").json()["data"] == read["applicants"]


def test_an_access_token_of_an_organization_is_never_kept(house, bring):
    organization = {"id": 900001, "name": "PT Contoh", "exam_engine_access_token": "rahasia"}
    assert bring({**JOB, "organization": organization}).stored

    with served_by(house) as served:
        detail = served.get("/v2/jobs/50").json()["data"]
        assert (detail["organization"]["name"], detail["company"]) == ("PT Contoh", detail["organization"])
        assert detail["organization"]["exam_engine_access_token"] is None


def test_importing_again_replaces_by_id(house, bring):
    bring(*ALL)
    assert bring({**JOB, "title": "Kasir Pagi"}).stored

    with served_by(house) as served:
        assert served.get("/v2/jobs/50").json()["data"]["title"] == "Kasir Pagi"
        assert len(served.get("/v2/jobs/50/applicants").json()["data"]) == 1


def test_a_test_that_is_imported_again_shows_its_new_title_and_dates_with_its_participants(house, bring):
    bring(*ALL)
    assert bring({**EXAM, "title": "Tes Baru", "ended_at": "2026-01-09 08:00:00"}).stored

    with served_by(house) as served:
        (ticket,) = served.get("/v2/exams/70/tickets").json()["data"]
        exam = served.get("/v2/exams/70").json()["data"]
        assert ticket["exam"] == {key: exam[key] for key in ("id", "title", "started_at", "ended_at")}
        assert (exam["title"], list(ticket)[5]) == ("Tes Baru", "exam")


def test_a_dry_run_and_a_file_with_one_fault_store_nothing(house, bring):
    assert not bring(*ALL, dry_run=True).stored
    outcome = bring(*ALL, {**JOB, "id": 51, "min_salary": "much"})
    assert (outcome.stored, said(outcome)) == (False, ["line 8: min_salary must be a whole number"])

    with served_by(house) as served:
        assert served.get("/v2/jobs/50").status_code == 404


@pytest.mark.parametrize(
    ("documents", "faults"),
    [
        ([APPLICANT], ["line 1: job_id: there is no such job"]),
        ([FORM], ["line 1: id: there is no such applicant"]),
        ([TICKET], ["line 1: exam_id: there is no such test"]),
        ([SCORES], ["line 1: ticket_id: there is no such participant"]),
        ([JOB, {**APPLICANT, "stage_id": 99}], ["line 2: stage_id: there is no such stage"]),
        ([JOB, {**APPLICANT, "organization_id": 900002}], ["line 2: job_id: the job is of another organization"]),
        ([JOB, {**APPLICANT, "stage_id": 36}], ["line 2: stage_id: the stage is of another organization"]),
        ([{**JOB, "organization_id": 1}], ["line 1: organization_id: no App ID sees this organization"]),
        ([{**JOB, "organization_id": None}], ["line 1: organization_id is required; or give --organization"]),
        ([{**JOB, "id": 1001, "organization_id": 900002}], ["line 1: id is taken by a record of another organization"]),
        ([JOB, STAGE, JOB], ["line 3: the same jobs id stands on line 1 already"]),
        ([{**APPLICANT, "id": 5001, "job_id": 1079}], ["line 1: id is taken by a record of another organization"]),
        (
            [{**JOB, "organization": {"id": 900002, "name": "PT Lain"}}],
            ["line 1: organization.id is another organization than the record's"],
        ),
        ([{**JOB, "company": {"id": 1}}], ["line 1: company.id is another organization than the record's"]),
    ],
)
def test_what_a_record_refers_to_must_be_there_and_be_its_own(house, bring, documents, faults):
    outcome = bring(*documents)

    assert (said(outcome), outcome.stored) == (faults, False)


def test_an_organization_given_for_all_fills_in_and_holds(house, bring):
    job = {key: value for key, value in JOB.items() if key != "organization_id"}
    assert bring({**job}, organization_id=900002).stored
    outcome = bring({**JOB, "id": 51}, organization_id=900002)
    assert said(outcome) == ["line 1: the record is of another organization than 900002"]

    with served_by(house) as served:
        assert served.get("/v2/jobs/50").status_code == 404
        assert served.get("/v2/jobs/50", second=True).json()["data"]["organization_id"] == 900002
    with pytest.raises(ConfigurationError, match="900001, 900002"):
        bring(JOB, organization_id=5)


def test_a_new_applicant_begins_at_the_first_stage_and_one_that_is_known_stays_where_it_is(house, bring):
    bring(JOB, APPLICANT, {**APPLICANT, "id": 61, "stage_id": 33})
    bring(APPLICANT, {**APPLICANT, "id": 61})
    bring(STAGE, {**APPLICANT, "id": 62}, {**APPLICANT, "stage_id": 20})

    with house.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, stage_id FROM talentics_applicant WHERE id < 100 ORDER BY id")
        assert [tuple(row) for row in rows] == [(60, 20), (61, 33), (62, 20)]


def test_csv_is_read_by_its_name_with_or_without_a_byte_order_mark(house, bring):
    text = "id,organization_id,title,location\r\n50,900001,Kasir,Kota Bogor\r\n51,900001,Koki é,\r\n".encode()
    with pytest.raises(ConfigurationError, match="--kind"):
        bring(text=text, name="jobs.csv")

    assert bring(text=b"\xef\xbb\xbf" + text, name="jobs.CSV", kind="jobs").records == {"jobs": 2}
    assert bring(text=b"\xef\xbb\xbf" + json.dumps(STAGE).encode()).stored
    with served_by(house) as served:
        assert served.get("/v2/jobs/51").json()["data"]["title"] == "Koki é"


def test_a_file_that_cannot_be_read_is_one_clear_sentence(house, bring, tmp_path):
    with pytest.raises(DataError, match="UTF-16; save it as UTF-8"):
        bring(text=json.dumps(JOB).encode("utf-16"))
    with pytest.raises(DataError, match="cannot be read"):
        import_talentics_records(house, tmp_path)


def test_of_many_faults_the_first_are_kept_in_words_and_all_are_counted(bring):
    outcome = bring(*({**JOB, "id": "x"} for _ in range(80)))

    assert (len(outcome.faults), outcome.fault_count) == (FAULTS_KEPT, 80)
    assert [fault.line for fault in outcome.faults] == list(range(1, 51))


def test_an_empty_file_holds_no_records_and_is_no_fault(bring):
    assert (bring(text=b"").records, bring(text=b"\n\n").fault_count) == ({}, 0)


def test_two_imports_do_not_run_at_the_same_time(house, bring):
    with run_lock(house.database, house.directory, "import"), pytest.raises(RunLockedError):
        bring(JOB)


def test_progress_ends_at_the_size_of_the_file(house, bring):
    told = []
    bring(*ALL, progress=lambda done, size: told.append((done, size)))

    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told)


@pytest.mark.parametrize("change", [lambda text: text + b"\n", lambda text: text.replace(b"Kasir", b"Kasur")])
def test_a_file_that_changes_between_checking_and_storing_is_not_stored(house, bring, tmp_path, change):
    def at_the_end(done: int, size: int) -> None:
        if done == size:
            file = tmp_path / "records.jsonl"
            file.write_bytes(change(file.read_bytes()))

    with pytest.raises(DataError, match="changed while it was read"):
        bring(*ALL, progress=at_the_end)
    assert house.jobs.job(frozenset({900001}), 50) is None


def test_what_comes_through_a_pipe_can_be_imported(house, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as writer:
        writer.submit(pipe.write_bytes, json.dumps(JOB).encode())
        assert import_talentics_records(house, pipe).stored


def test_a_large_file_is_not_held_in_memory(bring):
    jobs = [{**JOB, "id": 10_000 + number, "description": "x" * 4_000} for number in range(3_000)]
    text = b"\n".join(json.dumps(job).encode() for job in jobs)
    del jobs
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        assert bring(text=text).stored
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < len(text) / 2
