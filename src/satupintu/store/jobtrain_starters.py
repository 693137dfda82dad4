"""The new starter forms of the Jobtrain server, and what starters still have to hand in, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select

from satupintu.store.database import Database
from satupintu.store.jobtrain_applications import application_exists
from satupintu.store.jobtrain_pages import id_page, reached
from satupintu.store.moments import from_microseconds_or_none, to_microseconds
from satupintu.store.tables import jobtrain_application, jobtrain_candidate, jobtrain_onboarding, jobtrain_starter
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.rows import OnboardingAreaName, Slice, StarterEnd, StarterRow, StarterSlice

_application, _candidate, _starter, _item = (
    jobtrain_application.c,
    jobtrain_candidate.c,
    jobtrain_starter.c,
    jobtrain_onboarding.c,
)
_ENDS: Final = {"completed": _starter.completed_at, "cancelled": _starter.cancelled_at}
_ROWS: Final = (
    select(
        _starter.application_id,
        _starter.document,
        _starter.completed_at,
        _starter.cancelled_at,
        _application.candidate_id,
        _application.job_id,
        _candidate.document.label("candidate"),
    )
    .select_from(jobtrain_starter)
    .join(jobtrain_application, _application.id == _starter.application_id)
    .join(jobtrain_candidate, _candidate.id == _application.candidate_id)
)


class SqlJobtrainStarters:
    """A `StarterCatalogue`: forms are kept as they are answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def form(self, reach: Reach, application_id: int) -> bytes | None:
        """The form of an application; None when there is none within reach."""
        query = _ROWS.where(_starter.application_id == application_id, reached(_application.division_id, reach))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else row.document.encode()

    def ended(
        self, reach: Reach, end: StarterEnd, since: datetime, until: datetime, *, offset: int, limit: int
    ) -> StarterSlice:
        """The forms that ended this way from one moment to another: the oldest first."""
        ended_at = _ENDS[end]
        theirs = select(_application.id).where(
            _application.id == _starter.application_id, reached(_application.division_id, reach)
        )
        condition = ended_at.between(to_microseconds(since), to_microseconds(until)) & theirs.exists()
        order = [(ended_at, False), (_starter.application_id, False)]
        with self._database.reading() as connection:
            page = id_page(connection, _starter.application_id, condition, order, offset=offset, limit=limit)
            rows = connection.execute(_ROWS.where(_starter.application_id.in_(page.ids))).all()
        found = {
            row.application_id: StarterRow(
                row.application_id,
                row.candidate_id,
                row.job_id,
                row.candidate.encode(),
                row.document.encode(),
                from_microseconds_or_none(row.completed_at),
                from_microseconds_or_none(row.cancelled_at),
            )
            for row in rows
        }
        return StarterSlice(page.total, [found[application_id] for application_id in page.ids])


class SqlJobtrainOnboarding:
    """An `OnboardingCatalogue`: items are kept as they are answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def items(
        self, reach: Reach, application_id: int, area: OnboardingAreaName, *, offset: int, limit: int
    ) -> Slice | None:
        """The items of one area; None when the application does not exist within reach."""
        of_area = (_item.application_id == application_id) & (_item.area == area)
        with self._database.reading() as connection:
            if not application_exists(connection, reach, application_id):
                return None
            page = id_page(connection, _item.id, of_area, [(_item.id, False)], offset=offset, limit=limit)
            query = select(_item.document).where(_item.id.in_(page.ids)).order_by(_item.id)
            documents = connection.execute(query).scalars().all()
        return Slice(page.total, [document.encode() for document in documents])

    def overview(self, reach: Reach, application_id: int) -> Mapping[OnboardingAreaName, Sequence[bytes]] | None:
        """The items of every area that has any; None when the application does not exist within reach."""
        query = select(_item.area, _item.document).where(_item.application_id == application_id)
        found: dict[OnboardingAreaName, list[bytes]] = {}
        with self._database.reading() as connection:
            if not application_exists(connection, reach, application_id):
                return None
            for row in connection.execute(query.order_by(_item.id)):
                found.setdefault(row.area, []).append(row.document.encode())
        return found
