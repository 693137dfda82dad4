"""Counting what a client asks for."""

from __future__ import annotations

import asyncio
from collections import Counter

from tests.contract.satusehat.conftest import TOKEN_PATH


class Counting:
    """Counts the requests for tokens and for data, and lets them go on unless `instead` answers."""

    def __init__(self, app, instead=None):
        self.app = app
        self.instead = instead
        self.seen = Counter()
        self.under_way = 0
        self.most_under_way = 0

    async def __call__(self, scope, receive, send):
        kind = "token" if scope["path"] == TOKEN_PATH else "data"
        self.seen[kind] += 1
        if kind == "token":
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            # Others get their turn while this one travels.
            for _ in range(20):
                await asyncio.sleep(0)
        answer = self.instead(kind, self.seen[kind]) if self.instead else None
        if answer is None:
            await self.app(scope, receive, send)
        else:
            status, content_type, body = answer
            headers = [(b"content-type", content_type.encode()), (b"content-length", b"%d" % len(body))]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        if kind == "token":
            self.under_way -= 1
