"""What a receiver takes for a notification of the ministry, and what it refuses."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.kemnaker.client.receiver import KemnakerReceiver, Received, Refused
from satupintu.systems.kemnaker.contract.signing import CANONICAL_HEX, DOKU, SecretError, SignedParts, sign

NOW = datetime(2022, 9, 22, 1, 51, tzinfo=UTC)
SECRET = "SK-demo-secret-0001"
PATH = "/api/company/notifications"
EVENT = {
    "id": "7f0ad4a4-0b7b-4f6e-8f0f-3a4c1b2d9e03",
    "event": "vacancy.closed",
    "occurred_at": "2022-09-22T01:51:00Z",
    "environment": "staging",
    "data": {"type": "vacancy", "id": "2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10", "status": "closed", "version": 7},
}
BODY = json.dumps(EVENT).encode()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def receiver(clock) -> KemnakerReceiver:
    return KemnakerReceiver({"JOSS-DEMO-0001": SECRET}, clock=clock)


def headers(body=BODY, *, path=PATH, secret=SECRET, profile=DOKU, method="POST", **changes):
    """The headers of a genuine notification; `changes` replace some after the signing, None leaves one out."""
    parts = SignedParts(
        method=method,
        target=path,
        client_id="JOSS-DEMO-0001",
        request_id="0b8e2f0e-5a44-4f3e-8f0f-3a4c1b2d9e03",
        timestamp="2022-09-22T01:51:00Z",
        body=body,
    )
    sent = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Client-Id": parts.client_id,
        "Request-Id": parts.request_id,
        "Request-Timestamp": parts.timestamp,
        "Signature": sign(profile, parts, secret),
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in sent.items() if value is not None}


def status_of(receiver, found, body=BODY, *, method="POST", path=PATH):
    return receiver.receive(method, path, found, body).status


def test_a_genuine_notification_is_received_with_everything_in_it(receiver):
    body = json.dumps(EVENT | {"office": "Jakarta"}).encode()
    found = receiver.receive("POST", PATH, headers(body), body)
    assert isinstance(found, Received)
    assert (found.status, found.repeated) == (200, False)
    assert (found.notification.id, found.notification.event) == (UUID(EVENT["id"]), "vacancy.closed")
    assert (found.notification.occurred_at, found.notification.data.version) == (NOW, 7)
    assert found.notification.model_extra == {"office": "Jakarta"}


def test_the_printed_vector_of_a_notification_is_genuine(receiver):
    body = b'{"event":"demo"}'
    signature = "HMACSHA256=e0pa+PbbLhZEeDKJfxJq1NEktGI0VgM/hyXTzvMFZqQ="
    refused = receiver.receive("POST", PATH, headers(body, Signature=signature), body)
    assert isinstance(refused, Refused)
    assert (refused.status, "not a notification" in refused.reason) == (422, True)


def test_names_of_headers_are_read_in_any_case_and_blanks_around_values_cut(receiver):
    found = {name.upper(): f" {value} " for name, value in headers().items()}
    assert status_of(receiver, found) == 200


def test_a_query_of_the_registered_url_is_not_signed(receiver):
    assert status_of(receiver, headers(), path=f"{PATH}?key=1") == 200


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        (401, {"Client_Id": None}),
        (401, {"Signature": None}),
        (401, {"Signature": "", "Accept": None}),
        (400, {"Accept": None}),
        (400, {"Request_Id": None}),
        (400, {"Request_Timestamp": None}),
        (400, {"Content_Type": None}),
        (400, {"Request_Id": "a b"}),
        (400, {"Client_Id": "x" * 129}),
        (406, {"Accept": "text/html"}),
        (415, {"Content_Type": "text/plain"}),
        (415, {"Content_Type": "application/json; charset=latin-1"}),
        (400, {"Request_Timestamp": "2022-09-22T08:51:00+07:00"}),
        (401, {"Request_Timestamp": "2022-09-22T01:45:59Z"}),
        (401, {"Client_Id": "JOSS-OTHER"}),
        (401, {"Signature": "HMACSHA256=AAAA"}),
        (401, {"Request_Id": "another"}),
    ],
)
def test_each_fault_of_the_headers_has_its_status(receiver, status, changes):
    assert status_of(receiver, headers(**changes)) == status
    assert status_of(receiver, headers()) == 200


@pytest.mark.parametrize(
    "faults",
    [
        ("Signature", "Accept"), ("Accept", "Content_Type"), ("Request_Id", "Content_Type"),
    ],
)  # fmt: skip
def test_the_earlier_check_answers(receiver, faults):
    alone = status_of(receiver, headers(**{faults[0]: None}))
    assert status_of(receiver, headers(**dict.fromkeys(faults))) == alone


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-300, 200), (0, 200), (300, 200), (301, 401)])
def test_both_edges_of_the_window_belong_to_it(receiver, clock, seconds, status):
    clock.move(timedelta(seconds=seconds))
    assert status_of(receiver, headers()) == status


def test_the_bytes_that_came_are_checked_not_what_they_mean(receiver):
    spaced = json.dumps(EVENT, indent=1).encode()
    assert status_of(receiver, headers(), spaced) == 401
    assert status_of(receiver, headers(spaced), spaced) == 200


@pytest.mark.parametrize("path", [f"{PATH}/", "/api/company/Notifications", "/", "/api%2Fcompany/notifications"])
def test_the_path_is_checked_as_it_was_sent(receiver, path):
    assert status_of(receiver, headers(), path=path) == 401


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"{}", b'{"id": 1}', b"\xff", b"[" * 100_000])
def test_what_is_signed_but_no_notification_is_refused_and_not_remembered(receiver, body):
    assert status_of(receiver, headers(body), body) in {400, 422}
    assert receiver.receive("POST", PATH, headers(), BODY).repeated is False


def test_a_body_over_1_mib_is_refused(receiver):
    body = b"x" * 1_048_577
    assert status_of(receiver, headers(body), body) == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post_brings_notifications(receiver, method):
    assert status_of(receiver, headers(method=method), method=method) == 405


@given(
    path=st.text(max_size=20),
    values=st.dictionaries(
        st.sampled_from(["Client-Id", "Request-Id", "Request-Timestamp", "Signature", "Accept", "Content-Type"]),
        st.text(max_size=20),
    ),
    body=st.binary(max_size=30),
)
def test_no_request_breaks_the_receiver(path, values, body):
    receiver = KemnakerReceiver({"JOSS-DEMO-0001": SECRET}, clock=FrozenClock(NOW))
    assert 400 <= receiver.receive("POST", path, headers() | values, body).status < 500


def test_an_event_that_came_before_is_repeated_whatever_its_request_id(receiver):
    first = receiver.receive("POST", PATH, headers(), BODY)
    again = receiver.receive("POST", PATH, headers(), BODY)
    assert (first.repeated, again.repeated, again.status) == (False, True, 200)


def test_of_many_deliveries_at_once_one_is_the_first(receiver):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: receiver.receive("POST", PATH, headers(), BODY).repeated, range(64)))
    assert found.count(False) == 1


def test_both_secrets_count_while_one_is_being_replaced(clock):
    receiver = KemnakerReceiver({"JOSS-DEMO-0001": ("older", "newer")}, clock=clock)
    assert [status_of(receiver, headers(secret=secret)) for secret in ("older", "newer", "oldest")] == [200, 200, 401]


def test_another_profile_can_be_agreed(clock):
    receiver = KemnakerReceiver({"JOSS-DEMO-0001": SECRET}, clock=clock, profile=CANONICAL_HEX)
    assert status_of(receiver, headers(profile=CANONICAL_HEX)) == 200
    assert status_of(receiver, headers()) == 401


@pytest.mark.parametrize("secrets", [{}, {"a b": SECRET}, {"JOSS": ()}, {"JOSS": ("a", "b", "c")}])
def test_secrets_that_cannot_be_used_are_said_at_once(secrets):
    with pytest.raises(ConfigurationError):
        KemnakerReceiver(secrets)


def test_an_empty_secret_is_said_at_once_and_none_is_shown():
    with pytest.raises(SecretError):
        KemnakerReceiver({"JOSS-DEMO-0001": ""})
    assert SECRET not in repr(KemnakerReceiver({"JOSS-DEMO-0001": SECRET}))
