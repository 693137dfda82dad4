"""Our own pages: what is served here, whether it is well, and the OpenAPI documents. Errors are problem+json."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from satupintu.gateway.app import Application, Mount
from satupintu.gateway.problem import problem
from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import DataError
from satupintu.serving.exchange import Receive, Scope, Send
from satupintu.serving.response import wire_date

Health = Callable[[], Mapping[str, Any]]
"""Facts about the running product. Raises DataError when it is not well."""


def own_pages(mounts: Sequence[Mount], health: Health, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The application for everything that is for none of the systems. `more` are routes made elsewhere."""
    by_name = {mount.name: mount for mount in mounts if mount.path}

    def index(request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        systems = {
            name: {"base_url": base + mount.path, "openapi": f"{base}/openapi/{name}.json"}
            for name, mount in by_name.items()
        }
        return JSONResponse({"product": "satupintu", "health": f"{base}/healthz", "systems": systems})

    def healthz(_: Request) -> Response:
        try:
            return JSONResponse({"status": "ok", **health()})
        except DataError as error:
            return JSONResponse({"status": "failing", "reason": str(error)}, 503)

    def document(request: Request) -> Response:
        mount = by_name.get(request.path_params["name"])
        if mount is None:
            raise HTTPException(404)
        server = str(request.base_url).rstrip("/") + mount.path
        return JSONResponse({**mount.openapi(), "servers": [{"url": server}]})

    def failed(_: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return problem(500)
        answer = problem(error.status_code)
        answer.headers.update(error.headers or {})  # such as Allow
        return answer

    return Starlette(
        routes=[Route("/", index), Route("/healthz", healthz), Route("/openapi/{name}.json", document), *more],
        exception_handlers={HTTPException: failed, Exception: failed},
    )


def dated(app: Application, clock: Clock) -> Application:
    """The application with the sandbox's time in the `Date` of its answers, as the systems have it."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"date", wire_date(clock.now()))]
            await send(message)

        await app(scope, receive, send_dated)

    return answer
