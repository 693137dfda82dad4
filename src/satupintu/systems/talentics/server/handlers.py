"""Carrying out the operations of Talentics: two families, lists in pages and single records.

Records come from the catalogue as finished JSON and are joined as bytes; nothing is parsed or written again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, cast

from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.serving.exchange import Exchange
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.contract.operations import JOB, JOBS_PAGE, JobCall, PageCall
from satupintu.systems.talentics.server.ports import Caller, JobCatalogue, JobSlice
from satupintu.systems.talentics.server.settings import TalenticsSettings

Handler = Callable[[Exchange[Caller], Caller], Awaitable[Outcome]]
"""Carries out one operation for a caller, after all checks."""


class ReadSlice(Protocol):
    """A part of a list, as one of the catalogues gives it."""

    def __call__(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> JobSlice:
        """Records of these organizations, and how many there are in all."""
        ...


def handlers(jobs: JobCatalogue, settings: TalenticsSettings) -> Mapping[str, Handler]:
    """What carries out each operation, by the operation's name."""
    return {
        JOBS_PAGE.name: _list(jobs.slice, settings),
        JOB.name: _record(lambda caller, call: jobs.job(caller.organization_ids, cast("JobCall", call).job_id)),
    }


def _list(read: ReadSlice, settings: TalenticsSettings) -> Handler:
    async def answer(exchange: Exchange[Caller], caller: Caller) -> Outcome:
        call = cast("PageCall", exchange.call)
        page, per_page = call.page or 1, call.per_page or settings.per_page_default
        found = await asyncio.to_thread(read, caller.organization_ids, offset=(page - 1) * per_page, limit=per_page)
        address = (settings.public_base_url or exchange.request.base_url()) + exchange.request.path
        place = page_place(call, found, address, settings)
        return Answer(
            b'{"data":[' + b",".join(found.jobs) + b"]," + json.dumps(place, separators=(",", ":")).encode()[1:]
        )

    return answer


def _record(read: Callable[[Caller, Any], bytes | None]) -> Handler:
    async def answer(exchange: Exchange[Caller], caller: Caller) -> Outcome:
        found = await asyncio.to_thread(read, caller, exchange.call)
        return Refusal(404, TEXTS[404]) if found is None else Answer(b'{"data":' + found + b"}")

    return answer


def page_place(call: PageCall, found: JobSlice, address: str, settings: TalenticsSettings) -> dict[str, Any]:
    """`links` and `meta` of a page, keys in the order of the sample.

    Links carry the page alone. `per_page` is a string when the query gave a usable value, else a number. A page past
    the end has neither `from` nor `to`; an empty list has one page.
    """
    page, per_page = call.page or 1, call.per_page or settings.per_page_default
    last = max(1, -(-found.total // per_page))
    first_item = (page - 1) * per_page + 1 if found.jobs else None
    return {
        "links": {
            "first": f"{address}?page=1",
            "last": f"{address}?page={last}",
            "prev": f"{address}?page={page - 1}" if page > 1 else None,
            "next": f"{address}?page={page + 1}" if page < last else None,
        },
        "meta": {
            "current_page": page,
            "from": first_item,
            "last_page": last,
            "path": address,
            "per_page": per_page if call.per_page is None else str(per_page),
            "to": None if first_item is None else first_item + len(found.jobs) - 1,
            "total": found.total,
        },
    }
