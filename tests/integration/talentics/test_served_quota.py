"""50 requests in 15 minutes, as a caller meets them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from satupintu.bootstrap.house import House
from tests.integration.talentics.served import ServedTalentics, served_by

LIMITED = (
    "/v2/exams", "/v2/exams/201", "/v2/exams/201/tickets", "/v2/exams/tickets/8001/scores",
    "/v2/exams/ticket/8001/scores", "/v2/jobs",
)  # fmt: skip
UNLIMITED = (
    "/v2/jobs/1001", "/v2/jobs/1001/applicants", "/v2/jobs/applicants/5001",
    "/v2/jobs/applicants/5001/employment-application-form",
)  # fmt: skip


@pytest.fixture
def served(house: House) -> Iterator[ServedTalentics]:
    with served_by(house) as opened:
        yield opened


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """Serves a new house with settings."""
    with ExitStack() as opened:

        def serve(**settings: object) -> ServedTalentics:
            from satupintu.bootstrap.sandbox import fill_sandbox

            for name, value in settings.items():
                monkeypatch.setenv(f"SATUPINTU_TALENTICS__{name.upper()}", str(value))
            house = opened.enter_context(House.open(tmp_path / "data"))
            fill_sandbox(house)
            return opened.enter_context(served_by(house))

        yield serve


def left(answer) -> tuple[int, str | None]:
    return answer.status_code, answer.headers.get("x-ratelimit-remaining")


def test_the_limited_operations_share_one_count_and_the_others_have_none(served):
    assert [left(served.get(target)) for target in LIMITED] == [(200, str(50 - n)) for n in range(1, 7)]
    assert [left(served.get(target)) for target in UNLIMITED] == [(200, None)] * 4
    assert served.get("/v2/exams").headers["x-ratelimit-limit"] == "50"


def test_the_51st_request_is_refused_until_the_window_ends(served):
    assert [served.get("/v2/jobs").status_code for _ in range(50)] == [200] * 50
    served.clock.move(timedelta(seconds=60))

    refused = served.get("/v2/exams")

    assert (refused.status_code, refused.json()) == (429, {"data": {"errors": ["Too Many Attempts."]}})
    named = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after", "x-ratelimit-reset")
    assert [refused.headers[name] for name in named] == ["50", "0", "840", "1700000900"]
    assert served.get("/v2/jobs/1001").status_code == 200
    assert served.get("/v2/jobs", second=True).status_code == 200
    served.clock.move(timedelta(seconds=840))
    assert left(served.get("/v2/exams")) == (200, "49")


def test_the_wait_is_rounded_up_to_a_whole_second(served):
    for _ in range(50):
        served.get("/v2/jobs")
    served.clock.move(timedelta(seconds=899, microseconds=999_999))
    assert served.get("/v2/jobs").headers["retry-after"] == "1"
    served.clock.move(timedelta(seconds=-899))
    assert served.get("/v2/jobs").headers["retry-after"] == "900"


def test_what_is_not_found_or_not_usable_counts_and_what_is_not_let_in_does_not(serve):
    served = serve(query_mode="strict")

    assert served.http.get("/v2/jobs", auth=("sandbox-app", "wrong")).headers.get("x-ratelimit-limit") is None
    assert served.get("/v2/exams/one").status_code == 404
    assert served.get("/v2/jobs", method="POST").status_code == 405
    assert left(served.get("/v2/exams/424242")) == (404, "49")
    assert left(served.get("/v2/jobs?page=x")) == (422, "48")
    assert left(served.get("/v2/jobs", method="HEAD")) == (200, "47")


def test_an_exhausted_quota_is_told_before_a_faulty_query_or_an_unknown_record(serve):
    served = serve(rate_limit=1, query_mode="strict")
    served.get("/v2/jobs")

    assert served.get("/v2/jobs?page=x").status_code == 429
    assert served.get("/v2/exams/424242").status_code == 429
    assert served.get("/v2/exams/one").status_code == 404
    assert served.get("/v2/jobs", method="POST").status_code == 405
    assert served.http.get("/v2/jobs").status_code == 401


def test_a_limit_of_zero_is_no_limit(serve):
    served = serve(rate_limit=0)

    assert [left(served.get("/v2/jobs")) for _ in range(60)] == [(200, None)] * 60


def test_the_other_operations_can_be_limited_apart(serve):
    served = serve(rate_limit_other=2, rate_window_s=10)

    assert [left(served.get("/v2/jobs/1001")) for _ in range(3)] == [(200, "1"), (200, "0"), (429, "0")]
    assert left(served.get("/v2/jobs")) == (200, "49")
    served.clock.move(timedelta(seconds=10))
    assert left(served.get("/v2/jobs/1001")) == (200, "1")


def test_a_restart_forgets_nothing_and_the_start_purges_what_is_past(house, tmp_path):
    with served_by(house) as served:
        for _ in range(50):
            served.get("/v2/jobs")
    with House.open(tmp_path / "data") as again, served_by(again) as served:
        assert served.get("/v2/jobs").status_code == 429
        again.forget_what_is_past()  # by the house's own clock the window ended years ago
    with House.open(tmp_path / "data") as again, served_by(again) as served:
        assert served.get("/v2/jobs").status_code == 200
