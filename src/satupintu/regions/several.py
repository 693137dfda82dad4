"""Whether a text names several places that do not lie within one another."""

from __future__ import annotations

from collections.abc import Sequence

from satupintu.regions.chains import Chain
from satupintu.regions.mentions import Mention
from satupintu.regions.reading import Reading
from satupintu.regions.words import Naming


def separate_places(reading: Reading, mentions: Sequence[Mention], top: Chain) -> list[str]:
    """The provinces and cities of a text that names several which do not lie within one another; else empty."""
    places = [mention for mention in mentions if mention.fills_part and is_place(mention)]
    if not places:
        return []
    outside = [mention for mention in places if not mention.mask & top.mask]
    joined = _joined_only_below(reading, places, top)
    if not outside and not joined:
        return []
    found = {code for mention in (*outside, *joined) for code in _highest(mention)}
    own = _highest(top.own) if top.own not in joined and is_place(top.own) else (top.code,)
    return sorted(found | set(own))


def contradicts(reading: Reading, named: Sequence[Mention]) -> bool:
    """Whether the places, in the order of the text, are a city and then a province, not a list."""
    city, province = _highest(named[0]), _highest(named[-1])
    is_inside = any(code.startswith(province) for code in city)
    return (len(city[0]), len(province[0])) == (4, 2) and not is_inside and not reading.is_list


def is_place(mention: Mention) -> bool:
    """Whether a mention by itself names a province or city, and nothing else stands in its part."""
    return (
        mention.fills_part
        and not mention.in_street
        and mention.naming is not Naming.MISSPELT
        and len(mention.codes[0]) <= 4
    )


def _joined_only_below(reading: Reading, places: Sequence[Mention], top: Chain) -> list[Mention]:
    """Names of cities that the chain could only join by taking one of them for a small village, or across a list."""
    if top.own not in places:
        return _seat_beside_another(places, top)
    named = [mention for mention in top.mentions if mention in places and mention.part != top.own.part]
    if len(top.code) < 6:  # `Cilegon, Serang`, where Serang is also the city that Cilegon was divided off from
        named = [mention for mention in named if any(_is_another_city(code, top.code) for code in mention.codes)]
        return [top.own, *named] if named and (reading.is_list or _is_bare_beside_former(top, named)) else []
    has_district = any(len(mention.codes[0]) == 6 for mention in top.mentions)
    if len(top.code) == 10 and named and not has_district and not reading.is_address:
        return [top.own, *named]
    return [top.own, *named] if named and reading.is_list else []


def _is_bare_beside_former(top: Chain, named: Sequence[Mention]) -> bool:
    """Whether a city stands beside the one it was divided off from, and nothing says that it is meant as its part.

    A word for the kind does, and so does `Batu, Malang`, because a district of the city Batu is called so too.
    """
    if not top.former_parent or any(mention.kind for mention in (top.own, *named)):
        return False
    is_district = any(len(code) == 6 and code.startswith(top.code) for code in top.own.codes)
    return not is_district or top.own.first > min(mention.first for mention in named)


def _seat_beside_another(places: Sequence[Mention], top: Chain) -> list[Mention]:
    """`Cikarang/Karawang`, where a small village of Karawang bears the name of Bekasi's seat."""
    as_seat = [place for place in places if place.mask == top.own.mask and place.naming is Naming.SEAT]
    named = [mention for mention in top.mentions[1:] if mention in places and mention.part != top.own.part]
    if len(top.code) < 10 or not as_seat or not named or any(mention.kind for mention in named):
        return []
    is_seat_here = any(top.code.startswith(code) for place in as_seat for code in place.codes)
    has_district = any(len(mention.codes[0]) == 6 for mention in top.mentions)
    is_city = len(named[0].codes[0]) == 4
    return [*as_seat, *named] if is_city and not is_seat_here and not has_district else []


def _is_another_city(code: str, than: str) -> bool:
    return len(code) == 4 and code != than


def _highest(mention: Mention) -> tuple[str, ...]:
    level = min(map(len, mention.codes))
    return tuple(code for code in mention.codes if len(code) == level)
