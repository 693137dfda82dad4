"""Tokens and locks outlive a killed process, and end when the sandbox clock says so."""

from __future__ import annotations

from pathlib import Path

import httpx2

from tests.acceptance.product import Served, satupintu, served

DATA = "/masterdata/v2/provinces?current_page=1"


def ask_for_token(gateway: Served, secret: str | None = None) -> httpx2.Response:
    pair = gateway.credentials["satusehat"]
    form = {"client_id": pair["client_id"], "client_secret": secret or pair["client_secret"]}
    return httpx2.post(f"{pair['base_url']}/oauth2/v1/accesstoken?grant_type=client_credentials", data=form)


def ask_for_data(gateway: Served, token: str) -> httpx2.Response:
    address = gateway.credentials["satusehat"]["base_url"] + DATA
    return httpx2.get(address, headers={"Authorization": f"Bearer {token}"})


def move_clock(data: Path, by: str) -> None:
    assert satupintu("clock", by, "--data", str(data)).returncode == 0


def test_tokens_and_locks_survive_a_kill_and_end_by_the_clock(tmp_path):
    with served(tmp_path) as gateway:
        token = ask_for_token(gateway).json()["access_token"]
        assert ask_for_token(gateway, "salah").status_code == 401
        gateway.process.kill()
        gateway.process.wait(20)

    with served(tmp_path) as gateway:
        assert ask_for_data(gateway, token).status_code == 200
        locked = ask_for_token(gateway)
        assert locked.status_code == 429
        assert 1 <= int(locked.headers["retry-after"]) <= 60
        move_clock(tmp_path, "+61s")
        assert ask_for_token(gateway).status_code == 200
        assert ask_for_data(gateway, token).status_code == 200
        move_clock(tmp_path, "+1h")
        expired = ask_for_data(gateway, token)
        assert (expired.status_code, expired.json()["issue"][0]["details"]["text"]) == (401, "Access Token expired")


def test_a_token_of_one_worker_is_known_to_all(tmp_path):
    with served(tmp_path, "--workers", "2") as gateway:
        token = ask_for_token(gateway).json()["access_token"]
        assert {ask_for_data(gateway, token).status_code for _ in range(24)} == {200}
