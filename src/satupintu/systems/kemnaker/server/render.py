"""The shape of JOSS and TOSS answers (contract, section 7)."""

from __future__ import annotations

from typing import Any

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.serving.exchange import Exchange
from satupintu.serving.response import Response
from satupintu.systems.kemnaker.contract.errors import write_refusal


def render(outcome: Outcome, _exchange: Exchange[Any]) -> Response:
    """Give a decision its envelope."""
    if isinstance(outcome, Answer):
        body = outcome.body if isinstance(outcome.body, bytes) else outcome.body.model_dump_json().encode()
        return Response(outcome.status, body, headers=outcome.headers)
    return Response(outcome.status, write_refusal(outcome), headers=outcome.headers)
