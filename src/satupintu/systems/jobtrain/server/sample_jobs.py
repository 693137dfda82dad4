"""The jobs of the sample employer: one live in each division, one without a division, one draft, and earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from satupintu.systems.jobtrain.contract import general_settings as settings
from satupintu.systems.jobtrain.contract.models import (
    ApplicationJob,
    JobDetail,
    JobSummary,
    LocationRef,
    Ref,
    SalaryBand,
)
from satupintu.systems.jobtrain.server.records import JobRecord
from satupintu.systems.jobtrain.server.sample_settings import (
    CLOSED,
    DRAFT,
    FILLED,
    LIVE,
    NORTH,
    SOUTH,
    WITHDRAWN,
    item,
    ref,
)

DAY: Final = timedelta(days=1)

EARLIER: Final = range(20201, 20231)
"""The ids of jobs that are not advertised any more, or not yet."""

_TITLES: Final = (
    ("Care Assistant", 4, 9),
    ("Night Care Assistant", 4, 8),
    ("Registered Nurse", 3, 10),
    ("Cook", 2, 8),
    ("Receptionist", 1, 9),
    ("Activities Coordinator", 4, 9),
    ("Support Worker", 4, 8),
)
"""Title, category and salary band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleJob:
    """A job, in what varies between them. `created_at` and `closing_at` are aware, in UTC."""

    id: int
    reference: str
    title: str
    title_for_candidates: str | None = None
    status_id: int
    division_id: int | None
    department_id: int
    location_id: int
    region_id: int
    category_id: int
    salary_id: int
    created_at: datetime
    closing_at: datetime | None
    summary: str
    description: str

    @property
    def brief(self) -> ApplicationJob:
        """The job as applications show it."""
        return ApplicationJob(
            id=self.id,
            reference=self.reference,
            title=self.title,
            division=ref(settings.DIVISIONS, self.division_id),
            department=ref(settings.DEPARTMENT, self.department_id),
            location=ref(settings.LOCATIONS, self.location_id),
        )

    def record(self) -> JobRecord:
        """The job as it is kept."""
        detail = self._detail()
        of_list = set(JobSummary.model_fields)
        return JobRecord(
            id=self.id,
            division_id=self.division_id,
            department_id=self.department_id,
            location_id=self.location_id,
            status_id=self.status_id,
            title=self.title,
            reference=self.reference,
            created_at=self.created_at,
            closing_at=self.closing_at,
            summary=detail.model_dump_json(by_alias=True, include=of_list - {"public_url"}).encode(),
            detail=detail.model_dump_json(by_alias=True, exclude=of_list).encode(),
            brief=self.brief.model_dump_json(by_alias=True).encode(),
        )

    def _detail(self) -> JobDetail:
        place, salary = item(settings.LOCATIONS, self.location_id), item(settings.SALARIES, self.salary_id)
        return JobDetail(
            id=self.id,
            reference=self.reference,
            title=self.title,
            title_for_candidates=self.title_for_candidates,
            status=_certain(ref(settings.JOB_STATUS, self.status_id)),
            division=ref(settings.DIVISIONS, self.division_id),
            department=ref(settings.DEPARTMENT, self.department_id),
            location=LocationRef(
                id=self.location_id,
                name=place["name"],
                city=place["city"],
                postcode=place.get("postcode"),
                country=place["country"],
                is_remote=place["is_remote"],
            ),
            region=ref(settings.REGION, self.region_id),
            categories=[_certain(ref(settings.JOB_CATEGORIES, self.category_id))],
            employment_type=ref(settings.EMPLOYMENT_TYPES, 1),
            salary=ref(settings.SALARIES, self.salary_id),
            created_date=self.created_at,
            closing_date=self.closing_at,
            summary=self.summary,
            description=self.description,
            hours_per_week=37.5,
            number_of_positions=2,
            salary_band=SalaryBand(**{key: salary[key] for key in ("min", "max", "currency", "period")}),
            reports_to="Home Manager",
            recruiter="Recruitment Team",
            reply_to_email="recruitment@example.org",
            reason_for_vacancy="Replacement",
            cost_centre=ref(settings.COST_CENTRE, {NORTH: 1, SOUTH: 2}.get(self.division_id or 0)),
        )


