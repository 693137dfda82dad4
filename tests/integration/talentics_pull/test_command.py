"""The command `talentics pull` against a served sandbox."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from tests.acceptance.product import COMMAND, environment, satupintu, served


def test_a_pull_says_why_it_waits_stops_at_ctrl_c_and_goes_on(tmp_path: Path) -> None:
    data, out = str(tmp_path / "data"), str(tmp_path / "out")
    command = ("talentics", "pull", "jobs", "--per-page", "1", "--out", out, "--data", data)
    with served(Path(data)):
        waiting = subprocess.Popen([*COMMAND, *command], stderr=subprocess.PIPE, text=True, env=environment())
        assert waiting.stderr is not None
        cost, wait = waiting.stderr.readline(), waiting.stderr.readline()
        waiting.send_signal(signal.SIGINT)
        rest = waiting.stderr.read()
        waiting.stderr.close()
        assert waiting.wait(20) == 130
        total = int(cost.split()[0])
        assert total > 50
        assert cost == f"{total} jobs = {total} calls = 2 windows = 15 min\n"
        assert wait.startswith("Talentics takes 50 calls in 15 min; going on in 15 min, at ")
        assert "the same command goes on from here" in rest
        assert "Traceback" not in rest

        satupintu("clock", "+15m", "--data", data)
        finished = satupintu(*command)
        assert finished.returncode == 0, finished.stderr.decode()
        assert (
            f"{total} jobs (50 are there already) = {total - 50} calls = 1 window = no wait" in finished.stderr.decode()
        )
    ids = [json.loads(line)["id"] for line in (tmp_path / "out" / "jobs.jsonl").read_bytes().splitlines()]
    assert len(set(ids)) == len(ids) == total


def test_the_secret_of_an_account_comes_from_the_environment(tmp_path: Path) -> None:
    account = ("--base-url", "https://api.talentics.id", "--app-id", "app")
    found = satupintu("talentics", "pull", "jobs", *account, "--out", str(tmp_path / "out"), "--data", str(tmp_path))
    assert found.returncode == 1
    assert "SATUPINTU_TALENTICS_SECRET" in found.stderr.decode()
