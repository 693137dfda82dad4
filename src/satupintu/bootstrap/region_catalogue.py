"""The regions that Master Wilayah serves, from memory: a decree's table with its BPS codes, bundled and imported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol

from satupintu.regions.bps import BpsCodes
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable
from satupintu.systems.satusehat.contract import levels as contract
from satupintu.systems.satusehat.server.ports import RegionRows

LEVELS: Final[Mapping[str, Level]] = {theirs.name: ours for theirs, ours in zip(contract.LEVELS, Level, strict=True)}
"""Our levels by the ministry's words for them."""

Province96 = Literal["documented", "assigned"]
"""Province 96: without a BPS code, as the published page shows it, or with the one that BPS has given it since."""


class ImportedBpsCodes(Protocol):
    """Where imported BPS codes are kept."""

    def all(self, decree: str) -> Mapping[str, str]:
        """The imported BPS codes of a decree by Kemendagri code."""
        ...


class Generation(Protocol):
    """Tells when what is kept in memory may be out of date."""

    @property
    def generation(self) -> int:
        """Changes whenever stored data was changed."""
        ...


class CurrentBpsCodes:
    """The BPS codes of a decree as they are now. The database is asked only when the data generation has changed."""

    def __init__(self, table: RegionTable, imported: ImportedBpsCodes, clock: Generation) -> None:
        self.table = table
        self._imported = imported
        self._clock = clock
        self._kept: _Kept | None = None

    def __call__(self) -> BpsCodes:
        """The codes."""
        return self._now().codes

    @property
    def version(self) -> int:
        """The data generation that brought these codes; a later one may have changed other data alone."""
        return self._now().version

    def _now(self) -> _Kept:
        kept = self._kept
        generation = self._clock.generation  # read before the rows: what is committed later brings another one
        if kept is None or kept.seen != generation:
            codes = BpsCodes(self.table, self._imported.all(self.table.label))
            if kept is not None and kept.codes.same_as(codes):
                kept = replace(kept, seen=generation)
            else:
                kept = _Kept(seen=generation, version=generation, codes=codes)
            self._kept = kept
        return kept


@dataclass(frozen=True, slots=True)
class _Kept:
    """BPS codes, the generation that brought them and the last one at which they were compared."""

    seen: int
    version: int
    codes: BpsCodes


class DecreeCatalogue:
    """A `RegionCatalogue`: each level is made when it is first asked for, and anew after another import."""

    def __init__(self, codes: CurrentBpsCodes, province_96: Province96 = "documented") -> None:
        self._codes = codes
        self._province_96 = province_96
        self._rows: dict[str, tuple[int, RegionRows]] = {}

    @property
    def version(self) -> int:
        """Changes when rows changed: what was made from them is to be made anew."""
        return self._codes.version

    def rows(self, level: str) -> RegionRows:
        """The rows of `provinces`, `cities`, `districts` or `sub-districts`. Raises KeyError for another word."""
        version = self._codes.version
        known = self._rows.get(level)
        if known is None or known[0] != version:
            known = self._rows[level] = (version, self._made(LEVELS[level]))
        return known[1]

    def _made(self, level: Level) -> RegionRows:
        table, bps_codes = self._codes.table, self._codes()
        codes, names = table.codes(level), table.names(level)
        bps = [bps_codes.of(code) for code in codes]
        if level is Level.PROVINCE and self._province_96 == "documented" and "96" in codes:
            bps[codes.index("96")] = ""
        cut = level.parent_length
        items = [
            f'{{"code":"{code}","parent_code":"{code[:cut]}","bps_code":"{bps_code}","name":{_quoted(name)}}}'.encode()
            for code, bps_code, name in zip(codes, bps, names, strict=True)
        ]
        return RegionRows(codes=codes, names=names, bps_codes=bps, items=items)


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
