"""The records of the sample employer Demo Care. People are made up; their addresses end in example.org.

Days are counted from the sandbox's first start, so that they never go stale.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Final

from satupintu.systems.jobtrain.contract import general_settings as settings
from satupintu.systems.jobtrain.contract.models import (
    Address,
    Candidate,
    EqualOpps,
    OnboardingItem,
    StarterField,
    StarterForm,
)
from satupintu.systems.jobtrain.server.records import (
    SUBMITTED,
    ApplicationRecord,
    CandidateRecord,
    DbsRecord,
    JobtrainBatch,
    OnboardingRecord,
    StarterRecord,
    email_key,
)
from satupintu.systems.jobtrain.server.rows import OnboardingAreaName, ReceivedFile
from satupintu.systems.jobtrain.server.sample_jobs import DAY, EARLIER, SampleJob, at, sample_jobs
from satupintu.systems.jobtrain.server.sample_settings import (
    HIRED,
    INTERVIEW,
    LEFT,
    NORTH,
    OFFER,
    REJECTED,
    SHORTLISTED,
    SOUTH,
    ref,
    sample_settings,
)
from satupintu.systems.jobtrain.server.uploads import TYPES

EMPLOYER: Final = "Demo Care"
ASHA: Final = 8841
ASHAS_APPLICATION: Final = 156
ASHAS_JOB: Final = 20235

FIRST_CANDIDATE: Final = 8781
FIRST_APPLICATION: Final = 96
APPLICATIONS: Final = 60

CV_SIZE: Final = 48_211

_FIRST_NAMES: Final = (
    *("Amara", "Ben", "Chloe", "Daniel", "Ebele", "Farah", "George", "Hannah", "Imran", "Jade"),
    *("Kofi", "Lena", "Marcus", "Nadia", "Owen", "Priya", "Rhys", "Sana", "Tom", "Yusuf"),
)
_LAST_NAMES: Final = ("Ashworth", "Bello", "Carter", "Dhillon", "Evans", "Fraser", "Greene", "Hughes", "Iqbal", "Jones")
_STATUSES: Final = (SUBMITTED, SHORTLISTED, INTERVIEW, OFFER, HIRED, REJECTED, HIRED, LEFT)
_LIVE_JOBS: Final = (20235, 20236, 20237)
_ITEMS: Final[tuple[tuple[OnboardingAreaName, str, str], ...]] = (
    ("onboarding", "Contract", "Contract"),
    ("onboarding", "Bank details", "Form"),
    ("compliance", "Right to work", "Document"),
    ("referencing", "Last employer", "Reference"),
)
_PROGRESS: Final = ("Completed", "InProgress", "NotStarted", "Completed")


def sample_batch(started: datetime) -> JobtrainBatch:
    """All records, for a sandbox that was started then."""
    started = started.astimezone(UTC).replace(microsecond=0)
    jobs = {job.id: job for job in sample_jobs(started)}
    applications = [*(_application(number, jobs, started) for number in range(APPLICATIONS)), _ashas(started)]
    further = [each for each in applications if each.status_id in (OFFER, HIRED) or each.id == ASHAS_APPLICATION]
    return JobtrainBatch(
        settings=sample_settings(started),
        jobs=[job.record() for job in jobs.values()],
        candidates=[*(_candidate(number) for number in range(APPLICATIONS)), _asha()],
        applications=applications,
        checks=[_check(each, jobs[each.job_id], started) for each in further],
        starters=[_starter(each, jobs[each.job_id], started) for each in further],
        onboarding=[item for number, each in enumerate(further) for item in _onboarding(number, each, started)],
    )


def sample_cv(size: int = 1200) -> bytes:
    """A small PDF with one empty page, filled up to a size with a comment."""
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n% A sample, nobody's CV. "
    )
    tail = b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return head + b"." * (size - len(head) - len(tail)) + tail


def _file(kind: str, name: str, content: bytes) -> ReceivedFile:
    return ReceivedFile(kind, name, TYPES[name.rpartition(".")[2]].content_type, content)


def _asha() -> CandidateRecord:
    address = Address(line1="1 Mill Lane", town="Leeds", postcode="LS1 4AP", country="GB")
    person = Candidate(
        id=ASHA,
        title="Ms",
        first_name="Asha",
        last_name="Patel",
        email="asha@example.org",
        is_internal=False,
        address=address,
    )
    return _kept(person, EqualOpps(gender="Woman", age_band="30-34", religion="Prefer not to say"), "1990-04-02")


def _ashas(started: datetime) -> ApplicationRecord:
    applied_at = at(started - 4 * DAY, 8, 0)
    answers = [{"question": "Can you work nights?", "answer": "Yes"}]
    return ApplicationRecord(
        id=ASHAS_APPLICATION,
        candidate_id=ASHA,
        job_id=ASHAS_JOB,
        division_id=NORTH,
        status_id=SUBMITTED,
        applied_at=applied_at,
        status_changed_at=applied_at,
        source="Direct Apply",
        answers=json.dumps(answers, separators=(",", ":")).encode(),
        files=[_file("CV", "patel.pdf", sample_cv(CV_SIZE))],
    )


def _candidate(number: int) -> CandidateRecord:
    first, last = _FIRST_NAMES[number % 20], _LAST_NAMES[(number + number // 20) % 10]
    person = Candidate(
        id=FIRST_CANDIDATE + number,
        title=("Mr", "Ms", "Mx", None)[number % 4],
        first_name=first,
        last_name=last,
        email=f"{first}.{last}.{number}@example.org".lower(),
        # From the range that is kept free for made-up numbers.
        mobile=f"07700 900{number:03}",
        is_internal=number % 12 == 0,
        address=None,
    )
    equal = EqualOpps(gender="Prefer not to say", age_band="25-29") if number % 3 == 0 else None
    return _kept(person, equal, f"{1970 + number % 30}-0{1 + number % 9}-15")


def _kept(person: Candidate, equal: EqualOpps | None, born: str) -> CandidateRecord:
    return CandidateRecord(
        id=person.id,
        email_key=email_key(person.email),
        document=person.model_dump_json(by_alias=True).encode(),
        equal_opportunities=None if equal is None else equal.model_dump_json(by_alias=True).encode(),
        date_of_birth=born,
    )


def _application(number: int, jobs: dict[int, SampleJob], started: datetime) -> ApplicationRecord:
    # Every fifth is for a live job.
    job_id = _LIVE_JOBS[number // 5 % 3] if number % 5 == 4 else EARLIER[(number * 7 + number // 4) % len(EARLIER)]
    job, status_id = jobs[job_id], _STATUSES[number // 3 % len(_STATUSES)]
    applied_at = at(job.created_at + DAY, 12, number)
    # Every fourth status changed within the day before the start.
    lately = started - timedelta(hours=1 + number % 20, minutes=number)
    changed_at = lately if number % 4 == 0 else applied_at + timedelta(hours=9)
    files = [_file("CV", f"cv-{number + 1}.pdf", sample_cv())]
    if number % 3 == 0:
        files.append(_file("CoverLetter", "letter.txt", b"A sample letter, written by nobody.\n"))
    return ApplicationRecord(
        id=FIRST_APPLICATION + number,
        candidate_id=FIRST_CANDIDATE + number,
        job_id=job.id,
        division_id=job.division_id,
        status_id=status_id,
        previous_status_id=SUBMITTED if status_id != SUBMITTED else 1,
        applied_at=applied_at,
        status_changed_at=changed_at,
        source=("Direct Apply", "Careers site", None)[number % 3],
        files=files,
    )


def _check(application: ApplicationRecord, job: SampleJob, started: datetime) -> DbsRecord:
    document = {
        "dbsCheckRequired": ("Enhanced", "Standard", "Basic")[application.id % 3],
        "workforceType": "Adult",
        "purpose": "Employment",
        "employerName": EMPLOYER,
        "position": job.title,
    }
    has_reference = application.id % 4 == 1
    return DbsRecord(
        application_id=application.id,
        job_id=job.id,
        document=json.dumps(document, separators=(",", ":")).encode(),
        requested_at=at(started - 2 * DAY, 10, 0),
        unique_id=f"SAMPLE-{application.id}" if has_reference else None,
    )


def _starter(application: ApplicationRecord, job: SampleJob, started: datetime) -> StarterRecord:
    saved_at = at(started - DAY, 10, 0)
    ended_at = started - timedelta(hours=2, minutes=application.id)
    form = StarterForm(
        candidate_application_id=application.id,
        candidate_id=application.candidate_id,
        job_id=job.id,
        start_date=(started + 37 * DAY).date(),
        job_title=job.title,
        contract_type="Permanent",
        manager="Home Manager",
        salary=23500,
        hours=37.5,
        division=ref(settings.DIVISIONS, job.division_id),
        department=ref(settings.DEPARTMENT, job.department_id),
        location=ref(settings.LOCATIONS, job.location_id),
        cost_centre=ref(settings.COST_CENTRE, {NORTH: 1, SOUTH: 2}.get(job.division_id or 0)),
        fields=[StarterField(name="Uniform size", value="M"), StarterField(name="Parking permit", value=None)],
        saved_date=saved_at,
    )
    completed = application.status_id == HIRED and application.id % 3 != 0
    cancelled = application.status_id == HIRED and not completed
    return StarterRecord(
        application_id=application.id,
        document=form.model_dump_json(by_alias=True).encode(),
        saved_at=saved_at,
        completed_at=ended_at if completed else None,
        cancelled_at=ended_at if cancelled else None,
    )


def _onboarding(number: int, application: ApplicationRecord, started: datetime) -> list[OnboardingRecord]:
    found: list[OnboardingRecord] = []
    for place, (area, name, kind) in enumerate(_ITEMS):
        status = _PROGRESS[(number + place) % len(_PROGRESS)]
        item = OnboardingItem(
            id=31 + number * len(_ITEMS) + place,
            name=name,
            type=kind,
            status=status,
            updated_date=None if status == "NotStarted" else at(started - DAY, 15, place),
        )
        document = item.model_dump_json(by_alias=True).encode()
        found.append(OnboardingRecord(item.id, application.id, area, document))
    return found
