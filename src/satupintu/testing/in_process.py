"""Calling a served application without a network, from synchronous code.

httpx2 has such a transport for asynchronous code only (`httpx2.ASGITransport`). This one runs the application on an
event loop in a thread of its own, so that synchronous clients reach it, from several threads at the same time too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from threading import Thread
from typing import Any

import httpx2

AsgiApp = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]


class InProcessTransport(httpx2.BaseTransport):
    """Sends requests straight into an ASGI application. What it raises is raised here. Close it after use."""

    def __init__(self, app: AsgiApp) -> None:
        self._inner = httpx2.ASGITransport(app)
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self._stopped = asyncio.Event()
        self._thread = Thread(target=self._run, name="in-process application", daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer one request; the body is complete when this returns."""
        if not self._thread.is_alive():
            raise RuntimeError("the in-process transport is closed")
        request.read()
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result()

    def close(self) -> None:
        """End the application's thread. Requests after this fail."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join()

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._inner.handle_async_request(request)
        body = b"".join([part async for part in answer.aiter_raw()])
        return httpx2.Response(answer.status_code, headers=answer.headers.raw, stream=httpx2.ByteStream(body))

    def _run(self) -> None:
        with self._runner:
            self._runner.run(self._stopped.wait())
