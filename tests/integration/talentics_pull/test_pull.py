"""A pull keeps the quota, writes every record as received, and goes on where it was killed."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.pull_folder import NOTE
from satupintu.bootstrap.sandbox import fill_sandbox, first_start, save_jobs
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.systems.talentics.server.samples import MAIN_ORGANIZATION, sample_jobs
from tests.integration.sync.sandbox import run_and_count
from tests.integration.talentics_pull.pulling import fill, pull, pull_until_killed, records

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.integration.talentics_pull.pulling"])
WINDOW = timedelta(minutes=15)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def served(house: House) -> list[bytes]:
    """The jobs as the server keeps them."""
    return list(house.jobs.slice(frozenset({MAIN_ORGANIZATION.id}), offset=0, limit=1000).records)


def test_a_pull_of_three_windows_takes_two_waits_and_meets_no_refusal(house: House, out: Path) -> None:
    fill(house, 120)
    outcome = pull(house, out)
    assert outcome.refusals == 0
    assert len(outcome.requests) == 120
    assert 2 * WINDOW <= outcome.took <= 2 * WINDOW * 1.01
    assert outcome.said[0] == "120 jobs = 120 calls = 3 windows = 30 min"
    assert [job["id"] for job in records(out, "jobs")] == list(range(5_000, 5_120))


def test_two_pulls_at_the_same_time_share_one_quota(house: House, tmp_path: Path) -> None:
    fill(house, 60)
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda name: pull(house, tmp_path / name), ("one", "two")))
    assert [outcome.refusals for outcome in outcomes] == [0, 0]
    assert [len(outcome.requests) for outcome in outcomes] == [60, 60]
    # 120 calls are three windows: none of the two had a quota of its own.
    assert max(outcome.took for outcome in outcomes) >= 2 * WINDOW


def test_the_sync_and_a_pull_share_one_quota(house: House, out: Path) -> None:
    fill(house, 50)
    run_and_count(house)
    assert pull(house, out).took >= WINDOW - timedelta(minutes=1)


def test_where_no_quota_is_served_none_is_kept(tmp_path: Path, out: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "satupintu.toml").write_text("[talentics]\nrate_limit = 0\n")
    with House.open(tmp_path / "data") as house:
        fill(house, 60)
        assert pull(house, out).took < timedelta(minutes=1)


def test_records_are_written_as_they_were_received(house: House, out: Path) -> None:
    fill(house, 7)
    pull(house, out, per_page=3)
    assert (out / "jobs.jsonl").read_bytes().splitlines() == served(house)


def test_everything_is_pulled_and_hangs_together(house: House, out: Path) -> None:
    fill_sandbox(house)
    outcome = pull(house, out, "all", per_page=100, details=True)
    jobs, exams, tickets = (records(out, kind) for kind in ("jobs", "exams", "tickets"))
    assert jobs
    assert [detail["id"] for detail in records(out, "job_details")] == [job["id"] for job in jobs]
    assert {applicant["job_id"] for applicant in records(out, "applicants")} <= {job["id"] for job in jobs}
    assert {ticket["exam"]["id"] for ticket in tickets} <= {exam["id"] for exam in exams}
    assert [scores["ticket_id"] for scores in records(out, "scores")] == [ticket["id"] for ticket in tickets]
    applicants = {applicant["id"] for applicant in records(out, "applicants")}
    assert {form["applicant_id"] for form in records(out, "employment_forms")} <= applicants
    assert all(not outcome.folder.progress(kind).remarks for kind in ("jobs", "exams", "tickets", "applicants"))


@pytest.mark.parametrize("fatal", [0, 1, 5, 12, 13, 33, 51])
def test_a_pull_that_is_killed_goes_on_and_asks_again_only_what_was_under_way(
    fatal: int, tmp_path: Path, out: Path
) -> None:
    noted = tmp_path / "noted"
    with House.open(tmp_path / "data") as house:
        fill(house, 25)
    arguments = (str(tmp_path / "data"), str(out), str(noted), "jobs", 2, fatal)
    process = PROCESSES.Process(target=pull_until_killed, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode == (-signal.SIGKILL if fatal < 38 else 0)
    # What a kill in the middle of a write would leave.
    for file in out.glob("*.jsonl"):
        with file.open("ab") as opened:
            opened.write(b'{"id": 99')
    with House.open(tmp_path / "data") as house:
        pull(house, out, per_page=2, details=True, file=noted)
        assert (out / "jobs.jsonl").read_bytes().splitlines()[:25] == served(house)
    asked = Counter(noted.read_text().split())
    pages = {target: times for target, times in asked.items() if target.startswith("/jobs?")}
    assert len(pages) == 13
    assert sum(pages.values()) <= 13 + (fatal < 13)
    details = sum(asked.values()) - sum(pages.values())
    assert details <= 25 + 20


def test_a_pull_that_is_complete_says_so_and_asks_nothing(house: House, out: Path) -> None:
    fill(house, 3)
    pull(house, out)
    outcome = pull(house, out)
    assert outcome.requests == []
    assert "3 records are there since" in outcome.said[0]
    assert "--again" in outcome.said[0]
    assert len(pull(house, out, again=True).requests) == 3
    assert len(records(out, "jobs")) == 3


def test_jobs_that_are_deleted_while_they_are_read_are_remarked(house: House, out: Path) -> None:
    fill(house, 10)
    outcome = pull(house, out, per_page=3, before=lambda number: number == 2 and house.jobs.remove([5_000]))
    [remark] = outcome.folder.progress("jobs").remarks
    assert remark.startswith("the list held 10 records and then 9")


def test_jobs_that_shift_onto_the_next_page_are_remarked_as_double(house: House, out: Path) -> None:
    fill(house, 9)

    def add(number: int) -> None:
        if number == 1:
            job = next(job for job in sample_jobs(first_start(house)) if job.organization == MAIN_ORGANIZATION)
            save_jobs(house, [replace(job, id=1)])

    outcome = pull(house, out, per_page=3, before=add)
    assert any("came twice" in remark for remark in outcome.folder.progress("jobs").remarks)


def test_a_job_that_is_gone_before_its_detail_is_read_is_remarked(house: House, out: Path) -> None:
    fill(house, 3)
    outcome = pull(
        house, out, per_page=100, details=True, before=lambda number: number == 1 and house.jobs.remove([5_001])
    )
    assert outcome.folder.progress("job_details").remarks == ("job 5001 was deleted before it was read",)
    assert [detail["id"] for detail in records(out, "job_details")] == [5_000, 5_002]


def interrupted(house: House, out: Path, per_page: int = 2) -> None:
    """A pull that ends after its second page."""

    def stop(number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(house, out, per_page=per_page, before=stop)


def test_pages_of_another_size_are_not_put_together(house: House, out: Path) -> None:
    fill(house, 10)
    interrupted(house, out)
    with pytest.raises(ConfigurationError, match="--per-page 2"):
        pull(house, out, per_page=5)
    assert len(records(out, "jobs")) == 4
    pull(house, out, per_page=5, again=True)
    assert len(records(out, "jobs")) == 10


def test_a_file_that_lost_records_is_not_continued(house: House, out: Path) -> None:
    fill(house, 10)
    interrupted(house, out)
    (out / "jobs.jsonl").write_bytes(b"")
    with pytest.raises(DataError, match="--again"):
        pull(house, out, per_page=2)


def test_a_damaged_note_is_named(house: House, out: Path) -> None:
    fill(house, 2)
    pull(house, out)
    (out / NOTE).write_text("{")
    with pytest.raises(DataError, match="damaged"):
        pull(house, out)


def test_what_a_pull_writes_is_for_its_owner_only(house: House, out: Path) -> None:
    fill(house, 2)
    pull(house, out)
    assert S_IMODE(out.stat().st_mode) == 0o700
    assert {S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}


def test_an_empty_account_gives_an_empty_file(house: House, out: Path) -> None:
    fill(house, 0)
    outcome = pull(house, out)
    assert records(out, "jobs") == []
    assert outcome.folder.progress("jobs").remarks == ()
