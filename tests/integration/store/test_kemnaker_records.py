"""The records of JOSS and TOSS, in memory and on both databases."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from satupintu.systems.kemnaker.server.ports import Owner, Record, Selection

NOW = datetime(2026, 8, 1, 1, 51, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
OWNER = Owner("staging", "JOSS-0001")
VACANCY = Record(
    id="2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10",
    status="open",
    version=3,
    text=json.dumps({"title": "Perawat – Sléman", "note": "\0", "skills": [1, None, True, 0.5]}),
    sent='{ "title" : "Perawat – Sléman" , "unknown": {"a":[1.10]} }',
    created_at=NOW,
    updated_at=NOW + timedelta(microseconds=1),
    expires_at=NOW + 60 * DAY,
    parent_id="1edd9893-f1a3-45dd-89d4-bc4dc9a071d0",
)
COMPANY = replace(VACANCY, id="1edd9893-f1a3-45dd-89d4-bc4dc9a071d0", status="active", expires_at=None, parent_id=None)


class RefusedError(Exception):
    pass


def same(found):
    """What is made of a result where nothing is."""
    return found


@pytest.fixture
def run(medium):
    """Run work in a transaction."""
    return lambda work: asyncio.run(medium.transactions.run(work, same))


@pytest.fixture
def select(medium):
    """A page of vacancies."""

    def select(owner=OWNER, kind="vacancy", parent="company", **wanted):
        selection = Selection(**{"now": NOW, **wanted})
        return asyncio.run(medium.transactions.select(kind, parent, owner, selection))

    return select


def remember(request_id="a", owner=OWNER, now=NOW, until=NOW + DAY):
    return lambda records: records.remember_request_id(owner, request_id, now=now, until=until)


KINDS = ["company", "vacancy", "institution", "training"]


def save(kind, *records, owner=OWNER):
    return lambda rows: [rows.save(kind, owner, record) for record in records] and None


def find(kind, record_id, owner=OWNER):
    return lambda rows: rows.find(kind, owner, record_id)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_comes_back_as_it_was_saved_to_the_microsecond(run, kind):
    run(save(kind, VACANCY, COMPANY))

    assert run(find(kind, VACANCY.id)) == VACANCY
    assert run(find(kind, COMPANY.id)) == COMPANY


def test_saving_again_replaces(run):
    run(save("vacancy", VACANCY))
    closed = replace(VACANCY, status="closed", version=4, expires_at=None)
    run(save("vacancy", closed))

    assert run(find("vacancy", VACANCY.id)) == closed


def test_work_sees_what_it_has_just_saved(run):
    def work(records):
        records.save("vacancy", OWNER, VACANCY)
        return records.find("vacancy", OWNER, VACANCY.id)

    assert run(work) == VACANCY


@pytest.mark.parametrize(("kind", "parent"), [("vacancy", "company"), ("training", "institution")])
def test_a_record_and_what_it_belongs_to_are_found_together(run, kind, parent):
    def both(records):
        return records.find_both(kind, VACANCY.id, parent, COMPANY.id, OWNER)

    assert run(both) == (None, None)
    run(save(parent, COMPANY))
    assert run(both) == (None, COMPANY)
    run(save(kind, VACANCY))
    assert run(both) == (VACANCY, COMPANY)


@pytest.mark.parametrize("other", [Owner("live", "JOSS-0001"), Owner("staging", "JOSS-0002")])
def test_records_and_request_ids_of_different_owners_never_meet(run, select, other):
    run(save("vacancy", VACANCY))
    run(save("company", COMPANY))
    run(remember())

    assert run(find("vacancy", VACANCY.id, other)) is None
    assert run(lambda rows: rows.find_both("vacancy", VACANCY.id, "company", COMPANY.id, other)) == (None, None)
    assert run(lambda rows: rows.has_open("vacancy", other, COMPANY.id, NOW)) is False
    assert select(other).total == 0
    assert run(remember(owner=other)) is True


def test_a_company_is_not_a_vacancy(run):
    run(save("company", COMPANY))

    assert run(find("vacancy", COMPANY.id)) is None


def test_a_request_id_is_taken_once_until_it_is_past(run):
    assert run(remember()) is True
    assert run(remember()) is False
    assert run(remember(now=NOW + DAY - timedelta(microseconds=1), until=NOW + 2 * DAY)) is False
    assert run(remember(now=NOW + DAY, until=NOW + 2 * DAY)) is True
    assert run(remember(now=NOW + DAY, until=NOW + 2 * DAY)) is False


def test_request_ids_differ_by_case_and_blanks(run):
    assert [run(remember(request_id)) for request_id in ("abc", "ABC", "abc ")] == [True, True, True]


def test_work_that_raises_leaves_nothing_behind(run):
    def work(records):
        records.remember_request_id(OWNER, "a", now=NOW, until=NOW + DAY)
        records.save("vacancy", OWNER, VACANCY)
        records.count_request(OWNER, 1, NOW)
        raise RefusedError

    with pytest.raises(RefusedError):
        run(work)

    assert run(find("vacancy", VACANCY.id)) is None
    assert run(lambda records: records.count_request(OWNER, 1, NOW)).granted
    assert run(remember()) is True


def test_purging_forgets_only_what_is_past(medium, run):
    run(remember("old", until=NOW + DAY))
    run(remember("new", until=NOW + 2 * DAY))

    assert medium.transactions.purge_request_ids(NOW + DAY) == 1
    assert medium.transactions.purge_request_ids(NOW + DAY) == 0
    assert run(remember("new", now=NOW + DAY)) is False


def test_of_many_at_once_with_one_request_id_exactly_one_gets_it(medium):
    async def storm():
        return await asyncio.gather(*(medium.transactions.run(remember(), same) for _ in range(64)))

    assert sorted(asyncio.run(storm())) == [False] * 63 + [True]


# Lists


def numbered(number, *, minute=0, status="open", expires_at=NOW + DAY, parent=COMPANY):
    """A vacancy of its own, last changed so many minutes from now."""
    return replace(
        VACANCY,
        id=f"00000000-0000-4000-8000-{number:012d}",
        status=status,
        updated_at=NOW + minute * MINUTE,
        expires_at=expires_at if status == "open" else None,
        parent_id=parent.id,
    )


def test_a_list_is_in_the_order_of_the_last_change_and_then_of_ids(run, select):
    later, earlier = numbered(1, minute=2), numbered(9, minute=1)
    same_moment = numbered(2, minute=2)
    run(save("company", COMPANY))
    run(save("vacancy", same_moment, later, earlier))

    found = select()

    assert list(found.records) == [earlier, later, same_moment]
    assert (found.total, found.parents) == (3, {COMPANY.id: COMPANY})


def test_a_list_includes_the_beginning_of_an_interval_and_not_its_end(run, select):
    first, second, third = (numbered(minute, minute=minute) for minute in range(3))
    run(save("company", COMPANY))
    run(save("vacancy", first, second, third))

    assert list(select(updated_since=second.updated_at).records) == [second, third]
    assert list(select(updated_until=second.updated_at).records) == [first]
    assert list(select(updated_since=second.updated_at, updated_until=third.updated_at).records) == [second]


def test_what_is_open_counts_as_expired_once_its_end_has_come(run, select):
    opened, ended = numbered(1), numbered(2, expires_at=NOW)
    closed, expired = numbered(3, status="closed"), numbered(4, status="expired")
    run(save("company", COMPANY))
    run(save("vacancy", opened, ended, closed, expired))

    assert list(select(statuses=("open",)).records) == [opened]
    assert list(select(statuses=("expired",)).records) == [ended, expired]
    assert list(select(statuses=("closed", "open")).records) == [opened, closed]
    assert select().total == 4


def test_pages_cover_a_list_without_gap_or_overlap(run, select):
    everything = [numbered(number, minute=number % 4) for number in range(11)]
    run(save("company", COMPANY))
    run(save("vacancy", *everything))

    pages = [select(page=page, per_page=4) for page in range(1, 5)]

    assert [len(page.records) for page in pages] == [4, 4, 3, 0]
    seen = [record for page in pages for record in page.records]
    assert seen == sorted(everything, key=lambda record: (record.updated_at, record.id))
    assert {page.total for page in pages} == {11}


def test_a_list_of_companies_belongs_to_nobody(run, select):
    run(save("company", COMPANY))

    found = select(kind="company", parent=None)

    assert (list(found.records), found.parents) == ([COMPANY], {})


def test_a_company_has_something_open_until_the_last_of_it_is_closed_or_over(run):
    def has_open(now=NOW):
        return run(lambda records: records.has_open("vacancy", OWNER, COMPANY.id, now))

    other = replace(COMPANY, id="00000000-0000-4000-8000-0000000000ff")
    run(save("vacancy", numbered(1, status="closed"), numbered(2, parent=other)))
    assert not has_open()
    run(save("vacancy", numbered(3, expires_at=NOW + DAY)))
    assert has_open()
    assert has_open(NOW + DAY - timedelta(microseconds=1))
    assert not has_open(NOW + DAY)


# Quota


def test_requests_are_counted_per_owner_and_for_all_together(medium, run):
    def count(owner=OWNER, now=NOW):
        return lambda records: records.count_request(owner, 3, now)

    async def many():
        return await asyncio.gather(*(medium.transactions.run(count(), same) for _ in range(8)))

    assert sorted(counted.granted for counted in asyncio.run(many())) == [False] * 5 + [True] * 3
    assert run(count(Owner("live", OWNER.client_id))).remaining == 2
    refused = run(count(now=NOW + MINUTE / 2))
    assert (refused.granted, refused.retry_after) == (False, 30)
    assert run(count(now=NOW + MINUTE)).granted


def test_one_that_fails_among_many_at_once_harms_no_other(medium):
    def failing(records):
        records.save("company", OWNER, COMPANY)
        raise RefusedError

    async def storm():
        works = [remember(str(number)) if number != 3 else failing for number in range(8)]
        return await asyncio.gather(*(medium.transactions.run(work, same) for work in works), return_exceptions=True)

    results = asyncio.run(storm())

    assert [result is True for result in results] == [number != 3 for number in range(8)]
    assert isinstance(results[3], RefusedError)
    assert asyncio.run(medium.transactions.run(find("company", COMPANY.id), same)) is None
    assert asyncio.run(medium.transactions.run(remember("0"), same)) is False
