"""Floor: the index of a plain two-part place matcher over 91,599 rows, and its answers.

What it measures: questions of two parts such as `Sidorejo, Kabupaten Bukit Asri`, half of the parts misspelt, answered
from a dict of names and a table of names with one letter left out, joined with the parent. Building that index is what
an index of names has to be compared with in time and memory.

Run:    python benchmarks/floors/place_matching.py [--rounds 3] [--json]
Needs:  nothing else
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence

from harness import Options, Result, run_script
from sample_data import Question, Region, questions, regions

FLOOR = "place_matching"
ASKED = 20_000

_KIND = re.compile(r"\b(kabupaten|kab|kota)\b\.? ?")
_MARKS = re.compile(r"[^a-z0-9 ]")


def plain(text: str) -> str:
    """Lower case, no punctuation, no word for the kind of region."""
    return _MARKS.sub("", _KIND.sub("", text.lower())).strip()


class TwoPartIndex:
    """Names to codes, names with one letter left out to names, and the parent of each code."""

    def __init__(self, rows: Sequence[Region]) -> None:
        self.parent = {row.code: row.parent_code for row in rows}
        self.codes: dict[str, list[str]] = {}
        for row in rows:
            self.codes.setdefault(plain(row.name), []).append(row.code)
        self.near: dict[str, list[str]] = {}
        for name in self.codes:
            for shape in _shapes(name):
                self.near.setdefault(shape, []).append(name)

    def find(self, text: str) -> set[str]:
        """The codes that fit both parts, each at most one letter away."""
        first, _, second = text.partition(",")
        above = self._codes_of(plain(second))
        return {code for code in self._codes_of(plain(first)) if self.parent[code] in above}

    def _codes_of(self, name: str) -> set[str]:
        names = {name} if name in self.codes else {hit for shape in _shapes(name) for hit in self.near.get(shape, ())}
        return {code for each in names for code in self.codes[each]}


def _shapes(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def build(rows: Sequence[Region]) -> tuple[TwoPartIndex, float]:
    """The index, and the seconds that building it took."""
    started = time.perf_counter()
    index = TwoPartIndex(rows)
    return index, time.perf_counter() - started


def answer(index: TwoPartIndex, asked: Sequence[Question]) -> tuple[float, int]:
    """Seconds for all questions, and how many had the right code among their candidates."""
    started = time.perf_counter()
    found = [index.find(question.text) for question in asked]
    seconds = time.perf_counter() - started
    return seconds, sum(question.code in codes for question, codes in zip(asked, found, strict=True))


def measure(options: Options) -> Iterator[Result]:
    """Build the index, then ask it, in every round."""
    rows = regions()
    asked = questions(rows, ASKED)
    builds: list[float] = []
    rates: list[float] = []
    right = 0
    for _ in range(options.rounds):
        index, seconds = build(rows)
        builds.append(seconds)
        seconds, right = answer(index, asked)
        rates.append(ASKED / seconds)
    yield Result(FLOOR, "build the two-part index", "s", tuple(builds), note=f"{len(rows):,} rows")
    yield Result(FLOOR, "one edit per part, joined with the parent", "places/s", tuple(rates),
                 note=f"right code among the candidates {right / ASKED:.0%} of {ASKED:,}")


if __name__ == "__main__":
    run_script(measure, __doc__)
