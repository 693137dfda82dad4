"""The server answers the worked examples as published: values, types and the order of keys."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.store.database import Database
from satupintu.store.migrating import migrate
from satupintu.store.talentics_records import TalenticsBatch
from satupintu.store.writer import Writer
from satupintu.systems.talentics.contract import callbacks, models
from satupintu.testing.in_process import InProcessTransport
from tests.conformance.satusehat.network import listening
from tests.conformance.talentics import data_sets, examples
from tests.conformance.talentics.data_sets import APP_ID, APP_SECRET, OPENED_AT, application

HOST = "https://api.talentics.id"


@dataclass(frozen=True)
class Example:
    """A request, the records there are, and what stands in the answer for `BASE/`."""

    target: str
    records: Callable[[], TalenticsBatch]
    answer: str

    def expected(self, base: str) -> Any:
        return ordered(self.answer.replace("BASE/", f"{base}/"))


def ordered(document: str | bytes) -> Any:
    """JSON as nested lists of pairs, so that a comparison sees the order of keys."""
    return json.loads(document, object_pairs_hook=lambda pairs: pairs)


def page(path: str, data: str, *, last: int, per_page: str, to: int) -> str:
    """The first page of 52 records."""
    return f"""
    {{"data": {data},
      "links": {{"first": "BASE{path}?page=1", "last": "BASE{path}?page={last}", "prev": null,
                 "next": "BASE{path}?page=2"}},
      "meta": {{"current_page": 1, "from": 1, "last_page": {last}, "path": "BASE{path}", "per_page": {per_page},
                "to": {to}, "total": 52}}}}
    """


def one(path: str, record: str) -> str:
    """The published first page: one record on it, the page size as text."""
    return page(path, f"[{record}]", last=52, per_page='"1"', to=1)


def bare(path: str, records: list[dict[str, Any]]) -> str:
    """The answer to the published command, which names no page size."""
    return page(path, json.dumps(records[:15]), last=4, per_page="15", to=15)


def all_exams() -> TalenticsBatch:
    return data_sets.exams(data_sets.exam_copies())


def one_exam() -> TalenticsBatch:
    return data_sets.exams([json.loads(examples.EXAM)])


EXAMS, TICKETS, JOBS = "/v2/exams", "/v2/exams/1/tickets", "/v2/jobs"
BOTH_TICKETS = f"[{examples.TICKET}, {examples.SECOND_TICKET}]"

COMMANDS = {
    "curl -v --compressed -u{app_id}:{app_secret} https://api.talentics.id/v2/exams": Example(
        EXAMS, all_exams, bare(EXAMS, data_sets.exam_copies())
    ),
    "curl -v --compressed -u{app_id}:{app_secret} https://api.talentics.id/v2/exams/1": Example(
        "/v2/exams/1", one_exam, f'{{"data": {examples.EXAM}}}'
    ),
    "curl -v --compressed -u{app_id}:{app_secret} https://api.talentics.id/v2/exams/1/tickets": Example(
        TICKETS, data_sets.tickets, bare(TICKETS, data_sets.ticket_copies())
    ),
    "curl -v --compressed -u{app_id}:{app_secret} https://api.talentics.id/v2/exams/tickets/1/scores": Example(
        "/v2/exams/tickets/1/scores", data_sets.scores, f'{{"data": {examples.SCORES}}}'
    ),
    'curl -v --compressed -u {app_id}:{app_secret} "https://api.talentics.id/v2/jobs"': Example(
        JOBS, data_sets.jobs, bare(JOBS, data_sets.job_copies())
    ),
    "curl -v --compressed -u{app_id}:{app_secret} https://api.talentics.id/v2/jobs/1": Example(
        "/v2/jobs/1", data_sets.job, f'{{"data": {examples.JOB}}}'
    ),
    "curl -v --compressed -u{app_id}:{app_secret} https://api.talentics.id/v2/jobs/1/applicants": Example(
        "/v2/jobs/1/applicants",
        data_sets.applicants,
        f'{{"data": [{examples.APPLICANT}, {examples.SECOND_APPLICANT}]}}',
    ),
    "curl -v --compressed -u{app_id}:{app_secret} https://api.talentics.id/v2/jobs/applicants/1": Example(
        "/v2/jobs/applicants/1", data_sets.applicants, f'{{"data": {examples.APPLICANT}}}'
    ),
    "curl -v --compressed -u{app_id}:{app_secret} "
    "https://api.talentics.id/v2/jobs/applicants/30/employment-application-form": Example(
        "/v2/jobs/applicants/30/employment-application-form",
        data_sets.employment_form,
        f'{{"data": {examples.EMPLOYMENT_FORM}}}',
    ),
}
"""The published commands. Those of lists name no page size, while the samples below them show one record a page."""

SAMPLES = [
    Example(f"{EXAMS}?per_page=1", all_exams, one(EXAMS, examples.EXAM_IN_LIST)),
    Example(f"{TICKETS}?per_page=1", data_sets.tickets, one(TICKETS, examples.TICKET)),
    Example(f"{TICKETS}?per_page=2", data_sets.tickets, page(TICKETS, BOTH_TICKETS, last=26, per_page='"2"', to=2)),
    Example("/v2/exams/ticket/1/scores", data_sets.scores, f'{{"data": {examples.SCORES}}}'),
    Example(f"{JOBS}?per_page=1", data_sets.jobs, one(JOBS, examples.JOB_IN_LIST)),
]
"""The published samples that no published command gives."""

RECORDS = {
    models.Exam: examples.EXAM,
    models.Ticket: examples.TICKET,
    models.Scores: examples.SCORES,
    models.Job: examples.JOB_IN_LIST,
    models.Organization: examples.ORGANIZATION,
    models.JobDetail: examples.JOB,
    models.Applicant: examples.SECOND_APPLICANT,
    models.EmploymentForm: examples.EMPLOYMENT_FORM,
    callbacks.MovedApplicant: examples.MOVED_APPLICANT,
}


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory) -> Path:
    """An SQLite database with all tables and no rows."""
    file = tmp_path_factory.mktemp("empty") / "satupintu.sqlite3"
    with closing(Database.open(f"sqlite:///{file}")) as database:
        migrate(database)
    return file


@pytest.fixture(params=["memory", "sqlite"])
def client(request, tmp_path) -> Iterator[Callable[..., httpx2.Client]]:
    """Makes clients of a server with certain records, in memory and in a database."""
    with ExitStack() as opened:

        def client(records: TalenticsBatch, clock: FrozenClock | None = None) -> httpx2.Client:
            place = None
            if request.param == "sqlite":
                file = shutil.copy(request.getfixturevalue("empty_file"), tmp_path)
                database = opened.enter_context(closing(Database.open(f"sqlite:///{file}")))
                place = database, opened.enter_context(closing(Writer(database)))
            transport = InProcessTransport(application(records, clock, place))
            pair = (APP_ID, APP_SECRET)
            return opened.enter_context(httpx2.Client(transport=transport, base_url=HOST, auth=pair))

        yield client


@pytest.mark.parametrize("example", [*COMMANDS.values(), *SAMPLES], ids=lambda example: example.target)
def test_a_sample_is_answered_as_published(client, example):
    answer = client(example.records()).get(example.target)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert ordered(answer.content) == example.expected(HOST)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs the program curl")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_published_command_works_with_the_host_swapped(command):
    example = COMMANDS[command]
    with listening(application(example.records())) as address:
        filled = command.replace("{app_id}", APP_ID).replace("{app_secret}", APP_SECRET).replace(HOST, address)
        done = subprocess.run(shlex.split(filled), capture_output=True, check=True, timeout=60)
    assert "< HTTP/1.1 200 OK" in done.stderr.decode()
    assert ordered(done.stdout) == example.expected(address)


def test_a_wrong_pair(client):
    answer = client(data_sets.jobs()).get(JOBS, auth=("wrong", "pair"))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="Talentics API"'
    assert ordered(answer.content) == ordered('{"data": {"errors": ["Unauthorized"]}}')


def test_the_request_after_the_fiftieth_of_a_window(client):
    clock = FrozenClock(OPENED_AT)
    asking = client(data_sets.jobs(), clock)
    remaining = [asking.get(JOBS).headers["x-ratelimit-remaining"] for _ in range(50)]
    assert remaining == [str(left) for left in range(49, -1, -1)]
    clock.move(timedelta(seconds=60))
    refused = asking.get("/v2/exams/1")
    assert refused.status_code == 429
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after", "x-ratelimit-reset")
    assert [refused.headers[name] for name in names] == ["50", "0", "840", "1700000900"]
    assert ordered(refused.content) == ordered('{"data": {"errors": ["Too Many Attempts."]}}')
    assert asking.get("/v2/jobs/1").status_code == 404
    clock.move(timedelta(seconds=840))
    assert asking.get(JOBS).status_code == 200


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_model_writes_the_published_record_as_it_is(model):
    record = model.model_validate_json(RECORDS[model], extra="forbid")
    assert ordered(record.model_dump_json()) == ordered(RECORDS[model])


@pytest.mark.parametrize(("model", "text"), RECORDS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_model_has_all_published_keys_in_their_order_and_no_other(model, text):
    assert list(model.model_fields) == list(json.loads(text))
