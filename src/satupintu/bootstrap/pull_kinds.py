"""The kinds of record that a pull knows: how each is asked for, and to which other kind it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from satupintu.kernel.operation import Operation
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract import operations
from satupintu.systems.talentics.contract.models import ExamPage, JobPage, TicketPage

AnyPage = ExamPage | TicketPage | JobPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedKind:
    """Records that come in pages. `name` is also that of the file, `noun` what one record is called.

    `ask` asks for a page: the id of the record above (of the kind `of`; 0 if there is none), the page, its size.
    """

    name: str
    noun: str
    operation: Operation[Any, Any]
    ask: Callable[[Talentics, int, int, int], AnyPage] = field(repr=False)
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeKind:
    """Records that come at once for each record of the kind `of`. `ask` gives the body of the answer.

    `may_be_missing`: that there is none is nothing to remark.
    """

    name: str
    noun: str
    operation: Operation[Any, Any]
    ask: Callable[[Talentics, int], bytes] = field(repr=False)
    of: str
    may_be_missing: bool = False


Kind = PagedKind | WholeKind


def _applicants(client: Talentics, job_id: int) -> bytes:
    found = client.applicants(job_id)
    return found[0].raw if found else b'{"data": []}'


JOBS: Final = PagedKind(
    name="jobs",
    noun="job",
    operation=operations.JOBS_PAGE,
    ask=lambda client, _, page, per_page: client.jobs_page(page=page, per_page=per_page),
)
JOB_DETAILS: Final = WholeKind(
    name="job_details",
    noun="detail",
    operation=operations.JOB,
    ask=lambda client, job_id: client.job(job_id).raw,
    of="jobs",
)
APPLICANTS: Final = WholeKind(
    name="applicants", noun="applicant", operation=operations.APPLICANTS, ask=_applicants, of="jobs"
)
EMPLOYMENT_FORMS: Final = WholeKind(
    name="employment_forms",
    noun="form",
    operation=operations.EMPLOYMENT_FORM,
    ask=lambda client, applicant_id: client.employment_form(applicant_id).raw,
    of="applicants",
    may_be_missing=True,
)
EXAMS: Final = PagedKind(
    name="exams",
    noun="exam",
    operation=operations.EXAMS_PAGE,
    ask=lambda client, _, page, per_page: client.exams_page(page=page, per_page=per_page),
)
TICKETS: Final = PagedKind(
    name="tickets",
    noun="ticket",
    operation=operations.TICKETS_PAGE,
    ask=lambda client, exam_id, page, per_page: client.tickets_page(exam_id, page=page, per_page=per_page),
    of="exams",
)
SCORES: Final = WholeKind(
    name="scores",
    noun="score",
    operation=operations.SCORES,
    ask=lambda client, ticket_id: client.scores(ticket_id).raw,
    of="tickets",
)

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind for kind in (JOBS, JOB_DETAILS, APPLICANTS, EMPLOYMENT_FORMS, EXAMS, TICKETS, SCORES)
}
"""All kinds; each comes after the one it belongs to."""

CHOICES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "jobs": (frozenset({"jobs"}), frozenset({"job_details"})),
    "exams": (frozenset({"exams"}), frozenset()),
    "tickets": (frozenset({"exams", "tickets"}), frozenset({"scores"})),
    "applicants": (frozenset({"jobs", "applicants"}), frozenset({"employment_forms"})),
    "all": (
        frozenset({"jobs", "applicants", "exams", "tickets"}),
        frozenset({"job_details", "employment_forms", "scores"}),
    ),
}
"""What can be asked for: the kinds it takes, and the further ones that are its details."""


def chosen(choice: str, *, details: bool) -> tuple[Kind, ...]:
    """The kinds of a choice, each after the one it belongs to."""
    plain, further = CHOICES[choice]
    names = plain | further if details else plain
    return tuple(kind for name, kind in KINDS.items() if name in names)


def with_what_hangs_on(kinds: Iterable[Kind]) -> frozenset[str]:
    """The names of these kinds and of all that belong to their records."""
    names = {kind.name for kind in kinds}
    for kind in KINDS.values():
        if kind.of in names:
            names.add(kind.name)
    return frozenset(names)
