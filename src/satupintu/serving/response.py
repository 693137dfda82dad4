"""A finished answer, and putting it on the wire."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from satupintu.serving.exchange import Exchange, Send

COMPRESS_FROM = 1024
"""Bytes; a smaller body would not shrink."""

WireHeaders = list[tuple[bytes, bytes]]
"""Headers as they are sent: names in lower case."""


@dataclass(slots=True)
class Response:
    """Status, headers and body in the vendor's shape."""

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


async def send_response(response: Response, exchange: Exchange[Any], send: Send, *, compress: bool = False) -> None:
    """Send an answer: the `Date` of the exchange, compressed if the client takes gzip, without a body for HEAD."""
    request = exchange.request
    if exchange.headers:
        response = replace(response, headers={**exchange.headers, **response.headers})
    headers, body = wire_form(response, request.headers.get("accept-encoding", ""), compress=compress)
    headers.append((b"date", wire_date(exchange.now)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})


def wire_form(response: Response, accept_encoding: str, *, compress: bool) -> tuple[WireHeaders, bytes]:
    """The headers of an answer as they are sent, all but `Date`, and its body.

    A body that is encoded already (`Content-Encoding`) stays as it is.
    """
    body = response.body
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    if body or response.status not in {204, 308}:
        headers.append((b"content-type", response.content_type.encode("latin-1")))
    if compress:
        headers.append((b"vary", b"Accept-Encoding"))
        encoded = "Content-Encoding" in response.headers
        if len(body) >= COMPRESS_FROM and not encoded and takes_gzip(accept_encoding):
            body = gzipped(body)
            headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", b"%d" % len(body)))
    return headers, body


def wire_date(now: datetime) -> bytes:
    """The value of `Date`."""
    return _date_of_second(int(now.timestamp()))


def gzipped(body: bytes) -> bytes:
    """A body compressed with gzip; the same bytes for the same body."""
    return gzip.compress(body, compresslevel=5, mtime=0)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client that sends this `Accept-Encoding` takes an answer compressed with gzip."""
    for entry in accept_encoding.lower().split(","):
        coding, _, weight = entry.partition(";")
        if coding.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


# A formatted date costs as much as all other headers together, and holds for a second of requests.
@lru_cache(maxsize=16)
def _date_of_second(second: int) -> bytes:
    return format_datetime(datetime.fromtimestamp(second, UTC), usegmt=True).encode("ascii")
