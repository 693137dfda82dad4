"""Places written messily, with a known answer: hardly any is answered with another place."""

from satupintu.regions.resolution import Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable
from tests.unit.regions.messy_addresses import Scribe

ASKED = 1_500
SEED = 20_251
MOST_WRONG = 0.002
LEAST_RIGHT = 0.98


def test_hardly_any_messy_address_is_answered_with_another_place(resolver: Resolver, table: RegionTable) -> None:
    right, wrong = 0, list[str]()
    for written in Scribe(table, SEED).write(ASKED):
        answer = resolver.resolve(written.text)
        if answer.code == written.code:
            right += 1
        elif answer.verdict is Verdict.RESOLVED and not written.code.startswith(answer.code or "-"):
            wrong.append(f"{written.text} -> {answer.code}, not {written.code}")
    assert len(wrong) <= MOST_WRONG * ASKED, wrong
    assert right >= LEAST_RIGHT * ASKED
