"""Texts that are nothing but a code, read in a code system that was named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from satupintu.regions.bps import BPS_CODE_LENGTHS, BpsCodes
from satupintu.regions.deciding import Decision
from satupintu.regions.history import CodeHistory
from satupintu.regions.reason import ReasonKey
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable

_CODE = re.compile(r"\d[\d.\s]*")
_LONGEST_CODE = 40


class CodeSystem(StrEnum):
    """Whose codes: those of the Ministry of Home Affairs, or those of the statistics office."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"


class FormerCodes(Protocol):
    """Knows what became of Kemendagri codes that are no longer in use."""

    def successors(self, code: str) -> tuple[str, ...]:
        """The codes of today for a former code; empty when it never was one, or nothing followed."""
        ...

    def of(self, code: str) -> CodeHistory | None:
        """The history of a code; where only the city of today is known, its place tells it."""
        ...


class CodeReader:
    """Answers for codes. Without a system none is read, because many codes mean two places."""

    def __init__(self, table: RegionTable, bps_codes: BpsCodes | None, former_codes: FormerCodes | None) -> None:
        """Take the table, and what is known of BPS and former codes."""
        self._table = table
        self._bps_codes = bps_codes
        self._former_codes = former_codes

    def read(self, text: str, system: CodeSystem | None) -> Decision | None:
        """The answer to a text that is nothing but digits, dots and blanks; `None` for any other text."""
        stripped = text[: _LONGEST_CODE + 1].strip()
        if not _CODE.fullmatch(stripped):
            return None
        code = re.sub(r"[.\s]", "", stripped)
        if system is None:
            return Decision(ReasonKey.BARE_CODE)
        if len(stripped) > _LONGEST_CODE:
            return Decision(ReasonKey.UNKNOWN_CODE)
        return self._of_kemendagri(code) if system is CodeSystem.KEMENDAGRI else self._of_bps(code)

    def _of_kemendagri(self, code: str) -> Decision:
        if code in self._table:
            return Decision(ReasonKey.CODE, code, 1.0)
        if self._former_codes is None or Level.of_code(code) is None:
            return Decision(ReasonKey.UNKNOWN_CODE)
        if successors := self._former_codes.successors(code):
            return _one_of(successors, ReasonKey.FORMER_CODE)
        history = self._former_codes.of(code)
        cities = {place.city.code for place in history.places if place.city} if history else set[str]()
        return _one_of(sorted(cities), ReasonKey.FORMER_CODE_CITY)

    def _of_bps(self, code: str) -> Decision:
        if self._bps_codes is None or len(code) not in BPS_CODE_LENGTHS.values():
            return Decision(ReasonKey.UNKNOWN_CODE)
        return _one_of(self._bps_codes.codes_for(code), ReasonKey.CODE)


def _one_of(codes: Sequence[str], why: ReasonKey) -> Decision:
    if not codes:
        return Decision(ReasonKey.UNKNOWN_CODE)
    if len(codes) == 1:
        return Decision(why, codes[0], 1.0 if why is ReasonKey.CODE else FORMER_CODE)
    return Decision(why, confidence=round(1 / len(codes), 2), candidates=tuple(codes), is_open=True)


FORMER_CODE = 0.9
"""Confidence in a former code: the way to the code of today may be derived from names."""
