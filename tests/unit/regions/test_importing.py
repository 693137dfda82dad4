"""Files of BPS codes: what is right comes out as codes, what is wrong with its line number."""

import csv
import io
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.regions.bps import BPS_CODE_LENGTHS
from satupintu.regions.importing import FAULTS_KEPT, BpsFile, read_bps_file
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable

HEADER = "code,parent_code,bps_code,name"
SOUND = (
    "11,,11,Aceh",
    "1103,11,1105,Kab. Aceh Timur",
    "110101,1101,1103020,Bakongan",
    "1101012003,110101,,Ujong Padang",
)


def read(table: RegionTable, *lines: str, of_another_state: bool = False) -> BpsFile:
    return read_bps_file((f"{line}\n" for line in lines), table, of_another_state=of_another_state)


def faults(table: RegionTable, *lines: str) -> list[str]:
    found = read(table, *lines)
    assert found.fault_count == len(found.faults)
    return [str(fault) for fault in found.faults]


def test_sound_rows_become_codes_whatever_their_order(table: RegionTable) -> None:
    found = read(table, HEADER, *reversed(SOUND))
    assert found.fault_count == 0
    assert found.bps_codes == {"11": "11", "1103": "1105", "110101": "1103020", "1101012003": ""}
    assert found.missing == len(table) - 4


def test_blank_lines_quotes_and_windows_line_ends_are_no_faults(table: RegionTable) -> None:
    found = read(table, f"{HEADER}\r", '"11","","11","Aceh"\r', "\r", "12,,12,Sumatera Utara\r", "")
    assert (found.bps_codes, found.fault_count) == ({"11": "11", "12": "12"}, 0)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("13,,13", "line 3: 3 fields instead of 4"),
        ("13;;13;Sumatera Barat", "line 3: 1 fields instead of 4"),
        ("13.01,13,1301,X", "line 3: '13.01' is no Kemendagri code"),
        (" 13,,13,X", "line 3: ' 13' is no Kemendagri code"),
        ("\u0661\u0663,,13,X", "line 3: '\u0661\u0663' is no Kemendagri code"),
        ("1.1E+09,,13,X", "line 3: '1.1E+09' is no Kemendagri code"),
        ("99,,99,X", "line 3: 99 is not in the decree 2025"),
        ("13,1,13,X", "line 3: the parent of 13 is empty, not '1'"),
        ("1301,12,1302,X", "line 3: the parent of 1301 is 13, not '12'"),
        ("1301,,1302,X", "line 3: the parent of 1301 is 13, not ''"),
        ("1301,13,13,X", "line 3: '13' is no BPS code of a city: 4 digits"),
        ("110101,1101,110302,X", "line 3: '110302' is no BPS code of a district: 7 digits"),
        ("110101,1101,11030x0,X", "line 3: '11030x0' is no BPS code of a district"),
        ("11,,11,Aceh", "line 3: 11 stands on line 2 already"),
        ("13,,13,\udcffceh", "line 3: the name of 13 is not UTF-8"),
        ('13,,13,"Sumatera', "line 3: "),
        ('13,,13,"Suma"tera', "line 3: not CSV"),
    ],
)
def test_a_damaged_row_is_named_with_its_line_and_nothing_behind_it_is_missed(
    table: RegionTable, row: str, fault: str
) -> None:
    found = faults(table, HEADER, "11,,11,Aceh", row)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_all_that_is_wrong_in_one_row_is_said(table: RegionTable) -> None:
    assert [fault.partition(" ")[0] for fault in faults(table, HEADER, "1301,12,13,X")] == ["line", "line"]
    assert faults(table, HEADER, "13,,13,X", "1301,12,13,X", "99,,99,Y")[2] == "line 4: 99 is not in the decree 2025"


def test_a_field_that_swallows_lines_is_named_where_it_begins(table: RegionTable) -> None:
    found = faults(table, HEADER, '11,,11,"Aceh', "12,,12,Sumatera Utara", '13,,13,"Sumatera Barat"')
    assert found[0].startswith("line 2: ")


