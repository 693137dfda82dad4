"""Whether a text names several places that do not lie within one another."""

from __future__ import annotations

from collections.abc import Sequence

from satupintu.regions.chains import Chain
from satupintu.regions.mentions import Mention
from satupintu.regions.reading import Reading
from satupintu.regions.words import Naming


def separate_places(reading: Reading, mentions: Sequence[Mention], top: Chain) -> list[str]:
    """The provinces and cities of a text that names several which do not lie within one another; else empty."""
    places = [mention for mention in mentions if is_place(mention)]
    outside = [mention for mention in places if not mention.mask & top.mask]
    joined = _joined_only_below(reading, places, top)
    if not outside and not joined:
        return []
    found = {code for mention in (*outside, *joined) for code in _highest(mention)}
    own = _highest(top.own) if top.own not in joined and is_place(top.own) else (top.code,)
    return sorted(found | set(own))


def contradicts(reading: Reading, named: Sequence[Mention]) -> bool:
    """Whether the places, in the order of the text, are a city and then a province, not a list."""
    levels = [len(each.codes[0]) for each in (named[0], named[-1])]
    return levels == [4, 2] and not is_list(reading)


def is_place(mention: Mention) -> bool:
    """Whether a mention by itself names a province or city, and nothing else stands in its part."""
    return (
        mention.fills_part
        and not mention.in_street
        and mention.naming is not Naming.MISSPELT
        and len(mention.codes[0]) <= 4
    )


def is_list(reading: Reading) -> bool:
    """Whether a separator lists places, as in `A / B`."""
    return any(part.listed for part in reading.parts)


def _joined_only_below(reading: Reading, places: Sequence[Mention], top: Chain) -> list[Mention]:
    """Names of cities that the chain could only join by taking one of them for a small village, or across a list."""
    if top.own not in places:
        return []
    named = [mention for mention in top.mentions if mention in places and mention.part != top.own.part]
    if len(top.code) < 6:  # `Cilegon dan Serang`, where Serang is also the city that Cilegon was divided off from
        named = [mention for mention in named if any(_is_another_city(code, top.code) for code in mention.codes)]
        return [top.own, *named] if named and is_list(reading) else []
    has_district = any(len(mention.codes[0]) == 6 for mention in top.mentions)
    is_address = any(word.in_street for part in reading.parts for word in part.words)
    if len(top.code) == 10 and named and not has_district and not is_address:
        return [top.own, *named]
    return [top.own, *named] if named and is_list(reading) else []


def _is_another_city(code: str, than: str) -> bool:
    return len(code) == 4 and code != than


def _highest(mention: Mention) -> tuple[str, ...]:
    level = min(map(len, mention.codes))
    return tuple(code for code in mention.codes if len(code) == level)
