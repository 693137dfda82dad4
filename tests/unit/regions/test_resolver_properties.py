"""What holds for every text and every region."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satupintu.regions.mentions import Lexicon
from satupintu.regions.names import NameIndex
from satupintu.regions.reading import LONGEST_TEXT, MOST_WORDS, Reader
from satupintu.regions.region import Level, Region
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable
from satupintu.regions.words import Aliases, load_words

NAMES = ["Bogor", "Bandung", "Jawa Barat", "Jakarta", "Sidomulyo", "Purwodadi", "Jambi", "Cikarang", "Surabya"]
SIGNS = ["Kab. ", "Kota ", "Kec. ", "Kel. ", "Desa ", "Jl. ", "South ", " Regency", " Selatan", " II", "Indonesia"]
MARKS = [", ", " / ", " dan ", " - ", "(", ")", "'", '"', "\x00", "\u202e", "No. 5", "40132", "Remote", "Singapore"]
PIECES = st.sampled_from([*NAMES, *SIGNS, *MARKS])


@pytest.fixture(scope="module")
def reader(table: RegionTable) -> Reader:
    words = load_words()
    return Reader(Lexicon(NameIndex(table, {}, Aliases({}, {}), words), words))


def assert_consistent(answer: Resolution, table: RegionTable) -> None:
    assert 0 <= answer.confidence <= 1
    assert all(table.get(candidate.code) == candidate for candidate in answer.candidates)
    assert len(set(answer.candidates)) == len(answer.candidates)
    assert all(piece in answer.text for piece in answer.matched)
    if answer.verdict is Verdict.RESOLVED:
        assert answer.code is not None and answer.level is not None and answer.name is not None
        assert table.get(answer.code) == Region(answer.code, answer.level, answer.name)
        assert answer.code not in {candidate.code for candidate in answer.candidates}
        assert answer.confidence > 0 and answer.matched
    else:
        assert (answer.code, answer.level, answer.name) == (None, None, None)
    if answer.verdict is Verdict.AMBIGUOUS:
        assert answer.candidates
    if answer.verdict is Verdict.UNRESOLVED:
        assert answer.confidence == 0


@given(st.text(max_size=60))
def test_any_text_gets_a_consistent_answer(resolver: Resolver, table: RegionTable, text: str) -> None:
    assert_consistent(resolver.resolve(text), table)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_jumble_of_place_words_gets_a_consistent_answer(resolver: Resolver, table: RegionTable, text: str) -> None:
    assert_consistent(resolver.resolve(text), table)


@pytest.mark.parametrize("upper", [False, True])
def test_every_city_with_its_province_resolves_to_itself(resolver: Resolver, table: RegionTable, upper: bool) -> None:
    for region in table.regions(Level.CITY):
        text = table.path(region.code)
        assert resolver.resolve(text.upper() if upper else text).code == region.code


def test_every_province_resolves_to_itself(resolver: Resolver, table: RegionTable) -> None:
    for region in table.regions(Level.PROVINCE):
        assert resolver.resolve(region.name).code == region.code
        assert resolver.resolve(f"Prov. {region.name}").code == region.code


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Bogor " * 200_000, id="a megabyte of one city"),
        pytest.param("," * 100_000, id="commas"),
        pytest.param("a," * 50_000, id="letters and commas"),
        pytest.param("\x00" * 10_000, id="NUL"),
        pytest.param("\u202eBogor\u202d" * 1_000, id="right-to-left marks"),
        pytest.param("\ud800 Bogor", id="lone surrogate"),
        pytest.param("sidomulyo " * 90, id="the most common village, again and again"),
        pytest.param("'" * 50_000 + "a", id="apostrophes"),
    ],
)
def test_hostile_text_is_answered_after_a_bounded_number_of_words(
    reader: Reader, resolver: Resolver, table: RegionTable, text: str
) -> None:
    ends = [placed.start + end for placed in reader.read(text).parts for end in placed.part.ends]
    assert len(ends) <= MOST_WORDS
    assert all(end <= LONGEST_TEXT for end in ends)
    assert_consistent(resolver.resolve(text), table)
