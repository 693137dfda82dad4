"""Giving a decision the shape of Jobtrain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.serving.response import Response
from satupintu.systems.jobtrain.contract.errors import (
    INVALID_CLIENT,
    INVALID_GRANT,
    PROBLEM,
    TITLES,
    UNAUTHORIZED_CLIENT,
    write_problem,
    write_token_refusal,
)
from satupintu.systems.jobtrain.server.checks import JobtrainExchange

REQUEST_ID: Final = "X-Request-Id"

_TOKEN_ERRORS: Final = frozenset({INVALID_CLIENT, INVALID_GRANT, UNAUTHORIZED_CLIENT})


@dataclass(frozen=True, slots=True)
class AppliedBefore(Refusal):
    """A refusal of a second application, which names the first."""

    candidate_application_id: int = 0


def render(outcome: Outcome, exchange: JobtrainExchange) -> Response:
    """An answer as it is; refused credentials as OAuth words them; every other refusal as a problem."""
    if isinstance(outcome, Answer):
        body = outcome.body if isinstance(outcome.body, bytes) else outcome.body.model_dump_json(by_alias=True).encode()
        return Response(outcome.status, body, headers=outcome.headers)
    if outcome.message in _TOKEN_ERRORS:
        return Response(outcome.status, write_token_refusal(outcome.message), headers=outcome.headers)
    if outcome.status not in TITLES:  # a fault on request, such as a gateway in between answers
        return Response(outcome.status, outcome.message.encode(), "text/plain", outcome.headers)
    problem = write_problem(
        outcome.status,
        exchange.headers.get(REQUEST_ID, ""),
        errors=outcome.errors,
        candidate_application_id=outcome.candidate_application_id if isinstance(outcome, AppliedBefore) else None,
    )
    return Response(outcome.status, problem, PROBLEM, outcome.headers)
