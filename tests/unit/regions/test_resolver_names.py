"""Names beside the official ones: former names and parents, seats, quarters, areas, names that are mixed up."""

import pytest

from satupintu.regions.reason import ReasonKey
from satupintu.regions.resolution import Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable, load_bundled


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ujung Pandang", "7371"),
        ("Mamuju Utara", "7601"),
        ("Maluku Tenggara Barat", "8103"),
        ("Irian Jaya Barat", "92"),
        ("Nanggroe Aceh Darussalam", "11"),
        ("Kabupaten Pontianak", "6102"),
        ("Kab. Toba Samosir", "1212"),
    ],
)
def test_a_former_name_is_answered_and_said(resolver: Resolver, text: str, code: str) -> None:
    answer = resolver.resolve(text)
    assert (answer.code, answer.reason.key) == (code, ReasonKey.FORMER_NAME)


@pytest.mark.parametrize(("text", "code"), [("Kotip Depok", "3276"), ("Kabupaten Dati II Gresik", "3525")])
def test_kinds_of_former_times_are_read(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ciputat, Tangerang", "367404"),
        ("Kota Cimahi, Bandung", "3277"),
        ("Cimahi Utara, Bandung", "327703"),
        ("Batu Malang", "3579"),
        ("Batu, Malang", "3579"),
        ("Pangandaran, Ciamis", "3218"),
        ("Cilegon, Jawa Barat", "3672"),
        ("Maybrat, Papua Barat", "9605"),
    ],
)
def test_the_city_or_province_before_a_division_counts_as_a_parent(resolver: Resolver, text: str, code: str) -> None:
    answer = resolver.resolve(text)
    assert (answer.code, answer.reason.key) == (code, ReasonKey.FORMER_PARENT)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Cilegon dan Serang", {"3672", "3604", "3673"}),
        ("Bogor, Depok", {"3201", "3271", "3276"}),
        ("Depok, Bogor, Jawa Barat", {"3201", "3271", "3276"}),
    ],
)
def test_a_bare_city_beside_the_one_it_was_divided_off_from_makes_two(
    resolver: Resolver, text: str, codes: set[str]
) -> None:
    answer = resolver.resolve(text)
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.SEVERAL_PLACES)
    assert {candidate.code for candidate in answer.candidates} == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bandara Soekarno-Hatta", "3671"),
        ("Bandara Soekarno-Hatta, Tangerang", "3671"),
        ("Ngurah Rai International Airport", "5103"),
        ("Pelabuhan Tanjung Perak, Surabaya", "3578"),
        ("Pelabuhan Belawan, Medan", "1271"),
        ("Kawasan Industri Pulogadung", "3175"),
        ("Terminal 3, Bandara Juanda, Sidoarjo", "3515"),
    ],
)
def test_a_landmark_stands_for_its_city_and_not_for_a_village_of_its_name(
    resolver: Resolver, text: str, code: str
) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tunjungan Plaza 3 Lt. 5 Jl. Basuki Rahmat Surabaya", "3578"),
        ("Pakuwon Mall, Surabaya", "3578"),
        ("Kawasan IMIP Ds. Labota Kec. Bahodopi Kab. Morowali", "7206102003"),
        ("Kawasan IWIP Lelilef Sawai, Weda Tengah, Halmahera Tengah", "8202072002"),
    ],
)
def test_the_name_of_a_building_or_estate_ends_where_that_of_a_region_begins(
    resolver: Resolver, text: str, code: str
) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ilir Barat I, Palembang", "167104"),
        ("Ilir Barat 1, Palembang", "167104"),
        ("Ilir Barat Satu, Palembang", "167104"),
        ("Yoboi, Sentani, Kab. Jayapura", "9103013007"),
        ("Kampung Yoboi, Sentani, Kab. Jayapura", "9103013007"),
        ("Jkt Pst", "3171"),
        ("Bdg Brt", "3217"),
    ],
)
def test_numbers_and_words_before_a_name_may_be_written_otherwise(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kepanjen", "350713"),
        ("Ungaran", "3322"),
        ("Purwokerto", "3302"),
        ("Sangatta", "6408"),
        ("Timika, Mimika, Papua Tengah", "9404"),
    ],
)
def test_a_capital_town_wins_over_villages_of_its_name(resolver: Resolver, text: str, code: str) -> None:
    answer = resolver.resolve(text)
    assert (answer.code, answer.reason.key) == (code, ReasonKey.SEAT)


