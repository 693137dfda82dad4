"""`sign` and `verify` as commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from satupintu.cli.app import app

PATH = "/api/v1/jobs/2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10/industrial-vacancy"
VECTOR = "HMACSHA256=f8s1HgGuDc15c/3UWqwP2iL6RNvkI/Rr3s9Gr7xHycw="
GIVEN = [
    "--client-id",
    "JOSS-DEMO-0001",
    "--secret",
    "SK-demo-secret-0001",
    "--request-id",
    "0b8e2f0e-5a44-4f3e-8f0f-3a4c1b2d9e01",
    "--timestamp",
    "2022-09-22T01:51:00Z",
]


def run(*arguments: str, data: Path) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data / "data")])


@pytest.fixture
def body(tmp_path: Path) -> str:
    file = tmp_path / "body.json"
    file.write_bytes(b'{"title":"Junior Administrator"}')
    return str(file)


def test_sign_prints_the_headers_of_the_vector(body: str, tmp_path: Path) -> None:
    found = run("sign", "PUT", PATH, "--body", body, *GIVEN, data=tmp_path)
    assert found.exit_code == 0
    assert f"Signature: {VECTOR}" in found.stdout.splitlines()
    assert "SK-demo" not in found.output


def test_sign_takes_a_whole_address_and_prints_json(body: str, tmp_path: Path) -> None:
    address = f"https://joss.kemnaker.go.id{PATH}?ignored=1"
    found = run("sign", "PUT", address, "--body", body, *GIVEN, "--json", data=tmp_path)
    assert json.loads(found.stdout)["headers"]["Signature"] == VECTOR


def test_what_sign_prints_verify_accepts(body: str, tmp_path: Path) -> None:
    headers = tmp_path / "headers.txt"
    headers.write_text(run("sign", "PUT", PATH, "--body", body, data=tmp_path).stdout)
    found = run("verify", "PUT", PATH, "--body", body, "--headers", str(headers), data=tmp_path)
    assert (found.exit_code, found.stdout) == (0, "valid: the signature is right and in time\n")


def test_verify_names_the_mistake_with_both_texts_and_the_first_byte(body: str, tmp_path: Path) -> None:
    headers = tmp_path / "headers.txt"
    headers.write_text(run("sign", "PUT", f"{PATH}/", "--body", body, data=tmp_path).stdout)
    found = run("verify", "PUT", PATH, "--body", body, "--headers", str(headers), data=tmp_path)
    assert found.exit_code == 1
    assert "A slash at the start or end of the path differs" in found.stdout
    assert "Garis miring" in found.stdout
    assert "Expected to be signed:" in found.stdout
    assert "Signed instead:" in found.stdout
    assert "signed 0x2f" in found.stdout


def test_verify_compares_a_given_text(body: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("Client-Id:JOSS-DEMO-0001\nRequest-Id:other\n")
    given = [*GIVEN, "--signature", VECTOR.replace("f8s1", "f8s2")]
    arguments = ["verify", "PUT", PATH, "--body", body, *given, "--string-to-sign", str(mine), "--json"]
    found = run(*arguments, data=tmp_path)
    explained = json.loads(found.stdout)
    assert found.exit_code == 1
    assert {"string_differs"} <= {mistake["key"] for mistake in explained["mistakes"]}
    assert explained["first_difference"]["line"] == 2


def test_a_signature_of_the_other_environment_is_named(body: str, tmp_path: Path) -> None:
    live = run("sign", "PUT", PATH, "--body", body, "--client-id", "JOSS-SANDBOX-9001", "--json", data=tmp_path)
    headers = json.loads(live.stdout)["headers"] | {"Client-Id": "JOSS-SANDBOX-0001"}
    lines = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    found = run("verify", "PUT", PATH, "--body", body, *lines, data=tmp_path)
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["verify", "PUT", PATH], 2),
        (["sign", "PUT", PATH, "--curl"], 2),
        (["sign", "PATCH", PATH], 2),
        (["sign", "GET", PATH, "--body", "any"], 2),
        (["sign", "GET", "api/v1/jobs"], 2),
        (["sign", "GET", PATH, "--timestamp", "yesterday"], 2),
        (["sign", "GET", PATH, "--request-id", "a b"], 2),
        (["sign", "PUT", PATH, "--profile", "unknown"], 2),
        (["sign", "PUT", PATH, "--body", "no-such-file"], 1),
        (["sign", "PUT", PATH, "--client-id", "stranger"], 1),
    ],
)
def test_wrong_use_ends_with_its_status(arguments: list[str], status: int, tmp_path: Path) -> None:
    assert run(*arguments, data=tmp_path).exit_code == status
