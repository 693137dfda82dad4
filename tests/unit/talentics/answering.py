"""Another side that answers whatever a test wants."""

from __future__ import annotations

from collections.abc import Callable

import httpx2


class Answers(httpx2.BaseTransport):
    """In place of the network: answers each path as `answer` says, and notes what was asked."""

    def __init__(self, answer: Callable[[str], tuple[int, bytes]]) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.raw_path.decode())
        status, body = self._answer(request.url.path)
        return httpx2.Response(status, content=body)
