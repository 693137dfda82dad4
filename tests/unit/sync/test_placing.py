"""At which region a written place is filed, or why a person must look: the rules, with the real resolver."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.recruitment.reason import Reason
from satupintu.regions.reason import ReasonKey, reason
from satupintu.regions.region import Level
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import load_bundled
from satupintu.sync.connection import Policy
from satupintu.sync.placing import Placed, place, region_of_all

TABLE = load_bundled()
RESOLVER = Resolver(TABLE)


def placed(text: str, ambiguous_place: Literal["certain_level", "person"] = "certain_level") -> Placed | Reason:
    return place(RESOLVER.resolve(text), Policy(ambiguous_place=ambiguous_place), TABLE)


def ambiguous(why: ReasonKey, *codes: str) -> Resolution:
    candidates = tuple(filter(None, map(TABLE.get, codes)))
    assert len(candidates) == len(codes)
    share = 1 / len(codes)
    return Resolution("somewhere", Verdict.AMBIGUOUS, None, None, None, share, candidates, (), reason(why))


def test_a_clear_place_is_filed_where_it_is_without_a_note() -> None:
    assert placed("Kota Bogor") == Placed(TABLE.get("3271"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("Bogor", "32"), ("Tangerang", "36"), ("Jakarta Selatan / Jakarta Barat", "31")],
)
def test_an_ambiguous_place_is_filed_at_the_region_that_holds_all_candidates(text: str, code: str) -> None:
    found = placed(text)
    assert isinstance(found, Placed)
    assert found.region.code == code
    (note,) = found.notes
    assert note.key == "filed_at_certain_level"
    for words in (note.words.id, note.words.en):
        assert f"{found.region.name} ({code})" in words
        assert all(each.code in words for each in RESOLVER.resolve(text).candidates)


def test_when_all_candidates_lie_in_one_city_it_is_the_city() -> None:
    found = place(ambiguous(ReasonKey.SAME_NAME, "321607", "321608", "3216072004"), Policy(), TABLE)
    assert isinstance(found, Placed)
    assert (found.region.code, found.region.level) == ("3216", Level.CITY)


def test_candidates_in_several_provinces_need_a_person_who_is_told_which() -> None:
    found = placed("Banjar")
    assert isinstance(found, Reason)
    assert all("3279" in words and "6303" in words for words in (found.words.id, found.words.en))


def test_a_connection_may_leave_every_ambiguous_place_to_a_person() -> None:
    found = placed("Bogor", "person")
    assert isinstance(found, Reason)
    assert "3201" in found.words.id and "3271" in found.words.en


@pytest.mark.parametrize("why", [ReasonKey.PARTLY_ABROAD, ReasonKey.KIND_DIFFERS, ReasonKey.CONTRADICTION])
def test_nothing_is_certain_where_it_may_be_none_of_the_candidates(why: ReasonKey) -> None:
    assert isinstance(place(ambiguous(why, "3201", "3271"), Policy(), TABLE), Reason)


def test_a_single_candidate_is_not_taken_for_certain() -> None:
    assert isinstance(place(ambiguous(ReasonKey.WIDER_AREA, "3579"), Policy(), TABLE), Reason)


@pytest.mark.parametrize("text", ["", "Remote", "Singapore", "Kantor pusat"])
def test_what_is_no_place_needs_a_person(text: str) -> None:
    assert isinstance(placed(text), Reason)


def test_a_place_that_is_not_certain_enough_needs_a_person() -> None:
    found = RESOLVER.resolve("Kota Bogor")
    strict = Policy(min_confidence=1)
    uncertain = place(found, strict, TABLE)
    assert isinstance(uncertain, Reason)
    assert uncertain.key == "place_uncertain"


@given(
    st.lists(st.sampled_from([code for level in Level for code in TABLE.codes(level)[:200]]), min_size=1, max_size=4)
)
def test_the_region_of_all_holds_each_of_them_and_no_deeper_one_does(codes: list[str]) -> None:
    regions = [region for region in map(TABLE.get, codes) if region is not None]
    found = region_of_all(regions, TABLE)
    holding = [
        code
        for code in (codes[0][:length] for length in (2, 4, 6, 10) if length <= len(codes[0]))
        if all(each.startswith(code) for each in codes)
    ]
    assert (found.code if found else None) == (holding[-1] if holding else None)
