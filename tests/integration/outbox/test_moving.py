"""Moving an applicant and telling of it is one change: both are kept, or neither."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.redaction import Secret
from satupintu.serving.outbox import DeliveryState, RetrySchedule
from satupintu.store.database import Database
from satupintu.store.outbox import SqlOutbox
from satupintu.store.tables import talentics_applicant
from satupintu.store.talentics_moves import SqlTalenticsMoves
from satupintu.store.talentics_records import SqlTalenticsRecords
from satupintu.store.writer import Writer
from satupintu.systems.talentics.server.moving import Moved, MoveError, Placing, move_applicant
from satupintu.systems.talentics.server.records import ApplicantRecord, StageRecord, TalenticsBatch
from satupintu.systems.talentics.server.sender import CallbackSender, CallbackSettings

MOVED_AT = datetime(2020, 8, 3, 23, 4, 24, tzinfo=UTC)
URL = "http://127.0.0.1:9/callbacks"
SETTINGS = CallbackSettings(moved_applicant_url=URL)
STAGES = (
    StageRecord(30, 99999, "Application Screening"),
    StageRecord(31, 99999, "Interview"),
    StageRecord(32, 99999, "Hired"),
    StageRecord(33, 99999, "hired"),
    StageRecord(40, 77777, "Elsewhere"),
)
JOB = b'{"id":12,"title":"Account Executive","code":"CODE123"}'


@dataclass(frozen=True)
class Records:
    """A database with the applicant of the published payload."""

    database: Database
    writer: Writer
    commits: list[str]

    @property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self.database, self.writer)

    def move(self, applicant_id: int = 123, to: str = "Interview", settings: CallbackSettings = SETTINGS) -> Moved:
        return self.run(
            lambda placing: move_applicant(
                placing, applicant_id, to, settings=settings, delivery_id=UUID(int=1), now=MOVED_AT
            )
        )

    def run(self, work: Callable[[Placing], Moved]) -> Moved:
        return SqlTalenticsMoves(self.writer).run(work)

    def stage_of(self, applicant_id: int = 123) -> int | None:
        query = select(talentics_applicant.c.stage_id).where(talentics_applicant.c.id == applicant_id)
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one()


@pytest.fixture
def records(database: Database) -> Iterator[Records]:
    commits: list[str] = []
    with closing(Writer(database, commits.append)) as writer:
        john, mary = (
            f'{{"id":{number},"name":"{name}","email":"{name.lower().replace(" ", ".")}@example.com"}}'.encode()
            for number, name in ((123, "John Doe"), (124, "Mary Jane"))
        )
        SqlTalenticsRecords(database, writer).save(
            TalenticsBatch(
                stages=STAGES,
                jobs=[(12, 99999, JOB, JOB)],
                applicants=[
                    ApplicantRecord(123, 99999, 12, john, 30),
                    ApplicantRecord(124, 99999, 13, mary),
                ],
            )
        )
        commits.clear()
        yield Records(database, writer, commits)


def test_the_payload_is_the_published_one_with_the_stage_entered(records):
    records.move()
    [queued] = records.outbox.latest(9)
    assert (queued.system, queued.owner, queued.event, queued.url) == ("talentics", "99999", "moved_applicant", URL)
    expected = {
        "applicant_id": 123,
        "name": "John Doe",
        "email": "john.doe@example.com",
        "moved_at": "2020-08-03T23:04:24.000000Z",
        "job": {"job_id": 12, "title": "Account Executive", "code": "CODE123"},
        "previous_stage": {"stage_id": 30, "name": "Application Screening"},
        "current_stage": {"stage_id": 31, "name": "Interview"},
    }
    assert json.dumps(json.loads(queued.body)) == json.dumps(expected)


def test_one_try_and_three_retries_a_quarter_of_an_hour_apart_are_the_default(records):
    delivery = records.move().delivery
    assert delivery == records.outbox.find(UUID(int=1))
    assert (delivery.state, delivery.due_at, delivery.tries_left) == (DeliveryState.WAITING, MOVED_AT, 4)
    assert delivery.schedule == RetrySchedule((timedelta(minutes=15),) * 3)
    assert CallbackSender(Secret("t"), SETTINGS).timeout == timedelta(seconds=10)


def test_the_move_and_its_delivery_are_one_commit(records):
    records.move()
    assert records.commits == ["before", "after"]
    assert records.stage_of() == 31


def test_when_the_change_fails_nothing_is_sent_and_nobody_is_moved(records):
    def failing(placing: Placing) -> Moved:
        move_applicant(placing, 123, "31", settings=SETTINGS, delivery_id=UUID(int=1), now=MOVED_AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        records.run(failing)
    assert records.stage_of() == 30
    assert list(records.outbox.latest(9)) == []


def test_without_a_url_the_applicant_is_moved_and_nothing_is_queued(records):
    moved = records.move(settings=CallbackSettings())
    assert moved.delivery is None
    assert (moved.previous.name, moved.current.name) == ("Application Screening", "Interview")
    assert records.stage_of() == 31
    assert list(records.outbox.latest(9)) == []


@pytest.mark.parametrize("to", ["31", " interview ", "INTERVIEW"])
def test_a_stage_is_given_by_id_or_by_name(records, to):
    assert records.move(to=to).current.stage_id == 31


def test_who_was_in_no_stage_has_no_previous_one_and_a_job_that_is_gone_no_title(records):
    payload = json.loads(records.move(124, "Application Screening").delivery.body)
    assert payload["previous_stage"] is None
    assert payload["job"] == {"job_id": 13, "title": None, "code": None}


@pytest.mark.parametrize(
    ("applicant_id", "to", "words"),
    [
        (999, "Interview", "there is no applicant 999"),
        (123, "Screening", "there is no stage Screening. There are: 30 Application Screening, 31 Interview, "),
        (123, "Elsewhere", "there is no stage Elsewhere"),
        (123, "40", "there is no stage 40"),
        (123, "Hired", "several stages are called Hired; take the id"),
        (123, "application screening", "applicant 123 is in the stage 30 Application Screening already"),
    ],
)
def test_a_move_that_cannot_be_made_says_why_and_changes_nothing(records, applicant_id, to, words):
    with pytest.raises(MoveError, match=words):
        records.move(applicant_id, to)
    assert records.stage_of() == 30
    assert list(records.outbox.latest(9)) == []


def test_the_token_is_sent_and_never_shown():
    sender = CallbackSender(Secret("f" * 40), SETTINGS)
    assert sender.headers_for(None, MOVED_AT) == {"Content-Type": "application/json", "X-Callback-Token": "f" * 40}
    assert "ffff" not in repr(vars(sender))


def test_success_is_any_2xx_or_as_the_page_words_it_any_answer():
    strict = CallbackSender(Secret("t"), SETTINGS)
    lenient = CallbackSender(Secret("t"), CallbackSettings(success="any_response"))
    statuses = (200, 204, 299, 301, 404, 500)
    assert [strict.is_success(each) for each in statuses] == [True, True, True, False, False, False]
    assert all(lenient.is_success(each) for each in statuses)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "example.com/callbacks",
        "http://",
        "https://user:secret@example.com/",
        "https://example.com/#part",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "https://example.com/a b",
    ],
)
def test_a_url_that_nothing_can_be_sent_to_is_refused_by_its_setting(url):
    with pytest.raises(ConfigurationError, match=r"talentics\.callback_urls\.moved_applicant") as refused:
        CallbackSettings(moved_applicant_url=url)
    assert "secret" not in str(refused.value)
