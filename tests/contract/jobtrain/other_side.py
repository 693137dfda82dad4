"""Another side that knows the contract and no more: it gives tokens, and answers every operation from its model."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from satupintu.kernel.clock import FrozenClock
from satupintu.serving.routing import Route, Router
from satupintu.systems.jobtrain.contract.errors import (
    INVALID_GRANT,
    PROBLEM,
    STALE_CHALLENGE,
    write_problem,
    write_token_refusal,
)
from satupintu.systems.jobtrain.contract.operations import OPERATIONS, TOKEN
from tests.unit.jobtrain.documents import document_of

FORM = {"clientID": "demo-client", "clientSecret": "demo-secret", "username": "api.north", "password": "PASSWORD"}
LIFETIME = timedelta(seconds=1800)
ANSWERS = {operation.name: document_of(operation.reply) for operation in OPERATIONS if operation is not TOKEN}


@dataclass(frozen=True)
class Answer:
    """What is answered instead."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = ()


Instead = Callable[[str, int], Answer | Exception | None]


async def _travel() -> None:
    """Let others have their turn."""
    for _ in range(20):
        await asyncio.sleep(0)


class OtherSide:
    """An ASGI application. `instead` may answer the n-th request for a token or for data in its place."""

    def __init__(self, clock: FrozenClock, instead: Instead | None = None, *, form: Mapping[str, str] = FORM) -> None:
        self.clock = clock
        self.instead = instead
        self.form = form
        self.counts: dict[str, int] = {}
        self.seen: Counter[str] = Counter()
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []
        self.tokens: dict[str, datetime] = {}
        self.under_way = self.most_under_way = 0
        self._router = Router(OPERATIONS)

    async def __call__(self, scope, receive, send) -> None:
        route = self._router.find(scope["method"], scope["path"])
        assert isinstance(route, Route), scope["path"]
        kind = "token" if route.operation is TOKEN else "data"
        self.seen[kind] += 1
        number = self.seen[kind]
        message = await receive()
        body = json.loads(message["body"]) if message.get("body") else None
        query = dict(parse_qsl(scope["query_string"].decode(), strict_parsing=True)) if scope["query_string"] else {}
        self.asked.append((scope["method"], scope["path"], query, body))
        answer = self.instead(kind, number) if self.instead else None
        if isinstance(answer, Exception):
            raise answer
        if kind == "token":
            answer = await self._token(answer, body)
        elif answer is None:
            await _travel()
            answer = self._data(dict(scope["headers"]), route, query)
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": [(name.encode(), value.encode()) for name, value in dict(answer.headers).items()],
            }
        )
        await send({"type": "http.response.body", "body": answer.body})

    async def _token(self, answer: Answer | None, body: Any) -> Answer:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await _travel()
        self.under_way -= 1
        if answer is not None:
            return answer
        if body != self.form:
            return Answer(400, write_token_refusal(INVALID_GRANT))
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token] = self.clock.now() + LIFETIME
        reply = {"access_token": token, "expires_in": 1800, "token_type": "Bearer"}
        return Answer(200, json.dumps(reply).encode())

    def _data(self, headers: Mapping[bytes, bytes], route: Route, query: Mapping[str, str]) -> Answer:
        token = headers.get(b"authorization", b"").decode().removeprefix("Bearer ")
        if self.tokens.get(token, self.clock.now()) <= self.clock.now():
            headers = {"Content-Type": PROBLEM, "WWW-Authenticate": STALE_CHALLENGE}
            return Answer(401, write_problem(401, "r-1"), headers)
        operation = route.operation
        document = ANSWERS[operation.name]
        if operation.paging:
            size, total = int(query.get("PageSize", 20)), self.counts.get(operation.name, 1)
            here = max(0, min(size, total - (int(query.get("PageNo", 1)) - 1) * size))
            document = {"total": total, "results": here, "data": document["data"] * here}
        return Answer(operation.success[0], json.dumps(document).encode())
