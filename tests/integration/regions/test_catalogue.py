"""What Master Wilayah is given to serve: finished rows of a decree, made anew when other codes were imported."""

from __future__ import annotations

import json

import pytest

from satupintu.bootstrap.house import House
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable, load_bundled
from tests.integration.regions.places import catalogue_of, region_bps


@pytest.mark.parametrize("label", ["2025", "6117-2022"])
def test_every_row_is_a_finished_object_in_the_published_form(house: House, label: str) -> None:
    table = load_bundled(label)
    catalogue = catalogue_of(house, table)
    for name, level in zip(("provinces", "cities", "districts", "sub-districts"), Level, strict=True):
        rows = catalogue.rows(name)
        assert list(rows.codes) == list(table.codes(level))
        assert len(rows.codes) == len(rows.names) == len(rows.bps_codes) == len(rows.items)
        for place in range(0, len(rows.codes), 97):
            code = rows.codes[place]
            expected = {
                "code": code,
                "parent_code": code[: level.parent_length],
                "bps_code": rows.bps_codes[place],
                "name": rows.names[place],
            }
            assert rows.items[place] == json.dumps(expected, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("level", "item"),
    [
        ("provinces", '{"code":"11","parent_code":"","bps_code":"11","name":"Aceh"}'),
        ("provinces", '{"code":"96","parent_code":"","bps_code":"","name":"Papua Barat Daya"}'),
        ("cities", '{"code":"1103","parent_code":"11","bps_code":"1105","name":"Kab. Aceh Timur"}'),
        ("cities", '{"code":"1210","parent_code":"12","bps_code":"1207","name":"Kab. Labuhanbatu"}'),
        ("districts", '{"code":"110421","parent_code":"1104","bps_code":"1106063","name":"Rusip Antara"}'),
        (
            "sub-districts",
            '{"code":"1103022035","parent_code":"110302","bps_code":"1105160013","name":"Buket Makmu"}',
        ),
    ],
)
@pytest.mark.parametrize("label", ["2025", "6117-2022"])
def test_the_published_rows_stand_there_without_an_import(house: House, label: str, level: str, item: str) -> None:
    assert item.encode() in catalogue_of(house, load_bundled(label)).rows(level).items


def test_province_96_may_show_the_code_that_was_assigned(house: House, table: RegionTable) -> None:
    rows = catalogue_of(house, table, "assigned").rows("provinces")
    assert rows.bps_codes[rows.codes.index("96")] == "92"


def test_rows_are_made_once_and_anew_after_an_import(house: House, table: RegionTable) -> None:
    catalogue = catalogue_of(house, table)
    version, rows = catalogue.version, catalogue.rows("districts")
    assert catalogue.rows("districts") is rows

    region_bps(house).replace("2025", {"110102": "1103040"})

    assert catalogue.version != version
    changed = catalogue.rows("districts")
    assert changed.bps_codes[changed.codes.index("110102")] == "1103040"


def test_a_change_of_other_data_leaves_rows_and_version_alone(house: House, table: RegionTable) -> None:
    catalogue = catalogue_of(house, table)
    version, rows = catalogue.version, catalogue.rows("cities")

    house.clock.bump_generation()
    region_bps(house).replace("6117-2022", {"11": "12"})

    assert catalogue.version == version
    assert catalogue.rows("cities") is rows


def test_reading_costs_no_query(house: House, table: RegionTable) -> None:
    catalogue = catalogue_of(house, table)
    version, rows = catalogue.version, catalogue.rows("cities")
    house.close()
    house.directory.database_path.unlink()
    assert (catalogue.version, catalogue.rows("cities")) == (version, rows)


def test_a_level_that_does_not_exist_is_a_fault_of_the_caller(house: House, table: RegionTable) -> None:
    with pytest.raises(KeyError):
        catalogue_of(house, table).rows("villages")
