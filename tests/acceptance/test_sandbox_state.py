"""Steering a served sandbox by commands: faults over real connections, reset, snapshots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.acceptance.product import Served, satupintu, served


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    data = tmp_path_factory.mktemp("sandbox") / "data"
    with served(data, "--workers", "2") as gateway:
        yield gateway, data


def jobs(gateway: Served) -> httpx2.Response:
    talentics = gateway.credentials["talentics"]
    with httpx2.Client(trust_env=False) as client:  # a connection of its own, so that either worker may answer
        return client.get(
            f"{talentics['base_url']}/v2/jobs?per_page=1", auth=(talentics["app_id"], talentics["app_secret"])
        )


def told(*arguments: str) -> str:
    done = satupintu(*arguments)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_connection_is_cut_without_an_answer_on_request(running: tuple[Served, Path], when: str) -> None:
    gateway, data = running
    told("fault", "add", "talentics", "jobs_page", "--drop", when, "--times", "3", "--data", str(data))
    for _ in range(3):
        with pytest.raises(httpx2.RequestError):
            jobs(gateway)
    assert jobs(gateway).status_code == 200


def test_faults_are_listed_and_cleared_and_every_worker_plays_them(running: tuple[Served, Path]) -> None:
    gateway, data = running
    planned = json.loads(told("fault", "add", "talentics", "--status", "503", "--json", "--data", str(data)))
    assert {jobs(gateway).status_code for _ in range(12)} == {503}
    assert planned["id"] in told("fault", "list", "--data", str(data))
    told("fault", "clear", planned["id"], "--data", str(data))
    assert {jobs(gateway).status_code for _ in range(12)} == {200}
    assert satupintu("fault", "clear", planned["id"], "--data", str(data)).returncode == 1


def test_a_fault_that_makes_no_sense_is_refused_in_words(running: tuple[Served, Path]) -> None:
    _, data = running
    refused = satupintu("fault", "add", "talentics", "fly", "--status", "503", "--data", str(data))
    assert refused.returncode == 2
    assert b"jobs_page" in refused.stderr


def test_a_snapshot_is_restored_and_a_reset_begins_anew_while_it_is_served(running: tuple[Served, Path]) -> None:
    gateway, data = running
    told("snapshot", "save", "first", "--data", str(data))
    told("clock", "+5d", "--data", str(data))
    moved = jobs(gateway).headers["date"]
    told("reset", "--yes", "--data", str(data))
    assert jobs(gateway).headers["date"] != moved
    assert "+0s" in told("clock", "show", "--data", str(data))
    assert "first" in told("snapshot", "list", "--data", str(data))
    told("snapshot", "restore", "first", "--yes", "--data", str(data))
    assert jobs(gateway).status_code == 200
    told("snapshot", "delete", "first", "--data", str(data))
    assert satupintu("snapshot", "restore", "first", "--yes", "--data", str(data)).returncode == 1


def test_a_mistyped_directory_is_not_taken_for_a_sandbox(tmp_path: Path) -> None:
    for command in (["reset", "--yes"], ["snapshot", "save", "x"], ["snapshot", "list"]):
        refused = satupintu(*command, "--data", str(tmp_path / "nowhere"))
        assert refused.returncode == 1
        assert b"no data directory" in refused.stderr
    assert not (tmp_path / "nowhere").exists()


def test_nothing_is_forgotten_unless_a_person_agrees(running: tuple[Served, Path]) -> None:
    gateway, data = running
    told("clock", "+5d", "--data", str(data))
    assert satupintu("reset", "--data", str(data)).returncode == 1  # nobody there to answer
    assert "+5d" in told("clock", "show", "--data", str(data))
    told("clock", "reset", "--data", str(data))
    assert jobs(gateway).status_code == 200
