"""The shape of JOSS and TOSS answers (contract, section 7)."""

from __future__ import annotations

from typing import Any

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.serving.exchange import Exchange
from satupintu.serving.response import Response
from satupintu.systems.kemnaker.contract.errors import write_refusal
from satupintu.systems.kemnaker.contract.media import MediaType, media_type_of
from satupintu.systems.kemnaker.contract.texts import is_visible_id
from satupintu.systems.kemnaker.contract.xml import xml_of_json


def render(outcome: Outcome, exchange: Exchange[Any]) -> Response:
    """Give a decision its envelope, in the format that `Accept` asks for, and in JSON where it asks for none.

    XML is made from the finished JSON, so that both say the same. Every answer names the Request-Id it is for, if
    that has its form.
    """
    asked = exchange.request.headers
    request_id = asked.get("request-id", "")
    headers = {**outcome.headers, "Request-Id": request_id} if is_visible_id(request_id) else outcome.headers
    body = _json_of(outcome)
    if media_type_of(asked.get("accept", "")) is MediaType.XML:
        return Response(outcome.status, xml_of_json(body), MediaType.XML.value, headers)
    return Response(outcome.status, body, headers=headers)


def _json_of(outcome: Outcome) -> bytes:
    if isinstance(outcome, Answer):
        return outcome.body if isinstance(outcome.body, bytes) else outcome.body.model_dump_json().encode()
    return write_refusal(outcome)
