"""What officers decide, what becomes of it, and that clients are told of it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from satupintu.kernel.errors import BadRequestError, DataError
from satupintu.systems.kemnaker.server.reviewing import KINDS, Decision, ReviewError
from tests.contract.kemnaker.bodies import COMPANY, id_of
from tests.integration.kemnaker_office.office import told_portal, training, vacancy

DAY = timedelta(days=1)


@pytest.fixture
def office(sqlite_office):
    return sqlite_office


@pytest.fixture
def portal(office):
    return told_portal(office)


@pytest.fixture
def manual(office, monkeypatch):
    """Officers look at every vacancy before it is public."""
    joss = office.house.settings.joss.model_copy(update={"review_mode": "manual"})
    office.house.settings = office.house.settings.model_copy(update={"joss": joss})
    office.__post_init__()


def test_without_review_a_vacancy_is_accepted_by_the_system(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    portal.put_vacancy(id_of(1), vacancy())
    assert office.told() == [("vacancy.accepted", None, 1)]


@pytest.mark.usefixtures("manual")
def test_an_officer_accepts_what_waits(office):
    portal = told_portal(office)
    assert portal.put_vacancy(id_of(1), vacancy()).data.verification_status == "pending"
    office.decide("vacancy", 1, "accept")
    found = portal.find_vacancy(id_of(1)).data
    assert (found.verification_status, found.status, found.version) == ("accepted", "open", 2)
    assert office.told() == [("vacancy.accepted", None, 2)]
    with pytest.raises(ReviewError, match="accepted already"):
        office.decide("vacancy", 1, "accept")


@pytest.mark.usefixtures("manual")
def test_a_rejection_has_a_reason_and_ends_with_the_next_change(office):
    portal = told_portal(office)
    portal.put_vacancy(id_of(1), vacancy())
    with pytest.raises(ReviewError, match="--reason"):
        office.decide("vacancy", 1, "reject")
    office.decide("vacancy", 1, "reject", "Upah tidak dicantumkan")
    found = portal.find_vacancy(id_of(1)).data
    assert (found.verification_status, found.verification_reason) == ("rejected", "Upah tidak dicantumkan")
    assert portal.put_vacancy(id_of(1), vacancy(title="Lain")).data.verification_status == "pending"
    assert office.told() == [("vacancy.rejected", "Upah tidak dicantumkan", 2)]


def test_an_officer_closes_for_good(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    office.decide("vacancy", 1, "close", "Penipuan")
    found = portal.find_vacancy(id_of(1)).data
    assert (found.status, found.close_reason, found.close_note) == ("closed", "operator_decision", "Penipuan")
    assert found.closed_at is not None
    with pytest.raises(BadRequestError):
        portal.put_vacancy(id_of(1), vacancy(status="open"))
    with pytest.raises(ReviewError, match="only an open one"):
        office.decide("vacancy", 1, "close")
    assert office.told()[-1] == ("vacancy.closed", "operator_decision", 2)


def test_what_an_officer_closed_is_neither_reworded_nor_reported_as_filled(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    office.decide("vacancy", 1, "close", "Iklan palsu")
    kept = portal.put_vacancy(id_of(1), vacancy(status="closed", close_reason="other", close_note="baik saja")).data
    assert (kept.close_reason, kept.close_note) == ("operator_decision", "Iklan palsu")
    with pytest.raises(BadRequestError, match="officer"):
        portal.put_vacancy(id_of(1), vacancy(status="filled", filled_count=1))


def test_a_late_report_is_taken_although_the_company_is_closed_by_now(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    portal.delete_vacancy(id_of(1))
    assert portal.delete_company(COMPANY["id"]).data.status == "closed"
    filled = portal.put_vacancy(id_of(1), vacancy(status="filled", filled_count=1)).data
    assert (filled.status, filled.employer.status) == ("filled", "closed")
    with pytest.raises(BadRequestError, match="company is closed"):
        portal.put_vacancy(id_of(2), vacancy())


def test_a_company_is_verified_once(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    company = KINDS["company"]
    held = office.house.kemnaker_office.one(company, COMPANY["id"], environment="staging")
    office.house.kemnaker_office.decide(company, held, Decision.VERIFY, officer="Sari", reason=None)
    assert portal.find_company(COMPANY["id"]).data.verification_status == "verified"
    assert portal.put_vacancy(id_of(1), vacancy()).data.employer.verification_status == "verified"
    assert office.told()[-1] == ("company.verified", None, 2)
    with pytest.raises(ReviewError, match="verified already"):
        office.house.kemnaker_office.decide(company, held, Decision.VERIFY, officer="Sari", reason=None)


def test_closing_is_told_by_whoever_does_it_and_filling_is_not_told(office, portal):
    for number in (1, 2):
        portal.put_vacancy(id_of(number), vacancy())
    portal.delete_vacancy(id_of(1))
    portal.delete_vacancy(id_of(1))
    portal.put_vacancy(id_of(2), vacancy(status="filled", filled_count=2))
    assert [event for event in office.told() if event[0] != "vacancy.accepted"] == [("vacancy.closed", "withdrawn", 2)]


def test_a_refused_change_is_not_told(office, portal):
    portal.put_vacancy(id_of(1), vacancy())
    portal.delete_vacancy(id_of(1))
    with pytest.raises(BadRequestError):
        portal.put_vacancy(id_of(1), vacancy(status="open"))
    assert len(office.told()) == 2


def test_officers_close_and_reject_trainings_too(office):
    portal = told_portal(office, "toss")
    today = office.house.clock.now().date()
    for number in (1, 2):
        portal.put_training(id_of(number), training((today + DAY).isoformat(), (today + 9 * DAY).isoformat()))
    office.decide("training", 1, "close", "Tidak ada")
    office.decide("training", 2, "reject", "Alamat salah")
    assert portal.find_training(id_of(1)).data.close_reason == "operator_decision"
    assert portal.find_training(id_of(2)).data.verification_reason == "Alamat salah"
    assert {event[:2] for event in office.told()} == {
        ("training.accepted", None),
        ("training.closed", "operator_decision"),
        ("training.rejected", "Alamat salah"),
    }


def test_an_id_that_several_clients_have_needs_the_client(office):
    first, second = office.client(client_id="PORTAL-1"), office.client(client_id="PORTAL-2")
    for issued in (first, second):
        office.joss(issued).put_vacancy(id_of(1), vacancy())
    desk, kind = office.house.kemnaker_office, KINDS["vacancy"]
    with pytest.raises(DataError, match=r"PORTAL-1, PORTAL-2\. Name one with --client"):
        desk.one(kind, id_of(1), environment="staging")
    held = desk.one(kind, id_of(1).upper(), environment="staging", client_id="PORTAL-2")
    desk.decide(kind, held, Decision.CLOSE, officer="Sari", reason=None)
    assert office.joss(first).find_vacancy(id_of(1)).data.status == "open"
    with pytest.raises(DataError, match="no vacancy"):
        desk.one(kind, id_of(9), environment="staging")
    with pytest.raises(ReviewError, match="there is no vacancy"):
        desk.decide(
            kind, replace(held, record=replace(held.record, id=id_of(9))), Decision.CLOSE, officer="S", reason=None
        )
