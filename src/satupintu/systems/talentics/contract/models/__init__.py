"""The records of Talentics as they travel. Keys stand in the order of the page's samples.

Source: https://talentics.id/docs/talentics-api. Only ids are required: the page's tables and samples disagree about
the rest. Dates are kept as the vendor wrote them; `Record.moment` reads them.
"""

from satupintu.systems.talentics.contract.models.applicants import (
    Applicant,
    ApplicantReply,
    ApplicantsReply,
    EmploymentForm,
    EmploymentFormReply,
    FormAnswer,
)
from satupintu.systems.talentics.contract.models.exams import (
    AspectScore,
    AssessmentResult,
    Exam,
    ExamPage,
    ExamReply,
    Scores,
    ScoresReply,
    Ticket,
    TicketExam,
    TicketPage,
)
from satupintu.systems.talentics.contract.models.jobs import (
    Job,
    JobDetail,
    JobPage,
    JobReply,
    Organization,
    RelatedProfession,
)
from satupintu.systems.talentics.contract.models.record import Record, keep_raw

__all__ = [
    "Applicant",
    "ApplicantReply",
    "ApplicantsReply",
    "AspectScore",
    "AssessmentResult",
    "EmploymentForm",
    "EmploymentFormReply",
    "Exam",
    "ExamPage",
    "ExamReply",
    "FormAnswer",
    "Job",
    "JobDetail",
    "JobPage",
    "JobReply",
    "Organization",
    "Record",
    "RelatedProfession",
    "Scores",
    "ScoresReply",
    "Ticket",
    "TicketExam",
    "TicketPage",
    "keep_raw",
]
