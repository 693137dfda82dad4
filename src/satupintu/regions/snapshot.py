"""The regions of one decree, read from a bundled file and kept as plain columns."""

from __future__ import annotations

import json
import lzma
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, cast

from satupintu.kernel.errors import DataError
from satupintu.regions.region import Level, Region, ancestor_codes

FORMAT = "satupintu-regions/2"
FILE_NAME = "regions.xz"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table comes from: the decree it holds and the source it was built from."""

    label: str
    decree: str
    decree_date: date
    source: str
    license: str
    notice: str


class RegionTable:
    """All regions of one decree. Codes are Kemendagri codes as text without dots.

    Only two columns are kept, in the order of codes inside each level; `Region` values are made when asked for.
    """

    def __init__(self, provenance: Provenance, columns: Mapping[Level, tuple[Sequence[str], Sequence[str]]]) -> None:
        """Take the codes and names of each level, sorted by code."""
        self.provenance = provenance
        self._columns = columns

    @property
    def label(self) -> str:
        """The short name of the decree, such as `2025`."""
        return self.provenance.label

    @property
    def decree(self) -> str:
        """The decree as it is quoted, such as `Kepmendagri 300.2.2-2138/2025`."""
        return self.provenance.decree

    @property
    def decree_date(self) -> date:
        """The day on which the decree was issued."""
        return self.provenance.decree_date

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.name_of(code) is not None

    def __repr__(self) -> str:
        return f"RegionTable({self.decree}, {len(self)} regions)"

    @property
    def counts(self) -> dict[Level, int]:
        """How many regions each level has."""
        return {level: len(self._columns[level][0]) for level in Level}

    def codes(self, level: Level) -> Sequence[str]:
        """The codes of one level, sorted."""
        return self._columns[level][0]

    def names(self, level: Level) -> Sequence[str]:
        """The names of one level, in the order of `codes`."""
        return self._columns[level][1]

    def regions(self, level: Level) -> Iterator[Region]:
        """The regions of one level, in the order of their codes."""
        codes, names = self._columns[level]
        return (Region(code, level, name) for code, name in zip(codes, names, strict=True))

    def level_of(self, code: str) -> Level | None:
        """The level of a region; `None` when there is no such code."""
        return Level.of_code(code) if code in self else None

    def name_of(self, code: str) -> str | None:
        """The name of a region; `None` when there is no such code."""
        level = Level.of_code(code)
        if level is None:
            return None
        codes, names = self._columns[level]
        at = bisect_left(codes, code)
        return names[at] if at < len(codes) and codes[at] == code else None

    def get(self, code: str) -> Region | None:
        """The region with this code; `None` when there is none."""
        level, name = Level.of_code(code), self.name_of(code)
        return None if level is None or name is None else Region(code, level, name)

    def child_codes(self, code: str) -> Sequence[str]:
        """The codes directly below a region, sorted; empty for a village and for an unknown code."""
        at, end, level = self._children(code)
        return [] if level is None else self._columns[level][0][at:end]

    def children(self, code: str | None = None) -> Sequence[Region]:
        """The regions directly below a region, or the provinces; empty for a village and for an unknown code."""
        if code is None:
            return tuple(self.regions(Level.PROVINCE))
        at, end, level = self._children(code)
        if level is None:
            return ()
        codes, names = self._columns[level]
        return tuple(Region(codes[row], level, names[row]) for row in range(at, end))

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """The regions above a region, the province first; empty for a province and for an unknown code."""
        found = (self.get(above) for above in ancestor_codes(code)) if code in self else ()
        return tuple(region for region in found if region is not None)

    def path(self, code: str) -> str:
        """A region and those above it in words, such as `Kandanghaur, Kab. Indramayu, Jawa Barat`; empty if unknown."""
        codes = (code, *reversed(ancestor_codes(code))) if code in self else ()
        return ", ".join(name for name in map(self.name_of, codes) if name is not None)

    def _children(self, code: str) -> tuple[int, int, Level | None]:
        level = Level.of_code(code)
        if level is None or level is Level.VILLAGE:
            return 0, 0, None
        below = tuple(Level)[level.depth + 1]
        codes = self._columns[below][0]
        return bisect_left(codes, code), bisect_left(codes, code + ":"), below  # ':' sorts right after '9'


def load_bundled(label: str = "2025") -> RegionTable:
    """Load the table of a decree that ships with the package: `2025` or `6117-2022`.

    Raises `DataError` when there is no such table or the file is damaged.
    """
    return read_table(resources.files("satupintu.regions").joinpath("data", FILE_NAME).read_bytes(), label, FILE_NAME)


def read_table(packed: bytes, label: str | None = None, name: str = "region table") -> RegionTable:
    """Read one table, the first when no label is given, from a file of the build script (docs/reference/regions.md).

    Raises `DataError` when the bytes are damaged or of another format, or hold no such table; `name` is how the message
    calls the file.
    """
    try:
        lines = lzma.decompress(packed).decode().split("\n")
        header = cast("dict[str, Any]", json.loads(lines[0]))
        if header["format"] != FORMAT:
            raise DataError(f"{name} has the format {header['format']!r}, this version reads {FORMAT!r}.")
        tables = cast("list[dict[str, Any]]", header["tables"])
        columns, at = _read_columns(lines, tables[0]["counts"])
        for about in tables:
            differences = lines[at : at + about["differences"]]
            at += len(differences)
            if label in (None, about["label"]):
                changed = _changed(columns, differences, about["counts"])
                return RegionTable(_provenance(header, about), changed)
        known = ", ".join(about["label"] for about in tables)
    except (lzma.LZMAError, EOFError, UnicodeDecodeError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DataError(
            f"{name} is damaged ({type(error).__name__}); reinstall satupintu or run scripts/build_regions.py."
        ) from error
    raise DataError(f"There is no bundled region table {label!r}; known: {known}.")


_Columns = dict[Level, tuple[list[str], list[str]]]


def _provenance(header: Mapping[str, Any], about: Mapping[str, Any]) -> Provenance:
    return Provenance(
        label=about["label"],
        decree=about["decree"],
        decree_date=date.fromisoformat(about["decree_date"]),
        source=about["source"],
        license=header["license"],
        notice=header["notice"],
    )


def _read_columns(lines: Sequence[str], counts: Mapping[str, int]) -> tuple[_Columns, int]:
    """The columns of the first table, and the line after its last."""
    columns: _Columns = {}
    parents = [""]
    at = 1
    for level in Level:
        width = level.code_length - len(parents[0])
        endings = zip(parents, lines[at : at + len(parents)], strict=True)
        codes = [parent + run[cut : cut + width] for parent, run in endings for cut in range(0, len(run), width)]
        at += len(parents)
        names = list(lines[at : at + len(codes)])
        at += len(codes)
        if not len(codes) == len(names) == counts[level]:
            raise ValueError(level)
        columns[level] = (codes, names)
        parents = codes
    return columns, at


def _changed(columns: _Columns, differences: Sequence[str], counts: Mapping[str, int]) -> _Columns:
    """The columns of another table: each difference is a code with its name, or alone when it is not there."""
    if not differences:
        return columns
    levels = {level: dict(zip(*columns[level], strict=True)) for level in Level}
    for line in differences:
        code, _, name = line.partition(" ")
        names = levels[_LEVELS_BY_LENGTH[len(code)]]
        if name:
            names[code] = name
        else:
            del names[code]
    changed: _Columns = {}
    for level, names in levels.items():
        if len(names) != counts[level]:
            raise ValueError(level)
        codes = sorted(names)
        changed[level] = (codes, [names[code] for code in codes])
    return changed


_LEVELS_BY_LENGTH = {level.code_length: level for level in Level}
