"""What clients sign by mistake: from a request, the texts its usual mistakes would have produced."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Final
from urllib.parse import quote, unquote

from satupintu.systems.kemnaker.contract.mistake import MistakeKey
from satupintu.systems.kemnaker.contract.signing import (
    Component,
    SignatureProfile,
    SignedParts,
    TimestampError,
    digest,
    parse_timestamp,
    string_to_sign,
)

WIB_OFFSET: Final = timedelta(hours=7)
"""How far Western Indonesian Time is ahead of UTC."""

KNOWN_HOSTS: Final = (
    "sandbox.joss.kemnaker.go.id",
    "joss.kemnaker.go.id",
    "sandbox.toss.kemnaker.go.id",
    "toss.kemnaker.go.id",
)
"""The ministry's hosts, tried in a target beside the host of the request."""

KNOWN_MOUNTS: Final = ("/joss", "/toss")
"""Where a gateway serves the two APIs when it serves by path."""

_HASHED_FOR_NO_BODY: Final = (b"", b"{}", b"[]", b"null", b'""')


@dataclass(frozen=True, slots=True)
class MistakenText:
    """A signed text and the mistake that produces it."""

    key: MistakeKey
    text: bytes


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


def mistaken_texts(
    profile: SignatureProfile, parts: SignedParts, *, query: str | None = None, host: str | None = None
) -> list[MistakenText]:
    """The texts that the usual mistakes produce for this request, each once, and never the right one.

    `query` is the query string without `?`, where the target does not carry it; `host` is the host of the
    request, with its port if it has one. At most about a hundred texts.
    """
    path, _, own_query = parts.target.partition("?")
    bare = replace(parts, target=path)
    found: dict[bytes, MistakenText] = {}
    for texts in (
        _of_lines(profile, parts),
        _of_digest(profile, parts),
        _of_query(profile, bare, own_query or query),
        _of_target(profile, bare, host),
        _of_timestamp(profile, parts),
        _of_body(profile, parts),
    ):
        for each in texts:
            found.setdefault(each.text, each)
    found.pop(string_to_sign(profile, parts), None)
    return list(found.values())


def _of_lines(profile: SignatureProfile, parts: SignedParts) -> Iterator[MistakenText]:
    """Separators, the final line break, the colon, the names, the method."""
    right = string_to_sign(profile, parts)
    separator = profile.separator.encode()
    lines = right.split(separator)
    yield MistakenText(MistakeKey.FINAL_NEWLINE, right + b"\n")
    yield MistakenText(MistakeKey.FINAL_NEWLINE, right + b"\r\n")
    yield MistakenText(MistakeKey.CRLF, b"\r\n".join(lines))
    yield MistakenText(MistakeKey.CRLF, b"\r\n".join(lines) + b"\r\n")
    yield MistakenText(MistakeKey.LITERAL_BACKSLASH_N, b"\\n".join(lines))
    yield MistakenText(MistakeKey.LITERAL_BACKSLASH_N, b"\\n".join(lines) + b"\\n")
    if "{name}:{value}" in profile.line_format:
        spaced = replace(profile, line_format=profile.line_format.replace(":", ": "))
        yield MistakenText(MistakeKey.BLANK_AFTER_COLON, string_to_sign(spaced, parts))
        lowered = [name.lower() + colon + value for name, colon, value in (x.partition(b":") for x in lines)]
        yield MistakenText(MistakeKey.LOWER_CASE_NAMES, separator.join(lowered))
    if "Method" not in profile.components:
        method = parts.method.encode("utf-8", "surrogateescape")
        for first in (method, b"Method:" + method, b"Request-Method:" + method, method.lower()):
            yield MistakenText(MistakeKey.METHOD_INCLUDED, first + separator + right)
        for joint in (" ", ":", ""):
            prefixed = replace(parts, target=f"{parts.method}{joint}{parts.target}")
            yield MistakenText(MistakeKey.METHOD_INCLUDED, string_to_sign(profile, prefixed))
        components: tuple[Component, ...] = ("Method", *profile.components)
        yield MistakenText(MistakeKey.METHOD_INCLUDED, string_to_sign(replace(profile, components=components), parts))


def _of_digest(profile: SignatureProfile, parts: SignedParts) -> Iterator[MistakenText]:
    """The digest in another encoding, left out, or there without need."""
    always = replace(profile, digest_when="always")
    if not profile.signs_body(parts.method, parts.body):
        for hashed in (parts.body or b"", *_HASHED_FOR_NO_BODY):
            text = string_to_sign(always, replace(parts, body=hashed))
            yield MistakenText(MistakeKey.DIGEST_PRESENT, text)
        ending = digest(profile, b"").encode()
        with_empty = string_to_sign(always, replace(parts, body=b""))
        yield MistakenText(MistakeKey.DIGEST_PRESENT, with_empty.replace(ending, b""))
        return
    body = parts.body or b""
    right, written = string_to_sign(profile, parts), digest(profile, body).encode()
    raw = hashlib.sha256(body).digest()
    hex_text = raw.hex().encode()
    for key, other in (
        (MistakeKey.DIGEST_HEX, hex_text),
        (MistakeKey.DIGEST_HEX, hex_text.upper()),
        (MistakeKey.DIGEST_BASE64, b64encode(raw)),
        (MistakeKey.DIGEST_HEX_TEXT, b64encode(hex_text)),
        (MistakeKey.DIGEST_HEX_TEXT, b64encode(hex_text.upper())),
    ):
        if other != written:
            yield MistakenText(key, right.replace(written, other))
    undigested: tuple[Component, ...] = tuple(part for part in profile.components if part != "Digest")
    yield MistakenText(MistakeKey.DIGEST_MISSING, string_to_sign(replace(profile, components=undigested), parts))


