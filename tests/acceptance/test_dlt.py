"""A data-loading tool that nobody here wrote reads the served Talentics: dlt, with its source for REST APIs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import httpx2
import pytest

from tests.acceptance.product import environment, served

PIPELINE = Path(__file__).with_name("dlt_pipeline.py")
BY_NUMBER = {"type": "page_number", "base_page": 1, "total_path": "meta.last_page"}
BY_LINK = {"type": "json_link", "next_url_path": "links.next"}


@pytest.mark.skipif(find_spec("dlt") is None, reason="dlt is not installed; it comes with the extra dev")
def test_dlt_pulls_all_jobs_by_page_number_and_by_link(tmp_path: Path) -> None:
    variables = environment() | {"DLT_DATA_DIR": str(tmp_path / "dlt"), "RUNTIME__DLTHUB_TELEMETRY": "false"}
    with served(tmp_path / "data") as gateway:
        credential = gateway.credentials["talentics"]
        address, app_id, secret = (credential[name] for name in ("base_url", "app_id", "app_secret"))
        whole = httpx2.get(f"{address}/v2/jobs", params={"per_page": 100}, auth=(app_id, secret)).json()
        assert whole["meta"]["last_page"] == 1
        # Links carry no page size, so by link the walk has the server's own.
        for paginator, parameters in ((BY_NUMBER, {"per_page": 10}), (BY_LINK, {})):
            pulled = subprocess.run(
                [sys.executable, PIPELINE, json.dumps(paginator), json.dumps(parameters), address, app_id],
                capture_output=True,
                env=variables | {"APP_SECRET": secret},
                cwd=tmp_path,
                timeout=60,
                check=False,
            )
            assert pulled.returncode == 0, pulled.stderr.decode()
            jobs = json.loads(pulled.stdout)
            assert sorted(job["id"] for job in jobs) == [job["id"] for job in whole["data"]]
            titles = {job["id"]: job["title"] for job in whole["data"]}
            assert {job["id"]: job["title"] for job in jobs} == titles
