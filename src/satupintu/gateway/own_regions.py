"""Our own pages about regions: `GET /regions/{code}?system=kemendagri|bps`. Errors are problem+json."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from satupintu.gateway.own_region_history import history_routes
from satupintu.regions.bps import BpsCodes
from satupintu.regions.region import Region
from satupintu.regions.snapshot import RegionTable

KEMENDAGRI: Final = "kemendagri"
BPS: Final = "bps"

_CODE_SHOWN: Final = 20


def region_routes(table: RegionTable, bps_codes: Callable[[], BpsCodes]) -> list[Route]:
    """The routes. `bps_codes` gives the codes as they are now."""

    def region(request: Request) -> Response:
        code = request.path_params["code"]
        system = request.query_params.get("system", KEMENDAGRI)
        known = bps_codes()
        if system == KEMENDAGRI:
            codes = (code,) if code in table else ()
        elif system == BPS:
            codes = known.codes_for(code)
        else:
            return _problem(HTTPStatus.BAD_REQUEST, f"system is {KEMENDAGRI} or {BPS}; it tells whose code this is.")
        found = [each for each in map(table.get, codes) if each is not None]
        if not found:
            return _problem(HTTPStatus.NOT_FOUND, _why_unknown(code[:_CODE_SHOWN], system, table, known))
        one = len(found) == 1
        return JSONResponse(
            {
                "verdict": "resolved" if one else "ambiguous",
                "system": system,
                "decree": {"label": table.label, "name": table.decree, "date": table.decree_date.isoformat()},
                "region": _as_object(found[0], table, known) if one else None,
                "candidates": [] if one else [_as_object(each, table, known) for each in found],
            }
        )

    return [Route("/regions/{code}", region), *history_routes(table, bps_codes)]


def _as_object(region: Region, table: RegionTable, known: BpsCodes) -> dict[str, Any]:
    return {
        **_named(region, known),
        "parents": [_named(above, known) for above in table.ancestors(region.code)],
        "children_count": len(table.child_codes(region.code)),
    }


def _named(region: Region, known: BpsCodes) -> dict[str, Any]:
    return {
        "code": region.code,
        "bps_code": known.of(region.code) or None,
        "level": region.level.value,
        "name": region.name,
    }


def _why_unknown(code: str, system: str, table: RegionTable, known: BpsCodes) -> str:
    """What is wrong, and what the code may have been meant to be."""
    if system == KEMENDAGRI:
        words = f"No region of the decree {table.label} has the Kemendagri code {code}."
        others = known.codes_for(code)
        there = "As a BPS code it is known; ask with system=bps." if others else ""
    else:
        words = f"No region of the decree {table.label} is known to have the BPS code {code}."
        there = "BPS codes of districts and villages come in by `satupintu regions import`."
        if code in table:
            there = f"As a Kemendagri code it is known; ask with system={KEMENDAGRI}. {there}"
    return f"{words} {there}".strip()


def _problem(status: HTTPStatus, detail: str) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
