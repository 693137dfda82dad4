"""The jobs of the Jobtrain server, in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, collate, func, or_, select

from satupintu.store.database import Database
from satupintu.store.jobtrain_pages import Order, id_page, reached
from satupintu.store.moments import to_microseconds
from satupintu.store.tables import jobtrain_job, jobtrain_setting
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.records import JOB_STATUS
from satupintu.systems.jobtrain.server.rows import JobFilter, JobSlice, JobText

_job, _item = jobtrain_job.c, jobtrain_setting.c
_TEXT: Final = (_job.id, _job.summary, _job.detail)


class SqlJobtrainJobs:
    """A `JobCatalogue`: jobs are kept as they are answered, but for their address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, reach: Reach, wanted: JobFilter, *, offset: int, limit: int) -> JobSlice:
        """Jobs that fit a filter, in its order."""
        condition = reached(_job.division_id, reach)
        for column, value in (
            (_job.division_id, wanted.division_id),
            (_job.department_id, wanted.department_id),
            (_job.location_id, wanted.location_id),
            (_job.status_id, wanted.status_id),
        ):
            if value is not None:
                condition &= column == value
        with self._database.reading() as connection:
            if wanted.status_id is None:
                is_open = or_(_job.closing_at.is_(None), _job.closing_at > to_microseconds(wanted.open_at))
                condition &= _job.status_id.in_(_advertised(connection)) & is_open
            page = id_page(connection, _job.id, condition, self._order(wanted), offset=offset, limit=limit)
            rows = connection.execute(select(*_TEXT).where(_job.id.in_(page.ids))).all()
        found = {row.id: JobText(row.id, row.summary.encode(), row.detail.encode()) for row in rows}
        return JobSlice(page.total, [found[job_id] for job_id in page.ids])

    def job(self, reach: Reach, job_id: int) -> JobText | None:
        """One job; None when it does not exist within reach."""
        query = select(*_TEXT).where(_job.id == job_id, reached(_job.division_id, reach))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else JobText(row.id, row.summary.encode(), row.detail.encode())

    def _order(self, wanted: JobFilter) -> Order:
        down = wanted.descending
        by: dict[str, list[tuple[ColumnElement[Any], bool]]] = {
            "title": [(self._as_text(_job.title), down)],
            "reference": [(self._as_text(_job.reference), down)],
            # A job without an end comes last, whichever way round.
            "closingDate": [(_job.closing_at.is_(None), False), (_job.closing_at, down)],
            "createdDate": [(_job.created_at, down)],
            "status": [(_job.status_id, down)],
        }
        return [*by.get(wanted.order, ()), (_job.id, down and wanted.order == "id")]

    def _as_text(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """Sorted by letters, capital or not, the same way on every database."""
        return collate(func.lower(column), "BINARY" if self._database.is_sqlite else "C")


def _advertised(connection: Connection) -> Sequence[int]:
    statuses = connection.execute(select(_item.id, _item.document).where(_item.setting == JOB_STATUS))
    return [row.id for row in statuses if json.loads(row.document)["isAdvertised"]]
