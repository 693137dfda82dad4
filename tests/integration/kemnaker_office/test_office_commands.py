"""`satupintu joss` and `satupintu toss`: what is typed, and what is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from satupintu.cli.app import app
from tests.contract.kemnaker.bodies import COMPANY, id_of
from tests.integration.kemnaker_office.office import Office, vacancy


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A sandbox with a client of two vacancies."""
    with Office.opened(tmp_path / "data", None) as office:
        portal = office.joss(office.client(client_id="PORTAL-1"))
        for number in (1, 2):
            portal.put_vacancy(id_of(number), vacancy(title=f"Lowongan {number}"))
    return tmp_path / "data"


def run(data: Path, *arguments: str, status: int = 0) -> str:
    """A command's output, in this process."""
    ended = CliRunner().invoke(app, [*arguments, "--data", str(data)])
    assert ended.exit_code == status, ended.output
    return ended.output if status == 0 else f"{ended.output}{ended.exception}"


def run_json(data: Path, *arguments: str) -> Any:
    return json.loads(run(data, *arguments, "--json"))


def test_a_secret_is_shown_when_it_is_made_and_never_again(data):
    added = run_json(data, "joss", "clients", "add", "Portal Lain", "--permission", "vacancies.write")
    rotated = run_json(data, "joss", "clients", "rotate", added["client_id"])
    assert added["secret"] != rotated["secret"]
    shown = run(data, "joss", "clients", "list") + run(data, "joss", "clients", "list", "--json")
    assert added["secret"] not in shown
    assert rotated["secret"] not in shown
    [listed] = [each for each in run_json(data, "joss", "clients", "list") if each["client_id"] == added["client_id"]]
    assert (listed["secrets"], listed["overlap_ends_at"]) == (2, rotated["overlap_ends_at"])
    assert (listed["label"], listed["permissions"], listed["active"]) == ("Portal Lain", ["vacancies.write"], True)


def test_people_are_told_that_the_secret_is_shown_once(data):
    assert "not shown again" in run(data, "toss", "clients", "add", "LPK Contoh", "--environment", "live")
    assert "The one before it is valid until" in run(data, "joss", "clients", "rotate", "PORTAL-1")


def test_a_list_can_be_of_one_environment(data):
    live = run_json(data, "joss", "clients", "list", "--environment", "live")
    assert {each["environment"] for each in live} == {"live"}


def test_a_revoked_client_is_listed_as_such(data):
    assert "revoked in staging" in run(data, "joss", "clients", "revoke", "PORTAL-1")
    [listed] = [each for each in run_json(data, "joss", "clients", "list") if each["client_id"] == "PORTAL-1"]
    assert (listed["active"], listed["secrets"]) == (False, 0)


def test_a_url_is_registered_and_taken_away(data):
    url = "https://portal.example/n"
    assert url in run(data, "joss", "clients", "notify", "PORTAL-1", url)
    assert run_json(data, "joss", "clients", "notify", "PORTAL-1", "--off")["notification_url"] is None
    assert "either a URL or --off" in run(data, "joss", "clients", "notify", "PORTAL-1", status=2)
    assert "must be an address" in run(data, "joss", "clients", "notify", "PORTAL-1", "portal", status=1)


def test_what_waits_is_listed_shown_and_decided(data):
    run(data, "joss", "vacancies", "reject", id_of(1), "--reason", "Upah kurang jelas", "--as", "Sari")
    [rejected] = run_json(data, "joss", "vacancies", "list", "--status", "rejected")
    assert (rejected["title"], rejected["verification_reason"]) == ("Lowongan 1", "Upah kurang jelas")
    said = run(data, "joss", "vacancies", "accept", id_of(1), "--client", "PORTAL-1", "--as", "Budi")
    assert f"vacancy {id_of(1)} of PORTAL-1 (staging): open, accepted, version 3" in said
    assert "has registered no URL" in said
    shown = run_json(data, "joss", "vacancies", "show", id_of(1))
    assert [(each["officer"], each["decision"]) for each in shown["decisions"]] == [
        ("Sari", "reject"),
        ("Budi", "accept"),
    ]
    assert "reject by Sari: Upah kurang jelas" in run(data, "joss", "vacancies", "show", id_of(1))


def test_a_rejection_without_a_reason_is_not_made(data):
    assert "--reason" in run(data, "joss", "vacancies", "reject", id_of(1), status=2)


def test_a_closing_is_queued_for_a_client_that_is_told(data):
    run(data, "joss", "clients", "notify", "PORTAL-1", "https://portal.example/n")
    closed = run_json(data, "joss", "vacancies", "close", id_of(2), "--reason", "Penipuan")
    assert (closed["status"], closed["close_reason"], closed["close_note"]) == (
        "closed",
        "operator_decision",
        "Penipuan",
    )
    [queued] = run_json(data, "deliveries", "list")
    assert (queued["event"], queued["owner"], queued["system"]) == ("vacancy.closed", "PORTAL-1", "joss")
    shown = run_json(data, "deliveries", "show", queued["id"])
    assert shown["payload"]["data"]["reason"] == "operator_decision"


def test_a_company_that_two_clients_have_is_pointed_out(data):
    with Office.opened(data, None) as office:
        for client, company in (("PORTAL-1", COMPANY["id"]), ("PORTAL-2", id_of(7))):
            issued = office.client(client_id=client) if client == "PORTAL-2" else None
            if issued is not None:
                employer = COMPANY | {"id": company, "license_number": "909201921212"}
                office.joss(issued).put_vacancy(id_of(5), vacancy(employer=employer))
        rotated = office.house.kemnaker_clients("joss").rotate("staging", "PORTAL-1")
        employer = COMPANY | {"license_number": "909201921212"}
        office.joss(rotated).put_vacancy(id_of(1), vacancy(employer=employer))
    listed = run(data, "joss", "companies", "list", "--client", "PORTAL-1")
    assert "PORTAL-2" not in listed
    listed = run(data, "joss", "companies", "list")
    assert listed.count("PORTAL-2") == 2
    verified = run_json(data, "joss", "companies", "verify", id_of(7))
    assert verified["verification_status"] == "verified"


def test_toss_has_trainings_and_no_vacancies(data):
    assert run_json(data, "toss", "trainings", "list") == []
    assert "No such command" in run(data, "toss", "vacancies", "list", status=2)
