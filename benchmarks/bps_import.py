"""A file of 91,599 BPS codes: the product's import against the plain floor, in one run.

Floor: read a CSV file, create a table, insert all rows with `executemany`, index, commit (`floors/region_import.py`),
with no validation and no diff. Product: load the decree, read and check every line, compare with what is stored, write
the difference through the writer, commit. Both at `synchronous=FULL` on a fresh database in every round. Then the same
file once more, which changes nothing.

Run:    make bench, or python benchmarks/bps_import.py [--rounds 3] [--directory FOLDER] [--json]
Needs:  nothing else
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "floors"))

import region_import
from harness import Options, Result, data_folder, expect, ratio, run_script

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_import import import_bps_codes
from satupintu.regions.region import Level
from satupintu.regions.snapshot import load_bundled

FLOOR_CASE = "read + insert + index + commit"
FLOOR_AGAIN = "import again, upsert without change"
NOTE = "91,599 rows"


def write_file(file: Path) -> int:
    """Made-up BPS codes with the right number of digits for all regions of the decree."""
    table = load_bundled()
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "parent_code", "bps_code", "name"))
        for level in Level:
            for region in table.regions(level):
                bps_code = f"{region.code}0" if level is Level.DISTRICT else region.code
                writer.writerow((region.code, region.parent_code or "", bps_code, region.name))
    return len(table)


def time_import(house: House, file: Path) -> tuple[float, int, int]:
    """Seconds of one import, rows added and rows unchanged."""
    started = time.perf_counter()
    changes = import_bps_codes(house, file, load_bundled()).changes
    seconds = time.perf_counter() - started
    expect(changes is not None, "the file has faults")
    return seconds, len(changes.added), changes.unchanged


def measure(options: Options) -> Iterator[Result]:
    """Floor and product in turn, round by round."""
    times: dict[str, list[float]] = {FLOOR_CASE: [], FLOOR_AGAIN: [], "first": [], "again": []}
    with data_folder(options) as folder:
        count = region_import._write_csv(folder / "regions.csv")
        expect(write_file(folder / "codes.csv") == count, "floor and product import different numbers of rows")
        for round_ in range(options.rounds):
            found = region_import._import_once(folder, folder / "regions.csv", round_)
            times[FLOOR_CASE].append(found[FLOOR_CASE])
            times[FLOOR_AGAIN].append(found[FLOOR_AGAIN])
            with TemporaryDirectory(dir=options.directory) as data, House.open(Path(data)) as house:
                seconds, added, _ = time_import(house, folder / "codes.csv")
                expect(added == count, "not all rows were added")
                times["first"].append(seconds)
                seconds, _, unchanged = time_import(house, folder / "codes.csv")
                expect(unchanged == count, "the second import was not quiet")
                times["again"].append(seconds)
    results = {
        FLOOR_CASE: Result("bps_import", f"floor: {FLOOR_CASE}", "s", tuple(times[FLOOR_CASE]), note=NOTE),
        FLOOR_AGAIN: Result("bps_import", f"floor: {FLOOR_AGAIN}", "s", tuple(times[FLOOR_AGAIN]), note=NOTE),
        "first": Result("bps_import", "satupintu: import, checked and compared", "s", tuple(times["first"]), note=NOTE),
        "again": Result("bps_import", "satupintu: the same file again", "s", tuple(times["again"]), note=NOTE),
    }
    yield from results.values()
    for case, ours, floor in (("import", "first", FLOOR_CASE), ("import again", "again", FLOOR_AGAIN)):
        median, low, high = ratio(results[ours], results[floor])
        yield Result(
            "bps_import", f"ratio to the floor, {case}", "x", (median,), note=f"rounds {low:.2f} to {high:.2f}"
        )


if __name__ == "__main__":
    run_script(measure, __doc__)
