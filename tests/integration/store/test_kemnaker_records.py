"""The records of JOSS, in memory and on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from satupintu.systems.kemnaker.server.ports import Owner, Record

NOW = datetime(2026, 8, 1, 1, 51, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
OWNER = Owner("staging", "JOSS-0001")
VACANCY = Record(
    id="2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10",
    status="open",
    version=3,
    document='{"title":"Perawat – Sléman","note":"\\u0000"}',
    sent='{ "title" : "Perawat – Sléman" , "unknown": {"a":[1.10]} }',
    created_at=NOW,
    updated_at=NOW + timedelta(microseconds=1),
    expires_at=NOW + 60 * DAY,
    parent_id="1edd9893-f1a3-45dd-89d4-bc4dc9a071d0",
)
COMPANY = replace(VACANCY, id="1edd9893-f1a3-45dd-89d4-bc4dc9a071d0", status="active", expires_at=None, parent_id=None)


class RefusedError(Exception):
    pass


@pytest.fixture
def run(medium):
    """Run work in a transaction."""
    return lambda work: asyncio.run(medium.transactions.run(work))


def remember(request_id="a", owner=OWNER, now=NOW, until=NOW + DAY):
    return lambda records: records.remember_request_id(owner, request_id, now=now, until=until)


def test_a_record_comes_back_as_it_was_saved_to_the_microsecond(run):
    run(lambda records: (records.save_vacancy(OWNER, VACANCY), records.save_company(OWNER, COMPANY)))

    assert run(lambda records: records.vacancy(OWNER, VACANCY.id)) == VACANCY
    assert run(lambda records: records.company(OWNER, COMPANY.id)) == COMPANY


def test_saving_again_replaces(run):
    run(lambda records: records.save_vacancy(OWNER, VACANCY))
    closed = replace(VACANCY, status="closed", version=4, expires_at=None)
    run(lambda records: records.save_vacancy(OWNER, closed))

    assert run(lambda records: records.vacancy(OWNER, VACANCY.id)) == closed


def test_work_sees_what_it_has_just_saved(run):
    def work(records):
        records.save_vacancy(OWNER, VACANCY)
        return records.vacancy(OWNER, VACANCY.id)

    assert run(work) == VACANCY


@pytest.mark.parametrize("other", [Owner("live", "JOSS-0001"), Owner("staging", "JOSS-0002")])
def test_records_and_request_ids_of_different_owners_never_meet(run, other):
    run(lambda records: (records.save_vacancy(OWNER, VACANCY), records.save_company(OWNER, COMPANY)))
    run(remember())

    assert run(lambda records: records.vacancy(other, VACANCY.id)) is None
    assert run(lambda records: records.company(other, COMPANY.id)) is None
    assert run(remember(owner=other)) is True


def test_a_company_is_not_a_vacancy(run):
    run(lambda records: records.save_company(OWNER, COMPANY))

    assert run(lambda records: records.vacancy(OWNER, COMPANY.id)) is None


def test_a_request_id_is_taken_once_until_it_is_past(run):
    assert run(remember()) is True
    assert run(remember()) is False
    assert run(remember(now=NOW + DAY - timedelta(microseconds=1), until=NOW + 2 * DAY)) is False
    assert run(remember(now=NOW + DAY, until=NOW + 2 * DAY)) is True
    assert run(remember(now=NOW + DAY, until=NOW + 2 * DAY)) is False


def test_request_ids_differ_by_case_and_blanks(run):
    assert [run(remember(request_id)) for request_id in ("abc", "ABC", "abc ")] == [True, True, True]


def test_a_refusal_inside_a_savepoint_keeps_what_came_before_it(run):
    def work(records):
        records.remember_request_id(OWNER, "a", now=NOW, until=NOW + DAY)
        records.save_company(OWNER, COMPANY)
        try:
            with records.savepoint():
                records.save_company(OWNER, replace(COMPANY, status="closed"))
                records.save_vacancy(OWNER, VACANCY)
                raise RefusedError
        except RefusedError:
            return records.company(OWNER, COMPANY.id)

    assert run(work) == COMPANY
    assert run(lambda records: records.vacancy(OWNER, VACANCY.id)) is None
    assert run(remember()) is False


def test_savepoints_nest(run):
    def work(records):
        with records.savepoint():
            records.save_company(OWNER, COMPANY)
            with pytest.raises(RefusedError), records.savepoint():
                records.save_vacancy(OWNER, VACANCY)
                raise RefusedError

    run(work)

    assert run(lambda records: records.company(OWNER, COMPANY.id)) == COMPANY
    assert run(lambda records: records.vacancy(OWNER, VACANCY.id)) is None


def test_work_that_raises_leaves_nothing_behind(run):
    def work(records):
        records.remember_request_id(OWNER, "a", now=NOW, until=NOW + DAY)
        records.save_vacancy(OWNER, VACANCY)
        raise RefusedError

    with pytest.raises(RefusedError):
        run(work)

    assert run(lambda records: records.vacancy(OWNER, VACANCY.id)) is None
    assert run(remember()) is True


def test_purging_forgets_only_what_is_past(medium, run):
    run(remember("old", until=NOW + DAY))
    run(remember("new", until=NOW + 2 * DAY))

    assert medium.transactions.purge_request_ids(NOW + DAY) == 1
    assert medium.transactions.purge_request_ids(NOW + DAY) == 0
    assert run(remember("new", now=NOW + DAY)) is False


def test_of_many_at_once_with_one_request_id_exactly_one_gets_it(medium):
    async def storm():
        return await asyncio.gather(*(medium.transactions.run(remember()) for _ in range(64)))

    assert sorted(asyncio.run(storm())) == [False] * 63 + [True]
