"""Carrying out the lists: two families, all rows of version 1 and one page of version 2.

Rows come from the catalogue as finished JSON and are joined as bytes; nothing is parsed or written again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from satupintu.systems.satusehat.contract.levels import RegionLevel
from satupintu.systems.satusehat.contract.operations import LISTS, PAGES
from satupintu.systems.satusehat.contract.paging import page_meta, page_places, select
from satupintu.systems.satusehat.server.ports import RegionCatalogue
from satupintu.systems.satusehat.server.query import RegionQuery

Handler = Callable[[RegionQuery], bytes]
"""Carries out one operation, after all checks."""

_HEAD: Final = b'{"status":200,"error":false,"message":"success","data":['


def handlers(regions: RegionCatalogue) -> Mapping[str, Handler]:
    """What carries out each operation, by the operation's name."""
    return {
        **{name: _list(regions, level) for name, level in LISTS.items()},
        **{name: _page(regions, level) for name, level in PAGES.items()},
    }


def _list(regions: RegionCatalogue, level: RegionLevel) -> Handler:
    def answer(query: RegionQuery) -> bytes:
        rows = regions.rows(level.name)
        selection = select(rows.codes, query.parents, query.codes, level.parent_digits)
        runs = zip(selection.starts, selection.stops, strict=True)
        return _HEAD + b",".join([item for start, stop in runs for item in rows.items[start:stop]]) + b"]}"

    return answer


def _page(regions: RegionCatalogue, level: RegionLevel) -> Handler:
    def answer(query: RegionQuery) -> bytes:
        rows = regions.rows(level.name)
        selection = select(rows.codes, query.parents, query.codes, level.parent_digits)
        page, limit = query.current_page, query.limit
        places = page_places(
            rows.codes, selection, limit=limit, current_page=page, after=query.after, before=query.before
        )
        # By name, and regions of one name by code: places ascend with the code, and sorting keeps their order.
        by_name = sorted(places, key=rows.names.__getitem__)
        meta = page_meta(rows.codes, places, total=selection.total, limit=limit, current_page=page)
        items = b",".join([rows.items[place] for place in by_name])
        return _HEAD + items + b'],"meta":' + meta.model_dump_json().encode() + b"}"

    return answer
