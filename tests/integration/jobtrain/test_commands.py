"""What an operator does with the served Jobtrain from the outside: forget a candidate, plan a fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from satupintu.bootstrap.fault_orders import FaultOrder, plan
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox
from satupintu.cli.app import app
from tests.integration.jobtrain.served import Served

EVERYWHERE = ["jobtrain", "candidates", "delete", "8841", "--data"]


def test_a_candidate_is_deleted_with_everything_once(data: Path) -> None:
    before = len(list((data / "files" / "jobtrain").iterdir()))
    done = CliRunner().invoke(app, [*EVERYWHERE, str(data)])
    assert (done.exit_code, done.output) == (0, "Candidate 8841 is deleted.\n")
    assert len(list((data / "files" / "jobtrain").iterdir())) == before - 1
    again = CliRunner().invoke(app, [*EVERYWHERE, str(data), "--json"])
    assert again.exit_code == 1
    assert json.loads(again.stdout) == {"id": 8841, "deleted": False}


def test_a_sandbox_of_an_earlier_version_gets_the_records_and_keeps_its_own(data: Path) -> None:
    with House.open(data) as house:
        assert house.jobtrain_records.candidates.delete(8841)
        fill_sandbox(house)
        assert not house.jobtrain_records.candidates.delete(8841), "a deleted candidate does not come back"


@pytest.mark.parametrize(
    ("operation", "path"), [("jobs_page", "JOBS/list"), ("division", "divisions/3"), ("*", "nothing")]
)
def test_a_planned_fault_strikes_in_whatever_case_the_path_is_sent(operation: str, path: str, served: Served) -> None:
    order = FaultOrder(system="jobtrain", operation=operation, status=503, retry_after_s=7, times=1)
    served.token("api.all")
    plan(served.house.faults, order)
    answer = served.get(path)
    assert (answer.status_code, answer.headers["Retry-After"], answer.text) == (503, "7", "Service Unavailable")
    assert served.get(path).status_code in {200, 404}


def test_a_planned_refusal_has_the_vendors_shape(served: Served) -> None:
    served.token("api.all")
    plan(served.house.faults, FaultOrder(system="jobtrain", operation="*", status=429, times=1))
    answer = served.get("Jobs/list")
    assert (answer.status_code, answer.json()["title"]) == (429, "Too Many Requests")
