"""Weighs which region explains most of a text: its own name, and the names of the regions above it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from satupintu.regions.mentions import Mention
from satupintu.regions.words import Divisions, Naming

SAME = 1e-6
"""Scores closer than this are equal."""

_AGAIN = 0.5
_FORMER = 0.8
_AS_PARENT = {Naming.SEAT: 0.9, Naming.QUARTER: 0.9, Naming.AREA: 0.9}
_OWN_NAMES_TRIED = 3
_DEPTHS = {Naming.SEAT: 6, Naming.QUARTER: 8}
_INSIDE = (Naming.SEAT, Naming.QUARTER)
"""Names of places inside the region: its own name beside them is a parent's name, not the same said again."""


class Chain(NamedTuple):
    """A region, the mentions that speak for it, `own` and then those above, and how much of the text they explain.

    `mask` are the words explained, as bits, and `said_again` those of them that only repeat. `depth` orders what is
    named by its size: 2 to 10 as the code is long, but a seat of government counts as a district and a quarter as less.
    """

    code: str
    own: Mention
    mentions: tuple[Mention, ...]
    score: float
    mask: int
    said_again: int
    depth: int
    former_parent: bool

    @property
    def is_alone(self) -> bool:
        """Whether nothing but the name itself speaks for the region."""
        return len(self.mentions) == 1


def weigh(mentions: Sequence[Mention], divisions: Divisions) -> list[Chain]:
    """All regions that may be meant, each with its chain, those that explain most first."""
    large: dict[str, list[int]] = {}  # the words at which each province, city and district is named
    for mention in mentions:
        for code in mention.codes:
            if len(code) == 10:  # they stand last
                break
            large.setdefault(code, []).append(mention.mask)
    by_code: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda each: (each.naming is Naming.AREA, -each.weight)):
        for code in _likely(mention, large, divisions):
            by_code.setdefault(code, []).append(mention)
    chains = [_chain(code, by_code, divisions) for code in by_code]
    chains.sort(key=lambda chain: (-round(chain.score, 6), chain.depth, chain.code))
    return chains


def best_of(chains: Sequence[Chain]) -> list[Chain]:
    """The chains that explain as much as the first."""
    return [chain for chain in chains if chain.score >= chains[0].score - SAME]


def _likely(mention: Mention, large: Mapping[str, Sequence[int]], divisions: Divisions) -> Sequence[str]:
    """Without the villages that cannot be meant: those elsewhere when one lies in a region that is named too.

    Nor is a village elsewhere that bears a city's name.
    """
    codes, mask = mention.codes, mention.mask
    if len(codes[-1]) < 10 or len(codes) == 1:
        return codes
    first = bisect_left(codes, 10, key=len)
    named = {code for code, masks in large.items() if any(not other & mask for other in masks)}
    for code in named & divisions.divided_off.keys():
        named.update(divisions.divided_off[code])
    likely: set[str] = set()
    for area in named:
        likely.update(codes[bisect_left(codes, area, first) : bisect_left(codes, area + ":", first)])
    if likely:
        return (*codes[:first], *sorted(likely))
    return codes[:first] if len(codes[0]) <= 4 else codes


def _chain(code: str, by_code: Mapping[str, Sequence[Mention]], divisions: Divisions) -> Chain:
    """The chain in which the region's own name and those above it explain most together."""
    ours = by_code[code]
    steps = [step for step in (code[:2], code[:4], code[:6]) if step in by_code and step != code]
    above = [(step, mention) for step in steps for mention in by_code[step]] if steps else []
    before = _former_parents(code, divisions.former_parents) if len(code) > 2 else ()
    former = [mention for parent in before if parent in by_code for mention in by_code[parent]] if before else []
    if not above and not former and len(ours) == 1:
        own = ours[0]
        return Chain(code, own, (own,), own.weight, own.mask, 0, _depth(code, own), former_parent=False)
    if len(above) > 1:
        above.sort(key=lambda pair: (-pair[1].weight, -len(pair[0])))
    if len(ours) == 1:
        return _join(code, ours[0], ours, above, former)
    chains = (_join(code, own, ours, above, former) for own in ours[:_OWN_NAMES_TRIED])
    return max(chains, key=lambda chain: chain.score)


def _join(
    code: str,
    own: Mention,
    ours: Sequence[Mention],
    above: Sequence[tuple[str, Mention]],
    former: Sequence[Mention],
) -> Chain:
    used, taken, score = [own], own.mask, own.weight
    named = {code}
    for step, mention in above:  # each level above by what explains most of the text ...
        if step not in named and not mention.mask & taken:
            named.add(step)
            used.append(mention)
            taken |= mention.mask
            score += mention.weight * _AS_PARENT.get(mention.naming, 1.0)
    again = 1.0 if own.naming in _INSIDE else _AGAIN
    said_again = 0
    said = [*ours, *[mention for _, mention in above]] if above else ours
    for mention in said if len(said) > len(used) else ():  # ... and then what is said again
        if not mention.mask & taken and mention.naming is not Naming.MISSPELT:
            used.append(mention)
            taken |= mention.mask
            said_again |= mention.mask
            if mention.naming is Naming.AREA:
                score += mention.weight * _AS_PARENT[Naming.AREA]
            else:
                score += mention.weight * again
                again = _AGAIN
    free = [mention for mention in former if not mention.mask & taken]
    if free:
        divided_from = max(free, key=lambda each: each.weight)
        used.append(divided_from)
        taken |= divided_from.mask
        score += divided_from.weight * _FORMER
    return Chain(code, own, tuple(used), score, taken, said_again, _depth(code, own), former_parent=bool(free))


def _depth(code: str, own: Mention) -> int:
    return max(_DEPTHS.get(own.naming, 0), len(code))


def _former_parents(code: str, former_parents: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The cities and provinces from which a region's city and province were divided off."""
    city, province = former_parents.get(code[:4], ()), former_parents.get(code[:2], ())
    return (*city, *province) if city and province else city or province
