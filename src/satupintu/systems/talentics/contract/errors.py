"""How Talentics words a refusal. Published is only the 401, with an empty array; the texts here are ours.

Two shapes are known: the one of the page (`documented`) and the one the live service answered (`observed`). They
are data, written by `write_errors`; `read_messages` reads both and whatever else may come.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, cast

from satupintu.kernel.documents import MalformedJsonError, read_json

ErrorProfile = Literal["documented", "observed"]
"""`documented`: as on the page. `observed`: as the live service answered a call without credentials (August 2026)."""

TEXTS: Final[Mapping[int, str]] = MappingProxyType(
    {
        401: "Unauthorized",
        404: "Not Found",
        405: "Method Not Allowed",
        422: "Unprocessable Entity",
        429: "Too Many Attempts.",
        500: "Server Error",
    }
)
"""The text of each refusal. A 422 says one sentence per parameter instead."""

LONGEST_MESSAGE: Final = 500
"""Characters kept of a refusal that is no JSON; the whole body stays with the error."""


@dataclass(frozen=True, slots=True)
class ErrorShape:
    """Where the messages of a refusal stand: the keys from the outside in, and whether there is a list of them."""

    keys: tuple[str, ...]
    listed: bool


SHAPES: Final[Mapping[ErrorProfile, ErrorShape]] = MappingProxyType(
    {
        "documented": ErrorShape(("data", "errors"), listed=True),
        "observed": ErrorShape(("message",), listed=False),
    }
)

# The two shapes, and between them the one a reader might expect from the page's field table.
_PLACES: Final = (("data", "errors"), ("errors",), ("message",))


def write_errors(profile: ErrorProfile, messages: Sequence[str]) -> bytes:
    """The body of a refusal."""
    shape = SHAPES[profile]
    document: object = list(messages) if shape.listed else "; ".join(messages)
    for key in reversed(shape.keys):
        document = {key: document}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def read_messages(body: bytes) -> tuple[str, ...]:
    """The messages of a refusal, wherever they stand; the beginning of the raw text when the body is no JSON."""
    try:
        document: object = read_json(body)
    except MalformedJsonError:
        text = body.decode("utf-8", "replace").strip()[:LONGEST_MESSAGE]
        return (text,) if text else ()
    for keys in _PLACES:
        found = document
        for key in keys:
            found = cast("dict[str, object]", found).get(key) if isinstance(found, dict) else None
        if messages := tuple(_texts(found)):
            return messages
    return ()


def _texts(value: object) -> list[str]:
    match value:
        case str():
            return [value] if value else []
        case list():
            return [text for item in cast("list[object]", value) for text in _texts(item)]
        case dict():
            return [text for item in cast("dict[str, object]", value).values() for text in _texts(item)]
        case _:
            return []
