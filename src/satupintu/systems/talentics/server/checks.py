"""The checks of Talentics, in their order. The first one that refuses answers.

Unpublished, therefore ours: credential (401), unknown path (404), method (405), quota (429), query (422, strict mode
only). Whether a record exists (404) is the handler's answer, after all of these.
"""

from __future__ import annotations

import binascii
import math
import re
from base64 import b64decode
from collections.abc import Awaitable
from typing import Final

from satupintu.kernel.outcome import Refusal
from satupintu.kernel.quota import Quota
from satupintu.serving.exchange import Exchange, Step
from satupintu.serving.routing import NoRoute, Router
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.contract.operations import OPERATIONS
from satupintu.systems.talentics.server.ports import Caller, Callers, QuotaWindows
from satupintu.systems.talentics.server.settings import TalenticsSettings

CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="Talentics API"'}
ALLOW: Final = {"Allow": "GET, HEAD"}

LARGEST_PAGE: Final = 10**12
"""A later page is answered as this one: it is past the end of any list, and numbers derived from it stay exact."""

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")

TalenticsExchange = Exchange[Caller]
Checked = Refusal | None


class Checks:
    """The checks as a visible list, `in_order`."""

    def __init__(self, callers: Callers, windows: QuotaWindows, settings: TalenticsSettings) -> None:
        self._callers = callers
        self._windows = windows
        self._settings = settings
        self._quotas = {operation.name: settings.quota_of(operation) for operation in OPERATIONS}
        self._router = Router(OPERATIONS)
        self.in_order: tuple[Step[Caller], ...] = (
            self.has_accepted_credential,
            self.has_known_path,
            self.has_allowed_method,
            self.is_within_quota,
            self.has_usable_query,
        )

    def has_accepted_credential(self, exchange: TalenticsExchange) -> Checked:
        """401 unless the request carries an accepted pair."""
        pair = credential(exchange.request.headers.get("authorization", ""))
        if pair is not None:
            exchange.caller = self._callers.authenticate(*pair)
        return None if exchange.caller else Refusal(401, TEXTS[401], headers=CHALLENGE)

    def has_known_path(self, exchange: TalenticsExchange) -> Checked:
        """404 unless the path exists for some method. A path whose id is no number does not exist."""
        route = self._router.find(exchange.request.method, exchange.request.path)
        if not isinstance(route, NoRoute):
            exchange.operation, exchange.path_values = route.operation, route.values
        elif not route.allowed:
            return Refusal(404, TEXTS[404])
        return None

    def has_allowed_method(self, exchange: TalenticsExchange) -> Checked:
        """405 unless the path has an operation for the method."""
        return None if exchange.operation else Refusal(405, TEXTS[405], headers=ALLOW)

    def is_within_quota(self, exchange: TalenticsExchange) -> Checked | Awaitable[Checked]:
        """429 once a window's requests are used up. What gets here is counted, whatever becomes of it."""
        quota = self._quotas[exchange.operation.name] if exchange.operation else None
        return self._count(exchange, exchange.caller, quota) if quota and exchange.caller else None

    async def _count(self, exchange: TalenticsExchange, caller: Caller, quota: Quota) -> Checked:
        taken = await self._windows.take(f"talentics {caller.app_id}", quota, exchange.now)
        exchange.headers["X-RateLimit-Limit"] = str(quota.limit)
        exchange.headers["X-RateLimit-Remaining"] = str(taken.remaining)
        if taken.granted:
            return None
        end = taken.window.ends_at
        wait = max(1, math.ceil((end - exchange.now).total_seconds()))
        reset = {"Retry-After": str(wait), "X-RateLimit-Reset": str(math.ceil(end.timestamp()))}
        return Refusal(429, TEXTS[429], headers=reset)

    def has_usable_query(self, exchange: TalenticsExchange) -> Checked:
        """Path and query become the call. What is unusable in the query is replaced, or 422 in strict mode."""
        operation = exchange.operation
        given = exchange.request.query_values()
        values: dict[str, int | str] = dict(exchange.path_values)
        faults: dict[str, tuple[str, ...]] = {}
        for name in operation.query_fields if operation else ():
            number = _integer(given.get(name, ""))
            if self._settings.query_mode == "strict" and name in given and not self._is_usable(name, number):
                faults[name] = (self._demand(name),)
            elif number is not None:
                values[name] = min(max(number, 1), self._largest(name))
        if faults:
            return Refusal(422, TEXTS[422], errors=faults)
        exchange.call = operation.call.model_validate(values) if operation else None
        return None

    def _is_usable(self, name: str, number: int | None) -> bool:
        return number is not None and number >= 1 and (name == "page" or number <= self._largest(name))

    def _largest(self, name: str) -> int:
        return LARGEST_PAGE if name == "page" else self._settings.per_page_max

    def _demand(self, name: str) -> str:
        if name == "page":
            return "page must be an integer of at least 1"
        return f"{name} must be an integer from 1 to {self._largest(name)}"


def credential(header: str) -> tuple[str, str] | None:
    """App ID and App Secret from an `Authorization` header; None when it does not carry a pair.

    The scheme is read in any case; the pair is split at its first colon. Control characters are no part of a pair
    (RFC 7617).
    """
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        pair = b64decode(token.strip(" "), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    app_id, colon, app_secret = pair.partition(":")
    return (app_id, app_secret) if colon and pair.isprintable() else None


def _integer(text: str) -> int | None:
    """The number a query value means. Of more than 18 digits only the sign and that it is large matter."""
    if not _INTEGER.fullmatch(text):
        return None
    digits = text.lstrip("+-").lstrip("0") or "0"
    size = int(digits) if len(digits) <= 18 else 10**18
    return -size if text.startswith("-") else size
