"""The names of a table as an index: from a key (normalising.py) to the codes that bear it."""

from __future__ import annotations

import re
from array import array
from functools import cached_property, lru_cache

from satupintu.regions.normalising import NearNames, Spelling
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable
from satupintu.regions.words import Aliases

_CITY_KIND = re.compile(r"^(?:Kab\.|Kota) (?:Administrasi )?")
_TOO_GENERAL = frozenset(
    ("utara", "selatan", "timur", "barat", "tengah", "pusat", "kota", "baru", "lama", "hulu", "hilir", "raya")
)
_SEPARATED = re.compile(r"^.*(?:[/(,]| -|- ).*$", re.MULTILINE)
_CITIES_REMEMBERED = 64


class NameIndex:
    """Finds regions by key. Built once per table, in about a tenth of a second."""

    def __init__(self, table: RegionTable, spelling: Spelling, aliases: Aliases) -> None:
        """Index all names of a table, and the aliases."""
        self._table = table
        self._spelling = spelling
        self._codes = [code for level in Level for code in table.codes(level)]
        self._last: dict[str, int] = {}  # a key's last row; _before leads from a row to the one before it
        self._before = array("i")
        self._forgiving: list[str] = []
        self.aliases = aliases.codes
        self.areas = aliases.areas
        for level in Level:
            keys = self._keys(level)
            for key in keys:
                self._before.append(self._last.get(key, -1))
                self._last[key] = len(self._before) - 1
            if level is not Level.VILLAGE:
                self._forgiving += keys
        self._shortened = self._shorten()
        self.separated = frozenset(spelling.keys(_SEPARATED.findall("\n".join(self._below_city_names()))))
        self.near_within = lru_cache(_CITIES_REMEMBERED)(self._near_within)

    def codes(self, key: str) -> tuple[str, ...]:
        """The codes of all regions with this key, aliases included, sorted by level and code."""
        row = self._last.get(key, -1)
        found = list(self.aliases.get(key, ()) or self._shortened.get(key, ()))
        while row >= 0:
            found.append(self._codes[row])
            row = self._before[row]
        if len(found) < 2:
            return tuple(found)
        return tuple(sorted(set(found), key=lambda code: (len(code), code)))

    @cached_property
    def near(self) -> NearNames:
        """The names of provinces, cities and districts, and the longer aliases, forgiving one edit."""
        return NearNames([*dict.fromkeys(self._forgiving), *(key for key in self.aliases if len(key) > 5)])

    def _near_within(self, city: str) -> tuple[NearNames, dict[str, list[str]]]:
        """The names of the districts and villages of one city, forgiving one edit, and the codes that bear them."""
        districts = self._table.children(city)
        regions = [*districts, *(below for district in districts for below in self._table.children(district.code))]
        by_key: dict[str, list[str]] = {}
        for key, region in zip(self._spelling.keys([region.name for region in regions]), regions, strict=False):
            by_key.setdefault(key, []).append(region.code)
        return NearNames(list(by_key)), by_key

    def _below_city_names(self) -> list[str]:
        return [*self._table.names(Level.DISTRICT), *self._table.names(Level.VILLAGE)]

    def _keys(self, level: Level) -> list[str]:
        names = self._table.names(level)
        if level is Level.CITY:
            names = [_CITY_KIND.sub("", name) for name in names]
        return self._spelling.keys(names)

    def _shorten(self) -> dict[str, tuple[str, ...]]:
        """Names without what is often left out: `Kepulauan`, and the city's own name before a district's."""
        found: dict[str, tuple[str, ...]] = {}
        key_of = dict(zip(self._codes, self._forgiving, strict=False))
        taken = {key for code, key in key_of.items() if len(code) <= 4}
        for code, key in key_of.items():
            lead = key_of[code[:4]] if len(code) == 6 else "kepulauan"
            short = key.removeprefix(lead)
            if short != key and len(short) > 3 and short not in _TOO_GENERAL and short not in taken:
                found[short] = (*found.get(short, ()), code)
        return found
