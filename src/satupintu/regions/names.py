"""The names of a table as an index: from a key (normalising.py) to the codes that bear it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, product

from satupintu.regions.normalising import NearNames, fold
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable, load_bundled
from satupintu.regions.words import Aliases, Naming, Words

_CITY_KIND = re.compile(r"^(?:Kab\.|Kota) (?:Administrasi )?")
_SEPARATOR = re.compile(r"[/(,]| -|- ")
_SEPARATED = re.compile(rf"^.*(?:{_SEPARATOR.pattern}).*$", re.MULTILINE)
NAMES_REMEMBERED = 8_192

LONGEST_BEGINNING = 6
"""Letters of a key by which it is told whether any name begins so."""

_SHORTEST_WITHOUT_PREFIX = 4
SHORTEST_OF_SEVERAL = 5
"""Letters of a word from which one may be wrong in each word of a name."""

Meaning = tuple[Naming, tuple[str, ...]]


class NameIndex:
    """Finds regions by key. Built once per table, in about a tenth of a second."""

    def __init__(self, table: RegionTable, earlier: Mapping[str, str], aliases: Aliases, words: Words) -> None:
        """Index all names of a table, the names that some codes bore in an earlier decree, and the aliases."""
        spelling = words.spelling
        self.meanings: Callable[[str], list[Meaning]] = lru_cache(NAMES_REMEMBERED)(self._meanings)
        """What a key may mean: each way of naming with the codes, sorted by level and code."""
        self.near: Callable[[str], tuple[str, ...]] = lru_cache(NAMES_REMEMBERED)(self._codes_near)
        """The codes of provinces, cities and districts whose name is one edit away, sorted by level and code."""
        self._all_near: Callable[[str], list[str]] = lru_cache(NAMES_REMEMBERED)(self._all_codes_near)
        self._table = table
        self._codes = [code for level in Level for code in table.codes(level)]
        self._keys = [key for level in Level for key in spelling.keys(_bare_names(table, level))]
        self._first_row = dict(
            zip(Level, accumulate((table.counts[level] for level in Level), initial=0), strict=False)
        )
        self._last: dict[str, int] = {}  # a key's last row; _before leads from a row to the one before it
        self._before = array("i")
        for row, key in enumerate(self._keys):
            self._before.append(self._last.get(key, -1))
            self._last[key] = row
        self._aliases = dict(aliases.names)
        self._variants = self._shortened(words.general)
        for key, code in self._written_otherwise(words):
            self._variants[key] = (*self._variants.get(key, ()), code)
        for code, key in zip(earlier, spelling.keys([*earlier.values()]), strict=False):
            self._variants[key] = (*self._variants.get(key, ()), code)
        self.seats = frozenset(self._place_seats(aliases.seats))
        for key in (*self._aliases, *self._variants):
            self._last.setdefault(key, -1)
        self.beginnings = {key[:LONGEST_BEGINNING] for key in self._last}
        """How the keys begin that are long enough."""
        self.separated = frozenset(
            "".join(spelling.keys([left.split()[-1], right.split()[0]]))
            for name in _SEPARATED.findall("\n".join(_names_below_cities(table)))
            for left, right in _sides(name)
        )

    @property
    def keys(self) -> Container[str]:
        """Everything that `meanings` has an answer to."""
        return self._last

    def _meanings(self, key: str) -> list[Meaning]:
        found: list[Meaning] = []
        row = self._last.get(key)
        if row is None:
            return found
        variants = self._variants.get(key)
        if row >= 0 and not variants and self._before[row] < 0:
            found.append((Naming.OFFICIAL, (self._codes[row],)))
        elif row >= 0 or variants:
            codes = {*variants} if variants else set[str]()
            codes.update(self._codes[each] for each in self._rows(key))
            found.append((Naming.OFFICIAL, tuple(sorted(codes, key=_by_level))))
        if alias := self._aliases.get(key):
            found.append(alias)
        return found

    def is_alias(self, key: str) -> bool:
        """Whether a key is an alias."""
        return key in self._aliases

    def _codes_near(self, key: str) -> tuple[str, ...]:
        hits = self._near.near(key)
        codes = {code for hit in hits for code in self._codes_above_villages(hit)}
        return tuple(sorted(codes, key=_by_level))

    def _codes_above_villages(self, key: str) -> Iterator[str]:
        row, first_village = self._last.get(key, -1), self._first_row[Level.VILLAGE]
        while row >= first_village:
            row = self._before[row]
        while row >= 0:
            yield self._codes[row]
            row = self._before[row]
        yield from (code for code in self._variants.get(key, ()) if len(code) < 10)
        if alias := self._aliases.get(key):
            yield from alias[1]

    def near_below(self, area: str, key: str) -> list[str]:
        """The codes of the regions inside a province's cities, a city or a district whose name is one edit away.

        Of a province the cities alone.
        """
        lengths = (4,) if len(area) == 2 else (6, 10)
        return [code for code in self._all_near(key) if code.startswith(area) and len(code) in lengths]

    def near_word_by_word(self, words: Sequence[str]) -> tuple[str, ...]:
        """The codes of provinces and cities whose name has each of these words, or one an edit away."""
        if min(map(len, words)) < SHORTEST_OF_SEVERAL:
            return ()
        found = [[word, *self._near_words.near(word)] for word in words]
        names = ("".join(name) for name in product(*found))
        return tuple(code for name in names for code in self._codes_above_villages(name) if len(code) <= 4)

    def _all_codes_near(self, key: str) -> list[str]:
        """The codes of all regions with an official name one edit away, sorted by level and code."""
        rows = [row for hit in self._near_official.near(key) for row in self._rows(hit)]
        return [self._codes[row] for row in sorted(rows)]

    def _rows(self, key: str) -> Iterator[int]:
        row = self._last[key]
        while row >= 0:
            yield row
            row = self._before[row]

    @cached_property
    def _near(self) -> NearNames:
        names = self._keys[: self._first_row[Level.VILLAGE]]
        return NearNames(dict.fromkeys((*names, *(key for key in self._aliases if len(key) > 5))))

    @cached_property
    def _near_words(self) -> NearNames:
        """The single words of provinces' and cities' names."""
        names = (name for level in (Level.PROVINCE, Level.CITY) for name in _bare_names(self._table, level))
        return NearNames({word for name in names for word in fold(name).split() if len(word) >= SHORTEST_OF_SEVERAL})

    @cached_property
    def _near_official(self) -> NearNames:
        return NearNames(dict.fromkeys(self._keys))

    def _shortened(self, general: frozenset[str]) -> dict[str, tuple[str, ...]]:
        """Names without what is often left out: `Kepulauan`, and the city's own name before a district's."""
        found: dict[str, tuple[str, ...]] = {}
        keys = dict(zip(self._codes, self._keys[: self._first_row[Level.VILLAGE]], strict=False))
        taken = {key for code, key in keys.items() if len(code) <= 4} | self._aliases.keys()
        for code, key in keys.items():
            lead = keys[code[:4]] if len(code) == 6 else "kepulauan"
            short = key.removeprefix(lead)
            if short != key and len(short) > 3 and short not in general and short not in taken:
                found[short] = (*found.get(short, ()), code)
        return found

    def _written_otherwise(self, words: Words) -> Iterator[tuple[str, str]]:
        """Names that end with a number, by the word for it or the digit; villages without a word such as `Kampung`."""
        by_word = {word: digit for digit, word in words.numbers.items()}
        number_words, prefixes = tuple(by_word), tuple(words.spelling.keys(words.village_prefixes))
        first_village = self._first_row[Level.VILLAGE]
        for row, key in enumerate(self._keys):
            if key[-1:].isdigit() and not key.isdigit():
                bare = key.rstrip("0123456789")
                if word := words.numbers.get(key[len(bare) :]):
                    yield bare + word, self._codes[row]
            elif key.endswith(number_words):
                word = next(word for word in number_words if key.endswith(word))
                if word != key:
                    yield key.removesuffix(word) + by_word[word], self._codes[row]
            if row >= first_village and key.startswith(prefixes):
                short = key.removeprefix(next(prefix for prefix in prefixes if key.startswith(prefix)))
                if len(short) > _SHORTEST_WITHOUT_PREFIX and short not in words.general:
                    yield short, self._codes[row]

    def _place_seats(self, seats: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        """The districts that are seats; a seat that is no district of its regency becomes an alias for the regency."""
        for key, regencies in seats.items():
            named = [code for _, codes in self._meanings(key) for code in codes if len(code) == 6]
            districts = [code for code in named if code[:4] in regencies]
            yield from districts
            others = tuple(code for code in regencies if not any(code == district[:4] for district in districts))
            if others and key not in self._aliases:
                self._aliases[key] = (Naming.SEAT, others)


_EARLIER = {"2025": "6117-2022"}


def earlier_names(table: RegionTable) -> dict[str, str]:
    """The other names that a bundled table's codes bore in the decree before it.

    A name that another region of the same city bears today is left out: there the code has changed hands.
    """
    if table.label not in _EARLIER:
        return {}
    before, found = load_bundled(_EARLIER[table.label]), dict[str, str]()
    for level in Level:
        codes, names = table.codes(level), table.names(level)
        now = dict(zip(codes, names, strict=True))
        for code, name in zip(before.codes(level), before.names(level), strict=True):
            if now.get(code, name) == name:
                continue
            city = code[: level.parent_length and 4]
            if name not in names[bisect_left(codes, city) : bisect_left(codes, city + ":")]:
                found[code] = _CITY_KIND.sub("", name) if level is Level.CITY else name
    return found


def _by_level(code: str) -> tuple[int, str]:
    return len(code), code


def _bare_names(table: RegionTable, level: Level) -> list[str]:
    names = table.names(level)
    return [_CITY_KIND.sub("", name) for name in names] if level is Level.CITY else list(names)


def _sides(name: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each separator in a name."""
    for separator in _SEPARATOR.finditer(name):
        left, right = name[: separator.start()].strip(" -"), name[separator.end() :].strip(" -()")
        if left and right:
            yield left, right


def _names_below_cities(table: RegionTable) -> list[str]:
    return [*table.names(Level.DISTRICT), *table.names(Level.VILLAGE)]
