"""The sandbox's own applicants, tests and results, of the sample jobs: in the documented shape, dated from its start.

Nobody is real. An identity number begins with 99, which is no province, and has 00 for the day of birth; telephone
numbers begin with 0800 000, tax numbers with 00, and mail goes to example.com.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from satupintu.systems.talentics.contract.models import (
    Applicant,
    AspectScore,
    AssessmentResult,
    EmploymentForm,
    Exam,
    FormAnswer,
    Scores,
    Ticket,
)
from satupintu.systems.talentics.contract.stamps import format_stamp
from satupintu.systems.talentics.server.records import (
    ApplicantRecord,
    ExamRecord,
    StageRecord,
    TalenticsBatch,
    TicketRecord,
)
from satupintu.systems.talentics.server.sample_people import (
    MAIN_APPLICATIONS,
    MAIN_STAGES,
    SECOND_APPLICATIONS,
    SECOND_STAGES,
    Application,
    Person,
)
from satupintu.systems.talentics.server.samples import (
    MAIN_ORGANIZATION,
    SECOND_ORGANIZATION,
    SampleJob,
    sample_jobs,
)

FIRST_STAGE_ID: Final = 31
FIRST_APPLICANT_ID: Final = 5001
FIRST_EXAM_ID: Final = 201
FIRST_TICKET_ID: Final = 8001

_STATUSES: Final = {"invited": "sending invitation", "started": "started", "finished": "finished"}
"""Only the first is published; the others are ours."""

_ASSESSMENTS: Final = (
    ("Penalaran", "penalaran", "Kognitif", ("Verbal", "Numerik", "Logika")),
    ("Kepribadian Kerja", "kepribadian-kerja", "Sikap", ("Ketelitian", "Kerja Sama")),
)


def sample_records(started_at: datetime) -> TalenticsBatch:
    """Everything but the jobs, of both organizations. `started_at` is a moment in the vendor's zone."""
    start = started_at.replace(microsecond=0)
    stages = _stages()
    filling = _Filling(start, stages)
    jobs = sample_jobs(started_at)
    for organization, applications in (
        (MAIN_ORGANIZATION, MAIN_APPLICATIONS),
        (SECOND_ORGANIZATION, SECOND_APPLICATIONS),
    ):
        theirs = [job for job in jobs if job.organization is organization]
        for application in applications:
            filling.add(theirs[application.job], application)
    return filling.batch()


def _stages() -> Sequence[StageRecord]:
    named = [(MAIN_ORGANIZATION, name) for name in MAIN_STAGES] + [
        (SECOND_ORGANIZATION, name) for name in SECOND_STAGES
    ]
    return [StageRecord(number, of.id, name) for number, (of, name) in enumerate(named, FIRST_STAGE_ID)]


class _Filling:
    """The records so far. Ids are given in the order of the applications."""

    def __init__(self, start: datetime, stages: Sequence[StageRecord]) -> None:
        self._start = start
        self._stages = stages
        self._applicants: list[ApplicantRecord] = []
        self._forms: dict[int, bytes] = {}
        self._exams: list[ExamRecord] = []
        self._tickets: list[TicketRecord] = []
        self._scores: dict[int, bytes] = {}

    def batch(self) -> TalenticsBatch:
        """All of them."""
        return TalenticsBatch(
            stages=self._stages,
            applicants=self._applicants,
            forms=self._forms,
            exams=self._exams,
            tickets=self._tickets,
            scores=self._scores,
        )

    def add(self, job: SampleJob, application: Application) -> None:
        """Everybody who applied for a job, and its test."""
        exam = self._exam(job, application.test) if application.test else None
        for person in application.people:
            applicant = self._applicant(job, person)
            if person.has_form:
                self._forms[applicant.id] = _form(applicant, person, self._start).model_dump_json().encode()
            if exam is not None and person.attempt is not None:
                self._ticket(exam, applicant, person)

    def _exam(self, job: SampleJob, title: str) -> Exam:
        opens = self._start - timedelta(days=10)
        exam = Exam(
            id=FIRST_EXAM_ID + len(self._exams),
            organization_id=job.organization_id,
            job_id=job.id,
            title=title,
            started_at=format_stamp(opens.replace(hour=8, minute=0, second=0)),
            ended_at=format_stamp(opens.replace(hour=17, minute=0, second=0) + timedelta(days=24)),
            created_at=format_stamp(opens - timedelta(days=1)),
            updated_at=format_stamp(opens - timedelta(days=1)),
        )
        self._exams.append(ExamRecord(exam.id, job.organization_id, exam.model_dump_json().encode()))
        return exam

    def _applicant(self, job: SampleJob, person: Person) -> Applicant:
        number = len(self._applicants) + 1
        applicant = _applicant(FIRST_APPLICANT_ID + number - 1, number, job, person, self._start)
        stages = [stage.id for stage in self._stages if stage.organization_id == job.organization_id]
        self._applicants.append(
            ApplicantRecord(
                applicant.id,
                job.organization_id,
                job.id,
                applicant.model_dump_json().encode(),
                stages[min(person.passed, len(stages) - 1)],
            )
        )
        return applicant

    def _ticket(self, exam: Exam, applicant: Applicant, person: Person) -> None:
        number = len(self._tickets)
        invited = self._start - timedelta(days=9, minutes=7 * number)
        began = invited + timedelta(days=2) if person.attempt != "invited" else None
        ended = began + timedelta(minutes=41 + number) if began and person.attempt == "finished" else None
        ticket = Ticket(
            id=FIRST_TICKET_ID + number,
            name=applicant.name,
            email=applicant.email,
            started_at=format_stamp(began) if began else None,
            finished_at=format_stamp(ended) if ended else None,
            created_at=_in_utc(invited),
            updated_at=_in_utc(ended or began or invited),
            status=_STATUSES[person.attempt or "invited"],
        )
        self._tickets.append(
            TicketRecord(ticket.id, exam.organization_id or 0, exam.id, ticket.model_dump_json().encode())
        )
        if ended:
            results = list(_results(person.talent, number))
            scores = Scores(ticket_id=ticket.id, name=ticket.name, email=ticket.email, results=results)
            self._scores[ticket.id] = scores.model_dump_json().encode()


