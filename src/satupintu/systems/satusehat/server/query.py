"""Reading the query of a data endpoint: what is asked for, or the first fault.

`limit` is looked at first; the rest in the order of the published tables. A blank parameter counts as absent, except
that starred ones have to be named: the printed addresses name them without a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from satupintu.kernel.operation import Call
from satupintu.kernel.outcome import Refusal
from satupintu.systems.satusehat.contract.cursors import CursorError, read_cursor
from satupintu.systems.satusehat.contract.levels import RegionLevel
from satupintu.systems.satusehat.server.settings import SatusehatSettings

LONGEST_NUMBER: Final = 18
"""Digits; a longer number is no page."""


class RegionQuery(Call):
    """What a request asks for. Filters are codes, None for no filter; `after` and `before` are decoded cursors."""

    parents: tuple[str, ...] | None = None
    codes: tuple[str, ...] | None = None
    current_page: int = 1
    after: str | None = None
    before: str | None = None
    limit: int


class _FaultError(Exception):
    """The sentence about an unusable parameter."""


Parameters = Mapping[str, list[str]]


def read_list_query(level: RegionLevel, query: str, settings: SatusehatSettings) -> RegionQuery | Refusal:
    """The query of version 1. It has no pages, so a `limit` matters only when it is too large."""
    parameters = _parameters(query)
    try:
        _check_largest(parameters, settings)
        if level.parent_filter is not None and level.parent_filter not in parameters:
            raise _FaultError(f"{level.parent_filter} is required")
        return RegionQuery(
            parents=_parents(parameters, level),
            codes=_codes(parameters, "codes"),
            limit=settings.page_limit,
        )
    except _FaultError as fault:
        return Refusal(400, str(fault))


def read_page_query(level: RegionLevel, query: str, settings: SatusehatSettings) -> RegionQuery | Refusal:
    """The query of version 2."""
    parameters = _parameters(query)
    try:
        _check_largest(parameters, settings)
        limit = _positive(parameters, "limit", settings.page_limit)
        if "current_page" not in parameters:
            raise _FaultError("current_page is required")
        return RegionQuery(
            limit=limit,
            current_page=_positive(parameters, "current_page", 1),
            after=_cursor(parameters, "next"),
            before=_cursor(parameters, "prev"),
            parents=_parents(parameters, level),
            codes=_codes(parameters, "codes"),
        )
    except _FaultError as fault:
        return Refusal(400, str(fault))


def _parameters(query: str) -> Parameters:
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        found.setdefault(name, []).append(value)
    return found


def _last(parameters: Parameters, name: str) -> str:
    return parameters[name][-1].strip() if name in parameters else ""


def _check_largest(parameters: Parameters, settings: SatusehatSettings) -> None:
    text = _last(parameters, "limit")
    digits = text.lstrip("0")
    if _is_number(text) and (len(digits) > LONGEST_NUMBER or int(digits or "0") > settings.limit_max):
        raise _FaultError(f"limit cannot be more than {settings.limit_max}")


def _positive(parameters: Parameters, name: str, default: int) -> int:
    text = _last(parameters, name)
    if not text:
        return default
    digits = text.lstrip("0")
    if not _is_number(text) or not 1 <= len(digits) <= LONGEST_NUMBER:
        raise _FaultError(f"{name} must be a positive number")
    return int(digits)


def _cursor(parameters: Parameters, name: str) -> str | None:
    text = _last(parameters, name)
    try:
        return read_cursor(text) if text else None
    except CursorError:
        raise _FaultError(f"{name} is not a valid cursor") from None


def _parents(parameters: Parameters, level: RegionLevel) -> tuple[str, ...] | None:
    return None if level.parent_filter is None else _codes(parameters, level.parent_filter)


def _codes(parameters: Parameters, name: str) -> tuple[str, ...] | None:
    """The codes of a filter: comma lists with blanks, repeated parameters joined. None when there is none."""
    parts = [part.strip() for value in parameters.get(name, ()) for part in value.split(",")]
    codes = tuple(part for part in parts if part)
    if not all(map(_is_number, codes)):
        raise _FaultError(f"{name} must be numeric")
    return codes or None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
