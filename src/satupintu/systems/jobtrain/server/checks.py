"""The checks of Jobtrain, in their order. The first one that refuses answers.

The order is ours: unknown path or version (404), method (405), token (401), role (403), size of the body (413), media
type (415), parameters and body (400). Whether a record is visible (404) and a change possible (409) is the handler's
answer, after all of these. The token endpoint needs neither token nor role.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from satupintu.kernel.operation import Operation
from satupintu.kernel.outcome import Refusal
from satupintu.serving.exchange import BODY_LIMIT, Exchange, Step
from satupintu.serving.routing import NoRoute, Router
from satupintu.systems.jobtrain.contract.calls import TokenCall
from satupintu.systems.jobtrain.contract.errors import CHALLENGE, STALE_CHALLENGE, TITLES
from satupintu.systems.jobtrain.contract.operations import DIRECT_APPLY, INVENTED, OPERATIONS
from satupintu.systems.jobtrain.contract.restrictions import Denied, verify
from satupintu.systems.jobtrain.server.parameters import Parameters, read_body, read_token_form
from satupintu.systems.jobtrain.server.ports import Accounts, Actor
from satupintu.systems.jobtrain.server.settings import APPLY_BODY_LIMIT, JobtrainSettings

LONGEST_TOKEN: Final = 4096
"""Characters; a longer one was never issued."""

LARGE: Final = 64 * 1024
"""Bytes; a larger body is read in a worker thread, so that others need not wait."""

JobtrainExchange = Exchange[Actor]
Checked = Refusal | None


class Checks:
    """The checks as visible lists: `of_path` for every request, then `of_token` or `of_data`."""

    def __init__(self, accounts: Accounts, settings: JobtrainSettings) -> None:
        self._accounts = accounts
        self._settings = settings
        self._parameters = Parameters(settings)
        served = (each for each in OPERATIONS if settings.invented_routes or each.name not in INVENTED)
        self._router = Router(served)
        self.of_path: tuple[Step[Actor], ...] = (
            self.has_known_path,
            self.has_allowed_method,
        )
        self.of_token: tuple[Step[Actor], ...] = (
            self.has_acceptable_size,
            self.sends_json,
            self.has_token_form,
        )
        self.of_data: tuple[Step[Actor], ...] = (
            self.has_valid_token,
            self.is_permitted,
            self.has_acceptable_size,
            self.sends_json,
            self.has_usable_parameters,
        )

    def has_known_path(self, exchange: JobtrainExchange) -> Checked:
        """404 unless the path, in a version that is served, exists for some method."""
        route = self._router.find(exchange.request.method, exchange.request.path)
        if not isinstance(route, NoRoute):
            exchange.operation, exchange.path_values = route.operation, route.values
        elif not route.allowed:
            return _refusal(404)
        return None

    def has_allowed_method(self, exchange: JobtrainExchange) -> Checked:
        """405 unless the path has an operation for the method."""
        route = self._router.find(exchange.request.method, exchange.request.path) if not exchange.operation else None
        if not isinstance(route, NoRoute):
            return None
        allowed = ", ".join(f"{method}, HEAD" if method == "GET" else method for method in route.allowed)
        return Refusal(405, TITLES[405], headers={"Allow": allowed})

    async def has_valid_token(self, exchange: JobtrainExchange) -> Checked:
        """401 unless the request carries a token that was issued, has not expired, and whose user is active still."""
        scheme, _, rest = exchange.request.headers.get("authorization", "").partition(" ")
        token = rest.strip(" ")
        if scheme.lower() != "bearer" or not token:
            return _refusal(401, CHALLENGE)
        if len(token) <= LONGEST_TOKEN and token.isascii():
            exchange.caller = await asyncio.to_thread(self._accounts.acting, token, exchange.now)
        return None if exchange.caller else _refusal(401, STALE_CHALLENGE)

    def is_permitted(self, exchange: JobtrainExchange) -> Checked:
        """403, or as set, unless the role has the permission of the operation."""
        if exchange.caller is None or exchange.operation is None:
            raise RuntimeError("the token and the path are to be checked before")
        if not isinstance(verify(exchange.operation, exchange.caller.role), Denied):
            return None
        status = self._settings.denied_status
        return _refusal(status, CHALLENGE if status == 401 else None)

    async def has_acceptable_size(self, exchange: JobtrainExchange) -> Checked:
        """413 when a body is over the limit; then nothing of it is kept, and no more of it read."""
        if _writes(exchange.operation):
            limit = APPLY_BODY_LIMIT if exchange.operation is DIRECT_APPLY else BODY_LIMIT
            return None if await exchange.request.read_body(limit) else _refusal(413)
        return None

    def sends_json(self, exchange: JobtrainExchange) -> Checked:
        """415 unless a body is announced as JSON."""
        kind, _, _ = exchange.request.headers.get("content-type", "").partition(";")
        is_json = kind.strip().lower() == "application/json"
        return None if is_json or not _writes(exchange.operation) else _refusal(415)

    def has_token_form(self, exchange: JobtrainExchange) -> Checked:
        """400 unless the body holds the four texts, which become the call."""
        form = read_token_form(exchange.request.body or b"")
        if isinstance(form, Refusal):
            return form
        exchange.call = TokenCall(body=form)
        return None

    async def has_usable_parameters(self, exchange: JobtrainExchange) -> Checked:
        """400 for unusable values in the path, the query or the body; else they become the call."""
        operation = exchange.operation
        if operation is None:
            raise RuntimeError("the path is to be checked before")
        values = self._parameters.read(operation, exchange.path_values, exchange.request.query_values())
        if isinstance(values, Refusal):
            return values
        if operation.body_model is not None:
            raw = exchange.request.body or b""
            read = asyncio.to_thread(read_body, operation.body_model, raw) if len(raw) > LARGE else None
            body = read_body(operation.body_model, raw) if read is None else await read
            if isinstance(body, Refusal):
                return body
            values["body"] = body
        exchange.call = operation.call.model_validate(values)
        return None


def _refusal(status: int, challenge: str | None = None) -> Refusal:
    return Refusal(status, TITLES[status], headers={} if challenge is None else {"WWW-Authenticate": challenge})


def _writes(operation: Operation[Any, Any] | None) -> bool:
    return operation is not None and operation.body_model is not None
