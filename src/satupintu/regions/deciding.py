"""From weighed chains to an answer: one region, several, or none, with confidence and reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from satupintu.regions.chains import SAME, Chain
from satupintu.regions.mentions import Mention, Spelled
from satupintu.regions.reading import Reading
from satupintu.regions.reason import ReasonKey
from satupintu.regions.region import ancestor_codes
from satupintu.regions.words import Kind

# Confidence by kind of evidence; the reference page explains the steps.
WITH_PARENTS = 0.98
KIND_NAMED = 0.95
PROVINCE_OR_CITY_ALONE = 0.95
DISTRICT_ALONE = 0.85
VILLAGE_ALONE = 0.75
TIMES_TYPO = 0.85
TIMES_ALIAS = 0.95
TIMES_STREET_END = 0.85
TIMES_FORMER_PARENT = 0.95
TIMES_SHARED_NAME = 0.85
TIMES_KIND_DIFFERS = 0.8

_MAYBE_NONE = (ReasonKey.PARTLY_ABROAD, ReasonKey.KIND_DIFFERS)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome before it is dressed as a `Resolution`. `is_open` tells ambiguous from unresolved."""

    reason: ReasonKey
    code: str | None = None
    confidence: float = 0.0
    candidates: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    is_open: bool = False


def refuse(why: ReasonKey) -> Decision:
    """No region, for a reason."""
    return Decision(why)


def decide(
    reading: Reading, mentions: Sequence[Mention], chains: Sequence[Chain], foreign: frozenset[int]
) -> Decision | None:
    """Choose among the chains; `None` when there is nothing to choose from.

    `foreign` are the numbers of the parts that name a place abroad.
    """
    if not chains:
        return None
    strong_ones = [chain for chain in chains if _is_strong(reading, chain) and not _is_inside(chain.own, chains[0].own)]
    if not strong_ones:
        return None if foreign else _weak(chains)
    chains = strong_ones
    best = [chain for chain in chains if chain.score >= chains[0].score - SAME]
    top = best[0]
    places = _separate_places(reading, mentions, top)
    if _names_abroad(top, foreign):
        here = [chain.code for chain in best if len(chain.code) <= 4 and chain.own.fills_part]
        here = [] if top.own.part in foreign else here
        return _open(ReasonKey.PARTLY_ABROAD, here, top.mentions) if here else None
    if places:
        named = sorted((each for each in mentions if _is_place(each)), key=lambda each: each.first)
        city_then_province = [len(each.codes[0]) for each in (named[0], named[-1])] == [4, 2]
        contradicting = city_then_province and not _is_list(reading)
        why = ReasonKey.CONTRADICTION if contradicting else ReasonKey.SEVERAL_PLACES
        return _open(why, places, (*top.mentions, *named))
    if top.own.spelled is Spelled.AREA:
        return _open(ReasonKey.WIDER_AREA, [chain.code for chain in best if chain.own is top.own], top.mentions)
    level = len(top.code)
    finalists = [chain.code for chain in best if len(chain.code) == level]
    deeper = [chain.code for chain in best if len(chain.code) > level]
    if level == 6:  # a district and villages elsewhere of the same name: nobody can tell
        finalists += [code for code in deeper if not code.startswith(tuple(finalists))]
    if len(finalists) > 1:
        return _open(_why_several(finalists), finalists, top.mentions)
    if len(top.code) == 4 and top.own.kind_differs is Kind.KABUPATEN:  # perhaps a kabupaten of former times
        return _open(ReasonKey.KIND_DIFFERS, finalists, top.mentions)
    cities = tuple(code for code in deeper if len(code) == 4) if level == 2 else ()
    return _one(top, cities)


def _one(top: Chain, cities: tuple[str, ...]) -> Decision:
    spelled = {mention.spelled for mention in top.mentions}
    above = ancestor_codes(top.code)
    with_parents = any(code in above for mention in top.mentions[1:] for code in mention.codes)
    if with_parents or top.former_parent:
        confidence, why = WITH_PARENTS, ReasonKey.NAME_AND_PARENTS
    elif top.own.kind_named:
        confidence, why = KIND_NAMED, ReasonKey.NAME
    else:
        confidence = {6: DISTRICT_ALONE, 10: VILLAGE_ALONE}.get(len(top.code), PROVINCE_OR_CITY_ALONE)
        why = ReasonKey.NAME
    for holds, factor, instead in (
        (top.own.in_street, TIMES_STREET_END, ReasonKey.STREET_END),
        (top.own.spelled is Spelled.ALIAS, TIMES_ALIAS, ReasonKey.ALIAS),
        (top.former_parent, TIMES_FORMER_PARENT, ReasonKey.FORMER_PARENT),
        (any(each.kind_differs for each in top.mentions), TIMES_KIND_DIFFERS, ReasonKey.KIND_DIFFERS),
        (bool(cities), TIMES_SHARED_NAME, ReasonKey.PROVINCE_OR_CITY),
        (Spelled.TYPO in spelled, TIMES_TYPO, ReasonKey.TYPO),
    ):
        if holds:
            confidence, why = confidence * factor, instead
    return Decision(why, top.code, round(confidence, 2), cities, top.mentions)


