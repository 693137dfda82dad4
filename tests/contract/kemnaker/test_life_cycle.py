"""The life cycle of a vacancy, row by row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from satupintu.systems.kemnaker.contract.texts import utc_text
from tests.contract.kemnaker.bodies import SMALLEST, changed, without
from tests.contract.kemnaker.conftest import NOW

CLOSE = {"status": "closed", "close_reason": "position_cancelled", "close_note": "Batal"}
FILL = {"status": "filled", "filled_count": 2}
MOMENT = timedelta(hours=1)
AFTER_ITS_END = timedelta(days=60)


def at(moment):
    return utc_text(NOW + moment)


def state(record):
    return {name: record[name] for name in ("status", "close_reason", "close_note", "closed_at", "filled_count")}


OPEN_STATE = {"status": "open", "close_reason": None, "close_note": None, "closed_at": None, "filled_count": 0}


def begun(server, status):
    """A vacancy that has come into a state an hour ago; its record now."""
    server.filed(1)
    match status:
        case "closed":
            server.filed(1, **CLOSE)
        case "filled":
            server.filed(1, **FILL)
        case "expired":
            server.clock.move(AFTER_ITS_END - MOMENT)
    server.clock.move(MOMENT)
    record = server.found(1)
    assert record["status"] == status
    return record


def refused(answer, status=400):
    assert (answer.status_code, set(answer.json())) == (status, {"message"}), answer.text


def faults(answer):
    assert answer.status_code == 422, answer.text
    return set(answer.json()["errors"])


@pytest.mark.parametrize("body", [CLOSE, FILL])
def test_a_vacancy_begins_open_and_in_no_other_status(server, body):
    refused(server.put(1, changed(**body)))
    refused(server.get(1), 404)
    assert state(server.filed(1, status="open")) == OPEN_STATE


def test_a_vacancy_begins_with_its_term(server):
    record = server.filed(1, published_at="2026-03-05", expires_at="2026-03-09")
    assert (record["published_at"], record["expires_at"]) == ("2026-03-04T17:00:00Z", "2026-03-09T16:59:59Z")


@pytest.mark.parametrize(
    ("term", "path"),
    [
        ({"expires_at": at(timedelta())}, "expires_at"),
        ({"published_at": "2026-01-01", "expires_at": "2026-03-01"}, "expires_at"),
        ({"published_at": "2025-12-01"}, "expires_at"),
        ({"published_at": "2026-04-02T00:00:00Z", "expires_at": "2026-04-02T00:00:00Z"}, "expires_at"),
        ({"published_at": "2026-04-02T00:00:00.1Z", "expires_at": "2026-04-02T00:00:00.9Z"}, "expires_at"),
        ({"published_at": "9999-12-31"}, "published_at"),
    ],
)
def test_a_new_vacancy_ends_after_it_begins_and_in_the_future(server, term, path):
    assert faults(server.put(1, changed(**term))) == {path}


def test_a_term_may_begin_long_ago_and_end_far_away(server):
    record = server.filed(1, published_at="0999-01-01T00:00:00Z", expires_at="9999-12-31")
    assert (record["published_at"], record["expires_at"]) == ("0999-01-01T00:00:00Z", "9999-12-31T16:59:59Z")
    assert server.found(1) == record


def test_an_open_vacancy_stays_open(server):
    begun(server, "open")
    assert state(server.filed(1, title="B")) == OPEN_STATE
    assert server.filed(1, filled_count=1)["filled_count"] == 1
    assert server.filed(1, filled_count=3)["status"] == "open"


def test_an_open_vacancy_is_closed_with_a_reason(server):
    begun(server, "open")
    for reason in ("", None, "operator_decision", "filled", "expired"):
        assert faults(server.put(1, changed(status="closed", close_reason=reason))) == {"close_reason"}
    assert faults(server.put(1, changed(status="closed"))) == {"close_reason"}
    assert state(server.filed(1, **CLOSE)) == CLOSE | {"closed_at": at(MOMENT), "filled_count": 0}


def test_an_open_vacancy_is_closed_by_delete(server):
    before = begun(server, "open")
    deleted = server.delete(1)
    assert deleted.status_code == 200
    record = deleted.json()["data"]
    withdrawn = {"status": "closed", "close_reason": "withdrawn", "closed_at": at(MOMENT)}
    assert record == before | withdrawn | {"version": 2, "updated_at": at(MOMENT)}
    assert server.found(1) == record


def test_an_open_vacancy_is_filled_with_a_count(server):
    begun(server, "open")
    for count in (None, 0, 4, -1):
        assert faults(server.put(1, changed(status="filled", filled_count=count))) == {"filled_count"}
    assert faults(server.put(1, changed(status="filled"))) == {"filled_count"}
    filled = {"status": "filled", "close_reason": "filled", "close_note": None, "filled_count": 2}
    assert state(server.filed(1, **FILL)) == filled | {"closed_at": at(MOMENT)}


def test_an_open_vacancy_expires_at_the_second_of_its_end(server):
    server.filed(1)
    server.clock.move(AFTER_ITS_END - timedelta(microseconds=1))
    assert server.found(1)["status"] == "open"
    server.clock.move(timedelta(microseconds=1))
    expired = {"status": "expired", "close_reason": "expired", "closed_at": at(AFTER_ITS_END)}
    assert state(server.found(1)) == OPEN_STATE | expired


def test_an_open_vacancy_expires_when_a_put_sets_its_end_to_the_past(server):
    begun(server, "open")
    record = server.filed(1, expires_at=at(timedelta(minutes=30)))
    assert (record["status"], record["close_reason"]) == ("expired", "expired")
    assert record["closed_at"] is not None


@pytest.mark.parametrize("status", [{}, {"status": None}, {"status": "open"}])
def test_an_expired_vacancy_opens_again_with_an_end_in_the_future(server, status):
    begun(server, "expired")
    record = server.filed(1, expires_at="2026-12-31", **status)
    assert state(record) == OPEN_STATE
    assert record["expires_at"] == "2026-12-31T16:59:59Z"


def test_an_expired_vacancy_stays_expired_without_a_new_end(server):
    begun(server, "expired")
    record = server.filed(1, title="B")
    assert (record["status"], record["title"], record["closed_at"]) == ("expired", "B", at(AFTER_ITS_END))


def test_an_expired_vacancy_cannot_be_closed(server):
    before = begun(server, "expired")
    refused(server.put(1, changed(**CLOSE)))
    assert server.found(1) == before


@pytest.mark.parametrize("status", ["expired", "closed"])
def test_an_expired_or_closed_vacancy_may_be_reported_as_filled_later(server, status):
    moment = at(AFTER_ITS_END if status == "expired" else MOMENT)
    begun(server, status)
    filled = {"status": "filled", "close_reason": "filled", "close_note": None, "filled_count": 2, "closed_at": moment}
    assert state(server.filed(1, **FILL)) == filled


@pytest.mark.parametrize(("status", "body"), [("closed", CLOSE), ("filled", FILL)])
def test_a_put_that_repeats_the_status_may_change_the_content(server, status, body):
    before = begun(server, status)
    assert server.filed(1, **body) == before
    after = server.filed(1, title="B", **body)
    assert (state(after), after["title"], after["version"]) == (state(before), "B", before["version"] + 1)


def test_the_count_of_a_filled_vacancy_may_be_corrected_but_not_to_nothing(server):
    before = begun(server, "filled")
    assert server.filed(1, status="filled", filled_count=1)["filled_count"] == 1
    assert server.filed(1, filled_count=3)["filled_count"] == 3
    assert faults(server.put(1, changed(filled_count=0))) == {"filled_count"}
    assert server.found(1)["closed_at"] == before["closed_at"]


def test_the_reason_of_a_closed_vacancy_may_be_corrected(server):
    before = begun(server, "closed")
    after = server.filed(1, status="closed", close_reason="duplicate")
    assert state(after) == state(before) | {"close_reason": "duplicate", "close_note": None}


@pytest.mark.parametrize("status", ["closed", "filled"])
def test_an_absent_status_on_a_finished_vacancy_means_unchanged(server, status):
    before = begun(server, status)
    assert server.filed(1) == before
    assert state(server.filed(1, title="B", expires_at="2027-01-01")) == state(before)


@pytest.mark.parametrize(("status", "body"), [("closed", {"status": "open"}), ("filled", {"status": "open"}),
                                              ("filled", CLOSE)])  # fmt: skip
def test_what_is_finished_never_comes_back(server, status, body):
    before = begun(server, status)
    refused(server.put(1, changed(title="B", **body)))
    refused(server.put(1, changed(expires_at="2027-01-01", **body)))
    assert server.found(1) == before


@pytest.mark.parametrize("status", ["closed", "filled", "expired"])
def test_delete_leaves_a_finished_vacancy_as_it_is(server, status):
    before = begun(server, status)
    for _ in range(2):
        answer = server.delete(1)
        assert (answer.status_code, answer.json()["data"]) == (200, before)


def test_a_headcount_cannot_fall_below_what_is_filled(server):
    server.filed(1, filled_count=3)
    assert faults(server.put(1, changed(quota=2))) == {"filled_count"}
    assert faults(server.put(1, changed(quota=2, filled_count=3))) == {"filled_count"}
    assert server.filed(1, quota=2, filled_count=2)["quota"] == 2


def test_a_kept_end_must_still_be_after_a_new_beginning(server):
    server.filed(1)
    assert faults(server.put(1, changed(published_at="2027-01-01"))) == {"expires_at"}


def test_a_reason_without_a_closing_says_nothing(server):
    assert state(server.filed(1, close_reason="other", close_note="Catatan")) == OPEN_STATE
    assert without(SMALLEST, "title").keys() < server.filed(1).keys()
