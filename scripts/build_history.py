"""Derives which district and village codes became which, from three releases of the npm package idn-area-data.

    python scripts/build_history.py                                       # fetches with `npm pack`
    python scripts/build_history.py --archive A.tgz --archive B.tgz       # reads archives that are already here

No official table leads from old codes to new ones. Names are compared inside regions that are known to be the same,
from the top down: provinces and cities by data/history.toml, then districts, then villages. What comes out is written
to one xz file, described in docs/reference/regions.md and read by satupintu/regions/history_changes.py. The same
archives give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

from build_regions import (
    DATA_FOLDER,
    LEVELS,
    RELEASES,
    BuildError,
    Level,
    Levels,
    Release,
    check_integrity,
    check_levels,
    clean_name,
    fetch,
    integrity_of,
    read_levels,
)

FORMAT = "satupintu-history/1"
FILE_NAME = "history.xz"
LARGEST_FILE = 30_000
SIMILAR = 0.6
"""From which share of common letters on two names may be one name written twice (`Atakera`, `Atakore`)."""

OLDEST = Release(
    label="6117-2022-37",
    decree="Kepmendagri 100.1.1-6117/2022, 37 provinces",
    decree_date="2022-11-09",
    version="3.0.1",
    integrity="sha512-WfG5i+Xj8PdOrktQYaHmw1uTTTmVwerjGIkSTnA7o/O9fv6sFMv1JrtqMvkNgxXhR+njvWdkHoxOOHfynotbUg==",
    counts={"province": 37, "city": 514, "district": 7277, "village": 83763},
)
STATES = (OLDEST, *reversed(RELEASES))
"""The releases that are compared, each with the next; from the oldest on."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change: an empty new code means dropped, an empty old one new, twice the same renamed, else moved."""

    old_code: str
    new_code: str
    old_name: str
    new_name: str

    @property
    def level(self) -> str:
        """The name of the level."""
        return next(level.name for level in LEVELS if level.code_length == len(self.old_code or self.new_code))


@dataclass(slots=True)
class Matching:
    """One level while its old codes are matched to new ones."""

    level: Level
    before: Mapping[str, str]
    after: Mapping[str, str]
    parents: Mapping[str, str]
    """What became of the codes of the levels above."""
    matched: dict[str, str] = field(default_factory=dict[str, str])
    renamed: set[str] = field(default_factory=set[str])
    unclaimed: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.unclaimed = set(self.after)

    def take(self, old: str, new: str) -> None:
        """Note that one became the other."""
        self.matched[old] = new
        self.unclaimed.discard(new)

    def left(self) -> list[str]:
        """The old codes without a match."""
        return [old for old in self.before if old not in self.matched]

    def old_parent(self, code: str) -> str | None:
        """What became of the region above an old code."""
        return self.parents.get(code[: self.level.parent_length])

    def old_city(self, code: str) -> str | None:
        """What became of the city of an old code."""
        return self.parents.get(code[:4])

    def by_code(self) -> None:
        """Same code and similar name, in the same region: the same place."""
        for code in self.left():
            in_place = self.old_parent(code) == code[: self.level.parent_length]
            if in_place and code in self.unclaimed and are_similar(self.before[code], self.after[code]):
                self.take(code, code)

    def by_name(self, old_area: Callable[[str], str | None], area_length: int) -> None:
        """Same name, unique among what is left of an area on both sides: moved."""
        old_codes: defaultdict[tuple[str | None, str], list[str]] = defaultdict(list)
        new_codes: defaultdict[tuple[str | None, str], list[str]] = defaultdict(list)
        for code in self.left():
            old_codes[old_area(code), key(self.before[code])].append(code)
        for code in sorted(self.unclaimed):
            new_codes[code[:area_length], key(self.after[code])].append(code)
        for named, codes in old_codes.items():
            if len(codes) == len(new_codes.get(named, ())) == 1:
                self.take(codes[0], new_codes[named][0])

    def by_ending(self) -> None:
        """The mapped region with the old ending, and a similar name: moved."""
        for code in self.left():
            new = (self.old_parent(code) or "") + code[self.level.parent_length :]
            if new in self.unclaimed and are_similar(self.before[code], self.after[new]):
                self.take(code, new)

    def by_code_alone(self) -> None:
        """Same code, quite another name: renamed."""
        for code in self.left():
            if code in self.unclaimed:
                self.take(code, code)
                self.renamed.add(code)

    def rows(self) -> Iterator[Row]:
        """What changed: moved, renamed and dropped by old code, then what is new."""
        for old in self.before:
            new = self.matched.get(old, "")
            if new != old or old in self.renamed:
                yield Row(old, new, self._name(self.before, old), self._name(self.after, new))
        yield from (Row("", new, "", self._name(self.after, new)) for new in sorted(self.unclaimed))

    def _name(self, names: Mapping[str, str], code: str) -> str:
        return clean_name(names.get(code, ""), self.level)


