"""The jobs of the Talentics server, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import bindparam, delete, func, select

from satupintu.store.database import Database
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import talentics_job
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.talentics.server.ports import JobSlice

_SAVE: Final = upsert(talentics_job)
_REMOVE: Final = Statement(delete(talentics_job).where(talentics_job.c.id == bindparam("id")))


class SqlTalenticsJobs:
    """A `JobCatalogue`: jobs are kept as the bytes that are answered."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    def slice(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> JobSlice:
        """Jobs of these organizations in ascending id, as list entries, and how many there are at the same moment."""
        theirs = talentics_job.c.organization_id.in_(sorted(organization_ids))
        # Skipping to the page reads the index alone; only the page's own documents are fetched.
        page = select(talentics_job.c.id).where(theirs).order_by(talentics_job.c.id).limit(limit).offset(offset)
        entries = (
            select(talentics_job.c.list_json)
            .where(talentics_job.c.id.in_(page.scalar_subquery()))
            .order_by(talentics_job.c.id)
        )
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).where(theirs)).scalar_one()
            jobs = connection.execute(entries).scalars().all() if offset < total else ()
        return JobSlice(total, [job.encode() for job in jobs])

    def job(self, organization_ids: frozenset[int], job_id: int) -> bytes | None:
        """One job of these organizations in full; None when it does not exist for them."""
        query = select(talentics_job.c.organization_id, talentics_job.c.detail_json).where(talentics_job.c.id == job_id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return row.detail_json.encode() if row is not None and row.organization_id in organization_ids else None

    def save(self, jobs: Iterable[tuple[int, int, bytes, bytes]]) -> None:
        """Add or replace jobs, all or none: (id, organization id, list entry as JSON, detail as JSON)."""
        rows = [
            {"id": job_id, "organization_id": organization, "list_json": entry.decode(), "detail_json": detail.decode()}
            for job_id, organization, entry, detail in jobs
        ]
        self._writer.run(lambda transaction: transaction.execute_many(_SAVE, rows))

    def remove(self, ids: Iterable[int]) -> None:
        """Remove jobs; an id that is not there is no fault."""
        rows = [{"id": job_id} for job_id in ids]

        def removing(transaction: Transaction) -> None:
            transaction.execute_many(_REMOVE, rows)

        self._writer.run(removing)

    def is_empty(self) -> bool:
        """Whether there is no job at all."""
        with self._database.reading() as connection:
            return connection.execute(select(talentics_job.c.id).limit(1)).one_or_none() is None
