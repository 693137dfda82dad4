"""Floor: what one HTTP call costs a Python client, before any SDK adds to it.

What it measures: microseconds per call on one kept connection to a server that sends constant
bytes: a list of 100 jobs (about 90 KB) and a small object (about 190 B). `http.client` with bytes
is the bottom; `httpx2` is measured as bytes and with `.json()`. An SDK states its own cost as a
ratio to "httpx2, .json()" in the same run.

Run:    python floors/client_calls.py [--rounds 3] [--json]
Needs:  httpx2, orjson, uvicorn
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from functools import partial
from http.client import HTTPConnection
from typing import Any

import httpx2
import orjson
from harness import HOST, Options, Result, expect, run_script, serve, time_calls
from sample_data import job

FLOOR = "client_calls"
PAGE, SMALL = "/v2/jobs", "/v2/exams/1"
BODIES = {
    PAGE: orjson.dumps({
        "data": [job(number) for number in range(1, 101)],
        "links": {"first": "x", "last": "x", "prev": None, "next": None},
        "meta": {"current_page": 1, "from": 1, "last_page": 1, "path": "x", "per_page": "100",
                 "to": 100, "total": 100}}),
    SMALL: orjson.dumps({"data": {
        "id": 1, "organization_id": 106291, "job_id": 10, "title": "Random title",
        "started_at": "2020-05-23 00:54:00", "ended_at": "2020-05-29 00:55:00",
        "created_at": "2020-05-23 00:54:27", "updated_at": "2020-05-23 00:54:27"}}),
}
PAGE_CALLS, SMALL_CALLS = 150, 400

Message = MutableMapping[str, Any]


async def app(scope: Message, receive: Callable[[], Awaitable[Message]],
              send: Callable[[Message], Awaitable[None]]) -> None:
    """Send the constant body that belongs to the path."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    body = BODIES[scope["path"]]
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-type", b"application/json"),
                            (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


def as_bytes(client: httpx2.Client, target: str) -> object:
    """One call, its body untouched."""
    return client.get(target).content


def as_json(client: httpx2.Client, target: str) -> object:
    """One call, its body parsed."""
    return client.get(target).json()


def measure(options: Options) -> Iterator[Result]:
    """Each body in turn."""
    with serve("client_calls:app") as server:
        for path, body in BODIES.items():
            expect(server.ask("GET", path) == (200, body), f"{path} is not served")
        plain = HTTPConnection(HOST, server.port)

        def bottom(path: str) -> bytes:
            plain.request("GET", path)
            return plain.getresponse().read()

        with httpx2.Client(base_url=server.url("")) as client:
            for path, label, calls in ((PAGE, "100 jobs", PAGE_CALLS),
                                       (SMALL, "small", SMALL_CALLS)):
                yield from time_calls(FLOOR, {
                    f"{label}: http.client, bytes": partial(bottom, path),
                    f"{label}: httpx2, bytes": partial(as_bytes, client, path),
                    f"{label}: httpx2, .json()": partial(as_json, client, path),
                }, options, calls=calls)
        plain.close()


if __name__ == "__main__":
    run_script(measure, __doc__)
