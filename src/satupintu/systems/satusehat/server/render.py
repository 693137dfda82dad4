"""Giving a decision the shape of Master Wilayah."""

from __future__ import annotations

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.serving.response import Response
from satupintu.systems.satusehat.contract.errors import SERVER_FAULTS, write_outcome, write_status
from satupintu.systems.satusehat.contract.operations import TOKEN
from satupintu.systems.satusehat.server.checks import SatusehatExchange


def render(outcome: Outcome, exchange: SatusehatExchange) -> Response:
    """An answer as it is; a refusal in one of three shapes.

    A fault of ours is plain text. What the token endpoint refuses, and the want of a token, is an OperationOutcome;
    all else has the `status_code` form.
    """
    if isinstance(outcome, Answer):
        body = outcome.body if isinstance(outcome.body, bytes) else outcome.body.model_dump_json(by_alias=True).encode()
        return Response(outcome.status, body, headers=outcome.headers)
    status = outcome.status
    if status >= 500:
        return Response(status, SERVER_FAULTS.get(status, outcome.message).encode(), "text/plain", outcome.headers)
    if exchange.operation is TOKEN:
        body = write_outcome(outcome.message)
    elif status == 401:
        body = write_outcome(outcome.message, severity="error", code="security")
    else:
        body = write_status(status, outcome.message)
    return Response(status, body, headers=outcome.headers)
