"""The records of an answer of Talentics as they stand in it: same bytes, so numbers and unknown keys stay as sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Final

from satupintu.kernel.errors import UnreadableReplyError

_DECODER: Final = JSONDecoder()
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_LINE_END: Final = re.compile(r"[\r\n]+")


def raw_records(body: bytes) -> list[bytes]:
    """The records in `data`, one or a list of them, each on one line. Raises UnreadableReplyError."""
    try:
        text = body.decode()
        return [_LINE_END.sub(" ", record).encode() for record in _data(text)]
    except (ValueError, IndexError):
        raise UnreadableReplyError("the reply holds no data", status=200, body=body) from None


def _data(text: str) -> Iterator[str]:
    for name, start in _members(text, _skip(text, 0)):
        if name == "data":
            if text[start] == "[":
                yield from _items(text, start)
            else:
                yield text[start : _end(text, start)]
            return
    raise ValueError


def _members(text: str, start: int) -> Iterator[tuple[object, int]]:
    """The names in an object, and where their values begin."""
    at = _skip(text, start + 1)
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        yield name, at
        at = _skip(text, _end(text, at))
        if text[at] == ",":
            at = _skip(text, at + 1)


def _items(text: str, start: int) -> Iterator[str]:
    """The items of an array as they are written."""
    at = _skip(text, start + 1)
    while text[at] != "]":
        end = _end(text, at)
        yield text[at:end]
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)


def _end(text: str, start: int) -> int:
    # A line end inside a text would be no JSON, so those that are replaced stand between values.
    return _DECODER.raw_decode(text, start)[1]


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
