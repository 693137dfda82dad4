"""`satupintu explain`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from typer.testing import CliRunner, Result

from satupintu.cli.app import app
from satupintu.systems.kemnaker.contract.signing import DOKU, sign
from tests.contract.kemnaker.bodies import path_of
from tests.integration.explain.explanations import explained
from tests.joss_sandbox import ADDRESS, JossSandbox, joss_sandbox


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["explain", *arguments, "--data", str(data)])


def refused(sandbox: JossSandbox) -> str:
    """A request whose signed path has a slash too many; its Request-Id."""
    parts = sandbox.parts("PUT", path_of(1), b'{"name": "Budi"}')
    sandbox.deliver(parts, signature=sign(DOKU, replace(parts, target=f"{parts.target}/"), sandbox.secret))
    explained(sandbox, request_id=parts.request_id)
    return parts.request_id


def test_a_refusal_is_told_in_words_with_both_texts_and_the_first_byte(tmp_path: Path) -> None:
    with joss_sandbox(tmp_path) as sandbox:
        request_id = refused(sandbox)
        sandbox.send("GET", path_of(404))
        explained(sandbox)
        secret = sandbox.secret
    told = run(tmp_path, request_id)
    assert told.exit_code == 0
    assert "401 Invalid signature." in told.stdout
    assert "- A slash at the start or end of the path differs" in told.stdout
    assert "Expected to be signed:\nClient-Id:" in told.stdout
    assert "Signed instead:\nClient-Id:" in told.stdout
    assert "line 4: expected '\\n', signed '/'" in told.stdout
    assert "- Garis miring" in run(tmp_path, request_id, "--lang", "id").stdout
    assert "This client has no record of that id" in run(tmp_path, "--last").stdout
    assert run(tmp_path, "--last").stdout == run(tmp_path).stdout
    assert secret not in told.stdout and "Budi" not in told.stdout


def test_a_stale_request_is_told_how_stale_it_was(tmp_path: Path) -> None:
    with joss_sandbox(tmp_path) as sandbox:
        parts = sandbox.parts("GET", path_of(1))
        sandbox.house.clock.move(timedelta(minutes=15))
        sandbox.deliver(parts)
        explained(sandbox)
    told = run(tmp_path).stdout
    assert "The timestamp is -15m" in told
    assert "- The sandbox clock is 15 minutes ahead" in told
    assert "- Jam sandbox 15 menit di depan" in run(tmp_path, "--lang", "id").stdout


def test_json_is_what_the_control_api_answers(tmp_path: Path) -> None:
    with joss_sandbox(tmp_path) as sandbox:
        request_id = refused(sandbox)
        answered = sandbox.http.post(f"{ADDRESS}/_control/explain", json={"request_id": request_id}).json()
    assert json.loads(run(tmp_path, request_id, "--json").stdout) == answered


def test_what_is_not_in_the_log_ends_with_a_sentence(tmp_path: Path) -> None:
    with joss_sandbox(tmp_path) as sandbox:
        refused(sandbox)
    for arguments, words in ((["nothing"], "No refused request nothing"), ([], None)):
        told = run(tmp_path, *arguments)
        assert told.exit_code == (1 if words else 0)
        assert words is None or words in str(told.exception)
    assert run(tmp_path, "x", "--last").exit_code == 2
    told = run(tmp_path / "new")
    assert told.exit_code == 1
    assert "No refused request is in the log" in str(told.exception)
