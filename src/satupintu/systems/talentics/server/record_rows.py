"""Records as an import names them: the documented models read strictly, and little beside them.

Faults name the field and what is wrong with it, never its value: most of what is imported is personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Final, Literal, cast, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.systems.talentics.contract.models import (
    Applicant,
    EmploymentForm,
    Exam,
    JobDetail,
    Record,
    Scores,
    Ticket,
)
from satupintu.systems.talentics.contract.stamps import StampError, parse_stamp

Kind = Literal["stages", "jobs", "applicants", "forms", "exams", "tickets", "scores"]
"""What can be imported. A form belongs to an applicant and scores to a ticket; they have no id of their own."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

LARGEST_ID: Final = 10**18 - 1
"""An id in a path has 18 digits at most."""


class StageRow(Record):
    """A stage that applicants pass. Talentics shows it in callbacks only."""

    id: int
    organization_id: int | None = None
    name: str | None = None


class JobRow(JobDetail):
    """A job in full, with the two dates that only the list has."""

    created_at: str | None = None
    updated_at: str | None = None


class ApplicantRow(Applicant):
    """An applicant, and the stage it has reached."""

    stage_id: int | None = None


class TicketRow(Ticket):
    """A participant of a test, which is named by its id alone or as in an answer."""

    exam_id: int | None = None


ROWS: Final[Mapping[Kind, type[Record]]] = {
    "stages": StageRow,
    "jobs": JobRow,
    "applicants": ApplicantRow,
    "forms": EmploymentForm,
    "exams": Exam,
    "tickets": TicketRow,
    "scores": Scores,
}

_REQUIRED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "stages": ("name",),
    "jobs": ("title",),
    "applicants": ("job_id", "name", "email"),
    "forms": ("application_time", "employment_application_form"),
    "exams": ("title", "started_at", "ended_at"),
    "tickets": ("name", "email"),
    "scores": ("name", "email", "results"),
}
"""What an answer would make no sense without, beside the id."""

_DATES: Final = re.compile(r".*_at|due_date|dob|application_time")
_IDS: Final = re.compile(r"id|(organization|job|applicant|stage|exam|ticket)_id")
"""Ids of records that are kept here; those of professions and places mean something to the vendor alone."""

_LARGEST: Final = 2**63 - 1
"""Whole numbers take 64 bits at most, at whoever reads them."""

_FLAGS: Final = frozenset(
    {"private", "closed", "verified", "suspended", "rejected", "trial", "draft", "background_enabled"}
)
_AMOUNTS: Final = frozenset({"min_experience", "min_salary", "max_salary"})

FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""What may be quoted as the name of a field; anything else may be a value in the wrong place."""

_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")

_SENTENCES: Final[Mapping[str, str]] = {
    "missing": "is required",
    "int_type": "must be a whole number",
    "string_type": "must be a text",
    "string_unicode": "holds a character that is not text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "finite_number": "must be a finite number",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one line of a file. Lines count from 1."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file."""

    line: int
    kind: Kind
    record: Record = field(repr=False)

    @property
    def id(self) -> int:
        """The record's own id; for a form the applicant's, for scores the ticket's."""
        return cast("int", getattr(self.record, id_field(self.kind)))


def id_field(kind: Kind) -> str:
    """The field that says which record it is."""
    return "ticket_id" if kind == "scores" else "id"


def read_row(line: int, kind: Kind, values: Mapping[str, object]) -> Row | list[Fault]:
    """A record, or everything that is wrong with it."""
    words = dict.fromkeys(_further_faults(kind, values))
    try:
        record = ROWS[kind].model_validate(values, strict=True, extra="forbid")
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        words = dict.fromkeys(_words(kind, detail) for detail in details) | words
    else:
        if not words:
            return Row(line, kind, record)
    return [Fault(line, each) for each in words]


def of_cell(kind: Kind, name: str, cell: str) -> object:
    """What a cell of a CSV file means for a field. An empty one is null; what is no scalar stands as JSON.

    A text that cannot be what the field wants stays a text, so that reading the record finds it.
    """
    info = ROWS[kind].model_fields.get(name)
    if not cell:
        return None
    wanted: set[Any] = set(get_args(info.annotation)) | {info.annotation} if info else {str}
    if str in wanted:
        return cell
    if int in wanted:
        return int(cell) if _WHOLE.fullmatch(cell) else cell
    if bool in wanted:
        return {"true": True, "false": False}.get(cell.lower(), cell)
    try:
        return read_json(cell.encode(), unique_keys=True)
    except MalformedJsonError:
        return cell


def _further_faults(kind: Kind, values: Mapping[str, object]) -> Iterator[str]:
    """What a type does not say. Looked for in the values as they came, so that it is found together with the rest."""
    for name in _REQUIRED[kind]:
        if values.get(name) in (None, ""):
            yield f"{name} is required"
    for name in ROWS[kind].model_fields:
        match values.get(name):
            case str() as text:
                if "\0" in text:
                    yield f"{name} holds a character that is not text"
                if text and _DATES.fullmatch(name) and not _is_date(text):
                    yield f"{name} must be a date such as 2021-06-10 00:00:00"
            case bool():
                pass
            case int() as number if words := _number_fault(name, number):
                yield f"{name} {words}"
            case dict() | list():
                yield from _inner_faults(name, cast("dict[str, object] | list[object]", values[name]))
            case _:
                pass
    if kind == "tickets" and (values.get("exam_id") is None) == (values.get("exam") is None):
        yield "exam_id is required, or exam as in an answer, not both"
    if kind == "forms" and values.get("applicant_id") not in (None, values.get("id")):
        yield "applicant_id must be the id"


def _number_fault(name: str, number: int) -> str | None:
    if _IDS.fullmatch(name):
        return None if 0 < number <= LARGEST_ID else f"must be a number from 1 to {LARGEST_ID}"
    if name in _FLAGS:
        return None if number in (0, 1) else "must be 0 or 1"
    if name in _AMOUNTS and number < 0:
        return "must not be negative"
    return None if _fits(number) else "is too large a number"


def _inner_faults(name: str, value: dict[str, object] | list[object]) -> Iterator[str]:
    """What is wrong with the numbers in an object or a list. Of its keys only flags are named: others may be values."""
    left: list[object] = [value]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            left += cast("dict[str, object]", each).values()
        elif isinstance(each, list):
            left += cast("list[object]", each)
        elif isinstance(each, int) and not _fits(each):
            yield f"{name} holds a number that is too large"
    if isinstance(value, dict):
        for flag in sorted(_FLAGS & value.keys()):
            if isinstance(number := value[flag], int) and number not in (0, 1):
                yield f"{name}.{flag} must be 0 or 1"


def _fits(number: int) -> bool:
    return -_LARGEST - 1 <= number <= _LARGEST


def _is_date(text: str) -> bool:
    try:
        parse_stamp(text, UTC)
    except StampError:
        return False
    return True


def _words(kind: Kind, detail: ErrorDetails) -> str:
    path = [str(part) for part in detail["loc"]]
    if detail["type"] == "extra_forbidden":
        name = path[-1] if FIELD_NAME.fullmatch(path[-1]) else "a key"
        return f"{name} is no field of {kind}"
    # Of a number that may be whole or not, each reading has a fault of its own.
    if path[-1] not in ROWS[kind].model_fields and path[-1] in {"int", "float"}:
        return f"{'.'.join(path[:-1])} must be a number"
    return f"{'.'.join(path)} {_SENTENCES.get(detail['type'], 'is not as documented')}"
