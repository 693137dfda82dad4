"""The served gateway, seen from outside."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx2
import pytest

from satupintu import ConflictError, Joss, StatusError, VacancyBody
from satupintu.kernel.clock import SystemClock
from tests.acceptance.product import Served, satupintu, served

VACANCY = VacancyBody.model_validate(
    {
        "title": "Junior Administrator",
        "employer": {
            "id": "1edd9893-f1a3-45dd-89d4-bc4dc9a071d0",
            "name": "PT Testing",
            "industry": "898b0b80-4ce3-4b6f-3413-f6b518e9c557",
            "region": {"type": "city", "id": "73c670c2-bd42-491a-a76b-f17c2edb6680"},
            "address": "Jl. Contoh 1",
        },
        "description": "<p>Mengurus administrasi</p>",
        "job_type": "0dc1aaf7-9935-442b-ab32-8bae23284af9",
        "region": {"type": "city", "id": "73c670c2-bd42-491a-a76b-f17c2edb6680"},
        "quota": 2,
    }
)
VACANCY_ID = "2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10"


def joss(gateway: Served) -> Joss:
    credential = gateway.credentials["joss"]
    return Joss(credential["client_id"], credential["secret"], base_url=credential["base_url"], retries=0)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_64_identical_request_ids_over_four_workers_one_passes(
    kind: str, tmp_path: Path, new_url: Callable[[str], str]
) -> None:
    database = ("--database", new_url(kind)) if kind == "postgresql" else ()
    with served(tmp_path / "data", "--workers", "4", *database) as gateway, joss(gateway) as client:

        def put(_: int) -> int:
            try:
                client.put_vacancy(VACANCY_ID, VACANCY, request_id="the-same-for-all")
            except StatusError as error:
                return error.status
            return 201

        with ThreadPoolExecutor(64) as pool:
            statuses = Counter(pool.map(put, range(64)))
    assert statuses == {201: 1, 409: 63}


def test_the_published_curl_answers_and_wrong_credentials_do_not(tmp_path: Path) -> None:
    with served(tmp_path / "data") as gateway:
        talentics = gateway.credentials["talentics"]
        url = f"{talentics['base_url']}/v2/jobs?per_page=1"
        answer = subprocess.run(
            ["curl", "-s", "--compressed", "-u", f"{talentics['app_id']}:{talentics['app_secret']}", url],
            capture_output=True,
            check=True,
        )
        page = json.loads(answer.stdout)
        assert list(page) == ["data", "links", "meta"]
        assert page["meta"]["per_page"] == "1"
        refused = httpx2.get(url, auth=("wrong", "wrong"))
        assert (refused.status_code, refused.json()) == (401, {"data": {"errors": ["Unauthorized"]}})


def test_systems_are_also_found_by_host_name_and_live_apart_from_staging(tmp_path: Path) -> None:
    with served(tmp_path / "data") as gateway:
        talentics = gateway.credentials["talentics"]
        pair = (talentics["app_id"], talentics["app_secret"])
        by_host = httpx2.get(f"{gateway.address}/v2/jobs", auth=pair, headers={"Host": "api.talentics.id"})
        assert by_host.status_code == 200
        assert by_host.json()["meta"]["path"] == "http://api.talentics.id/v2/jobs"
        with joss(gateway) as client:
            client.put_vacancy(VACANCY_ID, VACANCY)
        live = httpx2.get(
            f"{gateway.address}/api/v1/jobs/{VACANCY_ID}/industrial-vacancy", headers={"Host": "joss.kemnaker.go.id"}
        )
        assert live.status_code == 401


def test_the_clock_moves_every_worker_at_once(tmp_path: Path) -> None:
    with served(tmp_path / "data", "--workers", "2") as gateway:
        assert satupintu("clock", "+2d", "--data", str(tmp_path / "data")).returncode == 0
        for _ in range(6):
            for path in ("/talentics/v2/jobs", "/satusehat/masterdata/v1/provinces", "/healthz"):
                answer = httpx2.get(gateway.address + path)
                ahead = parsedate_to_datetime(answer.headers["Date"]) - SystemClock().now()
                assert timedelta(days=1, hours=23) < ahead < timedelta(days=2, hours=1)
        with joss(gateway) as client, pytest.raises(StatusError, match="Signature has expired"):
            client.put_vacancy(VACANCY_ID, VACANCY)


def test_a_killed_gateway_remembers_what_it_answered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as gateway, joss(gateway) as client:
        client.put_vacancy(VACANCY_ID, VACANCY, request_id="used-once")
        gateway.process.send_signal(signal.SIGKILL)
        gateway.process.wait(20)
    with served(data) as gateway, joss(gateway) as client:
        assert client.find_vacancy(VACANCY_ID).data.title == "Junior Administrator"
        with pytest.raises(ConflictError):
            client.put_vacancy(VACANCY_ID, VACANCY, request_id="used-once")


def test_health_and_index_answer_and_anything_else_is_a_problem(tmp_path: Path) -> None:
    with served(tmp_path / "data") as gateway:
        assert httpx2.get(f"{gateway.address}/healthz").json()["status"] == "ok"
        served_here = {"talentics", "satusehat", "jobtrain", "joss", "toss"}
        assert set(httpx2.get(gateway.address).json()["systems"]) == served_here
        for name in served_here:
            assert httpx2.get(f"{gateway.address}/openapi/{name}.json").json()["openapi"] == "3.1.0"
        unknown = httpx2.get(f"{gateway.address}/nothing/here")
        assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_stops_gracefully(workers: str, tmp_path: Path) -> None:
    with served(tmp_path / "data", "--workers", workers) as gateway:
        gateway.process.send_signal(signal.SIGINT)
        gateway.process.wait(20)
        assert gateway.process.stderr
        assert "Traceback" not in gateway.process.stderr.read()


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = satupintu("serve", "--port", port, "--data", str(tmp_path / "data"))
    assert found.returncode == 1
    assert found.stderr.decode().splitlines() == [
        f"satupintu: port {port} is taken; choose another with --port, or stop the program that listens there"
    ]


def test_a_sandbox_does_not_listen_beyond_this_machine(tmp_path: Path) -> None:
    found = satupintu("serve", "--host", "0.0.0.0", "--data", str(tmp_path / "data"))
    assert found.returncode == 1
    assert "this machine only" in found.stderr.decode()


def test_a_damaged_data_directory_stops_with_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert satupintu("credentials", "--data", str(data)).returncode == 0
    (data / "satupintu.sqlite3").write_bytes(b"this is not a database" * 1000)
    found = satupintu("sync", "status", "--data", str(data))
    assert found.returncode == 1
    assert len(found.stderr.decode().splitlines()) == 1
    assert "Traceback" not in found.stderr.decode()


def test_a_second_gateway_on_the_same_data_leaves_commands_with_the_first(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as first:
        with served(data) as second:
            assert httpx2.get(f"{second.address}/healthz").status_code == 200
        listed = json.loads(satupintu("credentials", "--json", "--data", str(data)).stdout)
        assert listed["joss"]["base_url"] == f"{first.address}/joss"


@pytest.mark.parametrize("command", [["credentials"], ["clock", "show"], ["sign", "GET", "/api/v1/jobs"]])
def test_a_mistyped_data_directory_does_not_go_unnoticed(command: list[str], tmp_path: Path) -> None:
    found = satupintu(*command, "--data", str(tmp_path / "mistyped"))
    assert found.returncode == 0
    assert "There was no data directory" in found.stderr.decode()


def test_the_clock_goes_back_by_an_hour(tmp_path: Path) -> None:
    found = satupintu("clock", "-1h", "--json", "--data", str(tmp_path / "data"))
    assert json.loads(found.stdout)["offset_seconds"] == -3600


def test_a_request_to_toss_is_signed_with_the_credentials_of_toss(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as gateway:
        target = f"{gateway.credentials['toss']['base_url']}/api/v1/trainings"
        for more in ((), ("--client-id", gateway.credentials["toss"]["client_id"])):
            signed = satupintu("sign", "GET", target, "--json", *more, "--data", str(data))
            assert signed.returncode == 0, signed.stderr
            answer = httpx2.get(target, headers=json.loads(signed.stdout)["headers"])
            assert answer.status_code == 200
