"""Every region is found by its own full name in every usual form, or kept open with it.

The slice of every run is the same and takes all provinces and cities and an even share of districts and villages;
`make regions-exhaustive` takes all 91,599.
"""

import os
from collections.abc import Callable

import pytest

from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable
from tests.unit.regions.full_names import FORMS, Found, every_region, found

EVERY_REGION = "EVERY_REGION" in os.environ
ONE_IN = 1 if EVERY_REGION else 150

MOST_OTHER = {"one typo": 0.0005, "one typo, without prefixes": 0.004}
"""Shares that may be answered otherwise: a letter more or less can leave no trace of a name of two letters."""


@pytest.mark.parametrize("form", FORMS)
def test_a_full_name_means_its_region_or_stays_open_with_it(resolver: Resolver, table: RegionTable, form: str) -> None:
    write: Callable[[RegionTable, str], str] = FORMS[form]
    asked = {code: write(table, code) for code in every_region(table, ONE_IN)}
    other = [text for code, text in asked.items() if found(code, resolver.resolve(text)) is Found.OTHER]
    slack = 0 if EVERY_REGION else 6  # provinces and cities, where short names are many, weigh more in the slice
    assert len(other) <= MOST_OTHER.get(form, 0.0) * len(asked) + (slack if form in MOST_OTHER else 0), other


def test_hardly_any_full_name_stays_open(resolver: Resolver, table: RegionTable) -> None:
    codes = list(every_region(table, ONE_IN))
    answers = [found(code, resolver.resolve(FORMS["with prefixes"](table, code))) for code in codes]
    assert answers.count(Found.ITSELF) >= 0.999 * len(codes)