def _open(why: ReasonKey, codes: Iterable[str], mentions: Iterable[Mention]) -> Decision:
    candidates = tuple(sorted(set(codes), key=lambda code: (len(code), code)))
    return Decision(
        why,
        confidence=round(1 / (len(candidates) + (why in _MAYBE_NONE)), 2),
        candidates=candidates,
        mentions=tuple(dict.fromkeys(mentions)),
        is_open=True,
    )


def _weak(chains: Sequence[Chain]) -> Decision:
    """Names that do not carry an answer: several that fit stay open, a single one is for a person to look at."""
    best = [chain for chain in chains if chain.score >= chains[0].score - SAME]
    codes, own = [chain.code for chain in best], best[0].own
    if len(best) > 1 and own.ends_part and not own.in_street and own.spelled is not Spelled.TYPO:
        return _open(ReasonKey.SAME_NAME, codes, best[0].mentions)
    return Decision(ReasonKey.TOO_WEAK, candidates=tuple(codes), mentions=best[0].mentions)


def _why_several(codes: Sequence[str]) -> ReasonKey:
    return ReasonKey.KOTA_OR_KABUPATEN if {len(code) for code in codes} == {4} else ReasonKey.SAME_NAME


def _is_strong(reading: Reading, chain: Chain) -> bool:
    """Whether the evidence carries an answer: a name with parents, a named kind, or a name that stands by itself."""
    own = chain.own
    if len(chain.mentions) > 1 or (own.kind_named and not own.in_street):
        return True
    if len(chain.code) <= 4 and own.spelled is not Spelled.TYPO:
        return own.ends_part
    others = sum(len(part.words) for number, part in enumerate(reading.parts) if number != own.part)
    return own.fills_part and not own.in_street and others == 0


def _names_abroad(top: Chain, foreign: frozenset[int]) -> bool:
    """Whether a part names a place abroad and is not, with others, the name of a region (Cina in Kab. Bone)."""
    spoken_for = {mention.part for mention in top.mentions} if len(top.mentions) > 1 else frozenset[int]()
    return bool(foreign - spoken_for)


def _is_inside(mention: Mention, longer: Mention) -> bool:
    """Whether a name is only a piece of a longer one, as Kerinci is of Pangkalan Kerinci."""
    return mention.mask != longer.mask and mention.mask | longer.mask == longer.mask


def _is_place(mention: Mention) -> bool:
    """Whether a mention by itself names a province or city, and nothing else stands in its part."""
    return (
        mention.fills_part
        and not mention.in_street
        and mention.spelled is not Spelled.TYPO
        and len(mention.codes[0]) <= 4
    )


def _separate_places(reading: Reading, mentions: Sequence[Mention], top: Chain) -> list[str]:
    """The provinces and cities of a text that names several which do not lie within one another; else empty."""
    places = [mention for mention in mentions if _is_place(mention)]
    outside = [mention for mention in places if not mention.mask & top.mask]
    joined = _joined_only_below(reading, places, top)
    if not outside and not joined:
        return []
    found = {code for mention in (*outside, *joined) for code in _highest(mention)}
    own = _highest(top.own) if top.own not in joined and _is_place(top.own) else (top.code,)
    return sorted(found | set(own))


def _joined_only_below(reading: Reading, places: Sequence[Mention], top: Chain) -> list[Mention]:
    """Names of cities that the chain could only join by taking one of them for a small village, or across a list."""
    if top.own not in places or len(top.code) < 6:
        return []
    named = [mention for mention in top.mentions if mention in places and mention.part != top.own.part]
    cities = [mention for mention in named if len(mention.codes[0]) == 4]
    if len(top.code) == 10 and cities and not any(len(m.codes[0]) == 6 for m in top.mentions):
        return [top.own, *cities]
    return [top.own, *named] if named and _is_list(reading) else []


def _highest(mention: Mention) -> tuple[str, ...]:
    level = min(map(len, mention.codes))
    return tuple(code for code in mention.codes if len(code) == level)


def _is_list(reading: Reading) -> bool:
    return any(part.listed for part in reading.parts)
