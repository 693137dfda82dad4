"""Catalogues of regions for tests: small ones made by hand, the bundled decree, and the file with all BPS codes."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from satupintu.regions.region import Level
from satupintu.regions.snapshot import load_bundled
from satupintu.systems.satusehat.server.ports import RegionRows

DATA = Path(__file__).parents[4] / "shared" / "data"
OFFICIAL = {"2025": DATA / "regions_2025.csv.gz", "6117-2022": DATA / "regions_6117_2022.csv.gz"}

NAMES = {
    "provinces": Level.PROVINCE,
    "cities": Level.CITY,
    "districts": Level.DISTRICT,
    "sub-districts": Level.VILLAGE,
}
PARENT_DIGITS = {"provinces": 0, "cities": 2, "districts": 4, "sub-districts": 6}

# Provinces have one code in both systems but for these; the page prints none for 96. Of the cities, those of the page.
OTHER_PROVINCES = {"91": "94", "92": "91", "93": "95", "94": "96", "95": "97", "96": ""}
CITIES = {
    "1101": "1103", "1102": "1104", "1103": "1105", "1104": "1106", "1105": "1107", "1106": "1108", "1107": "1109",
    "1108": "1111", "1109": "1101", "1110": "1102", "1210": "1207",
}  # fmt: skip


class MemoryRegions:
    """A `RegionCatalogue` made from (code, bps code, name) by level."""

    def __init__(self, levels: Mapping[str, Sequence[tuple[str, str, str]]]) -> None:
        self.version = 1
        self._rows = {name: _columns(name, sorted(levels.get(name, ()))) for name in NAMES}

    def rows(self, level: str) -> RegionRows:
        return self._rows[level]

    def replace(self, other: MemoryRegions) -> None:
        """Another import: other rows under a new version."""
        self._rows = other._rows
        self.version += 1


def _columns(level: str, rows: Sequence[tuple[str, str, str]]) -> RegionRows:
    items = [
        json.dumps(
            {"code": code, "parent_code": code[: PARENT_DIGITS[level]], "bps_code": bps, "name": name},
            ensure_ascii=False, separators=(",", ":"),
        ).encode()
        for code, bps, name in rows
    ]  # fmt: skip
    codes, bps_codes, names = ([row[column] for row in rows] for column in range(3))
    return RegionRows(codes, names, bps_codes, items)


@cache
def bundled() -> MemoryRegions:
    """The bundled decree, with BPS codes where the page shows them, and none below the cities."""
    table = load_bundled()
    provinces = {code: OTHER_PROVINCES.get(code, code) for code in table.codes(Level.PROVINCE)}
    known = {**provinces, **CITIES}
    return MemoryRegions(
        {
            name: [(region.code, known.get(region.code, ""), region.name) for region in table.regions(level)]
            for name, level in NAMES.items()
        }
    )


@cache
def official(decree: str = "2025") -> MemoryRegions:
    """A decree with all BPS codes, but none for province 96, as on the page."""
    table = OFFICIAL[decree]
    if not table.is_file():
        pytest.skip(f"needs the table of all BPS codes, which is not part of the project: {table.name}")
    by_length = {level.code_length: name for name, level in NAMES.items()}
    levels: dict[str, list[tuple[str, str, str]]] = {name: [] for name in NAMES}
    with gzip.open(table, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            bps = "" if row["code"] == "96" else row["bps_code"]
            levels[by_length[len(row["code"])]].append((row["code"], bps, row["name"]))
    return MemoryRegions(levels)
