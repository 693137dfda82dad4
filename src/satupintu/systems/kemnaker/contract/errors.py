"""How JOSS and TOSS word a refusal, written and read (contract, section 7)."""

from __future__ import annotations

import json

from pydantic import BaseModel, ValidationError

from satupintu.kernel.errors import StatusError, status_error
from satupintu.kernel.outcome import Refusal


class _Envelope(BaseModel):
    message: str = ""
    errors: dict[str, list[str]] = {}


def write_refusal(refusal: Refusal) -> bytes:
    """The body of a refusal: a message, and with 422 the faulty fields."""
    tree: dict[str, object] = {"message": refusal.message}
    if refusal.errors:
        tree["errors"] = {path: list(sentences) for path, sentences in refusal.errors.items()}
    return json.dumps(tree, ensure_ascii=False).encode()


def read_refusal(status: int, body: bytes) -> StatusError:
    """The error a refusal means. A body of another shape is tolerated: the status alone decides."""
    try:
        found = _Envelope.model_validate_json(body)
    except ValidationError:
        found = _Envelope(message=body[:200].decode("utf-8", "replace").strip())
    errors = {path: tuple(sentences) for path, sentences in found.errors.items()}
    return status_error(status)(status, found.message, errors=errors, body=body)
