"""The sandbox's own jobs, of two invented organizations: in the documented shape, dated from the sandbox's start."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from satupintu.systems.talentics.contract.models import Job, JobDetail, Organization, RelatedProfession
from satupintu.systems.talentics.contract.stamps import format_stamp
from satupintu.systems.talentics.server.sample_vacancies import (
    MAIN_VACANCIES,
    SECOND_VACANCIES,
    Profession,
    State,
    Vacancy,
)


@dataclass(frozen=True, slots=True)
class SampleOrganization:
    """An invented organization."""

    id: int
    name: str
    slug: str


MAIN_ORGANIZATION: Final = SampleOrganization(900001, "PT Contoh Karya Nusantara", "pt-contoh-karya-nusantara")
SECOND_ORGANIZATION: Final = SampleOrganization(900002, "PT Contoh Layanan Prima", "pt-contoh-layanan-prima")

FIRST_JOB_ID: Final = 1001
"""The main organization's first job; those of the second follow after its last."""

# The samples of the page give these three to places in different provinces, so they say nothing.
_PROVINCE_ID, _CITY_ID, _DISTRICT_ID = 1, 7, 40


@dataclass(frozen=True, slots=True)
class SampleJob:
    """One job as the sandbox keeps it. Times carry the vendor's zone; their wall clock is what is written."""

    id: int
    organization: SampleOrganization
    organization_since: datetime
    profession: Profession
    type: int
    title: str
    description: str
    location: str
    created_at: datetime
    updated_at: datetime
    due_at: datetime
    min_experience: int
    min_salary: int | None
    max_salary: int | None
    requirements: str
    benefits: str
    state: State
    suspended_at: datetime | None = None

    @property
    def organization_id(self) -> int:
        """Whose job it is."""
        return self.organization.id

    @property
    def entry(self) -> bytes:
        """The job as an entry of the list: 23 keys."""
        return self._entry().model_dump_json().encode()

    @property
    def detail(self) -> bytes:
        """The job in full: 36 keys."""
        return self._detail().model_dump_json().encode()

    def _entry(self) -> Job:
        return Job(created_at=format_stamp(self.created_at), updated_at=format_stamp(self.updated_at), **self._shared())

    def _detail(self) -> JobDetail:
        organization = _organization(self.organization, self.organization_since)
        profession = self.profession
        return JobDetail(
            **self._shared(),
            private=int(self.state == "private"),
            closed=int(self.state == "closed"),
            verified=0,
            suspended=int(self.state == "suspended"),
            suspended_at=format_stamp(self.suspended_at) if self.suspended_at else None,
            organization=organization,
            company=organization,
            page_url=f"https://talentics.id/{self.organization.slug}/{_slug(self.title, self.id)}",
            required_assessments=[],
            required_aspects=[],
            related_profession=RelatedProfession(
                id=profession.id,
                profession_cluster_id=profession.cluster_id,
                name=profession.name,
                slug=profession.slug,
                description=profession.name,
            ),
            applicable=self.state == "open",
            work_ready=True,
            redirect_url=f"https://karier.example/{self.organization.slug}/{_slug(self.title, self.id)}",
        )

    def _shared(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "organization_id": self.organization.id,
            "profession_id": self.profession.id,
            "title": self.title,
            "description": self.description,
            "location": self.location,
            "due_date": format_stamp(self.due_at),
            "min_experience": self.min_experience,
            "min_salary": self.min_salary,
            "max_salary": self.max_salary,
            "requirements": self.requirements,
            "benefits": self.benefits,
            "youtube_video_url": f"https://youtu.be/contoh{self.id}",
            "industry_id": self.profession.industry_id,
            "code": f"CKN-{self.id}",
            "country_id": 1,
            "province_id": _PROVINCE_ID,
            "city_id": _CITY_ID,
            "district_id": _DISTRICT_ID,
            "slug": _slug(self.title, self.id),
        }


def sample_jobs(started_at: datetime) -> list[SampleJob]:
    """The jobs of both organizations, by ascending id. `started_at` is a moment in the vendor's zone."""
    offered = [(MAIN_ORGANIZATION, vacancy) for vacancy in MAIN_VACANCIES]
    offered += [(SECOND_ORGANIZATION, vacancy) for vacancy in SECOND_VACANCIES]
    return [
        _job(FIRST_JOB_ID + number, organization, vacancy, started_at)
        for number, (organization, vacancy) in enumerate(offered)
    ]


def edited(job: SampleJob, at: datetime, **changes: Any) -> SampleJob:
    """The job with other values of its fields, changed at a moment in the vendor's zone."""
    return replace(job, updated_at=at, **changes)


def closed(job: SampleJob, at: datetime) -> SampleJob:
    """The job, closed at a moment in the vendor's zone."""
    return edited(job, at, state="closed")


def reopened(job: SampleJob, at: datetime) -> SampleJob:
    """The job, open again from a moment in the vendor's zone."""
    return edited(job, at, state="open")


def _job(job_id: int, organization: SampleOrganization, vacancy: Vacancy, started_at: datetime) -> SampleJob:
    created_at = started_at.replace(microsecond=0) - timedelta(days=14 + job_id % 30, hours=job_id % 11)
    updated_at = created_at + timedelta(days=job_id % 12, minutes=job_id % 59)
    end_of_day = started_at.replace(hour=23, minute=59, second=59, microsecond=0)
    return SampleJob(
        id=job_id,
        organization=organization,
        organization_since=started_at.replace(microsecond=0) - timedelta(days=900),
        profession=vacancy.profession,
        type=vacancy.type,
        title=vacancy.title,
        description=_description(job_id, vacancy),
        location=vacancy.location,
        created_at=created_at,
        updated_at=updated_at,
        due_at=end_of_day + timedelta(days=vacancy.due_in),
        min_experience=vacancy.min_experience,
        min_salary=vacancy.salary[0],
        max_salary=vacancy.salary[1],
        requirements=vacancy.profession.requirement,
        benefits="BPJS Kesehatan dan Ketenagakerjaan, THR" if job_id % 5 else "BPJS, THR, makan siang & transport",
        state=vacancy.state,
        suspended_at=updated_at if vacancy.state == "suspended" else None,
    )


def _description(job_id: int, vacancy: Vacancy) -> str:
    duties = vacancy.profession.duties
    match job_id % 5:
        case 0:
            items = "".join(f"<li>{duty}</li>" for duty in duties)
            return f"<p>Kami mencari <strong>{vacancy.title}</strong>.</p><ul>{items}</ul>"
        case 1:
            return "\r\n".join(["Tanggung jawab:", *(f"- {duty}" for duty in duties)])
        case 2:
            return f"We are hiring. You will: {'; '.join(vacancy.profession.duties_in_english).lower()}."
        case 3:
            items = "".join(f"<p>&bull;&nbsp;{duty}</p>\r\n" for duty in vacancy.profession.duties_in_english)
            return f'<div class="job"><h3>Your tasks &amp; goals</h3>\r\n{items}</div>'
        case _:
            return f"{duties[0]}, {duties[1].lower()}, dan {duties[2].lower()}."


def _organization(organization: SampleOrganization, since: datetime) -> Organization:
    return Organization(
        id=organization.id,
        name=organization.name,
        slug=organization.slug,
        partnership=0,
        created_at=format_stamp(since),
        updated_at=format_stamp(since),
        verified=0,
        private=0,
        rejected=0,
        trial=0,
        suspended=0,
        avatar_url="https://karier.example/avatar.png",
        cover_url="https://karier.example/cover.png",
        logo_url="https://karier.example/logo.png",
    )


def _slug(title: str, job_id: int) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')}-{job_id}"
