"""Written places to regions: 100,000 distinct texts on one core, and what the index costs.

Floor: an index of names and of names with one letter left out over as many made-up rows, for questions of two parts
(`floors/place_matching.py`). Product: the resolver over the 2025 decree. Building is measured up to the first answer
that needed every index, memory as what Python holds afterwards. The texts are made from real names in the mix of kinds
of the development set (26 % addresses, 14 % cities, ...), all different, none seen before, with empty caches. Parts
such as `Kab. Bekasi` or `Jawa Barat` come again in other texts, as they do in real ones, and the resolver remembers
what it found in the last 16,384 of them: that is part of the figure.

Run:    make bench, or python benchmarks/place_resolving.py [--rounds 3] [--json]
Needs:  nothing else
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "floors"))

import place_matching
from harness import Options, Result, expect, ratio, run_script
from sample_data import questions, regions

from satupintu.regions.region import Level
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable, load_bundled

ASKED = 100_000
NEEDS_EVERY_INDEX = "Eretan Wettan, Kandanghuar, Kab. Indramayu"

ABBREVIATIONS = {
    "32": "Jabar",
    "33": "Jateng",
    "35": "Jatim",
    "12": "Sumut",
    "62": "Kalteng",
    "73": "Sulsel",
    "53": "NTT",
}
INFORMAL = ("SCBD", "Jababeka", "Timika", "Purwokerto", "BSD City", "Blok M", "Malang Raya", "Cikarang", "Sunter")
HISTORIC = ("Ujung Pandang", "Kab. Kutai", "Merauke, Papua", "Kab. Pontianak", "Nanggroe Aceh Darussalam", "Irian Jaya")
NO_PLACE = ("Remote", "WFH", "Luar Negeri", "Kantor Pusat", "Sesuai domisili pelamar", "Singapore", "N/A")


class Texts:
    """Texts of each kind, the number decides from which names."""

    def __init__(self, table: RegionTable) -> None:
        self._table = table
        self._codes = {level: table.codes(level) for level in Level}
        self._mix = [kind for kind, share in self._shares() for _ in range(share)]

    def distinct(self, count: int) -> list[str]:
        """So many different texts in the mix of the development set."""
        found: dict[str, None] = {}
        number = 0
        while len(found) < count:
            text = self._mix[number % len(self._mix)](number * 7_919)
            found.setdefault(text if text not in found else f"{text} {number}")
            number += 1
        return list(found)

    def _shares(self) -> list[tuple[Callable[[int], str], int]]:
        return [
            (self._abbreviated, 17),
            (self._address, 79),
            (lambda n: self._name(n, Level.CITY).upper(), 42),
            (lambda n: self._path(n, Level.CITY), 17),
            (lambda n: ", ".join(self._path(n, Level.DISTRICT).split(", ")[:2]), 23),
            (lambda n: f"{self._bare(n)} City, {self._province_of(n)}, Indonesia", 26),
            (lambda n: HISTORIC[n % len(HISTORIC)], 17),
            (lambda n: f"{INFORMAL[n % len(INFORMAL)]}, Indonesia", 23),
            (lambda n: f"{self._bare(n)} / {self._bare(n + 1)} / {self._bare(n + 7)}", 11),
            (lambda n: NO_PLACE[n % len(NO_PLACE)], 12),
            (self._misspelt, 13),
            (lambda n: f"{self._name(n, Level.VILLAGE)}, {self._city_of(n)}", 19),
        ]

    def _code(self, number: int, level: Level) -> str:
        return self._codes[level][number % len(self._codes[level])]

    def _name(self, number: int, level: Level) -> str:
        return self._table.name_of(self._code(number, level)) or ""

    def _bare(self, number: int) -> str:
        return self._name(number, Level.CITY).removeprefix("Kab. ").removeprefix("Kota ")

    def _path(self, number: int, level: Level) -> str:
        return self._table.path(self._code(number, level))

    def _city_of(self, number: int) -> str:
        return self._table.name_of(self._code(number, Level.VILLAGE)[:4]) or ""

    def _province_of(self, number: int) -> str:
        return self._table.name_of(self._code(number, Level.CITY)[:2]) or ""

    def _abbreviated(self, number: int) -> str:
        province = list(ABBREVIATIONS)[number % len(ABBREVIATIONS)]
        cities = self._table.children(province)
        city = cities[number // 7 % len(cities)]
        districts = self._table.children(city.code)
        return f"{districts[number // 11 % len(districts)].name}, {city.name}, {ABBREVIATIONS[province]}"

    def _address(self, number: int) -> str:
        village, district, city, province = self._path(number, Level.VILLAGE).split(", ")[:4]
        street = f"Jl. {self._bare(number // 3)} No. {number % 250}"
        area = f"RT.{number % 9}/RW.{number % 7}, {village}, Kec. {district}, {city}, {province}"
        return f"{street}, {area} {10_000 + number % 90_000}" if number % 3 else f"{street} {village} {district} {city}"

    def _misspelt(self, number: int) -> str:
        name = self._name(number, Level.CITY)
        at = 5 + number % max(len(name) - 6, 1)
        return f"{name[:at]}{name[at + 1 :]}, {self._province_of(number)}"


def traced(build: Callable[[], object]) -> float:
    """MB that Python holds more after building something."""
    tracemalloc.start()
    kept = build()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    expect(kept is not None, "nothing was built")
    return held / 1_000_000


def built(table: RegionTable) -> Resolver:
    """A resolver with all its indexes."""
    resolver = Resolver(table)
    expect(resolver.resolve(NEEDS_EVERY_INDEX).code == "3212212011", "the resolver does not find a misspelt village")
    return resolver


def measure(options: Options) -> Iterator[Result]:
    """Floor and product in turn, round by round."""
    rows, table = regions(), load_bundled()
    asked, texts = questions(rows, place_matching.ASKED), Texts(table).distinct(ASKED)
    cases = ("floor_build", "build", "floor_rate", "rate", "seconds", "wall")
    runs: dict[str, list[float]] = {case: [] for case in cases}
    for _ in range(options.rounds):
        index, seconds = place_matching.build(rows)
        runs["floor_build"].append(seconds)
        seconds, right = place_matching.answer(index, asked)
        expect(right > len(asked) / 2, "the floor does not find its places")
        runs["floor_rate"].append(len(asked) / seconds)
        started = time.perf_counter()
        resolver = built(table)
        runs["build"].append(time.perf_counter() - started)
        started, began = time.process_time(), time.perf_counter()
        known = sum(resolver.resolve(text).code is not None for text in texts)
        seconds = time.process_time() - started
        expect(known > ASKED / 2, "the resolver does not find its places")
        runs["seconds"].append(seconds)
        runs["wall"].append(time.perf_counter() - began)
        runs["rate"].append(ASKED / seconds)
    floor_memory, memory = traced(lambda: place_matching.TwoPartIndex(rows)), traced(lambda: built(table))
    name = "place_resolving"
    floor_build = Result(name, "floor: build the two-part index", "s", tuple(runs["floor_build"]), note="91,599 rows")
    build = Result(name, "satupintu: build all indexes", "s", tuple(runs["build"]), note="91,599 rows and the aliases")
    yield floor_build
    yield build
    yield Result(name, "floor: memory of the two-part index", "MB", (floor_memory,))
    yield Result(name, "satupintu: memory of all indexes", "MB", (memory,))
    yield Result(name, "floor: two parts, one edit each", "places/s", tuple(runs["floor_rate"]))
    yield Result(name, "satupintu: any text", "places/s", tuple(runs["rate"]))
    yield Result(
        name, f"satupintu: {ASKED:,} distinct texts, cold", "s", tuple(runs["seconds"]), note="time of one core"
    )
    yield Result(name, f"satupintu: {ASKED:,} distinct texts, cold, by the clock", "s", tuple(runs["wall"]))
    median, low, high = ratio(build, floor_build)
    yield Result(name, "ratio to the floor, building", "x", (median,), note=f"rounds {low:.2f} to {high:.2f}")
    yield Result(name, "ratio to the floor, memory", "x", (memory / floor_memory,))


if __name__ == "__main__":
    run_script(measure, __doc__)
