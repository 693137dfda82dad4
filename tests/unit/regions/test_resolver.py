"""From free text to a region: what is known, what is open, what is no place."""

import pytest

from satupintu.regions.reason import ReasonKey, reason
from satupintu.regions.resolution import Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kandanghaur, Kabupaten Indramayu", "321221"),
        ("Jakarta Selatan", "3174"),
        ("Kota Adm. Jakarta Selatan", "3174"),
        ("Kab. Bogor", "3201"),
        ("KOTA BOGOR", "3271"),
        ("Kodya Bandung", "3273"),
        ("Bandung Kabupaten", "3204"),
        ("Lima Puluh Kota", "1307"),
        ("Kab. Pangkajene dan Kepulauan", "7310"),
        ("Kec. Gunung Putri, Kab. Bogor", "320102"),
        ("gunungputri, bogor", "320102"),
        ("Ds. Eretan Wetan, Kec. Kandanghaur, Kab. Indramayu, Prov. Jawa Barat", "3212212011"),
        ("Konda/ Kondaga, Tolikara", "950412"),
        ("Kp. Melayu, Jatinegara, Jakarta Timur", "3175031001"),
        ("Desa Kemantren, Kec. Kedungtuban, Kab. Blora", "3316042006"),
    ],
)
def test_the_deepest_region_that_is_written_is_found(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("South Jakarta, Indonesia", "3174"),
        ("West Java", "32"),
        ("Central Java", "33"),
        ("Southwest Papua", "96"),
        ("Bogor Regency", "3201"),
        ("Surabaya City, East Java", "3578"),
        ("Special Region of Yogyakarta", "34"),
    ],
)
def test_english_forms_are_read(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *{"DKI": "31", "DKI Jakarta": "31", "DIY": "34", "DI Yogyakarta": "34", "D.I. Yogyakarta": "34"}.items(),
        *{"Jabar": "32", "Jateng": "33", "Jatim": "35", "Sumut": "12", "Sumbar": "13", "Sumsel": "16"}.items(),
        *{"Babel": "19", "Kepri": "21", "Kalbar": "61", "Kalteng": "62", "Kalsel": "63", "Kaltim": "64"}.items(),
        *{"Kaltara": "65", "NTB": "52", "NTT": "53", "Sulut": "71", "Sulteng": "72", "Sulsel": "73"}.items(),
        *{"Sultra": "74", "Sulbar": "76", "Malut": "82", "Jaksel": "3174", "Jakbar": "3173"}.items(),
        *{"Jaktim": "3175", "Jakut": "3172", "Jakpus": "3171", "Tangsel": "3674", "KBB": "3217"}.items(),
        *{"Solo": "3372", "Ujung Pandang": "7371"}.items(),
    ],
)
def test_short_and_former_names_are_read(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bogor", {"3201", "3271"}),
        ("Bandung", {"3204", "3273"}),
        ("Banjar", {"3279", "6303"}),
        ("Tasikmalaya, West Java", {"3206", "3278"}),
        ("Remote (Bandung)", {"3204", "3273"}),
    ],
)
def test_a_kota_and_a_kabupaten_of_one_name_stay_open(resolver: Resolver, text: str, codes: set[str]) -> None:
    answer = resolver.resolve(text)
    assert answer.verdict is Verdict.AMBIGUOUS
    assert (answer.code, answer.level, answer.name) == (None, None, None)
    assert {candidate.code for candidate in answer.candidates} == codes
    assert answer.reason.key is ReasonKey.KOTA_OR_KABUPATEN


@pytest.mark.parametrize(
    ("text", "province", "cities"),
    [
        ("Jambi", "15", {"1571"}),
        ("Bengkulu", "17", {"1771"}),
        ("Gorontalo", "75", {"7501", "7571"}),
        ("Yogyakarta", "34", {"3471"}),
        ("Jogja", "34", {"3471"}),
    ],
)
def test_a_name_of_a_province_and_its_city_is_the_province_with_the_city_as_candidate(
    resolver: Resolver, text: str, province: str, cities: set[str]
) -> None:
    answer = resolver.resolve(text)
    assert (answer.code, answer.reason.key) == (province, ReasonKey.PROVINCE_OR_CITY)
    assert {candidate.code for candidate in answer.candidates} == cities


@pytest.mark.parametrize(
    "text", ["Jakarta, Surabaya", "Surabaya/Sidoarjo", "Bali dan Lombok", "Medan; Padang; Batam", "Solo & Semarang"]
)
def test_several_places_are_not_one(resolver: Resolver, text: str) -> None:
    answer = resolver.resolve(text)
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.SEVERAL_PLACES)
    assert len(answer.candidates) > 1


def test_a_wider_area_keeps_all_its_regions_open(resolver: Resolver) -> None:
    answer = resolver.resolve("Jabodetabek")
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.WIDER_AREA)
    assert {"31", "3276", "3674"} <= {candidate.code for candidate in answer.candidates}


def test_a_city_in_a_province_where_it_does_not_lie_is_not_answered_with_either(resolver: Resolver) -> None:
    answer = resolver.resolve("Kota Surabaya, Jawa Barat")
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.CONTRADICTION)
    assert {candidate.code for candidate in answer.candidates} == {"3578", "32"}


