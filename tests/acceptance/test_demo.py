"""The demonstration and the main job, as commands."""

from __future__ import annotations

import json
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.product import COMMAND, environment, satupintu, served


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_demo_files_once_then_nothing_then_follows_the_source(
    kind: str, tmp_path: Path, new_url: Callable[[str], str]
) -> None:
    database = ("--database", new_url(kind)) if kind == "postgresql" else ()
    found = satupintu("demo", "--exit", "--json", "--data", str(tmp_path / "data"), *database)
    assert found.returncode == 0, found.stderr.decode()
    first, second, third, fourth = json.loads(found.stdout)["runs"]
    assert first["filed"] > 0
    assert (second["filed"], second["updated"], second["closed"]) == (0, 0, 0)
    assert second["unchanged"] == first["filed"]
    assert third["updated"] > 0
    assert third["closed"] > 0
    assert fourth["filed"] > 0
    for run in (first, second, third, fourth):
        assert run["unknown"] == run["not_tried"] == 0
        outcomes = Counter(vacancy["outcome"] for vacancy in run["vacancies"])
        assert all(run[outcome] == number for outcome, number in outcomes.items())
        for vacancy in run["vacancies"]:
            if vacancy["outcome"] in {"needs_person", "nothing_to_file"}:
                assert all(reason["id"] and reason["en"] for reason in vacancy["reasons"])
                assert vacancy["reasons"]
    assert len(first["vacancies"]) >= 60


def test_the_demo_can_be_repeated_on_the_same_data(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    for _ in range(2):
        found = satupintu("demo", "--exit", "--json", "--data", data)
        assert found.returncode == 0
        assert json.loads(found.stdout)["runs"][1]["filed"] == 0


def test_the_sync_runs_against_a_served_sandbox(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with served(tmp_path / "data"):
        planned = json.loads(satupintu("sync", "plan", "--json", "--data", data).stdout)
        first = json.loads(satupintu("sync", "run", "--json", "--data", data).stdout)
        second = json.loads(satupintu("sync", "run", "--json", "--data", data).stdout)
        status = json.loads(satupintu("sync", "status", "--json", "--data", data).stdout)
    assert planned["filed"] == first["filed"] > 0
    assert (second["filed"], second["unchanged"]) == (0, first["filed"])
    assert status == {
        "target": "sandbox/JOSS-SANDBOX-0001",
        "open": first["filed"],
        "closed": 0,
        "pending": 0,
        "unsettled": [],
    }


def test_ctrl_c_in_the_middle_of_a_sync_leaves_it_to_the_next_run(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with served(tmp_path / "data"):
        command = [*COMMAND, "sync", "run", "--json", "--data", data]
        stopped = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        while _filed(data) == 0 and stopped.poll() is None:
            pass
        stopped.send_signal(signal.SIGINT)
        _, errors = stopped.communicate(timeout=60)
        assert b"Traceback" not in errors
        # A shell calls the last two both 130: Python takes its handlers down a moment before it ends.
        assert stopped.returncode in {0, 130, -signal.SIGINT}
        json.loads(satupintu("sync", "run", "--json", "--data", data).stdout)
        last = json.loads(satupintu("sync", "run", "--json", "--data", data).stdout)
    assert last["filed"] == 0
    assert last["unchanged"] >= 50


def test_without_a_served_sandbox_the_sync_says_what_is_missing(tmp_path: Path) -> None:
    found = satupintu("sync", "run", "--data", str(tmp_path / "data"))
    assert found.returncode == 1
    made, missing = found.stderr.decode().strip().splitlines()
    assert "a new one is made" in made
    assert "start the sandbox with `satupintu serve" in missing


def _filed(data: str) -> int:
    status = satupintu("sync", "status", "--json", "--data", data)
    return json.loads(status.stdout)["open"] if status.returncode == 0 else 0
