"""Builds the region tables that ship in the package, from two releases of the npm package idn-area-data.

    python scripts/build_regions.py                                       # fetches with `npm pack`
    python scripts/build_regions.py --archive A.tgz --archive B.tgz       # reads archives that are already here

Each archive is checked against its published sha512, its four CSV files are read, cleaned and checked, and one xz file
is written that holds both decrees. The same archives give the same bytes. The layout of the file is described in
docs/reference/regions.md and read by satupintu/regions/snapshot.py.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import json
import lzma
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

FORMAT = "satupintu-regions/2"
FILE_NAME = "regions.xz"
LARGEST_FILE = 500_000
DATA_FOLDER = Path(__file__).resolve().parents[1] / "src" / "satupintu" / "regions" / "data"
LICENSE_MEMBER = "package/data/LICENSE.md"

Row = tuple[str, str]
"""A code without dots, and the name."""


class BuildError(Exception):
    """The archive is not what it should be; nothing was written."""


@dataclass(frozen=True, slots=True)
class Level:
    """One of the four CSV files: its name, the length of its codes and of their parents' codes."""

    name: str
    file: str
    code_length: int
    parent_length: int


LEVELS = (
    Level("province", "provinces.csv", 2, 0),
    Level("city", "regencies.csv", 4, 2),
    Level("district", "districts.csv", 6, 4),
    Level("village", "villages.csv", 10, 6),
)


@dataclass(frozen=True, slots=True)
class Release:
    """One release of the npm package, and the decree whose state it holds."""

    label: str
    decree: str
    decree_date: str
    version: str
    integrity: str
    counts: Mapping[str, int]
    in_capitals: bool = False
    """Whether the release writes provinces and cities in capitals; the first release tells how they are spelled."""

    @property
    def package(self) -> str:
        """The name under which npm knows this release."""
        return f"idn-area-data@{self.version}"


RELEASES = (
    Release(
        label="2025",
        decree="Kepmendagri 300.2.2-2138/2025",
        decree_date="2025-04-25",
        version="4.0.1",
        integrity=("sha512-PhNSIl5T7swVwwWxJOFMtCaeHAF9TUu0HLDf+36EIWZro9j7au83AFIJiBQGL+iRsBDA2OlpJ5fjiqxNYndzOQ=="),
        counts={"province": 38, "city": 514, "district": 7285, "village": 83762},
    ),
    Release(
        label="6117-2022",
        decree="Kepmendagri 100.1.1-6117/2022 with Papua Barat Daya (UU 29/2022)",
        decree_date="2022-11-09",
        version="3.1.2",
        integrity=("sha512-arO+tS+PQoc7pZjkPGiG+CqyiLbsc+rcbsYN5CQitzw3tgbEHNl2mFQHzGZrQXjwtDqOjc10th4spsxNEReOOg=="),
        counts={"province": 38, "city": 514, "district": 7277, "village": 83763},
        in_capitals=True,
    ),
)
"""The decrees that ship. The first is written out, the others as what differs from it."""

Levels = Mapping[str, Sequence[Row]]
"""The rows of one release by level, sorted by code."""

_ABBREVIATIONS = ("DKI",)


def clean_name(name: str, level: Level) -> str:
    """Give a name the product's style and mend what is a slip of the keyboard, not of the spelling."""
    name = name.replace('"', "'").replace("\u2019", "'").rstrip("*").strip()
    name = name.removesuffix(".")
    if level.name == "city":
        name = re.sub(r"^Kabupaten ", "Kab. ", name)
    return name


def read_levels(archive: bytes) -> dict[str, list[Row]]:
    """Read the four CSV files of an archive, sorted by code, names as they stand there.

    Raises `BuildError` when a file is missing or a row is not readable.
    """
    read: dict[str, list[Row]] = {}
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        for level in LEVELS:
            try:
                member = tar.extractfile(f"package/data/{level.file}")
            except KeyError:
                member = None
            if member is None:
                raise BuildError(f"the archive holds no package/data/{level.file}")
            with io.TextIOWrapper(member, encoding="utf-8", newline="") as lines:
                read[level.name] = sorted((row["code"].replace(".", ""), row["name"]) for row in csv.DictReader(lines))
    return read


def spelled_out(levels: Levels, spelled: Levels) -> dict[str, Sequence[Row]]:
    """Rows whose provinces and cities are in capitals, spelled as another release does where both mean the same name.

    A name that differs in more than case gets a capital at the beginning of each word.
    """

    def spell(code: str, name: str) -> str:
        known = names.get(code, "")
        if known.casefold() == name.casefold():
            return known
        return " ".join(word if word in _ABBREVIATIONS else word.capitalize() for word in name.split(" "))

    names = {code: name for level in ("province", "city") for code, name in spelled[level]}
    shouted = {level: [(code, spell(code, name)) for code, name in levels[level]] for level in ("province", "city")}
    return {**levels, **shouted}


def check_levels(levels: Levels, counts: Mapping[str, int]) -> None:
    """Refuse wrong counts, malformed or repeated codes, orphans and names that would break the file."""
    parents: set[str] = {""}
    for level in LEVELS:
        rows = levels[level.name]
        codes = {code for code, _ in rows}
        if len(rows) != counts[level.name]:
            raise BuildError(f"{len(rows)} rows of level {level.name}, expected {counts[level.name]}")
        if len(codes) != len(rows):
            raise BuildError(f"a code of level {level.name} stands there twice")
        for code, name in rows:
            if len(code) != level.code_length or not (code.isascii() and code.isdigit()):
                raise BuildError(f"{code!r} is not a code of level {level.name}")
            if code[: level.parent_length] not in parents:
                raise BuildError(f"{code} has no parent")
            if not name or "\n" in name:
                raise BuildError(f"{code} has no usable name")
        parents = codes


