"""BPS codes of regions: the bundled ones, and on top of them those that were imported."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property
from importlib import resources
from itertools import chain
from types import MappingProxyType
from typing import Final

from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable

BPS_CODE_LENGTHS: Final[Mapping[Level, int]] = MappingProxyType(
    {Level.PROVINCE: 2, Level.CITY: 4, Level.DISTRICT: 7, Level.VILLAGE: 10}
)
"""How many digits a BPS code of each level has. Only a district's has another length than its Kemendagri code."""

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class BpsCodes:
    """The BPS codes of one decree's regions, by Kemendagri code and back.

    Provinces, cities and a few published examples are bundled (data/bps.toml); the rest is imported. An imported code
    wins over a bundled one, an empty one takes nothing away. A BPS code may belong to several regions, and says nothing
    about the region's parent.
    """

    def __init__(self, table: RegionTable, imported: Mapping[str, str] = _NOTHING) -> None:
        """Join what is bundled with what was imported, for the regions of a table."""
        bundled = _bundled()
        self._codes: dict[str, str] = {}
        for level in Level:
            same = level in (Level.PROVINCE, Level.CITY)
            for code in table.codes(level):
                if bps_code := imported.get(code) or bundled.get(code) or (code if same else ""):
                    self._codes[code] = bps_code

    def __len__(self) -> int:
        return len(self._codes)

    def of(self, code: str) -> str:
        """The BPS code of a region; "" when BPS lists none, none is known, or there is no such region."""
        return self._codes.get(code, "")

    def codes_for(self, bps_code: str) -> tuple[str, ...]:
        """The Kemendagri codes of all regions with this BPS code, sorted; empty when there is none."""
        return self._by_bps_code.get(bps_code, ())

    def same_as(self, other: BpsCodes) -> bool:
        """Whether every region has the same BPS code in both."""
        return self._codes == other._codes

    @cached_property
    def _by_bps_code(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, bps_code in self._codes.items():
            found[bps_code] = (*found.get(bps_code, ()), code)
        return found


def _bundled() -> Mapping[str, str]:
    file = resources.files("satupintu.regions").joinpath("data", "bps.toml")
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return dict(chain.from_iterable(table.items() for table in tables.values()))
