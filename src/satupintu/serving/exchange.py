"""A request as it came over the wire, and what the checks have found out about it so far."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, unquote

from satupintu.kernel.operation import Call, Operation
from satupintu.kernel.outcome import Refusal

CallerT = TypeVar("CallerT")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BODY_LIMIT = 1024 * 1024
"""Bytes of a request body that are read at most; one more and the request is refused."""


class DisconnectedError(Exception):
    """The client went away before its request was complete. Nobody is left to answer."""


@dataclass(slots=True)
class Request:
    """One request. `raw_path` is the path as sent, still encoded; `mount` is the part of it in front of the system."""

    method: str
    raw_path: str
    mount: str
    query: str
    headers: Mapping[str, str]
    scheme: str
    receive: Receive = field(repr=False)
    body: bytes | None = field(default=None, repr=False)

    @classmethod
    def from_scope(cls, scope: Scope, receive: Receive) -> Request:
        """Read the head of a request. Repeated headers are joined with a comma; names are in lower case."""
        sent: list[tuple[bytes, bytes]] = scope["headers"]
        headers = {name.decode("latin-1").lower(): value.decode("latin-1").strip(" \t") for name, value in sent}
        if len(headers) != len(sent):
            headers = _joined(sent)
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        return cls(
            method=scope["method"],
            raw_path=raw.decode("latin-1").partition("?")[0],
            mount=scope.get("satupintu.mount", ""),
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            scheme=scope["scheme"],
            receive=receive,
        )

    @property
    def path(self) -> str:
        """The raw path behind the mount: what the system itself is asked for."""
        return self.raw_path.removeprefix(self.mount)

    @property
    def announces_body(self) -> bool:
        """Whether the head says that a body follows."""
        return self.headers.get("content-length", "0") != "0" or "transfer-encoding" in self.headers

    def query_values(self) -> dict[str, str]:
        """The query as names and values, the last one of a repeated name. Text that is no UTF-8 is replaced."""
        return dict(parse_qsl(self.query, keep_blank_values=True, errors="replace"))

    def base_url(self) -> str:
        """Scheme, host and mount under which the client reached the system."""
        return f"{self.scheme}://{self.headers.get('host', 'localhost')}{self.mount}"

    async def read_body(self, limit: int = BODY_LIMIT) -> bool:
        """Read the body into `body`. False when it is over the limit: then nothing is kept."""
        if self.body is not None:
            return True
        announced = self.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and int(announced[:19]) > limit:
            return False
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise DisconnectedError
            chunk: bytes = message.get("body", b"")
            size += len(chunk)
            if size > limit:
                return False
            chunks.append(chunk)
            if not message.get("more_body", False):
                self.body = b"".join(chunks)
                return True


def _joined(sent: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in sent:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1").strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


@dataclass(slots=True)
class Exchange(Generic[CallerT]):
    """One request on its way through the checks, with what they have found so far.

    `headers` are added to whatever is answered in the end.
    """

    request: Request
    now: datetime
    caller: CallerT | None = None
    operation: Operation[Any, Any] | None = None
    path_values: Mapping[str, str] = field(default_factory=dict[str, str])
    call: Call | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def decoded(self, name: str) -> str:
        """A value from the path, decoded."""
        return unquote(self.path_values[name])


Step = Callable[[Exchange[CallerT]], "Refusal | Awaitable[Refusal | None] | None"]
"""One check. It refuses, or notes what it found in the exchange and lets the request go on."""
