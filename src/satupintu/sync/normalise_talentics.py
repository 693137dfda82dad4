"""From Talentics' words to ours: one job becomes one `Vacancy`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo

from satupintu.recruitment.reason import Reason
from satupintu.recruitment.vacancy import EmploymentType, Vacancy
from satupintu.sync import reasons
from satupintu.systems.talentics.contract.models import JobDetail
from satupintu.systems.talentics.contract.stamps import StampError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def vacancy_key(source: str, job_id: int) -> str:
    """The name of a job of a source in the ledger."""
    return f"{source}/{job_id}"


def job_id_of(key: str) -> int:
    """The job that a key names."""
    return int(key.rpartition("/")[2])


def vacancy_of(job: JobDetail, key: str, *, zone: tzinfo, job_types: Mapping[str, EmploymentType]) -> Vacancy:
    """Translate one job.

    What cannot be translated without a guess becomes an obstacle; salaries of 0 mean that none is stated.
    """
    obstacles: list[Reason] = []
    employment_type = job_types.get(str(job.type))
    if employment_type is None:
        obstacles.append(reasons.unknown_job_type(job.type))
    due_at = None
    try:
        due_at = job.due_at(zone)
    except StampError:
        obstacles.append(reasons.unreadable_date(job.due_date or ""))
    if job.private:
        obstacles.append(reasons.private())
    if job.suspended:
        obstacles.append(reasons.suspended())
    return Vacancy(
        key=key,
        title=_text(job.title),
        is_open=not job.closed,
        description=_text(job.description),
        qualification=_text(job.requirements),
        place=_text(job.location),
        employment_type=employment_type,
        min_salary=job.min_salary or None,
        max_salary=job.max_salary or None,
        min_years_of_experience=job.min_experience,
        due_at=due_at,
        apply_url=next((url for url in (job.redirect_url, job.page_url) if url and url.startswith("https://")), None),
        obstacles=tuple(obstacles),
    )


def _text(text: str | None) -> str:
    """A text as others can take it: LF as line end, no other control characters but TAB."""
    return _CONTROL.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()
