"""Moving an applicant to another stage of a job: the one change of Talentics that is told to others.

Talentics has no operation for it; here an operator's command does what its web application does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from satupintu.kernel.errors import SatupintuError
from satupintu.serving.outbox import Delivery
from satupintu.systems.talentics.contract.callbacks import StageName
from satupintu.systems.talentics.contract.models import Applicant, Job
from satupintu.systems.talentics.server.sender import CallbackSettings, moved_applicant


class MoveError(SatupintuError):
    """The applicant cannot be moved; the message says why and what can be done."""


@dataclass(frozen=True, slots=True)
class PlacedApplicant:
    """An applicant and where they stand. `document` and `job` (the list entry; None when it is gone) are JSON."""

    organization_id: int
    job_id: int
    stage_id: int | None
    document: bytes = field(repr=False)
    job: bytes | None = field(repr=False)


class Placing(Protocol):
    """Applicants, stages and the outbox in one transaction."""

    def applicant(self, applicant_id: int) -> PlacedApplicant | None:
        """An applicant, of whichever organization."""
        ...

    def stages(self, organization_id: int) -> Sequence[StageName]:
        """The stages of an organization, in their order."""
        ...

    def place(self, applicant_id: int, stage_id: int) -> None:
        """Let the applicant stand in a stage."""
        ...

    def enqueue(self, delivery: Delivery) -> None:
        """Put a delivery into the outbox."""
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """An applicant who was moved, and the delivery that tells of it; None while no URL is set."""

    applicant_id: int
    job_id: int
    previous: StageName | None
    current: StageName
    delivery: Delivery | None


def move_applicant(
    placing: Placing, applicant_id: int, stage: str, *, settings: CallbackSettings, delivery_id: UUID, now: datetime
) -> Moved:
    """Move an applicant to a stage, given by its id or its name, and queue the callback. Raises MoveError."""
    applicant = placing.applicant(applicant_id)
    if applicant is None:
        raise MoveError(
            f"there is no applicant {applicant_id}; `GET /v2/jobs/{{JOB_ID}}/applicants` lists those there are"
        )
    stages = placing.stages(applicant.organization_id)
    current = _meant(stage, stages)
    if current.stage_id == applicant.stage_id:
        raise MoveError(f"applicant {applicant_id} is in the stage {_named(current)} already")
    previous = next((each for each in stages if each.stage_id == applicant.stage_id), None)
    delivery = None
    if settings.moved_applicant_url:
        delivery = moved_applicant(
            delivery_id,
            Applicant.model_validate_json(applicant.document),
            Job.model_validate_json(applicant.job) if applicant.job is not None else None,
            organization_id=applicant.organization_id,
            job_id=applicant.job_id,
            previous=previous,
            current=current,
            settings=settings,
            now=now,
        )
        placing.enqueue(delivery)
    placing.place(applicant_id, current.stage_id)
    return Moved(applicant_id, applicant.job_id, previous, current, delivery)


def _meant(stage: str, stages: Sequence[StageName]) -> StageName:
    """The stage with this id, or else with this name."""
    wanted = stage.strip()
    by_id = [each for each in stages if str(each.stage_id) == wanted]
    found = by_id or [each for each in stages if (each.name or "").casefold() == wanted.casefold()]
    if len(found) == 1:
        return found[0]
    there = ", ".join(map(_named, stages)) or "none"
    if found:
        raise MoveError(f"several stages are called {wanted}; take the id. There are: {there}")
    raise MoveError(f"there is no stage {wanted}. There are: {there}")


def _named(stage: StageName) -> str:
    return f"{stage.stage_id} {stage.name or ''}".strip()
