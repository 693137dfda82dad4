"""What clients sign by mistake: from a request, the texts its usual mistakes would have produced.

A text is a `Draft` before its lines are joined. A mistake is a change of a draft, so that two mistakes of different
families can meet in one text.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations, permutations, product
from typing import Final
from urllib.parse import quote, unquote

from satupintu.systems.kemnaker.contract.mistake import MistakeKey
from satupintu.systems.kemnaker.contract.mistaken_body import mistaken_digests
from satupintu.systems.kemnaker.contract.signing import (
    Component,
    SignatureProfile,
    SignedParts,
    TextEncoding,
    TimestampError,
    encoded,
    parse_timestamp,
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
_FULLY_ORDERED: Final = 5
"""Up to how many lines every order is tried; of more lines only two are exchanged."""

_JOINTS: Final = ("", " ", ",", "|", "&", "\n\n")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be signed before it is joined: its lines as names and values, and how they become one text.

    A line without a name is its value alone. `end` follows the last line.
    """

    lines: tuple[tuple[str, str], ...]
    line_format: str
    separator: str
    end: str

    def text(self) -> bytes:
        """The bytes that are signed. Raises UnicodeEncodeError for text that was never on a wire."""
        form = self.line_format
        lines = [
            form.replace("{name}", name).replace("{value}", value, 1) if name else value for name, value in self.lines
        ]
        return (self.separator.join(lines) + self.end).encode("utf-8", "surrogateescape")

    def value(self, name: str) -> str:
        """The value of a line; empty when there is none."""
        return next((value for known, value in self.lines if known == name), "")

    def having(self, name: str, value: str) -> Draft:
        """The draft with another value in a line."""
        return replace(self, lines=tuple((known, value if known == name else old) for known, old in self.lines))


