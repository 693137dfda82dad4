"""What depends on the database: that an expiry is told once, with its change, and what is kept of decisions."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from satupintu.systems.kemnaker.server.reviewing import KINDS
from tests.contract.kemnaker.bodies import id_of
from tests.integration.kemnaker_office.office import told_portal, training, vacancy

DAY = timedelta(days=1)


@pytest.fixture
def portal(office):
    return told_portal(office)


def test_an_expiry_is_told_once_when_the_clock_reaches_it(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    assert office.expire() == 0
    office.wait(61 * DAY)
    found = portal.find_vacancy(id_of(1)).data
    assert (found.status, found.version) == ("expired", 1)
    assert [office.expire(), office.expire()] == [1, 0]
    found = portal.find_vacancy(id_of(1)).data
    assert (found.status, found.close_reason, found.version) == ("expired", "expired", 2)
    assert office.told()[1:] == [("vacancy.expired", "expired", 2)]


def test_a_change_that_comes_first_tells_it_and_the_gateway_no_second_time(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    office.wait(61 * DAY)
    portal.put_vacancy(id_of(1), vacancy(title="Lain"))
    assert office.expire() == 0
    assert office.told()[1:] == [("vacancy.expired", "expired", 2)]


def test_who_renews_before_it_was_written_down_is_told_nothing(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    office.wait(61 * DAY)
    expires_at = (office.house.clock.now() + 30 * DAY).isoformat()
    assert portal.put_vacancy(id_of(1), vacancy(expires_at=expires_at)).data.status == "open"
    assert office.expire() == 0
    assert len(office.told()) == 1


def test_each_expiry_is_told(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    for _ in range(2):
        office.wait(61 * DAY)
        office.expire()
        expires_at = (office.house.clock.now() + 30 * DAY).isoformat()
        portal.put_vacancy(id_of(1), vacancy(expires_at=expires_at))
    assert office.told()[1:] == [("vacancy.expired", "expired", 2), ("vacancy.expired", "expired", 4)]


def test_a_training_expires_after_its_day_in_western_indonesia(office):
    portal = told_portal(office, "toss")
    today = (office.house.clock.now() + timedelta(hours=7)).date()
    portal.put_training(id_of(1), training(today.isoformat(), (today + 9 * DAY).isoformat()))
    office.wait(DAY)
    assert office.expire() == 1
    assert portal.find_training(id_of(1)).data.status == "expired"
    assert office.told() == [("training.accepted", None, 1), ("training.expired", "expired", 2)]


def test_what_is_not_committed_is_not_told(office, portal, monkeypatch):
    portal.put_vacancy(id_of(1), vacancy())

    def fail(*_, **__):
        raise RuntimeError("told to fail")

    monkeypatch.setattr("satupintu.store.kemnaker_office._ReviewedRecords.note", fail)
    with suppress(RuntimeError):
        office.decide("vacancy", 1, "close")
    assert portal.find_vacancy(id_of(1)).data.status == "open"
    assert len(office.told()) == 1


def test_decisions_are_kept_with_who_made_them(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    office.decide("vacancy", 1, "reject", "Dua kali", officer="Budi")
    held = office.decide("vacancy", 1, "accept")
    reviews = office.house.kemnaker_office.reviews(KINDS["vacancy"], held)
    assert [(each.version, each.officer, each.decision, each.reason) for each in reviews] == [
        (2, "Budi", "reject", "Dua kali"),
        (3, "Sari", "accept", None),
    ]


def test_lists_show_all_clients_by_what_anybody_says_of_them(office, portal):
    for number in (1, 2, 3):
        portal.put_vacancy(id_of(number), vacancy())
    office.decide("vacancy", 2, "reject", "Dua kali")
    portal.delete_vacancy(id_of(3))
    desk, kind = office.house.kemnaker_office, KINDS["vacancy"]

    def ids(**wanted):
        return [held.record.id for held in desk.all(kind, **wanted)]

    assert len(ids()) == 3
    assert ids(status="rejected") == [id_of(2)]
    assert ids(status="closed") == [id_of(3)]
    assert ids(environment="live") == ids(client_id="NOBODY") == []
    office.wait(61 * DAY)
    assert set(ids(status="expired")) == {id_of(1), id_of(2)}
