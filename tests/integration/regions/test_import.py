"""`satupintu regions import`: whole files, damaged files, killed imports, and what is served afterwards."""

from __future__ import annotations

import csv
import gzip
import json
import multiprocessing
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_catalogue import LEVELS
from satupintu.bootstrap.region_import import import_bps_codes
from satupintu.kernel.errors import DataError
from satupintu.regions.snapshot import RegionTable, load_bundled
from tests.integration.regions.killed import import_until_killed
from tests.integration.regions.places import (
    SHARED_FILES,
    catalogue_of,
    region_bps,
    run,
    stored,
    wilayah_at,
    write_csv,
)

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.integration.regions.killed"])


def test_a_whole_file_is_stored_and_says_what_it_changed(
    tmp_path: Path, whole_file: Path, codes: Mapping[str, str]
) -> None:
    result = run("import", whole_file, "--data", tmp_path / "data")

    assert result.exit_code == 0, result.output
    assert "decree 2025: 91,599 added, 0 changed, 0 removed, 0 unchanged" in result.stdout
    with House.open(tmp_path / "data") as house:
        assert stored(house) == codes


def test_the_same_file_again_changes_nothing_not_even_the_generation(house: House, whole_file: Path, table) -> None:
    import_bps_codes(house, whole_file, table)
    generation = house.clock.generation

    again = import_bps_codes(house, whole_file, table)

    assert again.changes is not None
    assert (again.changes.count, again.changes.unchanged) == (0, 91_599)
    assert house.clock.generation == generation


def test_another_file_says_which_codes_it_changed_and_removed(tmp_path: Path, table: RegionTable) -> None:
    data, file = tmp_path / "data", tmp_path / "codes.csv"
    assert run("import", write_csv(file, table, {"11": "11", "12": "12", "13": "13"}), "--data", data).exit_code == 0
    write_csv(file, table, {"11": "11", "12": "21", "14": "14"})

    tried = run("import", file, "--data", data, "--dry-run")
    done = run("import", file, "--data", data, "--json")
    again = run("import", file, "--data", data, "--json")

    for line in ("12: 12 -> 21", "13: 13 removed", "1 added, 1 changed, 1 removed, 1 unchanged (nothing was stored)"):
        assert line in tried.stdout
    report = json.loads(done.stdout)
    assert report["changes"] == [{"code": "12", "before": "12", "after": "21"}]
    assert report["removals"] == [{"code": "13", "before": "13"}]
    assert (report["added"], report["unchanged"], report["missing"], report["stored"]) == (1, 1, 91_596, True)
    assert json.loads(again.stdout)["unchanged"] == 3


def test_a_file_may_be_packed_and_begin_with_a_byte_order_mark(house: House, tmp_path: Path, table) -> None:
    plain = write_csv(tmp_path / "codes.csv", table, {"11": "11"}).read_bytes()
    packed = tmp_path / "codes"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain))

    assert import_bps_codes(house, packed, table).changes is not None
    assert stored(house) == {"11": "11"}


def test_decrees_are_imported_apart(tmp_path: Path, table: RegionTable, earlier: RegionTable) -> None:
    data = tmp_path / "data"
    run("import", write_csv(tmp_path / "new.csv", table, {"720124": "7202010"}), "--data", data)
    refused = run("import", tmp_path / "new.csv", "--data", data, "--decree", "6117-2022")
    accepted = run(
        "import", write_csv(tmp_path / "old.csv", earlier, {"11": "11"}), "--data", data, "--decree", "6117-2022"
    )

    assert refused.exit_code == 1
    assert "line 2: 720124 is not in the decree 6117-2022" in refused.stderr
    assert accepted.exit_code == 0
    with House.open(data) as house:
        assert (stored(house), stored(house, "6117-2022")) == ({"720124": "7202010"}, {"11": "11"})


def test_a_damaged_file_names_all_lines_and_leaves_everything_as_it_was(
    tmp_path: Path, whole_file: Path, table: RegionTable
) -> None:
    data, file = tmp_path / "data", tmp_path / "damaged.csv"
    run("import", write_csv(file, table, {"11": "11"}), "--data", data)
    lines = whole_file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace(",11,Aceh", ",12x,Aceh")
    lines[40] = lines[40].replace(",11,", ",12,", 1)
    lines[90_000] = lines[90_001]
    lines[91_599] = lines[91_599][:15]
    file.write_text("".join(lines), encoding="utf-8")

    result = run("import", file, "--data", data)

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()[:4]] == [
        *("line 2", "line 41", "line 90002", "line 91600")
    ]
    assert result.stderr.splitlines()[-1] == f"satupintu: 4 faults in {file}; nothing was stored."
    with House.open(data) as house:
        assert stored(house) == {"11": "11"}


