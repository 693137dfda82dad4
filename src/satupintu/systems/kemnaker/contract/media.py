"""In which of the two formats a request is answered: what `Accept` asks for (contract, sections 2 and 7)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

LONGEST_KEPT: Final = 256
"""Characters. A longer `Accept` is read anew each time, so that strangers cannot fill the memory."""

_QUALITY: Final = re.compile(r"0(?:\.[0-9]*)?|1(?:\.0*)?")


class MediaType(StrEnum):
    """A format of answers; the value stands in `Content-Type`."""

    JSON = "application/json"
    XML = "application/xml"


# What counts for a format; what is more specific comes first (RFC 9110, section 12.5.1). Wildcards mean JSON.
_RANGES: Final = {MediaType.JSON: (MediaType.JSON, "application/*", "*/*"), MediaType.XML: (MediaType.XML,)}


def media_type_of(accept: str) -> MediaType | None:
    """The format that an `Accept` asks for: the one of higher `q`, JSON on a tie; None when it takes neither.

    `*/*` and `application/*` mean JSON, so XML is for those who name it. A `q` that cannot be read counts as 1.
    """
    return _kept(accept) if len(accept) <= LONGEST_KEPT else _read(accept)


def _read(accept: str) -> MediaType | None:
    asked: dict[str, float] = {}
    for entry in accept.lower().split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        asked[name] = max(asked.get(name, 0.0), _quality(parameters))
    json, xml = (_quality_of(kind, asked) for kind in MediaType)
    if not (json or xml):
        return None
    return MediaType.XML if xml > json else MediaType.JSON


_kept: Final = lru_cache(maxsize=256)(_read)


def _quality_of(kind: MediaType, asked: dict[str, float]) -> float:
    return next((asked[name] for name in _RANGES[kind] if name in asked), 0.0)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q" and _QUALITY.fullmatch(value.strip()):
            return float(value)
    return 1.0
