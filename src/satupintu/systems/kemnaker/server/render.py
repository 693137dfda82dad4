"""The shape of JOSS and TOSS answers (contract, section 7)."""

from __future__ import annotations

from typing import Any

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.serving.exchange import Exchange
from satupintu.serving.response import Response
from satupintu.systems.kemnaker.contract.errors import write_refusal
from satupintu.systems.kemnaker.contract.texts import is_visible_id


def render(outcome: Outcome, exchange: Exchange[Any]) -> Response:
    """Give a decision its envelope. Every answer names the Request-Id it is for, if that has its form."""
    request_id = exchange.request.headers.get("request-id", "")
    headers = {**outcome.headers, "Request-Id": request_id} if is_visible_id(request_id) else outcome.headers
    if isinstance(outcome, Answer):
        body = outcome.body if isinstance(outcome.body, bytes) else outcome.body.model_dump_json().encode()
        return Response(outcome.status, body, headers=headers)
    return Response(outcome.status, write_refusal(outcome), headers=headers)
