"""What is personal in a record shows neither in the record, nor in a log, nor in an error about it."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from satupintu.kernel.errors import UnreadableReplyError
from satupintu.systems.talentics.client.receiver import Refused, TalenticsReceiver
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract.callbacks import MovedApplicant
from satupintu.systems.talentics.contract.models import (
    Applicant,
    ApplicantReply,
    ApplicantsReply,
    EmploymentFormReply,
    JobReply,
    Record,
    ScoresReply,
    TicketPage,
)
from satupintu.systems.talentics.contract.stamps import StampError
from tests.conformance.talentics import examples
from tests.unit.talentics.answering import Answers

PERSON = {"name", "email"}
APPLICANT = PERSON | {
    "phone_number", "identity_number", "location", "dob", "nik", "portfolio_link", "address", "cv_file_path",
    "access_code",
}  # fmt: skip
ANSWERS: dict[type[Record], tuple[str, set[str]]] = {
    TicketPage: (f'{{"data": [{examples.TICKET}, {examples.SECOND_TICKET}]}}', PERSON),
    ScoresReply: (f'{{"data": {examples.SCORES}}}', PERSON),
    JobReply: (f'{{"data": {examples.JOB}}}', {"email", "phone", "address"}),
    ApplicantsReply: (f'{{"data": [{examples.APPLICANT}, {examples.SECOND_APPLICANT}]}}', APPLICANT),
    ApplicantReply: (f'{{"data": {examples.APPLICANT}}}', APPLICANT),
    EmploymentFormReply: (f'{{"data": {examples.EMPLOYMENT_FORM}}}', {"email", "value"}),
    MovedApplicant: (examples.MOVED_APPLICANT, {"email"}),
}
"""Published answers with the keys whose values are personal, wherever they stand."""

METHODS = {
    TicketPage: lambda client: client.tickets_page(1),
    ScoresReply: lambda client: client.scores(1),
    JobReply: lambda client: client.job(1),
    ApplicantsReply: lambda client: client.applicants(1),
    ApplicantReply: lambda client: client.applicant(1),
    EmploymentFormReply: lambda client: client.employment_form(30),
}

models = st.sampled_from(list(ANSWERS))
called = st.sampled_from(list(METHODS))
# No digits and no small letters: nothing else in a record or a message looks like this.
secrets = st.text(alphabet="ΩΨΞΔΛΘ", min_size=6, max_size=20)


def filled(value: Any, keys: set[str], secret: str) -> Any:
    """A document with a secret in place of every personal value, and in a key that nobody knows."""
    if isinstance(value, dict):
        known = {key: secret if key in keys else filled(inner, keys, secret) for key, inner in value.items()}
        return known | {"kartu_keluarga": secret}
    if isinstance(value, list):
        return [filled(inner, keys, secret) for inner in value]
    return value


def document_of(model: type[Record], secret: str) -> dict[str, Any]:
    text, keys = ANSWERS[model]
    return filled(json.loads(text), keys, secret)


def shown(record: Record, caplog: pytest.LogCaptureFixture) -> str:
    with caplog.at_level(logging.INFO):
        logging.getLogger("application").info("%s %r", record, record)
    logged = caplog.text
    caplog.clear()
    return "\n".join((repr(record), str(record), f"{record}", f"{record!r}", repr([record]), logged))


@pytest.mark.parametrize("model", ANSWERS, ids=lambda model: model.__name__)
def test_a_published_record_shows_no_personal_value(model, caplog):
    text, keys = ANSWERS[model]

    def personal(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {str(inner) for key, inner in value.items() if key in keys and isinstance(inner, str)}
            return own.union(*(personal(inner) for inner in value.values()))
        return set().union(*map(personal, value)) if isinstance(value, list) else set()

    record = model.model_validate_json(text)
    found = shown(record, caplog)
    # A blood type of one letter stands in every word.
    values = {value for value in personal(json.loads(text)) if len(value) > 3}
    assert model is JobReply or values
    assert [value for value in values if value in found] == []
    assert json.loads(record.model_dump_json(exclude_unset=True, by_alias=True)) == json.loads(text)


@given(model=models, secret=secrets)
def test_no_personal_value_shows_at_any_depth_nor_that_of_an_unknown_key(model, secret):
    record = model.model_validate_json(json.dumps(document_of(model, secret)), extra="allow")
    assert secret not in "\n".join((repr(record), str(record), f"{record}", repr({"record": [record]})))
    assert secret in str(record.model_dump())


def error_about(model: type[Record], body: str) -> UnreadableReplyError:
    with (
        Talentics("app", "secret", http=Answers(lambda path: (200, body.encode()))) as client,
        pytest.raises(UnreadableReplyError) as caught,
    ):
        METHODS[model](client)
    return caught.value


@given(model=called, secret=secrets, place=st.integers(0))
def test_no_personal_value_shows_in_the_error_about_a_reply_that_is_cut_off(model, secret, place):
    body = json.dumps(document_of(model, secret), ensure_ascii=False)
    error = error_about(model, body[: place % len(body)])
    assert secret not in f"{error} {error!r} {error.__cause__}"


@given(model=called, secret=secrets, place=st.integers(0))
def test_no_personal_value_shows_in_the_error_about_a_reply_of_other_types(model, secret, place):
    document = document_of(model, secret)
    record = document["data"][-1] if isinstance(document["data"], list) else document["data"]
    del record["kartu_keluarga"]
    record[list(record)[place % len(record)]] = {"of": [secret]}
    error = error_about(model, json.dumps(document, ensure_ascii=False))
    assert secret not in f"{error} {error!r} {error.__cause__}"
    assert secret in error.body.decode()


@given(secret=secrets, field=st.sampled_from(sorted(Applicant.model_fields)))
def test_no_personal_value_shows_in_an_error_of_the_model_itself(secret, field):
    values = json.loads(examples.APPLICANT) | dict.fromkeys(APPLICANT, secret) | {field: [secret]}
    with pytest.raises(ValidationError) as caught:
        Applicant.model_validate(values)
    assert secret not in f"{caught.value} {caught.value!r}"


@given(secret=secrets)
def test_a_date_that_cannot_be_read_is_not_told(secret):
    applicant = Applicant(id=1, dob=secret)
    with pytest.raises(StampError) as caught:
        applicant.moment("dob", None)
    assert secret not in f"{caught.value} {caught.value!r}"


@given(secret=secrets, field=st.sampled_from(["applicant_id", "moved_at", "job"]))
def test_no_personal_value_shows_in_the_refusal_of_a_callback(secret, field):
    document = document_of(MovedApplicant, secret) | {field: [secret]}
    refused = TalenticsReceiver("token").receive({"X-Callback-Token": "token"}, json.dumps(document).encode())
    assert isinstance(refused, Refused)
    assert secret not in repr(refused)


def test_what_is_not_personal_is_there_to_be_seen():
    seen = repr(Applicant.model_validate_json(examples.APPLICANT))
    assert "id=1, organization_id=99999, job_id=1, account_id=100001, name='********'" in seen
    assert "education='S1'" in seen
