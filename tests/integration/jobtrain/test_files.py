"""Files of applications: outside the rows, by digest, and gone with the applicant, also when a process is killed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox_state import reset
from tests.integration.jobtrain.served import PDF, Served, application

APPLY = "Candidate/DirectApplyData"
DIGEST = sha256(PDF).hexdigest()

KILLED = """
import os, sys
from pathlib import Path
from satupintu.bootstrap.house import House
from satupintu.systems.jobtrain.contract.models import DirectApply
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.rows import ReceivedFile

def around(when):
    if when == sys.argv[2]:
        os._exit(9)

with House.open(Path(sys.argv[1]), around_commit=around) as house:
    if sys.argv[3] == "apply":
        form = DirectApply.model_validate_json(sys.argv[4])
        files = [ReceivedFile("CV", "cv.pdf", "application/pdf", form.cv.content)]
        house.jobtrain_records.served.desk.apply(Reach(True), form, files, house.clock.now())
    else:
        house.jobtrain_records.candidates.delete(int(sys.argv[4]))
"""


def run_and_kill(data: Path, when: str, what: str, of: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(data), when, what, of], check=False)
    assert done.returncode == 9


def files_of(data: Path) -> set[str]:
    return {path.name for path in (data / "files" / "jobtrain").iterdir()}


def apply(served: Served, email: str, content: bytes = PDF) -> int:
    answer = served.post(APPLY, application(email, content=content))
    assert answer.status_code == 201
    return answer.json()["candidateId"]


def test_equal_files_are_kept_once_until_the_last_of_their_owners_is_deleted(served: Served) -> None:
    first, second = apply(served, "a@example.org"), apply(served, "b@example.org")
    assert served.stored_files().count(DIGEST) == 1
    candidates = served.house.jobtrain_records.candidates
    assert candidates.delete(first)
    assert DIGEST in served.stored_files()
    assert candidates.delete(second)
    assert DIGEST not in served.stored_files()
    assert not candidates.delete(second)


def test_nothing_is_left_of_a_deleted_candidate(served: Served) -> None:
    before = served.stored_files()
    assert served.house.jobtrain_records.candidates.delete(8841)
    for path in (
        "candidate/8841",
        "GetCandidateApplicationById/156",
        "Candidate/GetCandidateApplicationDetailByJobId/8841/20235",
        "StarterForm/GetNewStarterFormDetail?candidateApplicationId=156",
        "Onboarding/GetOverview?candidateApplicationId=156",
    ):
        assert served.ask("api.all", "GET", path).status_code == 404, path
    assert len(served.stored_files()) == len(before) - 1, "the CV is gone, what others share stays"


def test_files_are_readable_by_their_owner_alone(served: Served) -> None:
    apply(served, "a@example.org")
    path = served.house.directory.files / "jobtrain" / DIGEST
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == PDF


def test_a_file_that_was_lost_is_missing_in_the_answer_and_breaks_nothing(served: Served) -> None:
    apply(served, "a@example.org", b"%PDF-1.4 lost")
    (served.house.directory.files / "jobtrain" / sha256(b"%PDF-1.4 lost").hexdigest()).unlink()
    page = served.get("Candidate/GetRecentlyUpdatedApplications", PageSize=100).json()
    assert page["data"][-1]["cv"] is None
    assert page["data"][-1]["documents"][0]["fileName"] == "cv.pdf"


@pytest.mark.parametrize("when", ["before", "after"])
def test_after_a_kill_during_an_application_row_and_file_are_both_there_or_neither(when: str, data: Path) -> None:
    run_and_kill(data, when, "apply", json.dumps(application()))
    with House.open(data) as house:
        assert (house.directory.files / "jobtrain" / DIGEST).exists()
        house.forget_what_is_past()
        is_there = (house.directory.files / "jobtrain" / DIGEST).exists()
        found = house.jobtrain_records.candidates.delete(8842)
    assert is_there is found is (when == "after")


@pytest.mark.parametrize("when", ["before", "after"])
def test_after_a_kill_during_a_deletion_row_and_files_are_both_there_or_neither(when: str, data: Path) -> None:
    files = files_of(data)
    run_and_kill(data, when, "delete", "8841")
    with House.open(data) as house:
        assert files_of(data) == files
        house.forget_what_is_past()
        left = files_of(data)
        still_there = house.jobtrain_records.candidates.delete(8841)
    assert still_there is (when == "before")
    assert (left == files) is still_there


def test_what_was_half_written_is_swept_away_and_what_belongs_to_someone_stays(served: Served) -> None:
    before = served.stored_files()
    (served.house.directory.files / "jobtrain" / f".{DIGEST}.abc").write_bytes(b"half")
    served.house.forget_what_is_past()
    assert served.stored_files() == before


def test_a_reset_removes_files_and_brings_the_samples_back(served: Served) -> None:
    before = served.stored_files()
    apply(served, "a@example.org")
    reset(served.house)
    served.move(timedelta())
    assert served.stored_files() == before
    assert served.get("Jobs/listCandidate/20235").json()["total"] == 5
