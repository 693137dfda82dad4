"""Trainings: their fields, and how they come and go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.contract.kemnaker.bodies import SMALLEST, TRAINING, changed, without
from tests.contract.kemnaker.records import TRAININGS

DAY = timedelta(days=1)
LAST_SECOND = timedelta(days=59, hours=15, minutes=8, seconds=59)
"""From the frozen clock to the end of 30 April 2026 in western Indonesia."""


@pytest.fixture
def toss(serve):
    return serve(api="toss")


def put(toss, body: Any = TRAINING, **changes: Any):
    return toss.send("PUT", TRAININGS.at(1), changed(body, **changes))


def filed(toss, **changes: Any):
    answer = put(toss, **changes)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()["data"]


def test_the_published_sample_is_accepted_and_answered(toss):
    sample = without(TRAINING, "institution") | {"address": None, "certified": True, "bnsp_certified": False}
    sample |= {"cover_uri": "https://a.example/cover.png", "registration_url": "https://a.example/daftar"}
    record = filed(toss, **sample)
    assert {name: record[name] for name in sample} == sample | {"region": sample["region"] | {"country_code": None}}
    read_only = {"status": "open", "verification_status": "accepted", "verification_reason": None, "version": 1,
                 "close_reason": None, "closed_at": None}  # fmt: skip
    assert {name: record[name] for name in read_only} == read_only
    assert set(record) == set(sample) | set(read_only) | {"id", "institution", "created_at", "updated_at"}


def test_what_is_left_out_has_its_default(toss):
    record = filed(toss)
    defaults = {
        "certified": False,
        "bnsp_certified": False,
        "address": None,
        "cover_uri": None,
        "registration_url": None,
    }
    assert {name: record[name] for name in defaults} == defaults


WRONG: dict[str, list[Any]] = {
    "title": [None, "", "x" * 201],
    "description": [None, "", "x" * 20_001],
    "address": [7, "x" * 501],
    "media": [None, "Online", "tv"],
    "difficulty_level": [None, "expert"],
    "price": [None, -1, "250000", 1.5, True],
    "certified": ["true", 1],
    "bnsp_certified": ["false", 0],
    "quota": [None, 0, "10"],
    "expired_date": [None, "", "2026-02-30", "2026-05-01T00:00:00Z", "01-05-2026", 20260501, "2026-08-01"],
    "start_date": [None, "soon", "2026-08-01"],
    "finish_date": [None, "2026-13-01", "2026-04-30"],
    "cover_uri": ["x", "ftp://a.example"],
    "registration_url": ["x", "http://a.example"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in WRONG for value in WRONG[field]])
def test_a_wrong_value_is_a_fault_of_its_field(toss, field, value):
    answer = put(toss, **{field: value})
    assert answer.status_code == 422, answer.text
    blamed = {"start_date": {"start_date", "finish_date"}}.get(field, {field})
    assert set(answer.json()["errors"]) <= blamed


@pytest.mark.parametrize("media", ["offline", "hybrid"])
@pytest.mark.parametrize("address", [{}, {"address": None}, {"address": " "}])
def test_where_people_meet_an_address_is_required(toss, media, address):
    answer = put(toss, media=media, **address)
    assert list(answer.json()["errors"]) == ["address"]
    assert filed(toss, media=media, address="Jl. Pelatihan No. 7")["media"] == media


def test_days_may_coincide(toss):
    filed(toss, expired_date="2026-05-01", start_date="2026-05-01", finish_date="2026-05-01")


def test_html_is_cleaned(toss):
    assert filed(toss, description="<p onclick=x>A</p><script>b</script>")["description"] == "<p>A</p>"


def test_a_training_expires_when_its_day_is_over_in_western_indonesia(toss):
    before = filed(toss)
    toss.clock.move(LAST_SECOND)
    assert toss.record("GET", TRAININGS.at(1))["status"] == "open"
    toss.clock.move(timedelta(seconds=1))
    expired = {"status": "expired", "close_reason": "expired", "closed_at": "2026-04-30T17:00:00Z"}
    assert toss.record("GET", TRAININGS.at(1)) == before | expired
    assert filed(toss) == before | expired
    assert toss.record("DELETE", TRAININGS.at(1)) == before | expired


def test_an_expired_training_opens_again_with_a_later_day(toss):
    filed(toss)
    toss.clock.move(61 * DAY)
    record = filed(toss, expired_date="2026-05-31")
    assert (record["status"], record["close_reason"], record["closed_at"]) == ("open", None, None)


def test_a_closed_training_is_closed_for_good(toss):
    filed(toss)
    closed = toss.record("DELETE", TRAININGS.at(1))
    assert (closed["status"], closed["close_reason"], closed["closed_at"]) == (
        "closed", "withdrawn", "2026-03-02T01:51:00Z")  # fmt: skip
    assert filed(toss) == closed
    refused = put(toss, title="Baru")
    assert (refused.status_code, set(refused.json())) == (400, {"message"})
    other = TRAINING["institution"] | {"id": "5b0b3c51-6a0e-4d0c-8f53-0c2f3e1a7b22"}
    assert put(toss, institution=other).status_code == 400
    toss.clock.move(365 * DAY)
    assert toss.record("GET", TRAININGS.at(1)) == closed


def test_with_reviews_a_training_waits_for_an_officer(serve):
    assert filed(serve(api="toss", reviews=True))["verification_status"] == "pending"


def test_content_that_changes_is_looked_at_again_only_with_the_setting(serve):
    for reverifies, status in ((False, "accepted"), (True, "pending")):
        toss = serve(api="toss", reverifies=reverifies)
        filed(toss)
        assert filed(toss)["verification_status"] == "accepted"
        assert filed(toss, title="Baru")["verification_status"] == status


def test_a_vacancy_that_is_closed_or_filled_is_not_looked_at_again(serve):
    joss = serve(reverifies=True)
    joss.filed(1, SMALLEST)
    closed = joss.filed(1, SMALLEST, status="closed", close_reason="other")
    assert closed["verification_status"] == "accepted"
    assert (
        joss.filed(1, SMALLEST, title="Baru", status="closed", close_reason="other")["verification_status"] == "pending"
    )
