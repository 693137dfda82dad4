"""Reading all vacancies of the source, and knowing for certain which of those filed before are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from satupintu.kernel.errors import NotFoundError
from satupintu.recruitment.vacancy import Vacancy
from satupintu.sync.connection import Connection
from satupintu.sync.normalise_talentics import job_id_of, vacancy_key, vacancy_of
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract.operations import JOBS_PAGE, LONGEST_PAGE

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how much of it is done, and how much there is in all if that is known."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a reading costs in calls. Only list calls count against the printed quota."""

    list_calls: int
    detail_calls: int
    windows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All vacancies of the source at one moment.

    `gone` are keys that the source itself says no longer exist. `complete` tells whether the walk saw as many jobs
    as the source says there are: if not, what is missing may have been overlooked.
    """

    vacancies: tuple[Vacancy, ...]
    gone: frozenset[str]
    complete: bool
    cost: Cost


class TalenticsReader:
    """Reads one Talentics account. The list lacks the flags `closed`, `private` and `suspended`: details have them."""

    def __init__(self, client: Talentics, connection: Connection) -> None:
        self._client = client
        self._job_types = connection.source.job_types
        self._parallel = connection.policy.parallel

    def read(self, filed: Iterable[str], progress: Progress) -> Reading:
        """Read the list, then the detail of each job, and of each filed vacancy that the list does not show."""
        walk = self._client.jobs(per_page=LONGEST_PAGE)
        listed: list[str] = []
        for job in walk:
            listed.append(vacancy_key(job.id))
            progress("list", len(listed), walk.total)
        missing = sorted(set(filed).difference(listed))
        keys = [*listed, *missing]
        vacancies: list[Vacancy] = []
        gone: set[str] = set()
        with ThreadPoolExecutor(self._parallel, thread_name_prefix="read") as pool:
            details = pool.map(self._detail, keys)
            try:
                for done, (key, vacancy) in enumerate(zip(keys, details, strict=True), start=1):
                    if vacancy is None:
                        gone.add(key)
                    else:
                        vacancies.append(vacancy)
                    progress("details", done, len(keys))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return Reading(tuple(vacancies), frozenset(gone), walk.complete, cost(len(listed), len(missing)))

    def _detail(self, key: str) -> Vacancy | None:
        try:
            job = self._client.job(job_id_of(key))
        except NotFoundError:
            return None
        return vacancy_of(job, zone=self._client.zone, job_types=self._job_types)


def cost(jobs: int, missing: int = 0) -> Cost:
    """What reading so many jobs costs: a list call for each hundred, a detail for each job and each missing one."""
    list_calls = max(1, -(-jobs // LONGEST_PAGE))
    windows = JOBS_PAGE.quota.windows_for(list_calls) if JOBS_PAGE.quota else 1
    return Cost(list_calls, jobs + missing, windows)
