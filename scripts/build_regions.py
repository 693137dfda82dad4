"""Builds the region table that ships in the package, from the npm package idn-area-data.

    python scripts/build_regions.py                       # fetches with `npm pack`
    python scripts/build_regions.py --archive FILE.tgz    # reads an archive that is already here

The archive is checked against its published sha512, its four CSV files are read, cleaned and checked, and one
xz file is written. The same archive gives the same bytes. The layout of the file is described in
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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FORMAT = "satupintu-regions/1"
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

    @property
    def package(self) -> str:
        """The name under which npm knows this release."""
        return f"idn-area-data@{self.version}"


RELEASES = {
    "2025": Release(
        label="2025",
        decree="Kepmendagri 300.2.2-2138/2025",
        decree_date="2025-04-25",
        version="4.0.1",
        integrity=("sha512-PhNSIl5T7swVwwWxJOFMtCaeHAF9TUu0HLDf+36EIWZro9j7au83AFIJiBQGL+iRsBDA2OlpJ5fjiqxNYndzOQ=="),
        counts={"province": 38, "city": 514, "district": 7285, "village": 83762},
    )
}


def clean_name(name: str, level: Level) -> str:
    """Give a name the product's style and mend what is a slip of the keyboard, not of the spelling."""
    name = name.replace('"', "'").replace("\u2019", "'").rstrip("*").strip()
    name = name.removesuffix(".")
    if level.name == "city":
        name = re.sub(r"^Kabupaten ", "Kab. ", name)
    return name


def read_levels(archive: bytes) -> dict[str, list[Row]]:
    """Read the four CSV files of an archive, sorted by code.

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
                read[level.name] = sorted(
                    (row["code"].replace(".", ""), clean_name(row["name"], level)) for row in csv.DictReader(lines)
                )
    return read


def check_levels(levels: Mapping[str, Sequence[Row]], counts: Mapping[str, int]) -> None:
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


def encode(release: Release, levels: Mapping[str, Sequence[Row]]) -> bytes:
    """Write the table column by column and compress it.

    A header line in JSON; then, for each level, one line for each region of the level above with the endings of its
    children's codes run together, followed by the names of the level, one on each line.
    """
    header = {
        "format": FORMAT,
        "label": release.label,
        "decree": release.decree,
        "decree_date": release.decree_date,
        "source": f"npm package {release.package}",
        "source_integrity": release.integrity,
        "license": "ODbL-1.0",
        "notice": (
            "Contains information from idn-area-data (https://github.com/fityannugroho/idn-area-data), which is "
            "made available under the Open Database License (ODbL) 1.0. This derived table is under the same licence."
        ),
        "counts": dict(release.counts),
    }
    lines = [json.dumps(header, ensure_ascii=False, sort_keys=True)]
    parents = [""]
    for level in LEVELS:
        endings: dict[str, list[str]] = {parent: [] for parent in parents}
        for code, _ in levels[level.name]:
            endings[code[: level.parent_length]].append(code[level.parent_length :])
        lines += ["".join(group) for group in endings.values()]
        lines += [name for _, name in levels[level.name]]
        parents = [code for code, _ in levels[level.name]]
    text = "\n".join(lines) + "\n"
    window = {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": 2**21,
    }  # the reader needs as much
    return lzma.compress(text.encode(), check=lzma.CHECK_CRC64, filters=[window])


def check_integrity(archive: bytes, integrity: str) -> None:
    """Compare the archive with the sha512 under which the registry published it."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != integrity:
        raise BuildError(f"the archive is not the expected one: {found} instead of {integrity}")


def build(archive: bytes, release: Release) -> bytes:
    """Turn an archive into the bytes of the bundled file, or raise `BuildError`."""
    check_integrity(archive, release.integrity)
    levels = read_levels(archive)
    check_levels(levels, release.counts)
    packed = encode(release, levels)
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
    """Build one table and put it, with the licence text, where the package looks for it."""
    parser = argparse.ArgumentParser(description="Build the bundled table of Indonesian regions.")
    parser.add_argument("--label", choices=sorted(RELEASES), default="2025", help="the decree to build")
    parser.add_argument("--archive", type=Path, help="an archive made by `npm pack`, instead of fetching it")
    parser.add_argument("--out", type=Path, default=DATA_FOLDER, help="the folder to write to")
    arguments = parser.parse_args()
    release = RELEASES[arguments.label]
    archive: bytes = arguments.archive.read_bytes() if arguments.archive else fetch(release)
    try:
        packed = build(archive, release)
        license_text = read_license(archive)
    except BuildError as error:
        print(f"build_regions: {error}", file=sys.stderr)
        return 1
    target: Path = arguments.out / f"regions-{release.label}.xz"
    target.write_bytes(packed)
    (arguments.out / "LICENSE-ODbL.txt").write_bytes(license_text)
    print(f"{target}: {len(packed):,} bytes, {sum(release.counts.values()):,} regions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
