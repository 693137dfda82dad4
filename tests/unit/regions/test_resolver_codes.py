"""Texts that are codes: never guessed, read in the system that is named."""

import pytest

from satupintu.regions.bps import BpsCodes
from satupintu.regions.codes import CodeSystem
from satupintu.regions.history import CodeHistory, RegionHistory
from satupintu.regions.reason import ReasonKey
from satupintu.regions.resolution import Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable

FORMER = {"9102": ("9501",), "9999": ("9501", "9502")}


class FormerCodes:
    def successors(self, code: str) -> tuple[str, ...]:
        return FORMER.get(code, ())

    def of(self, code: str) -> CodeHistory | None:
        return None


@pytest.fixture
def reader(table: RegionTable) -> Resolver:
    return Resolver(table, bps_codes=BpsCodes(table, {"321221": "3212190"}), former_codes=FormerCodes())


@pytest.mark.parametrize("text", ["3171", "11.01.01.2001", " 31 ", "1" * 10_000])
def test_a_code_without_its_system_is_never_guessed(reader: Resolver, text: str) -> None:
    answer = reader.resolve(text)
    assert (answer.verdict, answer.reason.key) == (Verdict.UNRESOLVED, ReasonKey.BARE_CODE)


@pytest.mark.parametrize("text", ["31", "3171", "32.12.21", "1101012001", "11.01.01.2001"])
def test_a_kemendagri_code_is_read_with_or_without_dots(reader: Resolver, text: str) -> None:
    answer = reader.resolve(text, CodeSystem.KEMENDAGRI)
    assert (answer.code, answer.reason.key) == (text.replace(".", ""), ReasonKey.CODE)
    assert (answer.confidence, answer.matched) == (1.0, (text,))


def test_the_same_digits_mean_another_place_in_the_other_system(reader: Resolver) -> None:
    assert reader.resolve("3171", CodeSystem.KEMENDAGRI).code == "3171"
    assert reader.resolve("3171", CodeSystem.BPS).code == "3174"
    assert reader.resolve("3212190", CodeSystem.BPS).code == "321221"


def test_a_former_code_is_answered_with_the_code_of_today_and_said(reader: Resolver) -> None:
    answer = reader.resolve("91.02", CodeSystem.KEMENDAGRI)
    assert (answer.code, answer.reason.key) == ("9501", ReasonKey.FORMER_CODE)
    assert answer.confidence < 1


def test_a_former_code_of_several_places_stays_open(reader: Resolver) -> None:
    answer = reader.resolve("9999", CodeSystem.KEMENDAGRI)
    assert (answer.verdict, answer.reason.key) == (Verdict.AMBIGUOUS, ReasonKey.FORMER_CODE)
    assert {candidate.code for candidate in answer.candidates} == {"9501", "9502"}


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("9998", CodeSystem.KEMENDAGRI),
        ("123", CodeSystem.KEMENDAGRI),
        ("1.2.3", CodeSystem.BPS),
        ("9998", CodeSystem.BPS),
        ("1" * 10_000, CodeSystem.KEMENDAGRI),
    ],
)
def test_a_code_that_no_region_has_is_said_to_be_unknown(reader: Resolver, text: str, system: CodeSystem) -> None:
    answer = reader.resolve(text, system)
    assert (answer.verdict, answer.reason.key) == (Verdict.UNRESOLVED, ReasonKey.UNKNOWN_CODE)


def test_without_bps_codes_none_is_read(resolver: Resolver) -> None:
    assert resolver.resolve("3171", CodeSystem.BPS).reason.key is ReasonKey.UNKNOWN_CODE
    assert resolver.resolve("9102", CodeSystem.KEMENDAGRI).reason.key is ReasonKey.UNKNOWN_CODE


def test_a_name_is_read_alike_whatever_the_system(reader: Resolver) -> None:
    answers = [reader.resolve("Kota Bogor", system) for system in (None, *CodeSystem)]
    assert {answer.code for answer in answers} == {"3271"}


def test_a_former_code_of_which_only_the_city_is_known_is_answered_with_the_city(table: RegionTable) -> None:
    resolver = Resolver(table, former_codes=RegionHistory(table))
    answer = resolver.resolve("9101012001", CodeSystem.KEMENDAGRI)
    assert (answer.code, answer.reason.key) == ("9301", ReasonKey.FORMER_CODE_CITY)
    assert resolver.resolve("9102", CodeSystem.KEMENDAGRI).code == "9501"
    assert answer.confidence < 1
