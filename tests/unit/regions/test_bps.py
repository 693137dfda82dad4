"""BPS codes: the bundled ones, and imported ones on top."""

import pytest

from satupintu.regions.bps import BpsCodes
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable, load_bundled


@pytest.fixture(scope="module")
def bundled(table: RegionTable) -> BpsCodes:
    return BpsCodes(table)


@pytest.mark.parametrize(
    ("code", "bps_code"),
    [
        ("11", "11"),
        ("91", "94"),
        ("92", "91"),
        ("96", "92"),
        ("3171", "3173"),
        ("3174", "3171"),
        ("1103", "1105"),
        ("9671", "9271"),
        ("3201", "3201"),
        ("110101", "1103020"),
        ("1103022035", "1105160013"),
    ],
)
def test_the_published_codes_are_known_without_an_import(bundled: BpsCodes, code: str, bps_code: str) -> None:
    assert bundled.of(code) == bps_code
    assert code in bundled.codes_for(bps_code)


@pytest.mark.parametrize("label", ["2025", "6117-2022"])
def test_every_province_and_city_of_both_decrees_has_a_code_of_its_own(label: str) -> None:
    table = load_bundled(label)
    codes = BpsCodes(table)
    for level, differing in ((Level.PROVINCE, 6), (Level.CITY, 199)):
        found = [codes.of(code) for code in table.codes(level)]
        assert len(set(found)) == len(found)
        assert {len(bps_code) for bps_code in found} == {level.code_length}
        assert sum(code != bps_code for code, bps_code in zip(table.codes(level), found, strict=True)) == differing


@pytest.mark.parametrize("code", ["", "99", "9999", "9201", "110102", "1101012001", "11.01"])
def test_what_is_not_known_is_empty_and_not_guessed(bundled: BpsCodes, code: str) -> None:
    assert bundled.of(code) == ""
    assert bundled.codes_for("") == ()


def test_one_number_may_be_the_code_of_one_place_and_the_bps_code_of_another(bundled: BpsCodes) -> None:
    assert bundled.of("3171") == "3173"
    assert bundled.codes_for("3171") == ("3174",)


def test_an_imported_code_wins_and_an_empty_one_takes_nothing_away(table: RegionTable) -> None:
    codes = BpsCodes(table, {"11": "12", "96": "", "110102": "1103040", "999999": "9999999"})
    assert (codes.of("11"), codes.of("96"), codes.of("110102")) == ("12", "92", "1103040")
    assert codes.of("999999") == ""


def test_a_bps_code_leads_to_all_regions_that_share_it(table: RegionTable) -> None:
    codes = BpsCodes(table, {"720124": "7202010", "720109": "7202010"})
    assert codes.codes_for("7202010") == ("720109", "720124")