def key(name: str) -> str:
    """A name without case, accents, blanks and punctuation."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", name).casefold() if mark.isalnum())


def are_similar(one: str, other: str) -> bool:
    """Whether two names may be the same name written in two ways."""
    one, other = key(one), key(other)
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR


def derive(before: Levels, after: Levels, facts: Sequence[Row]) -> list[Row]:
    """The changes between two releases, level by level from the top; `facts` are those of provinces and cities.

    Raises `BuildError` when the releases show other changes of provinces or cities than the facts.
    """
    parents: dict[str, str] = {"": ""}
    found: list[Row] = []
    for level in LEVELS:
        matching = Matching(level, dict(before[level.name]), dict(after[level.name]), parents)
        for fact in facts:
            if fact.old_code in matching.before and fact.new_code in matching.after:
                matching.take(fact.old_code, fact.new_code)
        matching.by_code()
        matching.by_name(matching.old_parent, level.parent_length)
        if level.name in ("district", "village"):
            matching.by_name(matching.old_city, 4)
        matching.by_ending()
        matching.by_code_alone()
        found += matching.rows()
        parents |= matching.matched
    shown = {(row.old_code, row.new_code) for row in found if row.level in ("province", "city")}
    told = {(row.old_code, row.new_code) for row in facts if row.old_code != row.new_code}
    if shown != told:
        raise BuildError(f"history.toml and the releases differ in {sorted(shown ^ told)}")
    return [row for row in found if row.level in ("district", "village")]


def facts_of(history: Mapping[str, Any], before: str, after: str) -> list[Row]:
    """The changes of provinces and cities between two decrees, as data/history.toml has them."""
    rows: list[Row] = []
    for change in history["changes"]:
        if (change["from"], change["to"]) == (before, after):
            rows += [Row(old, new, name, name) for old, new, name in change.get("moved", ())]
            rows += [Row(code, code, old, new) for code, old, new in change.get("renamed", ())]
            rows += [Row("", code, "", name) for code, name in change.get("new", ())]
    return rows


def encode(steps: Sequence[tuple[Release, Release, Sequence[Row]]]) -> bytes:
    """Write the changes and compress them: a header line in JSON, then a line for each change, step after step.

    A line is old code, new code, old name, new name, with tabs between; the new name is empty where it is the old one.
    """
    header = {
        "format": FORMAT,
        "license": "ODbL-1.0",
        "notice": (
            "Derived from idn-area-data (https://github.com/fityannugroho/idn-area-data), which is made available "
            "under the Open Database License (ODbL) 1.0. This derived table is under the same licence."
        ),
        "steps": [
            {
                "from": before.label,
                "to": after.label,
                "source": f"npm packages {before.package} and {after.package}",
                "source_integrity": [before.integrity, after.integrity],
                "changes": len(rows),
            }
            for before, after, rows in steps
        ],
    }
    lines = [json.dumps(header, ensure_ascii=False, sort_keys=True)]
    for _, _, rows in steps:
        for row in rows:
            new_name = "" if row.new_name == row.old_name else row.new_name
            lines.append("\t".join((row.old_code, row.new_code, row.old_name, new_name)))
    window = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 2**18}
    return lzma.compress(("\n".join(lines) + "\n").encode(), check=lzma.CHECK_CRC64, filters=[window])


def build(archives: Sequence[tuple[Release, bytes]], history: Mapping[str, Any]) -> bytes:
    """Turn the archives, from the oldest on, into the bytes of the bundled file, or raise `BuildError`."""
    read = [(release, _levels(release, archive)) for release, archive in archives]
    steps = [
        (before, after, derive(old, new, facts_of(history, before.label, after.label)))
        for (before, old), (after, new) in pairwise(read)
    ]
    packed = encode(steps)
    if len(packed) > LARGEST_FILE:
        raise BuildError(f"the file would have {len(packed):,} bytes, more than {LARGEST_FILE:,}")
    return packed


def _levels(release: Release, archive: bytes) -> Levels:
    check_integrity(archive, release.integrity)
    levels = read_levels(archive)
    check_levels(levels, release.counts)
    return levels


def main() -> int:
    """Build the history and put it where the package looks for it."""
    parser = argparse.ArgumentParser(description="Derive the bundled history of district and village codes.")
    parser.add_argument(
        "--archive", type=Path, action="append", default=[], help="an archive made by `npm pack`; others are fetched"
    )
    parser.add_argument("--out", type=Path, default=DATA_FOLDER, help="the folder to write to")
    arguments = parser.parse_args()
    given = {integrity_of(archive): archive for archive in (path.read_bytes() for path in arguments.archive)}
    try:
        if strange := given.keys() - {release.integrity for release in STATES}:
            raise BuildError(f"no release has the archive {', '.join(sorted(strange))}")
        history = tomllib.loads((DATA_FOLDER / "history.toml").read_text(encoding="utf-8"))
        packed = build([(release, given.get(release.integrity) or fetch(release)) for release in STATES], history)
    except BuildError as error:
        print(f"build_history: {error}", file=sys.stderr)
        return 1
    target: Path = arguments.out / FILE_NAME
    target.write_bytes(packed)
    print(f"{target}: {len(packed):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
