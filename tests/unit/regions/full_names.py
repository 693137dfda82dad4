"""Full names of regions in the forms people write, and what the resolver makes of them."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from zlib import crc32

from satupintu.regions.region import Level, Region
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.snapshot import RegionTable

SHORTEST_MISSPELT = 4
"""Letters of a word that is misspelt; of shorter ones nothing recognisable is left."""


class Found(StrEnum):
    ITSELF = "itself"
    AMBIGUOUS = "ambiguous with itself"
    OTHER = "other"


def found(code: str, answer: Resolution) -> Found:
    if answer.code == code:
        return Found.ITSELF
    is_candidate = code in {candidate.code for candidate in answer.candidates}
    return Found.AMBIGUOUS if answer.verdict is Verdict.AMBIGUOUS and is_candidate else Found.OTHER


def regions_above(table: RegionTable, code: str) -> list[Region]:
    """The region and those above it, from the village upwards."""
    region = table.get(code)
    assert region is not None
    return [region, *reversed(table.ancestors(code))]


def with_prefixes(table: RegionTable, code: str) -> str:
    """`Kel. X, Kec. Y, Kab. Z, Prov. W`."""
    prefix = {Level.PROVINCE: "Prov. ", Level.CITY: "", Level.DISTRICT: "Kec. ", Level.VILLAGE: "Desa "}
    return ", ".join(
        ("Kel. " if region.is_kelurahan else prefix[region.level]) + region.name
        for region in regions_above(table, code)
    )


def without_prefixes(table: RegionTable, code: str) -> str:
    """`X, Y, Z, W`."""
    return ", ".join(
        region.name.removeprefix("Kab. ").removeprefix("Kota ") if region.level is Level.CITY else region.name
        for region in regions_above(table, code)
    )


def in_capitals(table: RegionTable, code: str) -> str:
    return with_prefixes(table, code).upper()


def with_one_typo(table: RegionTable, code: str) -> str:
    return _misspell(table, code, with_prefixes(table, code))


def with_one_typo_without_prefixes(table: RegionTable, code: str) -> str:
    return _misspell(table, code, without_prefixes(table, code))


def _misspell(table: RegionTable, code: str, text: str) -> str:
    """One letter lost, doubled or swapped, always the same one for the same region.

    A name that becomes that of another region in the same place is no misspelling; then the next letter is tried.
    """
    names = {
        region.name.lower() for above in regions_above(table, code) for region in table.children(above.parent_code)
    }
    return next(text for text, changed in _misspelt(text, crc32(code.encode())) if changed not in names)


def _misspelt(text: str, start: int) -> Iterator[tuple[str, str]]:
    parts = text.split(", ")
    for turn in range(1_000):
        at = (start + turn) % len(parts)
        words = parts[at].split(" ")
        long = [number for number, word in enumerate(words) if len(word) >= SHORTEST_MISSPELT and word.isalpha()]
        if long:
            words[long[-1]] = _with_typo(words[long[-1]], start // 7 + turn)
            changed = " ".join(words)
            bare = changed.split(". ", 1)[-1].removeprefix("Desa ").removeprefix("Kota ").lower()
            yield ", ".join((*parts[:at], changed, *parts[at + 1 :])), bare
    yield text, ""


def _with_typo(word: str, number: int) -> str:
    at = 1 + number // 3 % (len(word) - 2)
    if number % 3 == 0 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at] + word[at:] if number % 3 == 1 else word[:at] + word[at + 1 :]


FORMS: dict[str, Callable[[RegionTable, str], str]] = {
    "with prefixes": with_prefixes,
    "without prefixes": without_prefixes,
    "in capitals": in_capitals,
    "one typo": with_one_typo,
    "one typo, without prefixes": with_one_typo_without_prefixes,
}


def every_region(table: RegionTable, one_in: int = 1) -> Iterable[str]:
    """The codes of all regions, or of an even share of each level; always the same ones."""
    for level in Level:
        step = one_in if level in (Level.DISTRICT, Level.VILLAGE) else 1
        yield from table.codes(level)[::step]
