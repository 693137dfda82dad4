from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.seen import MemorySeen
from satupintu.systems.talentics.client.receiver import (
    DeliveryKey,
    Received,
    Refused,
    TalenticsReceiver,
)
from tests.conformance.talentics.examples import MOVED_APPLICANT

TOKEN = "5f1d7a84db00d2fce00b31a7fc73224f8d2b5a71"
HEADERS = {"Content-Type": "application/json", "X-Callback-Token": TOKEN}
BODY = MOVED_APPLICANT.encode()


@pytest.fixture
def receiver() -> TalenticsReceiver:
    return TalenticsReceiver(TOKEN)


def changed(**fields) -> bytes:
    return json.dumps(json.loads(BODY) | fields).encode()


def test_a_genuine_event_is_received_with_everything_in_it(receiver):
    found = receiver.receive(HEADERS, changed(office={"city": "Bandung"}))
    assert isinstance(found, Received)
    assert (found.status, found.repeated) == (200, False)
    assert (found.event.applicant_id, found.event.job.code, found.event.previous_stage.stage_id) == (123, "CODE123", 30)
    assert found.event.model_extra == {"office": {"city": "Bandung"}}
    assert found.event.raw == changed(office={"city": "Bandung"})


def test_an_event_without_the_stage_entered_is_received(receiver):
    document = json.loads(BODY)
    del document["current_stage"]
    assert receiver.receive(HEADERS, json.dumps(document).encode()).event.current_stage is None


@pytest.mark.parametrize("name", ["x-callback-token", "X-CALLBACK-TOKEN"])
def test_the_name_of_the_header_is_read_in_any_case(receiver, name):
    assert receiver.receive({name: f" {TOKEN} "}, BODY).status == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Callback-Token": ""}, {"X-Callback-Token": TOKEN[:-1]}, {"X-Callback-Token": TOKEN.upper()},
     {"X-Callback-Token": "\udcff"}, {"X-Callback-Token": TOKEN, "x-callback-token": "other"},
     {"Authorization": TOKEN}],
)  # fmt: skip
def test_without_the_right_token_everything_is_refused_whatever_the_body(receiver, headers):
    for body in (BODY, b"", b"{"):
        assert receiver.receive(headers, body).status == 401
    assert receiver.receive(HEADERS, BODY).repeated is False


@given(token=st.text(), body=st.binary(max_size=30))
def test_no_request_breaks_the_receiver(token, body):
    receiver = TalenticsReceiver(TOKEN)
    assert receiver.receive({"X-Callback-Token": token}, body).status == 401
    assert receiver.receive(HEADERS, body).status == 400


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b'{"applicant_id": 1,}', BODY.replace(b'"}}', b'"},}'), BODY + b"x", b"\xff",
     BODY.replace(b"123,", b"NaN,"), BODY.decode().encode("utf-16"), changed(applicant_id=None), changed(job={}),
     changed(moved_at=None), b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_moved_applicant_event_in_json_is_refused(receiver, body):
    refused = receiver.receive(HEADERS, body)
    assert isinstance(refused, Refused)
    assert refused.status == 400


@pytest.mark.parametrize(
    "headers",
    [[("x-callback-token", TOKEN)], [(b"X-Callback-Token", TOKEN.encode())], {"X-Callback-Token": TOKEN.encode()},
     {"Host": None, "X-Callback-Token": TOKEN}],
)  # fmt: skip
def test_headers_come_as_a_mapping_or_as_pairs_of_text_or_bytes(receiver, headers):
    assert receiver.receive(headers, BODY).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [(None, 400), (5, 400), (["x"], 400), ([("a", "b", "c")], 400), ({"X-Callback-Token": None}, 401), ([], 401)],
)
def test_what_are_no_headers_is_refused(receiver, headers, status):
    assert receiver.receive(headers, BODY).status == status


@pytest.mark.parametrize("body", [BODY.decode(), None, bytearray(BODY), 5])
def test_a_body_that_is_not_given_as_bytes_is_refused(receiver, body):
    assert receiver.receive(HEADERS, body) == Refused(400, "the body is not given as bytes, as it came")


@pytest.mark.parametrize("number", [True, "123", 123.0])
@pytest.mark.parametrize(
    "fields", [lambda number: {"applicant_id": number}, lambda number: {"job": {"job_id": number}}]
)
def test_an_id_is_a_whole_number_and_nothing_that_can_be_taken_for_one(receiver, fields, number):
    assert receiver.receive(HEADERS, changed(**fields(number))).status == 400


def test_one_moment_in_two_forms_is_one_delivery(receiver):
    forms = ("2020-08-03T23:04:24Z", "2020-08-03T23:04:24.000000Z", "2020-08-03T23:04:24.5Z", "yesterday", "yesterday")
    repeated = [receiver.receive(HEADERS, changed(moved_at=moved_at)).repeated for moved_at in forms]
    assert repeated == [False, True, False, False, True]


def test_a_repeated_delivery_is_answered_and_told_apart(receiver):
    assert [receiver.receive(HEADERS, body).repeated for body in (BODY, BODY, changed(name="J. Doe"))] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    "other",
    [{"applicant_id": 124}, {"job": {"job_id": 13}}, {"moved_at": "2020-08-03T23:04:25.000000Z"}],
)
def test_another_applicant_job_or_moment_is_another_event(receiver, other):
    receiver.receive(HEADERS, BODY)
    assert receiver.receive(HEADERS, changed(**other)).repeated is False


def test_two_receivers_with_one_memory_take_an_event_once():
    seen = MemorySeen()
    first, second = TalenticsReceiver(TOKEN, seen), TalenticsReceiver(TOKEN, seen)
    assert (first.receive(HEADERS, BODY).repeated, second.receive(HEADERS, BODY).repeated) == (False, True)


def test_of_deliveries_at_the_same_time_exactly_one_is_the_first(receiver):
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: receiver.receive(HEADERS, BODY).repeated, range(200)))
    assert found.count(False) == 1


def test_the_memory_forgets_the_oldest_when_it_is_full():
    seen = MemorySeen(most=2)
    keys = [DeliveryKey("moved_applicant", number, 1, "t") for number in range(3)]
    assert [seen.add(key) for key in (*keys, keys[2], keys[1], keys[0])] == [True, True, True, False, False, True]


@pytest.mark.parametrize("token", ["", "  "])
def test_an_empty_token_is_refused_at_once(token):
    with pytest.raises(ConfigurationError, match="token"):
        TalenticsReceiver(token)


def test_the_token_shows_in_no_repr(receiver):
    assert TOKEN not in repr(receiver) + repr(receiver.receive({}, BODY))