@pytest.mark.parametrize(
    "lines",
    [(), ("",), ("code,bps_code",), ("11,,11,Aceh",), ("code;parent_code;bps_code;name", "11;;11;Aceh"), ("\0\0",)],
)
def test_a_file_without_the_header_has_one_fault_on_its_first_line(table: RegionTable, lines: tuple[str, ...]) -> None:
    found = read(table, *lines)
    assert [fault.line for fault in found.faults] == [1]
    assert "code,parent_code,bps_code,name" in found.faults[0].words
    assert not found.bps_codes


def test_a_file_that_ends_after_its_header_would_wipe_everything_and_is_a_fault(table: RegionTable) -> None:
    assert faults(table, HEADER) == ["line 2: no region of the decree 2025 follows the header"]


def test_faults_beyond_the_first_are_counted(table: RegionTable) -> None:
    found = read(table, HEADER, *(f"99,,{number},X" for number in range(FAULTS_KEPT + 7)))
    assert found.fault_count == FAULTS_KEPT + 7
    assert [fault.line for fault in found.faults] == list(range(2, FAULTS_KEPT + 2))


def test_names_are_compared_leniently_and_a_different_one_is_only_counted(table: RegionTable) -> None:
    found = read(table, HEADER, "11,,11,ACEH", "352922,3529,,Raas", "950412,9504,,Konda / Kondaga", "12,,12,Medan")
    assert (found.fault_count, found.other_names) == (0, 1)


def test_rows_of_another_state_are_left_out_where_the_decree_has_another_place_or_none(table: RegionTable) -> None:
    rows = ("99,,99,X", "11,,11,ACEH", "9901,99,9901,Y", "960305,9603,9201020,Kepulauan Ayau")
    found = read(table, HEADER, *rows, of_another_state=True)
    assert (found.bps_codes, found.left_out, found.other_names, found.fault_count) == ({"11": "11"}, 3, 0, 0)


def test_damage_is_a_fault_in_rows_of_another_state_too(table: RegionTable) -> None:
    assert read(table, HEADER, "99.01,99,9901,Y", of_another_state=True).fault_count == 1
    assert read(table, HEADER, "11,,11,Aceh", "11,,11,Aceh", of_another_state=True).fault_count == 1
    assert read(table, HEADER, "99,,99,X", of_another_state=True).fault_count == 1


def test_progress_ends_with_the_number_of_rows(table: RegionTable) -> None:
    told: list[int] = []
    read_bps_file([f"{line}\n" for line in (HEADER, *SOUND)], table, progress=told.append)
    assert told == [4]


def written(rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([tuple(HEADER.split(",")), *rows])
    return text.getvalue()


@given(data=st.data())
def test_every_sound_file_reads_back_as_it_was_written(table: RegionTable, data: st.DataObject) -> None:
    levels = data.draw(st.lists(st.tuples(st.sampled_from(list(Level)), st.integers(0, 37)), unique=True, min_size=1))
    rows: dict[str, tuple[str, str, str, str]] = {}
    for level, place in levels:
        code = table.codes(level)[place]
        digits = BPS_CODE_LENGTHS[level]
        bps_code = data.draw(st.just("") | st.from_regex(rf"\A[0-9]{{{digits}}}\Z"))
        name = data.draw(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"])))
        rows[code] = (code, code[: level.parent_length], bps_code, name)
    found = read_bps_file(io.StringIO(written(rows.values()), newline=""), table)
    assert not found.faults
    assert found.bps_codes == {code: row[2] for code, row in rows.items()}


@given(text=st.text())
def test_no_text_makes_the_reader_fail(table: RegionTable, text: str) -> None:
    for start in ("", f"{HEADER}\n"):
        found = read_bps_file(io.StringIO(start + text, newline=""), table)
        assert found.fault_count >= len(found.faults) > 0 or found.bps_codes


@given(place=st.integers(0, 200), put=st.sampled_from(["", "x", ",", '"', "\n", "9", "\ufeff"]))
def test_one_character_put_into_a_sound_file_never_brings_an_unknown_code(
    table: RegionTable, place: int, put: str
) -> None:
    text = "\n".join((HEADER, *SOUND)) + "\n"
    place %= len(text)
    found = read_bps_file(io.StringIO(text[:place] + put + text[place:], newline=""), table)
    assert all(code in table for code in found.bps_codes)
    assert found.fault_count or {"11", "1103", "110101", "1101012003"} >= set(found.bps_codes)
