"""The applications of the Jobtrain server, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, select

from satupintu.store.database import Database
from satupintu.store.jobtrain_pages import IdPage, id_page, long_page, reached
from satupintu.store.moments import from_microseconds, to_microseconds
from satupintu.store.tables import (
    jobtrain_application,
    jobtrain_candidate,
    jobtrain_file,
    jobtrain_job,
    jobtrain_setting,
)
from satupintu.systems.jobtrain.contract.models import LARGEST_ID
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.records import APPLICATION_STATUS
from satupintu.systems.jobtrain.server.rows import ApplicationRow, ApplicationSlice, StoredFile

_application, _candidate, _job, _file = (
    jobtrain_application.c,
    jobtrain_candidate.c,
    jobtrain_job.c,
    jobtrain_file.c,
)
_status, _previous = jobtrain_setting.alias("status"), jobtrain_setting.alias("previous_status")
_ROWS: Final = (
    select(
        _application.id,
        _application.candidate_id,
        _application.job_id,
        _candidate.document.label("candidate"),
        _job.brief.label("job"),
        _status.c.document.label("status"),
        _previous.c.document.label("previous_status"),
        _application.applied_at,
        _application.status_changed_at,
        _application.source,
        _application.answers,
        _candidate.equal_opportunities,
    )
    .select_from(jobtrain_application)
    .join(jobtrain_candidate, _candidate.id == _application.candidate_id)
    .join(jobtrain_job, _job.id == _application.job_id)
    .join(_status, and_(_status.c.setting == APPLICATION_STATUS, _status.c.id == _application.status_id))
    .outerjoin(
        _previous, and_(_previous.c.setting == APPLICATION_STATUS, _previous.c.id == _application.previous_status_id)
    )
)


class SqlJobtrainApplications:
    """An `ApplicationCatalogue`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_job(self, reach: Reach, job_id: int, *, offset: int, limit: int) -> ApplicationSlice | None:
        """The applications for a job, without their files; None when the job does not exist within reach."""
        with self._database.reading() as connection:
            if not job_exists(connection, reach, job_id):
                return None
            # Whoever sees the job sees all of them.
            of_job, ids = _application.job_id == job_id, _application.id
            page = long_page(connection, ids, ids, of_job, (1, LARGEST_ID), offset=offset, limit=limit)
            return _slice(connection, page)

    def of_candidate(self, reach: Reach, candidate_id: int, *, offset: int, limit: int) -> ApplicationSlice | None:
        """The applications of a candidate, without their files; None when there is none within reach."""
        theirs = (_application.candidate_id == candidate_id) & reached(_application.division_id, reach)
        with self._database.reading() as connection:
            order = [(_application.id, False)]
            page = id_page(connection, _application.id, theirs, order, offset=offset, limit=limit)
            return _slice(connection, page) if page.total else None

    def application(self, reach: Reach, application_id: int) -> ApplicationRow | None:
        """One application; None when it does not exist within reach."""
        return self._one(reach, _application.id == application_id)

    def application_of(self, reach: Reach, candidate_id: int, job_id: int) -> ApplicationRow | None:
        """The application of a candidate for a job; None when it does not exist within reach."""
        return self._one(reach, (_application.candidate_id == candidate_id) & (_application.job_id == job_id))

    def changed(self, reach: Reach, since: datetime, until: datetime, *, offset: int, limit: int) -> ApplicationSlice:
        """The applications whose status changed from one moment to another: the oldest change first."""
        changed_at, within = _application.status_changed_at, reached(_application.division_id, reach)
        span = to_microseconds(since), to_microseconds(until)
        with self._database.reading() as connection:
            page = long_page(connection, _application.id, changed_at, within, span, offset=offset, limit=limit)
            return _with_files(connection, _slice(connection, page))

    def _one(self, reach: Reach, condition: ColumnElement[bool]) -> ApplicationRow | None:
        with self._database.reading() as connection:
            query = _ROWS.where(condition, reached(_application.division_id, reach))
            row = connection.execute(query).one_or_none()
            found = [] if row is None else [_read(row)]
            whole = _with_files(connection, ApplicationSlice(len(found), found)).applications
        return whole[0] if whole else None


def job_exists(connection: Connection, reach: Reach, job_id: int) -> bool:
    """Whether a job exists within reach."""
    query = select(exists().where(_job.id == job_id, reached(_job.division_id, reach)))
    return bool(connection.execute(query).scalar_one())


def application_exists(connection: Connection, reach: Reach, application_id: int) -> bool:
    """Whether an application exists within reach."""
    query = select(exists().where(_application.id == application_id, reached(_application.division_id, reach)))
    return bool(connection.execute(query).scalar_one())


def _slice(connection: Connection, page: IdPage) -> ApplicationSlice:
    rows = connection.execute(_ROWS.where(_application.id.in_(page.ids)))
    found = {row.id: _read(row) for row in rows}
    return ApplicationSlice(page.total, [found[application_id] for application_id in page.ids])


def _with_files(connection: Connection, slice_: ApplicationSlice) -> ApplicationSlice:
    files = files_of(connection, [row.id for row in slice_.applications])
    rows = [replace(row, files=files.get(row.id, ())) for row in slice_.applications]
    return ApplicationSlice(slice_.total, rows)


def files_of(connection: Connection, application_ids: Iterable[int]) -> Mapping[int, list[StoredFile]]:
    """The files of applications, in the order in which they were sent."""
    query = select(jobtrain_file).where(_file.application_id.in_(list(application_ids)))
    found: dict[int, list[StoredFile]] = {}
    for row in connection.execute(query.order_by(_file.application_id, _file.number)):
        file = StoredFile(row.kind, row.file_name, row.content_type, row.size, row.digest)
        found.setdefault(row.application_id, []).append(file)
    return found


def _read(row: Row[*tuple[Any, ...]]) -> ApplicationRow:
    return ApplicationRow(
        id=row.id,
        candidate_id=row.candidate_id,
        job_id=row.job_id,
        candidate=row.candidate.encode(),
        job=row.job.encode(),
        status=row.status.encode(),
        previous_status=_bytes(row.previous_status),
        applied_at=from_microseconds(row.applied_at),
        status_changed_at=from_microseconds(row.status_changed_at),
        source=row.source,
        answers=row.answers.encode(),
        equal_opportunities=_bytes(row.equal_opportunities),
    )


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