def sample_jobs(started: datetime) -> list[SampleJob]:
    """The jobs, for a sandbox that was started then (aware, in UTC)."""
    return [
        *(_earlier(number, job_id, started) for number, job_id in enumerate(EARLIER)),
        SampleJob(
            id=20235,
            reference="HR-2025-014",
            title="Care Assistant",
            title_for_candidates="Care Assistant, Leeds",
            status_id=LIVE,
            division_id=NORTH,
            department_id=11,
            location_id=7,
            region_id=2,
            category_id=4,
            salary_id=9,
            created_at=at(started - 5 * DAY, 9, 15),
            closing_at=at(started + 36 * DAY, 23, 59),
            summary="Care for residents on day shifts.",
            description="<p>Day shifts</p>",
        ),
        SampleJob(
            id=20236,
            reference="HR-2025-015",
            title="Support Worker",
            title_for_candidates="Support Worker, Southampton",
            status_id=LIVE,
            division_id=SOUTH,
            department_id=12,
            location_id=8,
            region_id=1,
            category_id=4,
            salary_id=8,
            created_at=at(started - 4 * DAY, 10, 30),
            closing_at=at(started + 45 * DAY, 23, 59),
            summary="Support people in their own homes.",
            description="<p>Visits by car or on foot</p>",
        ),
        SampleJob(
            id=20237,
            reference="HR-2025-016",
            title="Recruitment Partner",
            status_id=LIVE,
            division_id=None,
            department_id=13,
            location_id=9,
            region_id=3,
            category_id=1,
            salary_id=10,
            created_at=at(started - 3 * DAY, 8, 0),
            closing_at=None,
            summary="Recruit for all homes, from yours.",
            description="<p>Remote, with travel once a month</p>",
        ),
        SampleJob(
            id=20238,
            reference="HR-2025-017",
            title="Senior Care Assistant",
            status_id=DRAFT,
            division_id=NORTH,
            department_id=11,
            location_id=7,
            region_id=2,
            category_id=4,
            salary_id=10,
            created_at=at(started - DAY, 14, 0),
            closing_at=None,
            summary="Lead a team of six.",
            description="<p>Not advertised yet</p>",
        ),
    ]


def at(day: datetime, hour: int, minute: int) -> datetime:
    """A time of day, in the zone of the day given."""
    return datetime.combine(day.date(), time(hour, minute), day.tzinfo)


def _earlier(number: int, job_id: int, started: datetime) -> SampleJob:
    title, category_id, salary_id = _TITLES[number % len(_TITLES)]
    north = number % 2 == 0
    place = "Leeds" if north else "Southampton"
    created_at = at(started - (340 - 10 * number) * DAY, 9, 0)
    # Every tenth was left Live after its closing date: in the list by its status, but not advertised.
    status_id = LIVE if number % 10 == 9 else (CLOSED, CLOSED, FILLED, CLOSED, WITHDRAWN)[number % 5]
    return SampleJob(
        id=job_id,
        reference=f"HR-2025-{number + 101:03}",
        title=title,
        title_for_candidates=f"{title}, {place}",
        status_id=status_id,
        division_id=NORTH if north else SOUTH,
        department_id=11 if north else 12,
        location_id=7 if north else 8,
        region_id=2 if north else 1,
        category_id=category_id,
        salary_id=salary_id,
        created_at=created_at,
        closing_at=at(created_at + 28 * DAY, 23, 59),
        summary=f"{title} at our home in {place}.",
        description=f"<p>{title} in {place}</p>",
    )


def _certain(found: Ref | None) -> Ref:
    if found is None:
        raise LookupError("a sample refers to no item")
    return found
