"""How JOSS and TOSS word a refusal, written and read (contract, section 7)."""

from __future__ import annotations

import json
from typing import cast

from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.kernel.errors import StatusError, status_error
from satupintu.kernel.outcome import Refusal
from satupintu.systems.kemnaker.contract.xml import XmlError, read_xml

LONGEST_MESSAGE = 200
"""Bytes of a body that is neither JSON nor XML which become the message of the error."""


def write_refusal(refusal: Refusal) -> bytes:
    """The body of a refusal: a message, and with 422 the faulty fields."""
    tree: dict[str, object] = {"message": refusal.message}
    if refusal.errors:
        tree["errors"] = {path: list(sentences) for path, sentences in refusal.errors.items()}
    return json.dumps(tree, ensure_ascii=False).encode()


def read_refusal(status: int, body: bytes) -> StatusError:
    """The error a refusal means, in JSON or XML. A body of another shape is tolerated: the status alone decides."""
    message, errors = "", dict[str, tuple[str, ...]]()
    try:
        tree: object = read_xml(body) if body.startswith(b"<?xml") else read_json(body)
    except (MalformedJsonError, XmlError):
        message = body[:LONGEST_MESSAGE].decode("utf-8", "replace").strip()
    else:
        if isinstance(tree, dict):
            fields = cast("dict[str, object]", tree)
            message = str(fields.get("message") or "")
            if isinstance(found := fields.get("errors"), dict):
                errors = {path: _sentences(value) for path, value in cast("dict[str, object]", found).items()}
    return status_error(status)(status, message, errors=errors, body=body)


def _sentences(value: object) -> tuple[str, ...]:
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(str(sentence) for sentence in values)
