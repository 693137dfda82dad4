"""A vacancy in our own words, whatever system it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from satupintu.recruitment.reason import Reason


class EmploymentType(StrEnum):
    """How a position is employed."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACT = "contract"
    INTERNSHIP = "internship"


@dataclass(frozen=True, slots=True)
class Vacancy:
    """One position as an employer offers it.

    `key` names it in its source for good. `place` is free text. `due_at` is when the offer ends, if the source says.
    Money is whole rupiah a month. `headcount` None means that the source does not say. `obstacles` are reasons why a
    person must decide before it can be reported.
    """

    key: str
    title: str
    is_open: bool
    description: str = field(default="", repr=False)
    qualification: str = field(default="", repr=False)
    place: str = ""
    employment_type: EmploymentType | None = None
    min_salary: int | None = None
    max_salary: int | None = None
    min_years_of_experience: int | None = None
    headcount: int | None = None
    due_at: datetime | None = None
    apply_url: str | None = None
    obstacles: tuple[Reason, ...] = ()
