"""One door: finds the system a request is for, by host or by path, and hands the request over as it came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

from satupintu.gateway.cutting import cut
from satupintu.serving.exchange import Receive, Scope, Send
from satupintu.serving.faults import ConnectionDroppedError

Application = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Mount:
    """A served system: where it is found, and its OpenAPI document. A `path` of "" means by host alone."""

    name: str
    path: str
    hosts: frozenset[str]
    app: Application = field(repr=False)
    openapi: Callable[[], Mapping[str, Any]] = field(repr=False)


class Gateway:
    """The ASGI application that is served. What is for none of the systems goes to our own pages."""

    def __init__(
        self,
        mounts: Sequence[Mount],
        own: Application,
        lifespan: Callable[[], AbstractAsyncContextManager[None]],
    ) -> None:
        self._by_host = {host: mount for mount in mounts for host in mount.hosts}
        self._by_path = {mount.path.strip("/"): mount for mount in mounts if mount.path}
        self._own = own
        self._lifespan = lifespan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or keep the application's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            return
        try:
            await self._hand_over(scope, receive, send)
        except ConnectionDroppedError:
            if not await cut(send):
                raise

    async def _hand_over(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = _host(scope)
        if (mount := self._by_host.get(host)) is not None:
            await mount.app(scope, receive, send)
            return
        first = str(scope["path"]).split("/", 2)[1] if "/" in scope["path"] else ""
        if (mount := self._by_path.get(first)) is not None:
            scope["satupintu.mount"] = mount.path
            await mount.app(scope, receive, send)
            return
        await self._own(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self._lifespan():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _host(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"host":
            host, colon, port = value.decode("latin-1").lower().rpartition(":")
            return host if colon and port.isdigit() else value.decode("latin-1").lower()
    return ""
