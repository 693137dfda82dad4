"""The published curl commands, their host swapped, run as they are.

The page's data commands leave out the mandatory Authorization; it is added.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conformance.satusehat import examples
from tests.conformance.satusehat.network import listening
from tests.contract.satusehat.catalogue import bundled
from tests.contract.satusehat.conftest import CLIENT, SECRET

HOST = "https://api-satusehat-stg.dto.kemkes.go.id"

TOKEN = r"""
curl --insecure --location \
  --header 'Content-Type: application/x-www-form-urlencoded' \
  --data-urlencode 'client_id=<client-id>' \
  --data-urlencode 'client_secret=<client-secret>' \
  --request POST \
  'https://api-satusehat-stg.dto.kemkes.go.id/oauth2/v1/accesstoken?grant_type=client_credentials'
"""
DATA = r"""
curl --location \
  --request GET \
  'https://api-satusehat-stg.dto.kemkes.go.id/masterdata/{path}'
"""
# The address of each section, and how many regions it gives.
PATHS = {
    "v1/provinces?codes": 38,
    "v1/cities?province_codes": 514,
    "v1/districts?city_codes": 7285,
    "v1/sub-districts?district_codes": 83762,
    "v2/provinces?current_page": 10,
    "v2/cities?current_page": 10,
    "v2/districts?current_page": 10,
    "v2/sub-districts?current_page": 10,
}


@dataclass
class Shell:
    """Runs the commands of the page against our server."""

    address: str

    def run(self, command: str, *more: str) -> tuple[int, str, Any]:
        """Status, content type and body of the answer."""
        arguments = [part.replace(HOST, self.address) for part in shlex.split(command.replace("\\\n", " "))]
        shown = ["--silent", "--show-error", "--write-out", "\n%{http_code} %{content_type}"]
        done = subprocess.run([*arguments, *shown, *more], capture_output=True, check=True, timeout=60)
        body, _, report = done.stdout.rpartition(b"\n")
        status, _, content_type = report.decode().partition(" ")
        return int(status), content_type, json.loads(body)

    def token(self, secret: str = SECRET) -> tuple[int, str, Any]:
        return self.run(TOKEN.replace("<client-id>", CLIENT).replace("<client-secret>", secret))


@pytest.fixture(scope="module")
def shell(serve) -> Iterator[Shell]:
    if shutil.which("curl") is None:
        pytest.skip("needs the program curl")
    with listening(serve(bundled()).app) as address:
        yield Shell(address)


@pytest.fixture(scope="module")
def bearer(shell) -> str:
    return f"Authorization: Bearer {shell.token()[2]['access_token']}"


def test_the_token_command_gets_a_token_of_the_printed_shape(shell):
    status, content_type, body = shell.token()
    assert (status, content_type) == (200, "application/json")
    printed = json.loads(examples.TOKEN)
    assert list(body) == list(printed)
    assert {key: type(value) for key, value in body.items()} == {key: type(value) for key, value in printed.items()}
    varying = {"issued_at", "access_token", "client_id", "developer.email"}
    assert {key: value for key, value in body.items() if key not in varying} == {
        key: value for key, value in printed.items() if key not in varying
    }


@pytest.mark.parametrize(("path", "count"), PATHS.items())
def test_a_data_command_gets_regions_of_the_printed_shape(shell, bearer, path, count):
    status, content_type, body = shell.run(DATA.format(path=path), "--header", bearer)
    assert (status, content_type) == (200, "application/json")
    assert list(body) == ["status", "error", "message", "data", *(["meta"] if path.startswith("v2") else [])]
    assert (body["status"], body["error"], body["message"], len(body["data"])) == (200, False, "success", count)
    for row in body["data"]:
        assert list(row) == ["code", "parent_code", "bps_code", "name"]
        assert all(isinstance(value, str) for value in row.values())


def test_the_data_commands_as_printed_lack_a_token(shell):
    for path in PATHS:
        status, content_type, body = shell.run(DATA.format(path=path))
        assert (status, content_type, body["resourceType"]) == (401, "application/json", "OperationOutcome")


def test_the_examples_with_blanks_and_raw_cursors_work(shell, bearer):
    path = "v1/sub-districts?district_codes=110301,%20110302&codes=1103012002,%201103012004%20,1103022004"
    body = shell.run(DATA.format(path=path), "--header", bearer)[2]
    assert [row["code"] for row in body["data"]] == ["1103012002", "1103012004", "1103022004"]
    body = shell.run(DATA.format(path="v2/cities?current_page=2&next=MTExMA=="), "--header", bearer)[2]
    assert (body["data"][0]["name"], body["data"][-1]["name"]) == ("Kab. Aceh Barat Daya", "Kota Sabang")


def test_the_refusals_have_the_printed_shapes(serve, shell, bearer):
    path = "v2/cities?current_page=1&limit=2001"
    assert shell.run(DATA.format(path=path), "--header", bearer) == (
        400,
        "application/json",
        json.loads(examples.LIMIT),
    )
    with listening(serve(bundled()).app) as address:
        assert Shell(address).token("salah") == (401, "application/json", json.loads(examples.WRONG_SECRET))
        assert Shell(address).token()[0] == 429
