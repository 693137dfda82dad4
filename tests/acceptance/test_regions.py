"""Regions as commands, against a served sandbox."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2

from satupintu import Wilayah
from tests.acceptance.product import satupintu, served


def test_codes_imported_at_one_sandbox_are_refreshed_from_it_by_another(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    rows = tmp_path / "codes.csv"
    rows.write_text(
        "code,parent_code,bps_code,name\n110101,1101,1103020,Bakongan\n1101012003,110101,1103020014,Ujong Padang\n"
    )
    assert satupintu("regions", "import", str(rows), "--data", str(there)).returncode == 0
    with served(there) as gateway:
        credential = gateway.credentials["satusehat"]
        found = satupintu(
            *("regions", "refresh", "--data", str(here), "--limit", "2000", "--pause", "0", "--json"),
            *("--base-url", credential["base_url"], "--client-id", credential["client_id"]),
            extra={"SATUPINTU_SATUSEHAT_SECRET": credential["client_secret"]},
        )
    assert found.returncode == 0, found.stderr.decode()
    json.loads(found.stdout)
    with served(here) as gateway:
        credential = gateway.credentials["satusehat"]
        with Wilayah(credential["client_id"], credential["client_secret"], base_url=credential["base_url"]) as wilayah:
            districts = {row.code: row.bps_code for row in wilayah.districts(city="1101")}
        assert districts["110101"] == "1103020"
        known = httpx2.get(f"{gateway.address}/regions/1103020", params={"system": "bps"}).json()
        assert known["region"]["code"] == "110101"


def test_a_token_survives_a_restart_and_ends_by_the_sandbox_clock(tmp_path: Path) -> None:
    data = tmp_path / "data"
    form = {"grant_type": "client_credentials"}
    with served(data) as gateway:
        credential = gateway.credentials["satusehat"]
        pair = {name: credential[name] for name in ("client_id", "client_secret")}
        answer = httpx2.post(f"{credential['base_url']}/oauth2/v1/accesstoken", params=form, data=pair)
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        gateway.process.kill()
        gateway.process.wait(20)
    with served(data) as gateway:
        provinces = f"{gateway.credentials['satusehat']['base_url']}/masterdata/v1/provinces?codes"
        assert len(httpx2.get(provinces, headers=bearer).json()["data"]) == 38
        assert satupintu("clock", "+1h", "--data", str(data)).returncode == 0
        expired = httpx2.get(provinces, headers=bearer)
        assert (expired.status_code, expired.json()["issue"][0]["details"]["text"]) == (401, "Access Token expired")
