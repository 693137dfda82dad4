"""The DBS checks of the Jobtrain server, in the database: who waits, references, and all that a provider reported."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, update

from satupintu.store.database import Database
from satupintu.store.jobtrain_applications import job_exists
from satupintu.store.jobtrain_pages import id_page
from satupintu.store.moments import from_microseconds, to_microseconds
from satupintu.store.statement import Statement
from satupintu.store.tables import jobtrain_application, jobtrain_candidate, jobtrain_dbs, jobtrain_dbs_status
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.rows import DbsFault, DbsReport, DbsRow, DbsSlice, HeldReport

_application, _candidate, _dbs, _report = (
    jobtrain_application.c,
    jobtrain_candidate.c,
    jobtrain_dbs.c,
    jobtrain_dbs_status.c,
)
_ROWS: Final = (
    select(
        _dbs.application_id,
        _dbs.job_id,
        _dbs.document,
        _dbs.requested_at,
        _application.candidate_id,
        _candidate.document.label("candidate"),
        _candidate.date_of_birth,
    )
    .select_from(jobtrain_dbs)
    .join(jobtrain_application, _application.id == _dbs.application_id)
    .join(jobtrain_candidate, _candidate.id == _application.candidate_id)
)
_OF_APPLICATION: Final = Statement(
    select(_application.division_id, _dbs.unique_id)
    .select_from(jobtrain_dbs)
    .join(jobtrain_application, _application.id == _dbs.application_id)
    .where(_dbs.application_id == bindparam("id"))
)
_OF_REFERENCE: Final = Statement(
    select(_application.division_id, _dbs.application_id)
    .select_from(jobtrain_dbs)
    .join(jobtrain_application, _application.id == _dbs.application_id)
    .where(_dbs.unique_id == bindparam("unique_id"))
)
_REFER: Final = Statement(
    update(jobtrain_dbs).where(_dbs.application_id == bindparam("of")).values(unique_id=bindparam("new_unique_id"))
)
_earlier = jobtrain_dbs_status.alias("earlier").c
_LATEST: Final = Statement(
    select(_report.number, _report.document).where(
        _report.application_id == bindparam("id"),
        _report.number
        == select(func.max(_earlier.number)).where(_earlier.application_id == bindparam("id")).scalar_subquery(),
    )
)
_ADD: Final = Statement(insert(jobtrain_dbs_status))


class SqlJobtrainDbs:
    """A `DbsDesk`."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    def ready(self, reach: Reach, job_id: int, *, offset: int, limit: int) -> DbsSlice | None:
        """The applications for a job that wait without a reference; None when the job does not exist within reach."""
        waiting = (_dbs.job_id == job_id) & _dbs.unique_id.is_(None)
        order = [(_dbs.application_id, False)]
        with self._database.reading() as connection:
            if not job_exists(connection, reach, job_id):
                return None
            page = id_page(connection, _dbs.application_id, waiting, order, offset=offset, limit=limit)
            query = _ROWS.where(_dbs.application_id.in_(page.ids)).order_by(_dbs.application_id)
            rows = connection.execute(query).all()
        checks = [
            DbsRow(
                row.application_id,
                row.candidate_id,
                row.job_id,
                row.candidate.encode(),
                row.date_of_birth,
                row.document.encode(),
                from_microseconds(row.requested_at),
            )
            for row in rows
        ]
        return DbsSlice(page.total, checks)

    def refer(self, reach: Reach, application_id: int, unique_id: str) -> DbsFault | None:
        """Hold a reference; durable when this returns."""

        def referring(transaction: Transaction) -> DbsFault | None:
            found = transaction.execute(_OF_APPLICATION, {"id": application_id}).fetchone()
            if found is None or not reach.can_see(found[0]):
                return DbsFault.UNKNOWN
            if found[1] is not None:
                return None if found[1] == unique_id else DbsFault.CONFLICT
            if transaction.execute(_OF_REFERENCE, {"unique_id": unique_id}).fetchone() is not None:
                return DbsFault.CONFLICT
            transaction.execute(_REFER, {"of": application_id, "new_unique_id": unique_id})
            return None

        return self._writer.run(referring)

    def report(self, reach: Reach, unique_id: str, report: DbsReport, now: datetime) -> HeldReport | DbsFault:
        """Add a report to the history; durable when this returns."""

        def reporting(transaction: Transaction) -> HeldReport | DbsFault:
            found = transaction.execute(_OF_REFERENCE, {"unique_id": unique_id}).fetchone()
            if found is None or not reach.can_see(found[0]):
                return DbsFault.UNKNOWN
            application_id: int = found[1]
            latest = transaction.execute(_LATEST, {"id": application_id}).fetchone()
            told = _written(report)
            if latest is not None:
                held: dict[str, Any] = json.loads(latest[1])
                if held["told"] == told:
                    return HeldReport(application_id, from_microseconds(held["status_at"]))
            status_at = to_microseconds(report.status_at or now)
            row = {
                "application_id": application_id,
                "number": 1 if latest is None else latest[0] + 1,
                "document": json.dumps({"told": told, "status_at": status_at}, ensure_ascii=False),
                "received_at": to_microseconds(now),
            }
            transaction.execute(_ADD, row)
            return HeldReport(application_id, from_microseconds(status_at))

        return self._writer.run(reporting)


def _written(report: DbsReport) -> dict[str, Any]:
    return {**asdict(report), "status_at": to_microseconds(report.status_at)}
