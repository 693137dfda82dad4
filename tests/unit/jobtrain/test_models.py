"""What is read and written, and that what is personal shows neither in a record, nor in a log, nor in an error."""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from satupintu.kernel.documents import InvalidDocumentError, read_model
from satupintu.systems.jobtrain.contract.models import (
    DbsStatusUpdate,
    DbsUniqueId,
    DirectApply,
    File,
    JobSummary,
    NewDepartment,
    NewLocation,
    NewSettingItem,
    Record,
    SalaryBand,
)
from satupintu.systems.jobtrain.contract.models.record import Day, Moment
from satupintu.systems.jobtrain.contract.operations import OPERATIONS, TOKEN
from tests.unit.jobtrain.documents import document_of

PERSON = {"title", "firstName", "lastName", "email", "mobile", "phone"}
PERSONAL = {
    "Candidate": PERSON,
    "NewCandidate": PERSON,
    "JobCandidate": PERSON,
    "DbsReady": PERSON,
    "StarterShort": PERSON,
    "Address": {"line1", "line2", "town", "county", "postcode", "country"},
    "EqualOpps": {"gender", "ethnicOrigin", "disability", "sexualOrientation", "religion", "ageBand"},
    "File": {"fileName", "fileData"},
    "Document": {"fileName"},
    "Answer": {"answer"},
    "JobDetail": {"reportsTo", "recruiter", "replyToEmail"},
    "DirectApply": {"coverLetter"},
    "DbsStatusUpdate": {"certificateNumber", "result"},
    "StarterForm": {"manager"},
    "StarterField": {"value"},
}
"""Keys of records whose values are about a person."""

ANSWERS = {operation.name: operation.reply for operation in OPERATIONS if operation is not TOKEN}
BODIES = [DirectApply, DbsUniqueId, DbsStatusUpdate, NewSettingItem, NewDepartment, NewLocation]
MODELS = [*dict.fromkeys([*ANSWERS.values(), *BODIES])]
models = st.sampled_from(MODELS)
# No digits and no small letters: nothing else in a record or a message looks like this.
secrets = st.text(alphabet="ΩΨΞΔΛΘ", min_size=6, max_size=20)


def personal(secret: str):
    def chosen(model: str, key: str) -> str | None:
        if key not in PERSONAL.get(model, ()):
            return None
        return f"{secret}@x.org" if key == "email" else secret

    return chosen


def shown(record: Record, caplog: pytest.LogCaptureFixture) -> str:
    with caplog.at_level(logging.INFO):
        logging.getLogger("application").info("%s %r", record, record)
    return "\n".join((repr(record), str(record), f"{record}", repr([record]), caplog.text))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_document_that_is_read_is_written_as_it_was(model):
    document = document_of(model, lambda _, key: "asha@example.org" if key == "email" else None)
    record = model.model_validate_json(json.dumps(document))
    assert json.loads(record.model_dump_json(by_alias=True)) == document
    assert list(json.loads(record.model_dump_json(by_alias=True))) == list(document)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_personal_value_shows_at_any_depth_nor_that_of_an_unknown_key(model, caplog):
    document = document_of(model, personal("ΩΨΞΔΛΘ")) | {"nationalInsurance": "ΩΨΞΔΛΘ"}
    record = model.model_validate_json(json.dumps(document), extra="allow")
    assert "ΩΨΞΔΛΘ" not in shown(record, caplog)
    assert record.model_extra == {"nationalInsurance": "ΩΨΞΔΛΘ"}


def test_the_list_of_personal_keys_is_met_by_the_models():
    met = set()

    def chosen(model, key):
        if key in PERSONAL.get(model, ()):
            met.add(model)

    for model in MODELS:
        document_of(model, chosen)
    assert met == set(PERSONAL)


@pytest.mark.parametrize(
    ("name", "key", "value"), [("dbs_ready_page", "dateOfBirth", "1971"), ("starter_form", "salary", 98765)]
)
def test_a_date_of_birth_and_a_pay_show_neither(name, key, value):
    written = f"{value}-02-03" if key == "dateOfBirth" else value
    text = json.dumps(document_of(ANSWERS[name], lambda model, field: written if field == key else None))
    record = ANSWERS[name].model_validate_json(text)
    assert str(value) not in f"{record} {record!r}"
    assert str(value) in record.model_dump_json()