Change = Callable[[Draft], Draft]


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake as a change of what is signed. Two slips of one `family` exclude each other.

    A slip that is not `pairs` is only tried alone.
    """

    key: MistakeKey
    family: str
    change: Change
    pairs: bool = True


def draft_of(profile: SignatureProfile, parts: SignedParts, body_digest: bytes | None = None) -> Draft:
    """The right text of a request as a draft. `body_digest` is the SHA-256 of a body that is not at hand itself."""
    target = parts.target if profile.target_includes_query else parts.target.partition("?")[0]
    values: dict[Component, str] = {
        "Method": parts.method,
        "Request-Target": target,
        "Client-Id": parts.client_id,
        "Request-Id": parts.request_id,
        "Request-Timestamp": parts.timestamp,
    }
    if profile.signs_body(parts.method, parts.body or body_digest):
        hashed = body_digest or hashlib.sha256(parts.body or b"").digest()
        values["Digest"] = encoded(hashed, profile.digest_encoding)
    lines = tuple((name, values[name]) for name in profile.components if name in values)
    return Draft(lines, profile.line_format, profile.separator, profile.separator if profile.final_separator else "")


def slips(
    profile: SignatureProfile, parts: SignedParts, *, query: str | None = None, host: str | None = None
) -> list[Slip]:
    """The usual mistakes for this request but those of its body. At most about two hundred.

    `query` is the query string without `?`, where the target does not carry it; `host` is the host of the request,
    with its port if it has one. In a pair the slips are done in the order of this list.
    """
    path, _, own_query = parts.target.partition("?")
    return [
        *_of_target(profile, path, own_query or query, host),
        *_of_timestamp(parts.timestamp),
        *_of_digest(profile, parts),
        *_of_method(profile, parts.method),
        *_of_order(profile),
        *_of_names(profile),
        *_of_joints(profile),
    ]


def body_slips(profile: SignatureProfile, parts: SignedParts) -> list[Slip]:
    """The mistakes of the body: other bytes were hashed. In a pair they are done before all others."""
    if not parts.body or not profile.signs_body(parts.method, parts.body):
        return []
    own = hashlib.sha256(parts.body).digest()
    found: dict[bytes, MistakeKey] = {}
    for key, hashed in mistaken_digests(parts.body):
        found.setdefault(hashed, key)
    found.pop(own, None)
    return [
        Slip(key, "body", _with("Digest", encoded(hashed, profile.digest_encoding))) for hashed, key in found.items()
    ]


def pairs(found: Iterable[Slip]) -> Iterator[tuple[Slip, Slip]]:
    """Two slips at once, of different families, in the order in which they are done."""
    return (
        (one, other)
        for one, other in combinations([slip for slip in found if slip.pairs], 2)
        if one.family != other.family
    )


def _with(name: str, value: str) -> Change:
    return lambda draft: draft.having(name, value)


def _of_target(profile: SignatureProfile, path: str, query: str | None, host: str | None) -> Iterator[Slip]:
    """The query, the host, a mount, slashes, or another spelling in the target."""
    tail = f"?{query}" if query and profile.target_includes_query else ""
    if query and profile.target_includes_query:
        yield Slip(MistakeKey.QUERY_MISSING, "target", _with("Request-Target", path))
    elif query:
        yield Slip(MistakeKey.QUERY_INCLUDED, "target", _with("Request-Target", f"{path}?{query}"))
    seen = {path}
    for key, target in _targets(path, host):
        if target not in seen:
            seen.add(target)
            yield Slip(key, "target", _with("Request-Target", target + tail))


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


def _of_timestamp(timestamp: str) -> Iterator[Slip]:
    """Seven hours off, either way, and the local time with its offset."""
    try:
        moment = parse_timestamp(timestamp)
        ahead, behind = moment + WIB_OFFSET, moment - WIB_OFFSET
    except (TimestampError, OverflowError):
        return
    # The fraction does not change with the hour and stays as it was written.
    rest = timestamp[19:]
    for key, text in (
        (MistakeKey.TIMESTAMP_7_HOURS_AHEAD, f"{ahead:%Y-%m-%dT%H:%M:%S}{rest}"),
        (MistakeKey.TIMESTAMP_7_HOURS_AHEAD, f"{ahead:%Y-%m-%dT%H:%M:%S}{rest.removesuffix('Z')}+07:00"),
        (MistakeKey.TIMESTAMP_7_HOURS_BEHIND, f"{behind:%Y-%m-%dT%H:%M:%S}{rest}"),
    ):
        yield Slip(key, "timestamp", _with("Request-Timestamp", text))


def _of_digest(profile: SignatureProfile, parts: SignedParts) -> Iterator[Slip]:
    """The digest in another writing, left out, or there without need."""
    encoding = profile.digest_encoding
    if not profile.signs_body(parts.method, parts.body or None):
        for hashed in dict.fromkeys((parts.body or b"", *_HASHED_FOR_NO_BODY)):
            value = encoded(hashlib.sha256(hashed).digest(), encoding)
            yield Slip(MistakeKey.DIGEST_PRESENT, "digest", _adding_digest(value))
        yield Slip(MistakeKey.DIGEST_PRESENT, "digest", _adding_digest(""))
    for key, write in _DIGEST_WRITINGS:
        yield Slip(key, "digest", _rewriting_digest(encoding, write))
    for label in ("SHA-256=", "sha-256="):
        yield Slip(MistakeKey.DIGEST_PREFIX, "digest", _prefixing_digest(label))
    yield Slip(MistakeKey.DIGEST_MISSING, "digest", _without("Digest"))


_DIGEST_WRITINGS: Final[tuple[tuple[MistakeKey, Callable[[bytes], str]], ...]] = (
    (MistakeKey.DIGEST_HEX, lambda raw: raw.hex()),
    (MistakeKey.DIGEST_HEX, lambda raw: raw.hex().upper()),
    (MistakeKey.DIGEST_BASE64, lambda raw: b64encode(raw).decode()),
    (MistakeKey.DIGEST_HEX_TEXT, lambda raw: b64encode(raw.hex().encode()).decode()),
    (MistakeKey.DIGEST_HEX_TEXT, lambda raw: b64encode(raw.hex().upper().encode()).decode()),
)


def _rewriting_digest(encoding: TextEncoding, write: Callable[[bytes], str]) -> Change:
    def change(draft: Draft) -> Draft:
        value = draft.value("Digest")
        return draft.having("Digest", write(bytes.fromhex(value) if encoding == "hex" else b64decode(value)))

    return change


def _prefixing_digest(label: str) -> Change:
    return lambda draft: draft.having("Digest", label + draft.value("Digest"))


def _adding_digest(value: str) -> Change:
    return lambda draft: replace(draft, lines=(*_without("Digest")(draft).lines, ("Digest", value)))


def _without(name: str) -> Change:
    return lambda draft: replace(draft, lines=tuple(line for line in draft.lines if line[0] != name))


def _of_method(profile: SignatureProfile, method: str) -> Iterator[Slip]:
    """The method where it does not belong."""
    if "Method" in profile.components:
        return
    for line in (("", method), ("Method", method), ("Request-Method", method), ("", method.lower())):
        yield Slip(MistakeKey.METHOD_INCLUDED, "method", _beginning_with(line))
    for joint in (" ", ":", ""):
        yield Slip(MistakeKey.METHOD_INCLUDED, "method", _prefixing_target(f"{method}{joint}"))


def _beginning_with(line: tuple[str, str]) -> Change:
    return lambda draft: replace(draft, lines=(line, *draft.lines))


def _prefixing_target(prefix: str) -> Change:
    return lambda draft: draft.having("Request-Target", prefix + draft.value("Request-Target"))


def _of_order(profile: SignatureProfile) -> Iterator[Slip]:
    """A line left out, or the lines in another order: two of them exchanged first, then any other order."""
    for name in profile.components:
        if name != "Digest":
            yield Slip(MistakeKey.LINE_MISSING, "order", _without(name))
    places = range(len(profile.components))
    for order in permutations(places):
        moved = sum(map(int.__ne__, order, places))
        if moved == 2 or (moved and len(places) <= _FULLY_ORDERED):
            yield Slip(MistakeKey.LINES_ORDER, "order", _ordered(profile, order), pairs=moved == 2)


def _ordered(profile: SignatureProfile, order: tuple[int, ...]) -> Change:
    places: dict[str, int] = {profile.components[index]: place for place, index in enumerate(order)}
    return lambda draft: replace(draft, lines=tuple(sorted(draft.lines, key=lambda line: places.get(line[0], -1))))


def _of_names(profile: SignatureProfile) -> Iterator[Slip]:
    """A blank after the colon, other letters in the names, no names."""
    if "{name}" not in profile.line_format:
        return
    spaced = profile.line_format.replace(":", ": ")
    yield Slip(MistakeKey.BLANK_AFTER_COLON, "names", lambda draft: replace(draft, line_format=spaced))
    yield Slip(
        MistakeKey.LOWER_CASE_NAMES,
        "names",
        lambda draft: replace(draft, lines=tuple((name.lower(), value) for name, value in draft.lines)),
    )
    yield Slip(MistakeKey.NAMES_MISSING, "names", lambda draft: replace(draft, line_format="{value}"))


def _of_joints(profile: SignatureProfile) -> Iterator[Slip]:
    """What stands between the lines, and after the last one."""
    for key, separator, end in (
        (MistakeKey.FINAL_NEWLINE, "\n", "\n"),
        (MistakeKey.FINAL_NEWLINE, "\n", "\r\n"),
        (MistakeKey.CRLF, "\r\n", ""),
        (MistakeKey.CRLF, "\r\n", "\r\n"),
        (MistakeKey.LITERAL_BACKSLASH_N, "\\n", ""),
        (MistakeKey.LITERAL_BACKSLASH_N, "\\n", "\\n"),
        *((MistakeKey.LINES_JOINED, joint, "") for joint in _JOINTS),
    ):
        if (separator, end) != (profile.separator, ""):
            yield Slip(key, "joints", _joined(separator, end))


def _joined(separator: str, end: str) -> Change:
    return lambda draft: replace(draft, separator=separator, end=end)
