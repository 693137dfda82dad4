"""The jobs of the Talentics server, in the database."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, func, select

from satupintu.store.credentials import GenerationClock
from satupintu.store.database import Database
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import talentics_job
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.talentics.server.ports import Slice

SAVE_JOB: Final = upsert(talentics_job)
"""Adds or replaces a job. Parameters: a `job_row`."""

# Made once: on a warm page, making it costs more than running it.
_BETWEEN: Final = (
    select(talentics_job.c.list_json)
    .where(
        talentics_job.c.organization_id.in_(bindparam("organization_ids", expanding=True)),
        talentics_job.c.id.between(bindparam("first"), bindparam("last")),
    )
    .order_by(talentics_job.c.id)
)
_REMOVE: Final = Statement(delete(talentics_job).where(talentics_job.c.id == bindparam("id")))


class SqlTalenticsJobs:
    """A `JobCatalogue`: jobs are kept as the bytes that are answered.

    With a `clock` whose generation tells of every change, the ids of a list stay in memory (8 bytes each), so that the
    last page costs what the first one does; without one they are counted and skipped each time.
    """

    def __init__(self, database: Database, writer: Writer, clock: GenerationClock | None = None) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._lists: tuple[int, dict[frozenset[int], Sequence[int]]] = (0, {})

    def slice(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> Slice:
        """Jobs of these organizations in ascending id, as list entries, and how many there are at the same moment."""
        if self._clock is not None:
            return self._known_slice(
                self._ids(organization_ids, self._clock.generation), organization_ids, offset, limit
            )
        theirs = _of(organization_ids)
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
        return Slice(total, [job.encode() for job in jobs])

    def job(self, organization_ids: frozenset[int], job_id: int) -> bytes | None:
        """One job of these organizations in full; None when it does not exist for them."""
        query = select(talentics_job.c.organization_id, talentics_job.c.detail_json).where(talentics_job.c.id == job_id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return row.detail_json.encode() if row is not None and row.organization_id in organization_ids else None

    def save(self, jobs: Iterable[tuple[int, int, bytes, bytes]]) -> None:
        """Add or replace jobs, all or none: (id, organization id, list entry as JSON, detail as JSON)."""
        rows = [job_row(*job) for job in jobs]
        self._writer.run(lambda transaction: transaction.execute_many(SAVE_JOB, rows))
        self._tell()

    def remove(self, ids: Iterable[int]) -> None:
        """Remove jobs; an id that is not there is no fault."""
        rows = [{"id": job_id} for job_id in ids]

        def removing(transaction: Transaction) -> None:
            transaction.execute_many(_REMOVE, rows)

        self._writer.run(removing)
        self._tell()

    def is_empty(self) -> bool:
        """Whether there is no job at all."""
        with self._database.reading() as connection:
            return connection.execute(select(talentics_job.c.id).limit(1)).one_or_none() is None

    def _known_slice(self, ids: Sequence[int], organization_ids: frozenset[int], offset: int, limit: int) -> Slice:
        page = ids[offset : offset + limit]
        if not page:
            return Slice(len(ids), [])
        asked = {"organization_ids": sorted(organization_ids), "first": page[0], "last": page[-1]}
        with self._database.reading() as connection:
            jobs = connection.execute(_BETWEEN, asked).scalars().all()
        return Slice(len(ids), [job.encode() for job in jobs])

    def _ids(self, organization_ids: frozenset[int], generation: int) -> Sequence[int]:
        """The ids of a list in their order, read once for each generation of the data."""
        since, lists = self._lists
        if since != generation:
            lists = dict[frozenset[int], Sequence[int]]()
            self._lists = (generation, lists)
        found = lists.get(organization_ids)
        if found is None:
            query = select(talentics_job.c.id).where(_of(organization_ids)).order_by(talentics_job.c.id)
            with self._database.reading() as connection:
                found = lists[organization_ids] = array("q", connection.execute(query).scalars())
        return found

    def _tell(self) -> None:
        if self._clock is not None:
            self._clock.bump_generation()


def _of(organization_ids: frozenset[int]) -> ColumnElement[bool]:
    return talentics_job.c.organization_id.in_(sorted(organization_ids))


def job_row(job_id: int, organization_id: int, entry: bytes, detail: bytes) -> dict[str, object]:
    """A job as it is kept: the list entry and the detail are finished JSON."""
    return {
        "id": job_id,
        "organization_id": organization_id,
        "list_json": entry.decode(),
        "detail_json": detail.decode(),
    }
