"""Giving a decision the shape of Talentics."""

from __future__ import annotations

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.serving.response import Response
from satupintu.systems.talentics.contract.errors import TEXTS, ErrorProfile, write_errors


def render(outcome: Outcome, profile: ErrorProfile) -> Response:
    """An answer as it is; a refusal with one message, which its status decides, or with one per faulty parameter."""
    if isinstance(outcome, Answer):
        body = outcome.body if isinstance(outcome.body, bytes) else outcome.body.model_dump_json(by_alias=True).encode()
        return Response(outcome.status, body, headers=outcome.headers)
    faults = [sentence for sentences in outcome.errors.values() for sentence in sentences]
    messages = faults or [TEXTS.get(outcome.status, outcome.message)]
    return Response(outcome.status, write_errors(profile, messages), headers=outcome.headers)
