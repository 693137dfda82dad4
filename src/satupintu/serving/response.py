"""A finished answer, and putting it on the wire."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

from satupintu.serving.exchange import Exchange, Request, Send

COMPRESS_FROM = 1024
"""Bytes; a smaller body would not shrink."""


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers and body in the vendor's shape."""

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


async def send_response(response: Response, exchange: Exchange[Any], send: Send, *, compress: bool = False) -> None:
    """Send an answer: the `Date` of the exchange, compressed if the client takes gzip, without a body for HEAD.

    A body that is encoded already (`Content-Encoding`) is sent as it is.
    """
    headers = {**exchange.headers, **response.headers}
    body = response.body
    if body or response.status not in {204, 308}:
        headers["Content-Type"] = response.content_type
    if compress:
        headers["Vary"] = "Accept-Encoding"
        if len(body) >= COMPRESS_FROM and "Content-Encoding" not in headers and takes_gzip(exchange.request):
            body = gzipped(body)
            headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    headers["Date"] = format_datetime(exchange.now, usegmt=True)
    start = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": start})
    await send({"type": "http.response.body", "body": b"" if exchange.request.method == "HEAD" else body})


def gzipped(body: bytes) -> bytes:
    """A body compressed with gzip; the same bytes for the same body."""
    return gzip.compress(body, compresslevel=5, mtime=0)


def takes_gzip(request: Request) -> bool:
    """Whether the client accepts an answer compressed with gzip."""
    for entry in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = entry.partition(";")
        if coding.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
