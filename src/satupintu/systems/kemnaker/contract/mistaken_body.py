"""What clients hash by mistake in place of the body they send: the same JSON written anew, or another line end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from satupintu.systems.kemnaker.contract.mistake import MistakeKey

INDENTED_UP_TO: Final = 64 * 1024
"""Bytes. A larger body is not written anew with indentation, which would take longest."""


@dataclass(frozen=True, slots=True)
class _Style:
    """One way to write JSON."""

    separators: tuple[str, str]
    ascii_only: bool
    indent: int | str | None = None
    sort_keys: bool = False
    escaped_slashes: bool = False

    def write(self, value: object) -> bytes:
        text = json.dumps(
            value,
            ensure_ascii=self.ascii_only,
            separators=self.separators,
            indent=self.indent,
            sort_keys=self.sort_keys,
        )
        # A slash stands only inside strings, so replacing the finished text is safe.
        return (text.replace("/", "\\/") if self.escaped_slashes else text).encode("utf-8", "surrogatepass")


def _styles() -> Iterator[_Style]:
    """Plain ways of writing first, so that the simplest explanation is found first."""
    layouts = ((",", ":"), None), ((", ", ": "), None), ((",", ": "), None), ((",", ": "), 2), ((",", ": "), 4)
    for sort_keys, (separators, indent), ascii_only in product((False, True), layouts, (False, True)):
        yield _Style(separators, ascii_only, indent, sort_keys)
    for layout, indent in ((",", ":"), None), ((",", ": "), 4):
        yield _Style(layout, ascii_only=True, indent=indent, escaped_slashes=True)
    yield _Style((",", ": "), ascii_only=False, indent="\t")


def mistaken_digests(sent: bytes) -> Iterator[tuple[MistakeKey, bytes]]:
    """The SHA-256 of other bytes for the same body, each with the mistake that leads to them.

    Every way of writing is hashed once. At most about fifty.
    """
    for key, body in _newlines(sent):
        if body:
            yield key, hashlib.sha256(body).digest()
    yield from _rewritten(sent)


def _newlines(sent: bytes) -> Iterator[tuple[MistakeKey, bytes]]:
    yield MistakeKey.BODY_NEWLINE_ADDED, sent + b"\n"
    yield MistakeKey.BODY_NEWLINE_ADDED, sent + b"\r\n"
    yield MistakeKey.BODY_NEWLINE_REMOVED, sent.removesuffix(b"\n")
    yield MistakeKey.BODY_NEWLINE_REMOVED, sent.rstrip(b"\r\n")
    yield MistakeKey.BODY_NEWLINE_REMOVED, sent.replace(b"\r", b"").replace(b"\n", b"")


def _rewritten(sent: bytes) -> Iterator[tuple[MistakeKey, bytes]]:
    styles = [style for style in _styles() if style.indent is None or len(sent) <= INDENTED_UP_TO]
    written: dict[_Style, bytes] = {}
    with_newline: dict[_Style, bytes] = {}
    try:
        value: object = json.loads(sent)
        for style in styles:
            hashed = hashlib.sha256(style.write(value))
            written[style] = hashed.digest()
            hashed.update(b"\n")
            with_newline[style] = hashed.digest()
    except (ValueError, TypeError, RecursionError):
        # Not JSON, or too deep to be written anew: then no one wrote it anew.
        return
    own = hashlib.sha256(sent).digest()
    for style in styles:
        key = _name(style, written, own)
        yield key, written[style]
        yield key, with_newline[style]


def _name(style: _Style, written: dict[_Style, bytes], own: bytes) -> MistakeKey:
    """What a body written in this style differs in from the one that was sent, whose digest is `own`."""
    if style.sort_keys:
        return MistakeKey.BODY_SORTED
    if style.escaped_slashes:
        return MistakeKey.BODY_SLASHES
    if written.get(replace(style, ascii_only=not style.ascii_only)) == own:
        return MistakeKey.BODY_ASCII if style.ascii_only else MistakeKey.BODY_UNICODE
    if style.indent is not None:
        return MistakeKey.BODY_PRETTY
    return MistakeKey.BODY_COMPACT if style.separators == (",", ":") else MistakeKey.BODY_BLANKS