def _of_query(profile: SignatureProfile, bare: SignedParts, query: str | None) -> Iterator[MistakenText]:
    """The query signed where it should not be, or the other way round."""
    if not query:
        return
    if profile.target_includes_query:
        yield MistakenText(MistakeKey.QUERY_MISSING, string_to_sign(profile, bare))
    else:
        asked = replace(bare, target=f"{bare.target}?{query}")
        text = string_to_sign(replace(profile, target_includes_query=True), asked)
        yield MistakenText(MistakeKey.QUERY_INCLUDED, text)


def _of_target(profile: SignatureProfile, bare: SignedParts, host: str | None) -> Iterator[MistakenText]:
    """The host, a mount, slashes, or another spelling in the target."""
    for key, target in _targets(bare.target, host):
        yield MistakenText(key, string_to_sign(profile, replace(bare, target=target)))


def _targets(path: str, host: str | None) -> Iterator[tuple[MistakeKey, str]]:
    for name, scheme in product((*([host] if host else []), *KNOWN_HOSTS), ("https://", "http://", "")):
        yield MistakeKey.HOST_INCLUDED, f"{scheme}{name}{path}"
    _, _, behind = path[1:].partition("/")
    if behind:
        yield MistakeKey.MOUNT_MISSING, f"/{behind}"
    for mount in KNOWN_MOUNTS:
        yield MistakeKey.MOUNT_ADDED, f"{mount}{path}"
    yield MistakeKey.TARGET_SLASH, path.removeprefix("/")
    yield MistakeKey.TARGET_SLASH, f"{path}/"
    yield MistakeKey.TARGET_SLASH, path.rstrip("/")
    for spelling in (unquote(path, errors="surrogateescape"), _encoded(path), path.lower(), path.upper()):
        yield MistakeKey.TARGET_ENCODING, spelling


def _encoded(path: str) -> str:
    return quote(path, safe="", errors="surrogateescape")


def _of_timestamp(profile: SignatureProfile, parts: SignedParts) -> Iterator[MistakenText]:
    """Seven hours off, either way, and the local time with its offset."""
    try:
        moment = parse_timestamp(parts.timestamp)
        ahead, behind = moment + WIB_OFFSET, moment - WIB_OFFSET
    except (TimestampError, OverflowError):
        return
    # The fraction does not change with the hour and stays as it was written.
    rest = parts.timestamp[19:]
    for key, text in (
        (MistakeKey.TIMESTAMP_7_HOURS_AHEAD, f"{ahead:%Y-%m-%dT%H:%M:%S}{rest}"),
        (MistakeKey.TIMESTAMP_7_HOURS_AHEAD, f"{ahead:%Y-%m-%dT%H:%M:%S}{rest.removesuffix('Z')}+07:00"),
        (MistakeKey.TIMESTAMP_7_HOURS_BEHIND, f"{behind:%Y-%m-%dT%H:%M:%S}{rest}"),
    ):
        yield MistakenText(key, string_to_sign(profile, replace(parts, timestamp=text)))


def _of_body(profile: SignatureProfile, parts: SignedParts) -> Iterator[MistakenText]:
    """Other bytes for the same body."""
    if not parts.body or not profile.signs_body(parts.method, parts.body):
        return
    for key, body in (*_newlines(parts.body), *_rewritten(parts.body)):
        if body:
            yield MistakenText(key, string_to_sign(profile, replace(parts, body=body)))


def _newlines(sent: bytes) -> Iterator[tuple[MistakeKey, bytes]]:
    yield MistakeKey.BODY_NEWLINE_ADDED, sent + b"\n"
    yield MistakeKey.BODY_NEWLINE_ADDED, sent + b"\r\n"
    yield MistakeKey.BODY_NEWLINE_REMOVED, sent.removesuffix(b"\n")
    yield MistakeKey.BODY_NEWLINE_REMOVED, sent.rstrip(b"\r\n")
    yield MistakeKey.BODY_NEWLINE_REMOVED, sent.replace(b"\r", b"").replace(b"\n", b"")


def _rewritten(sent: bytes) -> Iterator[tuple[MistakeKey, bytes]]:
    try:
        value: object = json.loads(sent)
        for style in _styles():
            body = style.write(value)
            yield _name(style, value, sent), body
            yield _name(style, value, sent), body + b"\n"
    except (ValueError, TypeError, RecursionError):
        # Not JSON, or too deep to be written anew: then no one wrote it anew.
        return


def _name(style: _Style, value: object, sent: bytes) -> MistakeKey:
    """What a body written in this style differs in from the one that was sent."""
    if style.sort_keys:
        return MistakeKey.BODY_SORTED
    if style.escaped_slashes:
        return MistakeKey.BODY_SLASHES
    if replace(style, ascii_only=not style.ascii_only).write(value) == sent:
        return MistakeKey.BODY_ASCII if style.ascii_only else MistakeKey.BODY_UNICODE
    if style.indent is not None:
        return MistakeKey.BODY_PRETTY
    return MistakeKey.BODY_COMPACT if style.separators == (",", ":") else MistakeKey.BODY_BLANKS
