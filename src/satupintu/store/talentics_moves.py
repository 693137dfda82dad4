"""Applicants and the stages they stand in, with the outbox, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from sqlalchemy import bindparam, select, update

from satupintu.serving.outbox import Delivery
from satupintu.store.outbox import enqueue
from satupintu.store.statement import Statement
from satupintu.store.tables import talentics_applicant, talentics_job, talentics_stage
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.talentics.contract.callbacks import StageName
from satupintu.systems.talentics.server.moving import PlacedApplicant, Placing

T = TypeVar("T")

_applicant, _job, _stage = talentics_applicant.c, talentics_job.c, talentics_stage.c
_FIND: Final = Statement(
    select(_applicant.organization_id, _applicant.job_id, _applicant.stage_id, _applicant.document, _job.list_json)
    .select_from(talentics_applicant.outerjoin(talentics_job, _job.id == _applicant.job_id))
    .where(_applicant.id == bindparam("id"))
)
_STAGES: Final = Statement(
    select(_stage.id, _stage.name).where(_stage.organization_id == bindparam("organization_id")).order_by(_stage.id)
)
_PLACE: Final = Statement(
    update(talentics_applicant).where(_applicant.id == bindparam("of")).values(stage_id=bindparam("new_stage_id"))
)


class SqlTalenticsMoves:
    """Runs what moves applicants, each as a job of the one writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def run(self, work: Callable[[Placing], T]) -> T:
        """Run `work` and commit; durable when it returns. `work` may run again, so it touches nothing but the rows."""
        return self._writer.run(lambda transaction: work(_SqlPlacing(transaction)))


class _SqlPlacing:
    """`Placing` in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def applicant(self, applicant_id: int) -> PlacedApplicant | None:
        row = self._transaction.execute(_FIND, {"id": applicant_id}).fetchone()
        if row is None:
            return None
        organization_id, job_id, stage_id, document, job = row
        return PlacedApplicant(organization_id, job_id, stage_id, document.encode(), job and job.encode())

    def stages(self, organization_id: int) -> Sequence[StageName]:
        rows = self._transaction.execute(_STAGES, {"organization_id": organization_id}).fetchall()
        return [StageName(stage_id=stage_id, name=name) for stage_id, name in rows]

    def place(self, applicant_id: int, stage_id: int) -> None:
        self._transaction.execute(_PLACE, {"of": applicant_id, "new_stage_id": stage_id})

    def enqueue(self, delivery: Delivery) -> None:
        enqueue(self._transaction, delivery)
