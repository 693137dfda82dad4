"""The programs that the documentation gives to those who sign: each signs the test vectors, and JOSS accepts it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.pages import ROOT, blocks
from tests.acceptance.product import Served, environment, satupintu, served

PAGE = ROOT / "docs" / "how-to" / "sign-in-your-language.md"
PATH = "/api/v1/jobs/2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10/industrial-vacancy"
VECTOR = {"CLIENT_ID": "JOSS-DEMO-0001", "SECRET": "SK-demo-secret-0001", "TIMESTAMP": "2022-09-22T01:51:00Z"}
REQUEST_ID = "0b8e2f0e-5a44-4f3e-8f0f-3a4c1b2d9e"
PUT_BODY, POST_BODY = '{"title":"Junior Administrator"}', '{"event":"demo"}'
VECTORS = {
    "PUT": (PATH, "01", PUT_BODY, "HMACSHA256=f8s1HgGuDc15c/3UWqwP2iL6RNvkI/Rr3s9Gr7xHycw="),
    "GET": (PATH, "02", "", "HMACSHA256=nFccnxiWrjTK7wzqXgONJN/+H26gfU/u9r7TJtcI0B0="),
    "DELETE": (PATH, "02", "", "HMACSHA256=nFccnxiWrjTK7wzqXgONJN/+H26gfU/u9r7TJtcI0B0="),
    "POST": ("/api/company/notifications", "03", POST_BODY, "HMACSHA256=e0pa+PbbLhZEeDKJfxJq1NEktGI0VgM/hyXTzvMFZqQ="),
}


@dataclass(frozen=True)
class Program:
    """One program of the page, in its own folder with the body that the page gives."""

    folder: Path
    command: Sequence[str]

    def run(self, method: str, target: str, body: str = "", **variables: str) -> str:
        arguments = [*self.command, method, target, *([body] if body else [])]
        variables = {**environment(), "HOME": str(self.folder), **variables}
        done = subprocess.run(
            arguments, cwd=self.folder, env=variables, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(
    scope="module",
    params=[("sh", "sign.sh"), ("python3", "sign.py"), ("node", "sign.mjs"), ("php", "sign.php"), ("go", "sign.go")],
    ids=lambda param: param[0],
)
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Program:
    interpreter, name = request.param
    missing = [
        each for each in (interpreter, *(("openssl", "curl") if name == "sign.sh" else ())) if not shutil.which(each)
    ]
    if missing:
        pytest.skip(f"the {name} of the page is not tried: {', '.join(missing)} is not on this machine")
    folder = tmp_path_factory.mktemp(interpreter)
    for block in blocks(PAGE):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
    command = ["go", "run", name] if interpreter == "go" else [interpreter, name]
    return Program(folder, command)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    data = tmp_path_factory.mktemp("gateway") / "data"
    with served(data, "--workers", "2") as running:
        yield running, data


def header(name: str, output: str) -> str:
    return next(line.removeprefix(f"{name}: ") for line in output.splitlines() if line.startswith(f"{name}: "))


@pytest.mark.parametrize("method", VECTORS)
def test_the_program_gives_the_printed_signature(program: Program, method: str) -> None:
    target, number, body, signature = VECTORS[method]
    (program.folder / "vector.json").write_text(body, encoding="utf-8")
    output = program.run(method, target, "vector.json" if body else "", REQUEST_ID=REQUEST_ID + number, **VECTOR)
    assert header("Signature", output) == signature


def test_its_requests_are_accepted_and_a_wrong_secret_is_explained(
    program: Program, gateway: tuple[Served, Path]
) -> None:
    running, data = gateway
    own = running.credentials["joss"]
    who = {"CLIENT_ID": own["client_id"], "SECRET": own["secret"], "BASE_URL": own["base_url"]}
    for method, body in (("PUT", "vacancy.json"), ("GET", ""), ("DELETE", "")):
        answer = json.loads(program.run(method, PATH, body, **who).splitlines()[-1])
        assert answer["data"]["title"] == "Perawat", answer
    assert answer["data"]["status"] == "closed"
    if program.command[0] == "python3":
        return  # urllib raises where the others print what was answered
    refused = program.run("GET", PATH, **{**who, "SECRET": running.credentials["others"]["joss_live"]["secret"]})
    assert "Invalid signature." in refused
    explained = json.loads(satupintu("explain", header("Request-Id", refused), "--json", "--data", str(data)).stdout)
    assert [each["key"] for each in explained["causes"]] == ["other_secret"]


def test_the_page_prints_these_vectors() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for target, number, body, signature in VECTORS.values():
        assert all(part in page for part in (target, REQUEST_ID + number, body, signature))
    assert all(value in page for value in VECTOR.values())
