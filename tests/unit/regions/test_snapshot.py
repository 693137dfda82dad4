"""The bundled tables: the 2025 decree and the one before it."""

import lzma
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.errors import DataError
from satupintu.regions.region import Level, Region
from satupintu.regions.snapshot import RegionTable, load_bundled, read_table


def bundled_bytes() -> bytes:
    return resources.files("satupintu.regions").joinpath("data", "regions.xz").read_bytes()


def test_the_bundled_table_holds_the_whole_decree(table: RegionTable) -> None:
    assert table.counts == {Level.PROVINCE: 38, Level.CITY: 514, Level.DISTRICT: 7_285, Level.VILLAGE: 83_762}
    assert (table.label, table.decree, table.decree_date.isoformat()) == (
        "2025",
        "Kepmendagri 300.2.2-2138/2025",
        "2025-04-25",
    )


@pytest.fixture(scope="module")
def earlier() -> RegionTable:
    return load_bundled("6117-2022")


def test_the_decree_before_it_ships_as_well(earlier: RegionTable) -> None:
    assert earlier.counts == {Level.PROVINCE: 38, Level.CITY: 514, Level.DISTRICT: 7_277, Level.VILLAGE: 83_763}
    assert (earlier.label, earlier.decree_date.isoformat()) == ("6117-2022", "2022-11-09")
    assert "100.1.1-6117/2022" in earlier.decree and "29/2022" in earlier.decree


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("31", "DKI Jakarta"),
        ("34", "Daerah Istimewa Yogyakarta"),
        ("1274", "Kota Tanjung Balai"),
        ("1277", "Kota Padang Sidempuan"),
        ("1706", "Kab. Muko Muko"),
        ("7204", "Kab. Toli Toli"),
        ("3101", "Kab. Administrasi Kepulauan Seribu"),
        ("110110", "Pasi Raja"),
        ("960305", "Kepulauan Ayau"),
        ("720124", None),
    ],
)
def test_the_decree_before_it_keeps_its_own_names(earlier: RegionTable, code: str, name: str | None) -> None:
    assert earlier.name_of(code) == name


def test_from_one_decree_to_the_next_codes_go_and_come(table: RegionTable, earlier: RegionTable) -> None:
    old, new = ({code for level in Level for code in each.codes(level)} for each in (earlier, table))
    assert len(old - new) == 117
    assert sorted(code for code in new - old if len(code) < 10) == [
        *("720124", "720620", "810516", "920231", "920232", "920233", "920234", "920235")
    ]
    assert len(new - old) == 124
    assert all(list(earlier.codes(level)) == sorted(earlier.codes(level)) for level in Level)


def test_the_bundled_file_is_small_and_says_its_licence(table: RegionTable) -> None:
    assert len(bundled_bytes()) <= 500_000
    assert table.provenance.license == "ODbL-1.0"
    assert "idn-area-data" in table.provenance.notice


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("31", "Daerah Khusus Ibukota Jakarta"),
        ("1103", "Kab. Aceh Timur"),
        ("3101", "Kab. Administrasi Kepulauan Seribu"),
        ("3174", "Kota Administrasi Jakarta Selatan"),
        ("110101", "Bakongan"),
        ("352922", "Ra'as"),
        ("1108172014", "U Baro"),
        ("9120072005", "Teuw"),
        ("3307072016", "lamuk"),
    ],
)
def test_names_have_the_style_of_the_product(table: RegionTable, code: str, name: str) -> None:
    assert table.name_of(code) == name


def test_every_region_has_its_parent_and_is_its_parents_child(table: RegionTable) -> None:
    for level in (Level.CITY, Level.DISTRICT, Level.VILLAGE):
        for code in table.codes(level)[::97]:
            region = table.get(code)
            assert region is not None and region.parent_code is not None
            assert region in table.children(region.parent_code)
            assert table.ancestors(code)[-1] == table.get(region.parent_code)


def test_children_at_every_level_add_up_to_the_whole(table: RegionTable) -> None:
    villages = [
        village.code
        for province in table.children()
        for city in table.children(province.code)
        for district in table.children(city.code)
        for village in table.children(district.code)
    ]
    assert villages == list(table.codes(Level.VILLAGE))


def test_a_path_reads_from_the_region_upwards(table: RegionTable) -> None:
    assert table.path("321221") == "Kandanghaur, Kab. Indramayu, Jawa Barat"


@given(st.text(max_size=12) | st.from_regex(r"\d{0,11}", fullmatch=True))
def test_a_code_that_is_not_in_the_decree_is_no_region(table: RegionTable, code: str) -> None:
    known = any(code in table.codes(level) for level in (Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.VILLAGE))
    assert (table.get(code) is not None) == known == (code in table)
    if not known:
        assert table.level_of(code) is None
        assert not table.children(code)
        assert table.ancestors(code) == ()
        assert table.path(code) == ""


def test_kota_and_kelurahan_are_told_by_the_code() -> None:
    assert Region("3271", Level.CITY, "Kota Bogor").is_kota
    assert not Region("3201", Level.CITY, "Kab. Bogor").is_kota
    assert Region("3174081006", Level.VILLAGE, "Cikoko").is_kelurahan
    assert not Region("3212212011", Level.VILLAGE, "Eretan Wetan").is_kelurahan


def test_a_table_that_does_not_ship_is_named_in_the_error() -> None:
    with pytest.raises(DataError, match="'1999'"):
        load_bundled("1999")


def rewritten(old: bytes, new: bytes) -> bytes:
    plain = lzma.decompress(bundled_bytes())
    assert old in plain
    return lzma.compress(plain.replace(old, new, 1), preset=0)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(lambda: b"", id="empty"),
        pytest.param(lambda: b"not xz at all", id="other"),
        pytest.param(lambda: bundled_bytes()[:-1_000], id="cut short"),
        pytest.param(lambda: bundled_bytes()[:5_000] + b"\0" * 50 + bundled_bytes()[5_050:], id="overwritten"),
        pytest.param(lambda: rewritten(b'"city": 514', b'"city": 513'), id="counts disagree"),
        pytest.param(lambda: rewritten(b"Bakongan\n", b""), id="a line missing"),
        pytest.param(lambda: rewritten(b"\n720124\n", b"\n"), id="a difference missing"),
        pytest.param(lambda: lzma.compress(b"[]\n"), id="no header"),
    ],
)
def test_a_damaged_file_gives_one_clear_error(damaged) -> None:
    with pytest.raises(DataError, match=r"regions\.xz is damaged .* reinstall satupintu"):
        read_table(damaged(), "6117-2022", "regions.xz")


def test_a_file_of_a_later_format_is_told_from_a_damaged_one() -> None:
    with pytest.raises(DataError, match="has the format 'satupintu-regions/3'"):
        read_table(rewritten(b"satupintu-regions/2", b"satupintu-regions/3"))