def _applicant(applicant_id: int, number: int, job: SampleJob, person: Person, start: datetime) -> Applicant:
    identity = f"9901010000{number:06}"
    return Applicant(
        id=applicant_id,
        organization_id=job.organization_id,
        job_id=job.id,
        account_id=700_000 + number,
        name=person.name,
        email=f"{person.name.lower().replace(' ', '.')}@example.com",
        phone_number=f"0800000{number:04}",
        identity_number=identity,
        location=person.town,
        education=person.education,
        year_of_experience=person.experience,
        gender=person.gender,
        dob=(start - timedelta(days=365 * person.age + 17 * number % 360)).date().isoformat(),
        nik=identity,
        draft=0,
        background_enabled=1,
        portfolio_link=f"https://portofolio.example/{applicant_id}",
        address=f"Jl. Contoh No. {number}, {person.town}",
        cv_file_path=f"jobs/apply/cv/{applicant_id}.pdf",
        access_code=f"S{number:06}",
        access_code_expired_at=format_stamp(start.replace(hour=0, minute=0, second=0) + timedelta(days=30)),
    )


def _form(applicant: Applicant, person: Person, start: datetime) -> EmploymentForm:
    """The 23 answers, in the order of the page's sample."""
    submitted = start - timedelta(days=5, minutes=applicant.id % 500)
    files = "https://berkas.example/{}/" + f"{applicant.id}.pdf"
    married = person.age >= 27
    answers = {
        "birthplace": person.town,
        "religion": "Tidak disebutkan",
        "identity_address": applicant.address or "",
        "current_address": applicant.address or "",
        "blood_type": "O",
        "marital_status": "Married" if married else "Single",
        "date_of_married": (start - timedelta(days=900)).date().isoformat() if married else "",
        "number_of_children": "1" if married else "0",
        "npwp_number": f"00{applicant.id:013}",
        "npwp_address": applicant.address or "",
        "license_number": f"00{applicant.id:06}",
        "reference_name": "Orang Contoh",
        "reference_address": "Jl. Contoh No. 0",
        "reference_phone": "08000009999",
        "reference_email": "orang.contoh@example.com",
        "reference_relation": "Rekan kerja",
        "bank_account_number": f"000{applicant.id:07}",
        "bank_name": "BANK CONTOH",
        "bank_account_name": applicant.name or "",
        **{name: files.format(name) for name in ("identity_card", "npwp_card", "bank_book", "other_document")},
    }
    return EmploymentForm(
        id=applicant.id,
        applicant_id=applicant.id,
        name=applicant.name,
        email=applicant.email,
        application_time=format_stamp(submitted),
        employment_application_form=[FormAnswer(name=name, value=value) for name, value in answers.items()],
    )


def _results(talent: int, number: int) -> Iterator[AssessmentResult]:
    """Results whose totals are the means of their aspects."""
    for place, (name, slug, group, aspects) in enumerate(_ASSESSMENTS):
        points = [max(0, min(100, talent + (number + place + step) * 7 % 11 - 5)) for step in range(len(aspects))]
        yield AssessmentResult(
            assessment_name=name,
            assessment_slug=slug,
            total_score=round(sum(points) / len(points)),
            aspect_scores=[
                AspectScore(
                    aspect_group=group, aspect_name=aspect, aspect_slug=aspect.lower().replace(" ", "-"), score=score
                )
                for aspect, score in zip(aspects, points, strict=True)
            ],
        )


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