def test_a_kabupaten_that_does_not_exist_is_not_taken_for_the_kota_of_its_name(resolver: Resolver) -> None:
    answer = resolver.resolve("Kabupaten Surabaya, Jawa Timur")
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.KIND_DIFFERS)
    assert [candidate.code for candidate in answer.candidates] == ["3578"]
    assert answer.confidence < 1


def test_a_kabupaten_called_kota_is_answered_with_less_confidence(resolver: Resolver) -> None:
    answer = resolver.resolve("Kota Karawang")
    assert (answer.code, answer.reason.key) == ("3215", ReasonKey.KIND_DIFFERS)
    assert answer.confidence < resolver.resolve("Karawang").confidence


def test_the_province_before_the_division_still_counts_as_a_parent(resolver: Resolver) -> None:
    answer = resolver.resolve("Merauke, Papua")
    assert (answer.code, answer.reason.key) == ("9301", ReasonKey.FORMER_PARENT)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ReasonKey.EMPTY),
        (" - ", ReasonKey.EMPTY),
        ("Indonesia", ReasonKey.COUNTRY_ONLY),
        ("Seluruh Indonesia", ReasonKey.COUNTRY_ONLY),
        ("Remote", ReasonKey.REMOTE),
        ("Remote, Indonesia", ReasonKey.REMOTE),
        ("Work From Home", ReasonKey.REMOTE),
        ("Luar Negeri", ReasonKey.ABROAD),
        ("Singapore", ReasonKey.ABROAD),
        ("Kuala Lumpur, Malaysia", ReasonKey.ABROAD),
        ("Atlanta, GA", ReasonKey.ABROAD),
        ("3171", ReasonKey.BARE_CODE),
        ("11.01.01.2001", ReasonKey.BARE_CODE),
        ("Kantor Pusat", ReasonKey.NOT_FOUND),
        ("Jl. Jakarta No. 5", ReasonKey.NOT_FOUND),
        ("Jalan Melati", ReasonKey.NOT_FOUND),
    ],
)
def test_what_is_no_place_says_why(resolver: Resolver, text: str, key: ReasonKey) -> None:
    answer = resolver.resolve(text)
    assert (answer.verdict, answer.code, answer.confidence) == (Verdict.UNRESOLVED, None, 0.0)
    assert answer.reason.key is key


def test_a_district_that_bears_the_name_of_a_country_is_a_place_with_its_parents(resolver: Resolver) -> None:
    assert resolver.resolve("Cina, Kab. Bone").code == "730810"
    assert resolver.resolve("Cina").reason.key is ReasonKey.ABROAD


def test_a_place_here_and_one_abroad_stay_open(resolver: Resolver) -> None:
    answer = resolver.resolve("Jakarta / Singapore")
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.PARTLY_ABROAD)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jl. Raya Bogor KM 36, Sukamaju, Cilodong, Depok 16415", "3276081001"),
        ("Gedung Bandung Lt. 3, Jl. Semarang No. 7 RT.01/RW.02, Kec. Coblong, Kota Bandung 40132", "327302"),
        ("Jalan Gatot Subroto Tabanan 82111", "5102"),
        ("Kby. Lama Sel., Kec. Kby. Lama, Kota Jkt Selatan, DKI Jakarta 12240", "3174051006"),
    ],
)
def test_streets_and_buildings_do_not_speak_for_a_region(resolver: Resolver, text: str, code: str) -> None:
    assert resolver.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Surabya", "3578"),
        ("Denpsar, Bali", "5171"),
        ("Jakarta Seltan", "3174"),
        ("Kandanghuar, Kab. Indramayu", "321221"),
        ("Eretan Wettan, Kandanghaur, Indramayu", "3212212011"),
        ("Jakrta Selatn", "3174"),
        ("Tangrang Selatn, Banten", "3674"),
    ],
)
def test_one_wrong_letter_is_forgiven_and_said(resolver: Resolver, text: str, code: str) -> None:
    answer = resolver.resolve(text)
    assert (answer.code, answer.reason.key) == (code, ReasonKey.TYPO)


def test_more_evidence_never_means_less_confidence(resolver: Resolver) -> None:
    ladder = ["Kandanghuar, Kab. Indramayu", "Kandanghaur, Kab. Indramayu"]
    assert resolver.resolve(ladder[0]).confidence < resolver.resolve(ladder[1]).confidence
    assert resolver.resolve("Jambi").confidence < resolver.resolve("Provinsi Jambi").confidence


def test_the_matched_pieces_are_shown_as_they_were_written(resolver: Resolver) -> None:
    assert resolver.resolve("Jl. X No. 1, KANDANGHAUR, Kab.  Indramayu 45254").matched == (
        "KANDANGHAUR",
        "Kab.  Indramayu",
    )


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    for key in ReasonKey:
        assert reason(key).id and reason(key).en
        assert reason(key).id != reason(key).en


def test_a_repeated_text_is_answered_from_memory(table: RegionTable) -> None:
    resolver = Resolver(table)
    assert resolver.resolve("Kec. Kauman, Ponorogo") is resolver.resolve("Kec. Kauman, Ponorogo")
