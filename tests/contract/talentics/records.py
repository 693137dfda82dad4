"""Tests, participants, scores, applicants and forms of two organizations, for the jobs of the sample data."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from satupintu.store.talentics_records import ApplicantRecord, ExamRecord, TalenticsBatch, TicketRecord
from satupintu.systems.talentics.contract.models import (
    Applicant,
    AspectScore,
    AssessmentResult,
    EmploymentForm,
    Exam,
    FormAnswer,
    Scores,
    Ticket,
    TicketExam,
)

MAIN, SECOND = 900001, 900002
JOB = 1001

OPENS, CLOSES = "2026-02-01 08:00:00", "2026-02-08 17:00:00"


def exam(exam_id: int, owner: int) -> Exam:
    return Exam(
        id=exam_id,
        organization_id=owner,
        job_id=JOB,
        title=f"Tes {exam_id}",
        started_at=OPENS,
        ended_at=CLOSES,
        created_at=OPENS,
        updated_at=OPENS,
    )


def ticket(ticket_id: int, of: Exam) -> Ticket:
    return Ticket(
        id=ticket_id,
        name=f"Peserta {ticket_id}",
        email=f"peserta.{ticket_id}@example.com",
        exam=TicketExam(id=of.id, title=of.title, started_at=of.started_at, ended_at=of.ended_at),
        created_at="2026-02-01T01:00:00.000000Z",
        updated_at="2026-02-01T01:00:00.000000Z",
        status="sending invitation",
    )


def applicant(applicant_id: int, owner: int) -> Applicant:
    return Applicant(
        id=applicant_id,
        organization_id=owner,
        job_id=JOB,
        account_id=applicant_id + 50_000,
        name=f"Pelamar {applicant_id}",
        email=f"pelamar.{applicant_id}@example.com",
        phone_number="080000000000",
        identity_number="0000000000000000",
        location="Bandung",
        education="S1",
        year_of_experience="< 1 years",
        gender=2,
        dob="1999-09-09",
        nik="0000000000000000",
        draft=0,
        background_enabled=1,
        portfolio_link=None,
        address="Jl. Contoh 1",
        cv_file_path="jobs/apply/cv/1.pdf",
        access_code="A000001",
        access_code_expired_at="2026-03-1 00:00:00",
    )


EXAMS: Final = [exam(number, MAIN) for number in range(501, 524)]
FOREIGN_EXAM: Final = exam(601, SECOND)
TICKETS: Final = [ticket(number, EXAMS[0]) for number in range(7001, 7131)]
FOREIGN_TICKET: Final = ticket(8001, FOREIGN_EXAM)
SCORED: Final = Scores(
    ticket_id=TICKETS[0].id,
    name=TICKETS[0].name,
    email=TICKETS[0].email,
    results=[
        AssessmentResult(
            assessment_name="Logika",
            assessment_slug="logika",
            total_score=87.5,
            aspect_scores=[
                AspectScore(aspect_group="Nalar", aspect_name="Deduksi", aspect_slug="deduksi", score=90),
                AspectScore(aspect_group="Nalar", aspect_name="Induksi", aspect_slug="induksi", score=None),
            ],
        )
    ],
)
APPLICANTS: Final = [applicant(number, MAIN) for number in range(301, 305)]
FOREIGN_APPLICANT: Final = applicant(401, SECOND)
FORM: Final = EmploymentForm(
    id=301,
    applicant_id=301,
    name="Pelamar 301",
    email="pelamar.301@example.com",
    application_time="2026-02-03 10:10:10",
    employment_application_form=[
        FormAnswer(name="bank_account_number", value="0000000"),
        FormAnswer(name="number_of_children", value="1"),
    ],
)


def _written(record: BaseModel) -> bytes:
    return record.model_dump_json().encode()


ALL: Final = TalenticsBatch(
    exams=[ExamRecord(each.id, each.organization_id or 0, _written(each)) for each in (*EXAMS, FOREIGN_EXAM)],
    tickets=[
        *(TicketRecord(each.id, MAIN, EXAMS[0].id, _written(each)) for each in TICKETS),
        TicketRecord(FOREIGN_TICKET.id, SECOND, FOREIGN_EXAM.id, _written(FOREIGN_TICKET)),
    ],
    scores={SCORED.ticket_id: _written(SCORED)},
    applicants=[
        ApplicantRecord(each.id, each.organization_id or 0, JOB, _written(each))
        for each in (*APPLICANTS, FOREIGN_APPLICANT)
    ],
    forms={FORM.id: _written(FORM), FOREIGN_APPLICANT.id: _written(FORM)},
)
