"""Which changes of a record are told, how they are worded, and how they are signed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.ids import CountingIds
from satupintu.kernel.redaction import Secret
from satupintu.serving.outbox import RetrySchedule
from satupintu.systems.kemnaker.contract.signing import CANONICAL_HEX, DOKU, SignedParts, sign
from satupintu.systems.kemnaker.server.notifications import Notices, events_of
from satupintu.systems.kemnaker.server.ports import Owner
from satupintu.systems.kemnaker.server.sender import NotificationSender, checked_notification_url

NOW = datetime(2022, 9, 22, 1, 51, tzinfo=UTC)
OWNER = Owner("staging", "JOSS-DEMO-0001")
URL = "https://portal.example/api/company/notifications"
OPEN: dict[str, Any] = {
    "id": "2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10",
    "status": "open",
    "verification_status": "accepted",
    "verification_reason": None,
    "close_reason": None,
    "expires_at": "2022-11-21T01:51:00Z",
}
PENDING = OPEN | {"verification_status": "pending"}
CLOSED = OPEN | {"status": "closed", "close_reason": "withdrawn"}
EXPIRED = OPEN | {"status": "expired", "close_reason": "expired"}
WAITS = RetrySchedule.after((60, 300, 1800, 7200))


def told(before, after, *, kind="vacancy", actor="client"):
    events = events_of(kind, OWNER, before, after, version=7, actor=actor, now=NOW)
    return [(event.event, event.actor, event.reason) for event in events]


def changed(document, **fields):
    return document | fields


@pytest.mark.parametrize(
    ("before", "after", "actor", "expected"),
    [
        (None, OPEN, "client", [("vacancy.accepted", "system", None)]),
        (None, PENDING, "client", []),
        (PENDING, OPEN, "officer", [("vacancy.accepted", "officer", None)]),
        (
            PENDING,
            changed(PENDING, verification_status="rejected", verification_reason="No wage"),
            "officer",
            [("vacancy.rejected", "officer", "No wage")],
        ),
        (OPEN, CLOSED, "client", [("vacancy.closed", "client", "withdrawn")]),
        (
            OPEN,
            changed(CLOSED, close_reason="operator_decision"),
            "officer",
            [("vacancy.closed", "officer", "operator_decision")],
        ),
        (OPEN, EXPIRED, "system", [("vacancy.expired", "system", "expired")]),
        (OPEN, EXPIRED, "client", [("vacancy.expired", "system", "expired")]),
        (
            OPEN,
            changed(EXPIRED, expires_at="2022-09-21T00:00:00Z"),
            "client",
            [("vacancy.expired", "client", "expired")],
        ),
        (OPEN, changed(OPEN, status="filled", close_reason="filled"), "client", []),
        (EXPIRED, changed(OPEN, expires_at="2023-01-01T00:00:00Z"), "client", []),
        (changed(OPEN, verification_status="rejected"), PENDING, "client", []),
        (OPEN, changed(OPEN, title="Another"), "client", []),
        (CLOSED, CLOSED, "client", []),
    ],
)
def test_a_change_is_told_once_as_what_it_is(before, after, actor, expected):
    assert told(before, after, actor=actor) == expected


def test_trainings_are_told_like_vacancies_and_institutions_never():
    training = changed(OPEN, expired_date="2022-11-21")
    assert told(training, changed(training, status="expired"), kind="training") == [
        ("training.expired", "system", None)
    ]
    assert told(None, changed(OPEN, verification_status="pending"), kind="institution") == []
    assert told(OPEN, CLOSED, kind="institution") == []


def test_of_a_company_only_its_verification_is_told():
    company = {"id": OPEN["id"], "status": "active", "verification_status": "pending"}
    verified = changed(company, verification_status="verified")
    assert told(company, verified, kind="company", actor="officer") == [("company.verified", "officer", None)]
    assert told(verified, changed(verified, status="closed"), kind="company") == []


class Urls:
    def __init__(self, **urls: str) -> None:
        self.urls = urls

    def notification_url(self, system: str, owner: Owner) -> str | None:
        return self.urls.get(system)


def delivery(kind="vacancy", after=CLOSED, **urls):
    [event] = events_of(kind, OWNER, OPEN, after, version=7, actor="client", now=NOW)
    return Notices(Urls(**urls), CountingIds(), {"joss": WAITS, "toss": WAITS}).delivery(event)


def test_the_body_is_as_documented_and_its_id_is_that_of_the_delivery():
    queued = delivery(joss=URL)
    assert queued is not None
    assert json.loads(queued.body) == {
        "id": str(queued.id),
        "event": "vacancy.closed",
        "occurred_at": "2022-09-22T01:51:00Z",
        "environment": "staging",
        "data": {
            "type": "vacancy",
            "id": OPEN["id"],
            "status": "closed",
            "verification_status": "accepted",
            "reason": "withdrawn",
            "actor": "client",
            "version": 7,
        },
    }
    assert (queued.system, queued.environment, queued.owner, queued.url) == ("joss", "staging", OWNER.client_id, URL)


def test_who_has_registered_no_url_for_an_api_is_not_told_by_it():
    assert delivery(toss=URL) is None
    assert delivery(kind="training", joss=URL) is None
    assert delivery(kind="training", toss=URL) is not None


def test_tries_come_after_one_five_thirty_minutes_and_two_hours():
    queued = delivery(joss=URL)
    assert queued is not None
    waits = [queued.schedule.pause(left) for left in range(queued.schedule.tries - 1, 0, -1)]
    assert waits == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)]


class Secrets:
    secret: Secret | None = Secret("SK-demo-secret-0001")

    def newest_secret(self, environment: str, client_id: str) -> Secret | None:
        return self.secret if (environment, client_id) == ("staging", "JOSS-DEMO-0001") else None


@pytest.mark.parametrize("profile", [DOKU, CANONICAL_HEX])
@pytest.mark.parametrize(
    ("url", "target"),
    [
        (URL, "/api/company/notifications"),
        ("https://portal.example", "/"),
        ("https://portal.example/a%2Fb/%C3%A9/?key=1", "/a%2Fb/%C3%A9/"),
    ],
)
def test_each_try_is_signed_anew_over_the_path_of_the_url(profile, url, target):
    queued = delivery(joss=url)
    assert queued is not None
    sender = NotificationSender(Secrets(), profile, CountingIds())
    first, second = (sender.headers_for(queued, NOW + timedelta(minutes=minute)) for minute in (0, 1))
    assert first["Request-Id"] != second["Request-Id"]
    assert (first["Request-Timestamp"], second["Request-Timestamp"]) == ("2022-09-22T01:51:00Z", "2022-09-22T01:52:00Z")
    parts = SignedParts(
        method="POST",
        target=target,
        client_id="JOSS-DEMO-0001",
        request_id=second["Request-Id"],
        timestamp=second["Request-Timestamp"],
        body=queued.body.encode(),
    )
    assert second["Signature"] == sign(profile, parts, "SK-demo-secret-0001")
    assert (first["Content-Type"], first["Accept"], first["Client-Id"]) == (
        "application/json",
        "application/json",
        "JOSS-DEMO-0001",
    )


def test_a_revoked_client_is_not_told_any_more():
    queued = delivery(joss=URL)
    secrets = Secrets()
    secrets.secret = None
    assert queued is not None
    with pytest.raises(ConfigurationError, match="not active"):
        NotificationSender(secrets, DOKU, CountingIds()).headers_for(queued, NOW)


def test_any_2xx_is_success_and_nothing_else():
    sender = NotificationSender(Secrets(), DOKU, CountingIds())
    assert [status for status in (199, 200, 204, 299, 301, 400, 401, 500) if sender.is_success(status)] == [
        200,
        204,
        299,
    ]
    assert sender.timeout == timedelta(seconds=10)


@pytest.mark.parametrize(
    ("url", "environment"),
    [
        ("http://portal.example/n", "live"),
        ("ftp://portal.example/n", "staging"),
        ("https://user:secret@portal.example/n", "staging"),
        ("portal.example/n", "staging"),
    ],
)
def test_a_url_that_cannot_be_told_at_safely_is_not_registered(url, environment):
    with pytest.raises(ConfigurationError) as refused:
        checked_notification_url(url, environment)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "environment"),
    [
        ("http://portal.example/n", "staging"),
        ("http://127.0.0.1:9099/n", "live"),
        ("https://portal.example/n?key=1", "live"),
    ],
)
def test_plain_http_will_do_in_staging_and_on_this_machine(url, environment):
    assert checked_notification_url(url, environment) == url
