"""Our own page about the history of codes: `GET /regions/{code}/history`. Errors are problem+json."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from satupintu.gateway.problem import problem
from satupintu.regions.bps import BpsCodes
from satupintu.regions.history import RegionHistory
from satupintu.regions.history_answer import history_object
from satupintu.regions.history_words import why_unknown
from satupintu.regions.snapshot import RegionTable

_KEMENDAGRI: Final = "kemendagri"


def history_routes(table: RegionTable, bps_codes: Callable[[], BpsCodes]) -> list[Route]:
    """The routes. `bps_codes` gives the codes as they are now, to warn of a number that is another place there."""
    region_history = RegionHistory(table)

    def history(request: Request) -> Response:
        code = request.path_params["code"]
        if request.query_params.get("system", _KEMENDAGRI) != _KEMENDAGRI:
            return problem(
                HTTPStatus.BAD_REQUEST,
                f"The history follows Kemendagri codes, so system can only be {_KEMENDAGRI}. "
                "For the Kemendagri code of a BPS code, ask GET /regions/{code}?system=bps.",
            )
        found, known = region_history.of(code), bps_codes()
        if found is None:
            return problem(HTTPStatus.NOT_FOUND, why_unknown(code, table, known).en)
        return JSONResponse(history_object(found, table, known))

    return [Route("/regions/{code}/history", history)]
