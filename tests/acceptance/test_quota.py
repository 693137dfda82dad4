"""The quota of Talentics, seen from outside: one count over all processes and through a restart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from tests.acceptance.product import Served, satupintu, served


def caller(gateway: Served) -> httpx2.Client:
    credential = gateway.credentials["talentics"]
    return httpx2.Client(base_url=credential["base_url"], auth=(credential["app_id"], credential["app_secret"]))


def test_the_51st_quick_call_is_refused_until_the_clock_is_15_minutes_on(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as gateway, caller(gateway) as client:
        assert [client.get("/v2/jobs?per_page=1").status_code for _ in range(50)] == [200] * 50
        refused = client.get("/v2/jobs?per_page=1")
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 900
        gateway.process.kill()
        gateway.process.wait(20)
    with served(data) as gateway, caller(gateway) as client:
        assert client.get("/v2/exams").status_code == 429
        assert satupintu("clock", "+15m", "--data", str(data)).returncode == 0
        assert client.get("/v2/exams").status_code == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_400_parallel_calls_over_four_workers_exactly_50_pass(
    kind: str, tmp_path: Path, new_url: Callable[[str], str]
) -> None:
    database = ("--database", new_url(kind)) if kind == "postgresql" else ()
    targets = ("/v2/jobs?per_page=1", "/v2/exams", "/v2/exams/201", "/v2/exams/ticket/8001/scores")
    with served(tmp_path / "data", "--workers", "4", *database) as gateway:
        # A connection stays with the worker that took it, so every thread has a client of its own.
        def call(number: int) -> list[int]:
            with caller(gateway) as client:
                return [client.get(targets[(number + step) % len(targets)]).status_code for step in range(20)]

        with ThreadPoolExecutor(20) as pool:
            statuses = Counter(status for each in pool.map(call, range(20)) for status in each)
    assert statuses == {200: 50, 429: 350}
