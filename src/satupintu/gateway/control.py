"""`/_control`: steering a sandbox over HTTP. For programs of this machine alone; errors are problem+json.

Each page does what a command of the same name does. Requests from elsewhere are refused, and so are those that a web
page of another site lets a browser send.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from satupintu.bootstrap.explaining import explain
from satupintu.bootstrap.fault_orders import FaultOrder, plan, shown
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox_state import reset, restore_snapshot, save_snapshot
from satupintu.gateway.problem import problem
from satupintu.kernel.clock import format_duration, parse_duration
from satupintu.kernel.errors import SatupintuError
from satupintu.store.snapshots import Snapshot
from satupintu.transport.address import is_loopback

PATH: Final = "/_control"
LARGEST_BODY: Final = 64 * 1024
"""Bytes; what is ordered here is short."""

LOOKS: Final = 5
LOOK_SECONDS: Final = 0.1
"""How often, and how far apart, the log is asked again for a request that it does not have."""

ModelT = TypeVar("ModelT", bound=BaseModel)
Page = Callable[[Request], Awaitable[Response]]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClockOrder(_Body):
    """Where the sandbox clock goes: `move` by a duration such as `+15m`, or back with `reset`."""

    move: str | None = None
    reset: Literal[True] | None = None


class SnapshotOrder(_Body):
    """The name of a snapshot to take."""

    name: Annotated[str, Field(min_length=1, max_length=64)]


class ExplainOrder(_Body):
    """Which refused request to explain: that of a Request-Id, or the last one."""

    request_id: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    last: Literal[True] | None = None


class ControlError(SatupintuError):
    """A request to the control API that cannot be carried out, with the status that says so."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def control_routes(house: House) -> Mount:
    """The pages of the control API of one house."""

    async def overview(_: Request) -> Response:
        return JSONResponse(
            {
                "clock": _clock(house),
                "faults": await run_in_threadpool(_faults, house),
                "snapshots": await run_in_threadpool(_snapshots, house),
            }
        )

    async def move_clock(request: Request) -> Response:
        order = await _order(request, ClockOrder)
        if (order.move is None) == (order.reset is None):
            raise ControlError(422, 'give {"move": "+15m"} or {"reset": true}')
        if order.move is None:
            house.clock.reset()
        else:
            try:
                house.clock.move(parse_duration(order.move))
            except ValueError as error:
                raise ControlError(422, str(error)) from None
        return JSONResponse(_clock(house))

    async def show_clock(_: Request) -> Response:
        return JSONResponse(_clock(house))

    async def reset_all(_: Request) -> Response:
        await run_in_threadpool(reset, house)
        return JSONResponse({"reset": True, "clock": _clock(house)})

    async def list_snapshots(_: Request) -> Response:
        return JSONResponse(await run_in_threadpool(_snapshots, house))

    async def take_snapshot(request: Request) -> Response:
        order = await _order(request, SnapshotOrder)
        return JSONResponse(_snapshot(await run_in_threadpool(save_snapshot, house, order.name)), 201)

    async def restore(request: Request) -> Response:
        return JSONResponse(_snapshot(await run_in_threadpool(restore_snapshot, house, request.path_params["name"])))

    async def remove_snapshot(request: Request) -> Response:
        return _removed(await run_in_threadpool(house.snapshots.remove, request.path_params["name"]))

    async def list_faults(_: Request) -> Response:
        return JSONResponse(await run_in_threadpool(_faults, house))

    async def plan_fault(request: Request) -> Response:
        order = await _order(request, FaultOrder)
        return JSONResponse(shown(await run_in_threadpool(plan, house.faults, order)), 201)

    async def remove_fault(request: Request) -> Response:
        return _removed(await run_in_threadpool(house.faults.remove, request.path_params["id"]))

    async def clear_faults(_: Request) -> Response:
        return JSONResponse({"removed": await run_in_threadpool(house.faults.clear)})

    async def explain_refusal(request: Request) -> Response:
        order = await _order(request, ExplainOrder)
        if (order.request_id is None) == (order.last is None):
            raise ControlError(422, 'give {"request_id": "…"} or {"last": true}')
        await house.request_log.settled()
        found = await run_in_threadpool(explain, house, order.request_id)
        for _ in range(0 if order.last else LOOKS):  # another worker may be about to write it
            if found is not None:
                break
            await asyncio.sleep(LOOK_SECONDS)
            found = await run_in_threadpool(explain, house, order.request_id)
        if found is None:
            raise ControlError(404, "No such request is in the log of refused requests.")
        return JSONResponse(found)

    def route(path: str, method: str, page: Page) -> Route:
        return Route(path, _guarded(page), methods=[method])

    return Mount(
        PATH,
        routes=[
            route("/", "GET", overview),
            route("/clock", "GET", show_clock),
            route("/clock", "POST", move_clock),
            route("/explain", "POST", explain_refusal),
            route("/reset", "POST", reset_all),
            route("/snapshots", "GET", list_snapshots),
            route("/snapshots", "POST", take_snapshot),
            route("/snapshots/{name}", "DELETE", remove_snapshot),
            route("/snapshots/{name}/restore", "POST", restore),
            route("/faults", "GET", list_faults),
            route("/faults", "POST", plan_fault),
            route("/faults", "DELETE", clear_faults),
            route("/faults/{id}", "DELETE", remove_fault),
        ],
    )


def _guarded(page: Page) -> Page:
    """The page for callers of this machine, with our errors in words."""

    async def answer(request: Request) -> Response:
        if not _is_from_here(request):
            return problem(403, "The control API answers programs of this machine alone.")
        try:
            return await page(request)
        except ControlError as error:
            return problem(error.status, str(error))
        except SatupintuError as error:
            return problem(409, str(error))

    return answer


def _is_from_here(request: Request) -> bool:
    """Whether a program of this machine calls, and no web page of another site through a browser.

    The name in `Host` counts too: a foreign name that was made to point here is not ours.
    """
    origin = request.headers.get("origin")
    hosts = [request.client.host if request.client else "", request.url.hostname or ""]
    if origin is not None:
        hosts.append(urlsplit(origin).hostname or "")
    return all(map(is_loopback, hosts))


async def _order(request: Request, model: type[ModelT]) -> ModelT:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise ControlError(413, f"an order has at most {LARGEST_BODY} bytes")
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        faults = [
            f"{'.'.join(map(str, fault['loc'])) or 'the body'}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise ControlError(422, "; ".join(faults)) from None


def _clock(house: House) -> Mapping[str, Any]:
    offset = house.clock.offset
    return {
        "now": house.clock.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        "offset_seconds": offset / timedelta(seconds=1),
        "offset": format_duration(offset),
    }


def _faults(house: House) -> list[Mapping[str, Any]]:
    return [shown(planned) for planned in house.faults.all()]


def _snapshots(house: House) -> list[Mapping[str, Any]]:
    return [_snapshot(snapshot) for snapshot in house.snapshots.all()]


def _snapshot(snapshot: Snapshot) -> Mapping[str, Any]:
    return {
        "name": snapshot.name,
        "taken_at": snapshot.taken_at.isoformat(timespec="seconds"),
        "rows": snapshot.rows,
        "clock_offset": format_duration(snapshot.offset),
    }


def _removed(found: bool) -> Response:
    return Response(status_code=204) if found else problem(404, "There is nothing of this name.")