def encode(tables: Sequence[tuple[Release, Levels]]) -> bytes:
    """Write the tables and compress them.

    A header line in JSON. Then the first table column by column: for each level, one line for each region of the level
    above with the endings of its children's codes run together, followed by the names of the level, one on each line.
    Then, for each further table, what differs from the first, sorted by code: a code and its name, or a code alone that
    is not there.
    """
    first = tables[0][1]
    differences = [_differences(first, levels) for _, levels in tables]
    header = {
        "format": FORMAT,
        "license": "ODbL-1.0",
        "notice": (
            "Contains information from idn-area-data (https://github.com/fityannugroho/idn-area-data), which is "
            "made available under the Open Database License (ODbL) 1.0. This derived table is under the same licence."
        ),
        "tables": [
            {
                "label": release.label,
                "decree": release.decree,
                "decree_date": release.decree_date,
                "source": f"npm package {release.package}",
                "source_integrity": release.integrity,
                "counts": dict(release.counts),
                "differences": len(lines),
            }
            for (release, _), lines in zip(tables, differences, strict=True)
        ],
    }
    lines = [json.dumps(header, ensure_ascii=False, sort_keys=True), *_columns(first), *chain(*differences)]
    window = {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": 2**21,
    }  # the reader needs as much
    return lzma.compress(("\n".join(lines) + "\n").encode(), check=lzma.CHECK_CRC64, filters=[window])


def _columns(levels: Levels) -> Iterator[str]:
    parents = [""]
    for level in LEVELS:
        endings: dict[str, list[str]] = {parent: [] for parent in parents}
        for code, _ in levels[level.name]:
            endings[code[: level.parent_length]].append(code[level.parent_length :])
        yield from ("".join(group) for group in endings.values())
        yield from (name for _, name in levels[level.name])
        parents = [code for code, _ in levels[level.name]]


def _differences(first: Levels, levels: Levels) -> list[str]:
    before, after = (dict(chain(*each.values())) for each in (first, levels))
    gone = [code for code in before if code not in after]
    return sorted([*gone, *(f"{code} {name}" for code, name in after.items() if before.get(code) != name)])


def integrity_of(archive: bytes) -> str:
    """The sha512 of an archive, as the registry writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def check_integrity(archive: bytes, integrity: str) -> None:
    """Compare the archive with the sha512 under which the registry published it."""
    found = integrity_of(archive)
    if found != integrity:
        raise BuildError(f"the archive is not the expected one: {found} instead of {integrity}")


def build(archives: Sequence[tuple[Release, bytes]]) -> bytes:
    """Turn the archive of each release into the bytes of the bundled file, or raise `BuildError`."""
    tables: list[tuple[Release, Levels]] = []
    spelled: Levels = {}
    for release, archive in archives:
        check_integrity(archive, release.integrity)
        levels: Levels = read_levels(archive)
        if release.in_capitals:
            levels = spelled_out(levels, spelled)
        spelled = spelled or levels
        levels = {
            level.name: [(code, clean_name(name, level)) for code, name in levels[level.name]] for level in LEVELS
        }
        check_levels(levels, release.counts)
        tables.append((release, levels))
    packed = encode(tables)
    if len(packed) > LARGEST_FILE:
        raise BuildError(f"the file would have {len(packed):,} bytes, more than {LARGEST_FILE:,}")
    return packed


def read_license(archive: bytes) -> bytes:
    """The licence text of the data, as the archive holds it."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        member = tar.extractfile(LICENSE_MEMBER)
        if member is None:
            raise BuildError(f"the archive holds no {LICENSE_MEMBER}")
        return member.read()


def fetch(release: Release) -> bytes:
    """Download the release with npm into a folder that is removed again."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, release.package]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        return archive.read_bytes()


def main() -> int:
    """Build the tables and put them, with the licence text, where the package looks for them."""
    parser = argparse.ArgumentParser(description="Build the bundled tables of Indonesian regions.")
    parser.add_argument(
        "--archive", type=Path, action="append", default=[], help="an archive made by `npm pack`; others are fetched"
    )
    parser.add_argument("--out", type=Path, default=DATA_FOLDER, help="the folder to write to")
    arguments = parser.parse_args()
    given = {integrity_of(archive): archive for archive in (path.read_bytes() for path in arguments.archive)}
    try:
        if strange := given.keys() - {release.integrity for release in RELEASES}:
            raise BuildError(f"no release has the archive {', '.join(sorted(strange))}")
        archives = [(release, given.get(release.integrity) or fetch(release)) for release in RELEASES]
        packed = build(archives)
        license_text = read_license(archives[0][1])
    except BuildError as error:
        print(f"build_regions: {error}", file=sys.stderr)
        return 1
    target: Path = arguments.out / FILE_NAME
    target.write_bytes(packed)
    (arguments.out / "LICENSE-ODbL.txt").write_bytes(license_text)
    labels = " and ".join(release.label for release in RELEASES)
    print(f"{target}: {len(packed):,} bytes, {labels}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