@given(model=models, secret=secrets, place=st.integers(0))
def test_no_personal_value_shows_in_the_error_about_a_document_of_other_types(model, secret, place):
    document = document_of(model, personal(secret))
    document[list(document)[place % len(document)]] = {"of": [secret]}
    try:
        model.model_validate_json(json.dumps(document))
    except ValidationError as error:
        assert secret not in f"{error} {error!r}"


def test_what_is_not_personal_is_there_to_be_seen():
    job = JobSummary.model_validate(document_of(JobSummary) | {"title": "Care Assistant"})
    assert "title='Care Assistant'" in repr(job)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-10-20T09:15:00Z", datetime(2025, 10, 20, 9, 15, tzinfo=UTC)),
        ("2025-10-20T10:15:00+01:00", datetime(2025, 10, 20, 9, 15, tzinfo=UTC)),
        ("2025-10-20T09:15:00.1234567", datetime(2025, 10, 20, 9, 15, 0, 123456, tzinfo=UTC)),
        ("2025-10-20", datetime(2025, 10, 20, tzinfo=UTC)),
    ],
)
def test_a_moment_is_in_utc_and_without_a_zone_is_meant_so(text, moment):
    read = TypeAdapter(Moment).validate_json(json.dumps(text))
    assert (read, read.tzinfo) == (moment, UTC)


def test_a_moment_is_written_with_z_and_a_day_bare():
    assert TypeAdapter(Moment).dump_json(datetime(2025, 10, 20, 9, 15, tzinfo=UTC)) == b'"2025-10-20T09:15:00Z"'
    assert TypeAdapter(Day).validate_json('"2025-12-01T00:00:00"') == date(2025, 12, 1)
    assert TypeAdapter(Day).dump_json(date(2025, 12, 1)) == b'"2025-12-01"'


@pytest.mark.parametrize(
    "wrong", ["1700000000", 1700000000, "2025-13-01", "0001-01-01T00:00:00+14:00", "soon", True, None]
)
@pytest.mark.parametrize("kind", [Moment, Day])
def test_what_is_no_date_is_refused_with_a_sentence(kind, wrong):
    if kind is Day and wrong == "0001-01-01T00:00:00+14:00":
        return
    with pytest.raises(ValidationError, match="Must be a"):
        TypeAdapter(kind).validate_json(json.dumps(wrong))


@given(st.text(max_size=40))
def test_any_text_in_a_date_is_a_date_or_refused(text):
    for kind in (Moment, Day):
        try:
            TypeAdapter(kind).validate_python(text)
        except ValidationError as error:
            assert "Must be a" in str(error)


def test_a_whole_amount_is_written_without_a_point():
    assert SalaryBand(min=23500, max=24000.5).model_dump_json(by_alias=True) == (
        '{"min":23500,"max":24000.5,"currency":null,"period":null}'
    )


def test_a_file_that_is_not_in_base64_says_so_and_no_more():
    with pytest.raises(ValueError, match=r"base64|padding|alphabet") as caught:
        _ = File(file_name="cv.pdf", content_type="application/pdf", file_data="Patel!").content
    assert "Patel" not in str(caught.value)


def test_a_strict_reader_names_every_fault_of_an_application_in_camel_case():
    body = {
        "jobId": "1",
        "candidate": {"firstName": " ", "lastName": "x" * 101, "email": "nobody"},
        "source": "x" * 101,
    }
    with pytest.raises(InvalidDocumentError) as caught:
        read_model(DirectApply, json.dumps(body).encode(), lambda _: ())
    assert set(caught.value.errors) == {
        "jobId", "candidate.firstName", "candidate.lastName", "candidate.email", "cv", "source",
    }  # fmt: skip


def test_a_strict_reader_takes_dates_as_texts():
    body = {
        "dbsUniqueId": "FA-1",
        "status": "ToBeCompleted",
        "statusDate": "2025-10-20T09:15:00Z",
        "issueDate": "2025-10-20",
    }
    update = read_model(DbsStatusUpdate, json.dumps(body).encode(), lambda _: ())
    assert (update.status_date, update.issue_date) == (datetime(2025, 10, 20, 9, 15, tzinfo=UTC), date(2025, 10, 20))