@pytest.mark.parametrize(("text", "codes"), [("Soreang", {"320437", "737203"}), ("Martapura", {"160801", "630305"})])
def test_a_capital_town_does_not_win_over_another_district(resolver: Resolver, text: str, codes: set[str]) -> None:
    answer = resolver.resolve(text)
    assert answer.verdict is Verdict.AMBIGUOUS
    assert {candidate.code for candidate in answer.candidates} == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sunter", "3172"),
        ("Kuningan, Jakarta Selatan", "3174"),
        ("Kuningan", "3208"),
        ("Kota Tua", "3173"),
        ("Gresik Kota Baru", "3525"),
        ("Puncak, Bogor", "3201"),
        ("Puncak, Papua Tengah", "9405"),
    ],
)
def test_a_quarter_stands_for_its_city_unless_a_city_is_called_so(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("BSD City, Tangerang", {"3603", "3674"}),
        ("Puncak", {"3201", "9405"}),
        ("IKN", {"6402", "6409"}),
        ("Makasar", {"317508", "7371"}),
    ],
)
def test_what_may_be_either_stays_open(resolver: Resolver, text: str, codes: set[str]) -> None:
    answer = resolver.resolve(text)
    assert answer.verdict is Verdict.AMBIGUOUS
    assert {candidate.code for candidate in answer.candidates} == codes


def test_a_name_of_nothing_but_general_words_keeps_all_regions_open(resolver: Resolver) -> None:
    answer = resolver.resolve("Kota Baru")
    assert answer.verdict is Verdict.AMBIGUOUS
    assert {"6302", "321525", "157107"} <= {candidate.code for candidate in answer.candidates}


def test_a_city_in_another_province_is_not_taken_for_a_village_there(resolver: Resolver) -> None:
    answer = resolver.resolve("Surabaya, Jawa Barat")
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.CONTRADICTION)
    assert {"3578", "32"} <= {candidate.code for candidate in answer.candidates}


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("Irian Jaya", {"91", "94", "96"}),
        ("Greater Surabaya", {"3578", "3515", "3525"}),
        ("Solo Raya", {"3372", "3311"}),
        ("Kalimantan", {"61", "65"}),
    ],
)
def test_an_area_keeps_all_its_regions_open(resolver: Resolver, text: str, some: set[str]) -> None:
    answer = resolver.resolve(text)
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.WIDER_AREA)
    assert some <= {candidate.code for candidate in answer.candidates}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tg. Priok", "317202"),
        ("Rw. Badak Utara, Koja", "3172031004"),
        ("Kec. Kb. Jeruk, Jakarta Barat", "317305"),
        ("Jakarta South", "3174"),
        ("Kab. Toli-Toli", "7204"),
        ("Tolitoli, Sulawesi Tengah", "7204"),
        ("Gunung Putri, Kab. Bogor", "320102"),
        ("Soka'an, Krejengan, Kab. Probolinggo", "3513152017"),
        ("Sokaan, Krejengan, Kab. Probolinggo", "3513152017"),
        ("Lorong 3, Kel. Cibinong, Kec. Cibinong, Kab. Bogor", "3201011006"),
    ],
)
def test_other_spellings_are_read(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


def test_a_name_of_the_decree_before_is_read_where_the_code_kept_its_place(resolver: Resolver) -> None:
    assert resolver.resolve("Bojongpicung, Cianjur").code == "320306"
    assert resolver.resolve("Kepulauan Ayau, Raja Ampat").code == "960323"


def test_names_of_the_other_decree_stay_there() -> None:
    before = Resolver(load_bundled("6117-2022"))
    assert before.resolve("Kepulauan Ayau, Raja Ampat").code == "960305"


def test_the_kind_of_village_decides_between_two_of_one_name(resolver: Resolver, table: RegionTable) -> None:
    below = {region.code: region.name for region in table.children("917105")}
    kelurahan, kampung = sorted(code for code, name in below.items() if name == "Waena")
    assert resolver.resolve("Kel. Waena, Heram, Kota Jayapura").code == kelurahan
    assert resolver.resolve("Kampung Waena, Heram, Kota Jayapura").code == kampung
