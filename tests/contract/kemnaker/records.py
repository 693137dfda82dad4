"""The four kinds of records, each with a body that is accepted, so that one test holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.contract.kemnaker.bodies import COMPANY, INSTITUTION, SMALLEST, TRAINING, id_of, without


@dataclass(frozen=True)
class Kind:
    """One kind: which API serves it, under which path, and what is put there."""

    name: str
    api: str
    path: str
    list_path: str
    body: dict[str, Any]
    text: str
    begins: str

    def at(self, number: int) -> str:
        """The path of a record."""
        return self.path.format(id=id_of(number))


COMPANIES = Kind("company", "joss", "/api/v1/companies/{id}", "/api/v1/companies", without(COMPANY, "id"),
                 "name", "active")  # fmt: skip
EMPLOYERS = Kind("employer", "joss", "/api/v2/employers/{id}", "/api/v2/employers", COMPANIES.body, "name", "active")
VACANCIES = Kind("vacancy", "joss", "/api/v1/jobs/{id}/industrial-vacancy", "/api/v1/jobs", SMALLEST, "title", "open")
INSTITUTIONS = Kind("institution", "toss", "/api/v1/institutions/{id}", "/api/v1/institutions",
                    without(INSTITUTION, "id"), "name", "active")  # fmt: skip
TRAININGS = Kind("training", "toss", "/api/v1/trainings/{id}", "/api/v1/trainings", TRAINING, "title", "open")

KINDS = (COMPANIES, EMPLOYERS, VACANCIES, INSTITUTIONS, TRAININGS)

of_every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