def test_twenty_faults_are_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "faulty.csv"
    file.write_text("code,parent_code,bps_code,name\n" + "99,,99,X\n" * 33, encoding="utf-8")

    told = run("import", file, "--data", tmp_path / "data")
    report = json.loads(run("import", file, "--data", tmp_path / "data", "--json").stdout)

    assert len(told.stderr.splitlines()) == 21
    assert "33 faults" in told.stderr and "(13 more are not shown)" in told.stderr
    assert (len(report["faults"]), report["fault_count"], report["stored"]) == (20, 33, False)
    assert report["faults"][0] == {"line": 2, "words": "99 is not in the decree 2025"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(None, "cannot be read: No such file", id="missing"),
        pytest.param(gzip.compress(b"code,parent_code,bps_code,name\n" * 9_000)[:-20], "is damaged", id="cut short"),
        pytest.param(gzip.compress(b"code")[:12] + b"\0\1\2\3\4\5\6\7\10", "is damaged", id="overwritten"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    house: House, tmp_path: Path, table: RegionTable, content: bytes | None, words: str
) -> None:
    file = tmp_path / "codes.csv.gz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataError, match=words):
        import_bps_codes(house, file, table)


@pytest.mark.parametrize("content", [b"\xff\xfec\0o\0d\0e\0", b"\0" * 100, b"\x80\x81\x82", b"kode;nama"])
def test_a_file_of_another_kind_is_a_fault_on_its_first_line(
    house: House, tmp_path: Path, table: RegionTable, content: bytes
) -> None:
    (tmp_path / "other").write_bytes(content)
    read = import_bps_codes(house, tmp_path / "other", table).file
    assert [fault.line for fault in read.faults][:1] == [1]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_import_that_is_killed_leaves_the_old_codes_or_the_new_ones_whole(
    tmp_path: Path, new_url: Callable[[str], str], whole_file: Path, codes: Mapping[str, str], kind: str, moment: str
) -> None:
    data, url = tmp_path / "data", None if kind == "sqlite" else new_url(kind)
    with House.open(data, url) as house:
        region_bps(house).replace("2025", {"11": "99"})

    process = PROCESSES.Process(target=import_until_killed, args=(str(data), url, str(whole_file), moment))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    with House.open(data, url) as house:
        assert stored(house) == ({"11": "99"} if moment == "before" else codes)


def test_what_was_imported_is_served_at_every_level_at_once(
    house: House, whole_file: Path, table: RegionTable, codes: Mapping[str, str]
) -> None:
    with wilayah_at(house, table) as wilayah:
        assert wilayah.sub_districts_v2().data[0].bps_code == "1103020023"  # published, hence bundled
        assert wilayah.districts_v1(codes="110102").data[0].bps_code == ""

        import_bps_codes(house, whole_file, table)

        for rows in (
            wilayah.provinces_v1().data,
            wilayah.cities_v1(province_codes="11,96").data,
            wilayah.districts_v2(city_codes="9603").data,
            wilayah.sub_districts_v1(district_codes="110101,321221").data,
        ):
            assert {row.code: row.bps_code for row in rows} == {
                row.code: "" if row.code == "96" else codes[row.code] for row in rows
            }


@pytest.mark.parametrize("label", SHARED_FILES)
def test_the_real_codes_import_cleanly_and_are_served_at_every_level(house: House, label: str) -> None:
    file = SHARED_FILES[label]
    if not file.exists():
        pytest.skip("the compiled BPS codes are not beside this checkout")
    table = load_bundled(label)

    outcome = import_bps_codes(house, file, table)

    assert outcome.changes is not None, outcome.file.faults
    assert (len(outcome.changes.added), outcome.file.missing) == (len(table), 0)
    assert outcome.file.other_names < 20
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        expected = {row["code"]: row["bps_code"] for row in csv.DictReader(lines)}
    catalogue = catalogue_of(house, table, "assigned")
    served: dict[str, str] = {}
    for level in LEVELS:
        rows = catalogue.rows(level)
        served |= zip(rows.codes, rows.bps_codes, strict=True)
        for code, item in zip(rows.codes, map(json.loads, rows.items), strict=True):
            assert (item["code"], item["bps_code"]) == (code, expected[code])
    assert served == expected
