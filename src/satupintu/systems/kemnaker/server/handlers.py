"""Which part of the server carries out which operation.

A handler is asked before the transaction. It refuses, or returns the work that is to be done inside. That decides: with
a finished outcome, with a record that is written out afterwards, or with what is to be read afterwards, so that nobody
else's writing is held up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.systems.kemnaker.contract import operations
from satupintu.systems.kemnaker.server.answers import answered
from satupintu.systems.kemnaker.server.checks import KemnakerExchange
from satupintu.systems.kemnaker.server.desk import Desk, Standing
from satupintu.systems.kemnaker.server.documents import json_of
from satupintu.systems.kemnaker.server.drafts import DraftReader
from satupintu.systems.kemnaker.server.kinds import COMPANY, INSTITUTION, TRAINING, VACANCY, Kind, Offer
from satupintu.systems.kemnaker.server.lists import (
    LAST_PAGE,
    MOST_ENTRIES,
    PER_PAGE,
    Query,
    page_of,
    region_filters,
    selection,
)
from satupintu.systems.kemnaker.server.ports import CurrentReferences, Transactions

Later = Callable[[], Awaitable[Outcome]]
Decided = Outcome | Standing | Later
Work = Callable[[Desk], Decided]


@dataclass(frozen=True, slots=True)
class Sources:
    """What handlers need beside the desk."""

    transactions: Transactions
    references: CurrentReferences
    drafts: DraftReader


Handler = Callable[[KemnakerExchange, Sources], Awaitable[Refusal | Work]]


def _put(kind: Kind) -> Handler:
    """201 with the address of a new record, 200 for one that existed."""

    async def put(exchange: KemnakerExchange, sources: Sources) -> Refusal | Work:
        request = exchange.request
        draft = await sources.drafts.read(kind, exchange.decoded("id"), request.body or b"")
        if isinstance(draft, Refusal):
            return draft

        return lambda desk: desk.put(kind, draft)

    return put


def _find(kind: Kind) -> Handler:
    """One record."""

    async def find(exchange: KemnakerExchange, _: Sources) -> Work:
        return lambda desk: desk.find(kind, exchange.decoded("id"))

    return find


def _delete(kind: Kind) -> Handler:
    """Close one record."""

    async def delete(exchange: KemnakerExchange, _: Sources) -> Work:
        return lambda desk: desk.delete(kind, exchange.decoded("id"))

    return delete


def written_out(exchange: KemnakerExchange, decided: Decided) -> Outcome | Later:
    """A record as the answer to a request; anything else as it is."""
    if not isinstance(decided, Standing):
        return decided
    body = f'{{"data":{answered(decided.kind, decided.record, decided.parent, exchange.now)}}}'.encode()
    if decided.is_new:
        return Answer(body, 201, {"Location": exchange.request.raw_path})
    return Answer(body)


def _list(kind: Kind) -> Handler:
    """A page of the caller's records."""
    parent = kind.parent.name if isinstance(kind, Offer) else None

    async def read(exchange: KemnakerExchange, sources: Sources) -> Refusal | Work:
        wanted = selection(exchange.request, kind.life.statuses, exchange.now)
        if isinstance(wanted, Refusal):
            return wanted

        def work(desk: Desk) -> Later:
            async def later() -> Outcome:
                found = await sources.transactions.select(kind.name, parent, desk.owner, wanted)
                items = [
                    answered(kind, record, found.parents.get(record.parent_id or ""), wanted.now)
                    for record in found.records
                ]
                return page_of(items, exchange.request, wanted.page, wanted.per_page, found.total)

            return later

        return work

    return read


def _entries(name: str) -> Handler:
    """A page of a list of the reference data."""

    async def read(exchange: KemnakerExchange, sources: Sources) -> Refusal | Work:
        query = Query(exchange.request)
        page, per_page = query.whole("page", 1, LAST_PAGE), query.whole("per_page", PER_PAGE, MOST_ENTRIES)
        entries = sources.references().entries(name)
        first = (page - 1) * per_page
        items = [json_of(entry) for entry in entries[first : first + per_page]]
        answer = page_of(items, exchange.request, page, per_page, len(entries))
        return query.refusal() or (lambda _: answer)

    return read


async def _regions(exchange: KemnakerExchange, sources: Sources) -> Refusal | Work:
    """A page of regions."""
    query = Query(exchange.request)
    page, per_page = query.whole("page", 1, LAST_PAGE), query.whole("per_page", PER_PAGE, MOST_ENTRIES)
    filters = region_filters(query)
    if refusal := query.refusal():
        return refusal
    references = sources.references()
    codes = references.regions(**filters)
    first = (page - 1) * per_page
    items = [json_of(references.region_entry(code)) for code in codes[first : first + per_page]]
    answer = page_of(items, exchange.request, page, per_page, len(codes))
    return lambda _: answer


HANDLERS: Mapping[str, Handler] = {
    operations.PUT_COMPANY.name: _put(COMPANY),
    operations.FIND_COMPANY.name: _find(COMPANY),
    operations.DELETE_COMPANY.name: _delete(COMPANY),
    operations.COMPANIES_PAGE.name: _list(COMPANY),
    operations.PUT_VACANCY.name: _put(VACANCY),
    operations.FIND_VACANCY.name: _find(VACANCY),
    operations.DELETE_VACANCY.name: _delete(VACANCY),
    operations.VACANCIES_PAGE.name: _list(VACANCY),
    operations.PUT_INSTITUTION.name: _put(INSTITUTION),
    operations.FIND_INSTITUTION.name: _find(INSTITUTION),
    operations.DELETE_INSTITUTION.name: _delete(INSTITUTION),
    operations.INSTITUTIONS_PAGE.name: _list(INSTITUTION),
    operations.PUT_TRAINING.name: _put(TRAINING),
    operations.FIND_TRAINING.name: _find(TRAINING),
    operations.DELETE_TRAINING.name: _delete(TRAINING),
    operations.TRAININGS_PAGE.name: _list(TRAINING),
    operations.INDUSTRIES_PAGE.name: _entries("industry"),
    operations.JOB_FUNCTIONS_PAGE.name: _entries("job_function"),
    operations.JOB_TYPES_PAGE.name: _entries("job_type"),
    operations.EDUCATION_LEVELS_PAGE.name: _entries("education"),
    operations.REGIONS_PAGE.name: _regions,
    operations.COUNTRIES_PAGE.name: _entries("country"),
}
