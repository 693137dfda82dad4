"""The checks of JOSS and TOSS, in the order of the contract (section 5). The first one that refuses answers.

Those of `Checks.before_transaction` come first. Those of `Checks.in_transaction` run in the transaction of the request:
the Request-Id stays used, and the request counted, even if a later check refuses. Those of `Checks.foreseen`, and
what the handler then finds in the body, need no rows and are looked at before the transaction; what they refuse is
told after its checks, at their place in the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from satupintu.kernel.outcome import Refusal
from satupintu.serving.exchange import Exchange
from satupintu.serving.routing import NoRoute, Router
from satupintu.serving.turns import turn
from satupintu.systems.kemnaker.contract.media import LONGEST_KEPT, media_type_of
from satupintu.systems.kemnaker.contract.operations import JOSS_OPERATIONS, TOSS_OPERATIONS
from satupintu.systems.kemnaker.contract.signing import (
    SignedParts,
    TimestampError,
    parse_timestamp,
    verify,
    within_window,
)
from satupintu.systems.kemnaker.contract.texts import is_visible_id
from satupintu.systems.kemnaker.server.ports import Caller, Callers, Records
from satupintu.systems.kemnaker.server.settings import KemnakerSettings

BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
READS = frozenset({"GET", "HEAD"})

_CREDENTIALS: Final = (("client-id", "Client-Id"), ("signature", "Signature"))
_NEEDED: Final = (("accept", "Accept"), ("request-id", "Request-Id"), ("request-timestamp", "Request-Timestamp"))
_NEEDED_WITH_BODY: Final = (*_NEEDED, ("content-type", "Content-Type"))
_IDS: Final = (("client-id", "Client-Id"), ("request-id", "Request-Id"))

SERVED: Final = {"joss": JOSS_OPERATIONS, "toss": TOSS_OPERATIONS}
"""The operations of each API."""

# Two checks look at a timestamp, and of many requests a second most have the same.
_moment_of: Final = lru_cache(maxsize=64)(parse_timestamp)

KemnakerExchange = Exchange[Caller]
Checked = Refusal | None


class Checks:
    """The checks of one environment, as three visible lists."""

    def __init__(self, callers: Callers, settings: KemnakerSettings) -> None:
        self._callers = callers
        self._settings = settings
        self._router = Router(SERVED[settings.api])
        self.before_transaction = (
            self.is_https,
            self.is_in_service,
            self.has_credentials,
            self.has_well_formed_headers,
            self.accepts_a_format,
            self.sends_json,
            self.body_is_within_limit,
            self.timestamp_parses,
            self.timestamp_is_in_window,
            self.signature_is_valid,
        )
        self.in_transaction: tuple[Callable[[KemnakerExchange, Records], Checked], ...] = (
            self.request_id_is_new,
            self.is_within_quota,
        )
        self.foreseen: tuple[Callable[[KemnakerExchange], Checked], ...] = (
            self.is_routed,
            self.is_permitted,
        )

    def is_https(self, exchange: KemnakerExchange) -> Checked:
        """1: plain HTTP is redirected to the same address on HTTPS."""
        request = exchange.request
        if not self._settings.https_only or request.scheme == "https":
            return None
        query = f"?{request.query}" if request.query else ""
        address = f"https://{request.headers.get('host', '')}{request.raw_path}{query}"
        return Refusal(308, "Use HTTPS.", headers={"Location": address})

    def is_in_service(self, exchange: KemnakerExchange) -> Checked:
        """2: there is no maintenance."""
        del exchange
        pause = self._settings.maintenance
        if pause is None:
            return None
        return Refusal(503, "Under maintenance.", headers={"Retry-After": str(int(pause.total_seconds()))})

    def has_credentials(self, exchange: KemnakerExchange) -> Checked:
        """3: Client-Id and Signature are there."""
        return _missing(exchange, _CREDENTIALS, 401)

    def has_well_formed_headers(self, exchange: KemnakerExchange) -> Checked:
        """4: the other headers are there, ids have their form, GET and DELETE have no body."""
        request = exchange.request
        missing = _missing(exchange, _NEEDED_WITH_BODY if request.method in BODY_METHODS else _NEEDED, 400)
        if missing is not None:
            return missing
        for key, name in _IDS:
            if not is_visible_id(request.headers[key]):
                return Refusal(400, f"{name} must be 1 to 128 visible ASCII characters.")
        if request.method in WITHOUT_BODY and request.announces_body:
            return Refusal(400, f"{request.method} must not have a body: it would not be signed.")
        return None

    def accepts_a_format(self, exchange: KemnakerExchange) -> Checked:
        """5: the answer can be written in a format that the client accepts."""
        if media_type_of(exchange.request.headers["accept"]):
            return None
        return Refusal(406, "Accept must allow application/json or application/xml.")

    def sends_json(self, exchange: KemnakerExchange) -> Checked:
        """5: the body is announced as JSON."""
        request = exchange.request
        if request.method not in BODY_METHODS or _is_json(request.headers["content-type"]):
            return None
        return Refusal(415, "Content-Type must be application/json.")

    async def body_is_within_limit(self, exchange: KemnakerExchange) -> Checked:
        """5: at most 1 MiB. The body is only read here, not looked into."""
        if exchange.request.method in WITHOUT_BODY:
            exchange.request.body = b""
            return None
        if await exchange.request.read_body():
            return None
        return Refusal(413, "The body is over 1 MiB.")

    def timestamp_parses(self, exchange: KemnakerExchange) -> Checked:
        """6: the timestamp has its form."""
        try:
            _moment_of(exchange.request.headers["request-timestamp"])
        except TimestampError as error:
            return Refusal(400, str(error))
        return None

    def timestamp_is_in_window(self, exchange: KemnakerExchange) -> Checked:
        """7: the timestamp is near enough to the server's time, before or after."""
        timestamp = _moment_of(exchange.request.headers["request-timestamp"])
        if within_window(self._settings.profile, exchange.now, timestamp):
            return None
        return Refusal(401, "Signature has expired.")

    async def signature_is_valid(self, exchange: KemnakerExchange) -> Checked:
        """8 and 9: the client is known and active, and the signature is right. Both fail alike."""
        await turn()
        request = exchange.request
        caller = self._callers.find(self._settings.environment, request.headers["client-id"])
        secrets = [secret.reveal() for secret in caller.secrets] if caller else []
        query = f"?{request.query}" if request.query and self._settings.profile.target_includes_query else ""
        for path in dict.fromkeys((request.raw_path, request.path)):
            target = path + query
            if not target.isascii():
                target = target.encode("latin-1").decode("ascii", "surrogateescape")
            parts = SignedParts(
                method=request.method,
                target=target,
                client_id=request.headers["client-id"],
                request_id=request.headers["request-id"],
                timestamp=request.headers["request-timestamp"],
                body=request.body,
            )
            if verify(self._settings.profile, parts, secrets, request.headers["signature"]):
                exchange.caller = caller
                return None
        return Refusal(401, "Invalid signature.")

    def request_id_is_new(self, exchange: KemnakerExchange, records: Records) -> Checked:
        """10: the Request-Id was not used before. A read is remembered too, but never refused for its id."""
        owner, request_id = _caller(exchange).owner, exchange.request.headers["request-id"]
        profile = self._settings.profile
        if exchange.request.method in READS:
            # The method is not signed, so the headers of a read also fit a write, for as long as its timestamp is in
            # the window. Each repetition therefore extends the memory: only one that reaches further is left as it is.
            until = _end_of_memory(exchange.now, 2 * profile.window_seconds)
            records.remember_request_id(owner, request_id, now=until, until=until)
            return None
        until = _end_of_memory(exchange.now, profile.request_id_ttl_seconds)
        is_new = records.remember_request_id(owner, request_id, now=exchange.now, until=until)
        return None if is_new else Refusal(409, "The Request-Id was used before.")

    def is_within_quota(self, exchange: KemnakerExchange, records: Records) -> Checked:
        """11: the client has sent fewer requests within a minute than it may."""
        limit = self._settings.rate_limit
        if not limit:
            return None
        counted = records.count_request(_caller(exchange).owner, limit, exchange.now)
        exchange.headers["X-RateLimit-Limit"] = str(limit)
        exchange.headers["X-RateLimit-Remaining"] = str(counted.remaining)
        if counted.granted:
            return None
        return Refusal(429, "Too many requests.", headers={"Retry-After": str(counted.retry_after)})

    def is_routed(self, exchange: KemnakerExchange) -> Checked:
        """12: the path is known and the method allowed."""
        route = self._router.find(exchange.request.method, exchange.request.path)
        if isinstance(route, NoRoute) and route.allowed:
            return Refusal(405, "Method not allowed.", headers={"Allow": ", ".join(route.allowed)})
        if isinstance(route, NoRoute):
            return Refusal(404, "Not found.")
        exchange.operation = route.operation
        exchange.path_values = route.values
        return None

    def is_permitted(self, exchange: KemnakerExchange) -> Checked:
        """13: the client has the permission the operation needs."""
        needed = exchange.operation.permission if exchange.operation else None
        if needed is None or needed in _caller(exchange).permissions:
            return None
        return Refusal(403, f"The client lacks the permission {needed}.")


def _missing(exchange: KemnakerExchange, needed: Iterable[tuple[str, str]], status: int) -> Checked:
    headers = exchange.request.headers
    for key, name in needed:
        if not headers.get(key):
            return Refusal(status, f"{name} is missing.")
    return None


def _caller(exchange: KemnakerExchange) -> Caller:
    if exchange.caller is None:
        message = "the signature was not checked"
        raise LookupError(message)
    return exchange.caller


def _end_of_memory(now: datetime, seconds: int) -> datetime:
    """The first moment at which an id is forgotten: just after its last second, as that one is in the window still."""
    return now + timedelta(seconds=seconds, microseconds=1)


def _is_json(content_type: str) -> bool:
    return _kept(content_type) if len(content_type) <= LONGEST_KEPT else _read(content_type)


def _read(content_type: str) -> bool:
    kind, _, parameters = content_type.lower().partition(";")
    charset = _parameters(parameters).get("charset", "utf-8")
    return kind.strip() == "application/json" and charset in {"utf-8", "utf8"}


_kept: Final = lru_cache(maxsize=64)(_read)


def _parameters(text: str) -> Mapping[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs if name.strip()}
