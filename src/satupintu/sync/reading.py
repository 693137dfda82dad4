"""Reading all vacancies of the source, and knowing for certain which of those filed before are gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from satupintu.kernel.errors import NotFoundError, ServerFailedError, UnreadableReplyError
from satupintu.recruitment.submission import Filing, FilingState
from satupintu.recruitment.vacancy import Vacancy
from satupintu.sync import reasons
from satupintu.sync.connection import Connection
from satupintu.sync.normalise_talentics import job_id_of, vacancy_key, vacancy_of
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract.operations import JOBS_PAGE, LONGEST_PAGE

MOST_FAILURES = 3
"""Details in a row that cannot be read before the source as a whole counts as failing."""

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
        self._source = connection.source
        self._parallel = connection.policy.parallel
        self._failed_in_a_row = 0

    def read(self, filings: Mapping[str, Filing], progress: Progress) -> Reading:
        """Read the list, then the detail of each job, and of each vacancy filed open that the list does not show.

        What the list shows and the detail denies is a contradiction: such a reading is not complete.
        """
        walk = self._client.jobs(per_page=LONGEST_PAGE)
        listed: dict[str, str] = {}
        for job in walk:
            listed[vacancy_key(self._source.name, job.id)] = job.title or ""
            progress("list", len(listed), walk.total)
        missing = sorted(
            key
            for key, filing in filings.items()
            if key.startswith(f"{self._source.name}/") and filing.state is not FilingState.CLOSED and key not in listed
        )
        titles = listed | {key: filings[key].title for key in missing}
        vacancies: list[Vacancy] = []
        gone: set[str] = set()
        with ThreadPoolExecutor(self._parallel, thread_name_prefix="read") as pool:
            details = pool.map(self._detail, titles, titles.values())
            try:
                for done, (key, vacancy) in enumerate(zip(titles, details, strict=True), start=1):
                    if vacancy is None:
                        gone.add(key)
                    else:
                        vacancies.append(vacancy)
                    progress("details", done, len(titles))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        saw_all = walk.complete and walk.total == len(listed) and gone.isdisjoint(listed)
        return Reading(tuple(vacancies), frozenset(gone), saw_all, cost(len(listed), len(missing)))

    def _detail(self, key: str, title: str) -> Vacancy | None:
        """One vacancy; None when the source says it does not exist. One that cannot be read needs a person."""
        try:
            job = self._client.job(job_id_of(key))
        except NotFoundError:
            return None
        except (ServerFailedError, UnreadableReplyError) as error:
            self._failed_in_a_row += 1
            if self._failed_in_a_row >= MOST_FAILURES:
                raise
            return Vacancy(key, title, is_open=True, obstacles=(reasons.unreadable_in_source(str(error)),))
        self._failed_in_a_row = 0
        return vacancy_of(job, key, zone=self._client.zone, job_types=self._source.job_types)


def cost(jobs: int, missing: int = 0) -> Cost:
    """What reading so many jobs costs: a list call for each hundred, a detail for each job and each missing one."""
    list_calls = max(1, -(-jobs // LONGEST_PAGE))
    windows = JOBS_PAGE.quota.windows_for(list_calls) if JOBS_PAGE.quota else 1
    return Cost(list_calls, jobs + missing, windows)
