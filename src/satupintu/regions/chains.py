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
    """The regions that may be meant, each with its chain, those that explain most first.

    A region that another one's chain holds with all that is named above it is left out: it explains less.
    """
    if len(mentions) == 1 and len(mentions[0].codes) == 1:
        return [_alone(mentions[0].codes[0], mentions[0])]
    by_code = _by_code(mentions, divisions)
    covered: set[str] = set()
    chains: list[Chain] = []
    for code in sorted(by_code, key=len, reverse=True):
        if code not in covered:
            chains.append(_chain(code, by_code, divisions, covered))
    if len(chains) > 1:
        chains.sort(key=_order)
    return chains


def _order(chain: Chain) -> tuple[float, int, str]:
    return -round(chain.score, 6), chain.depth, chain.code


def _by_code(mentions: Sequence[Mention], divisions: Divisions) -> dict[str, list[Mention]]:
    """What speaks for each region, the weightiest first."""
    if len(mentions) > 1:
        mentions = sorted(mentions, key=_weight, reverse=True)
    large: dict[str, list[int]] | None = None
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        codes = mention.codes
        if mention.villages_from < len(codes) > 1:
            if large is None:
                large = _large(mentions)
            codes = _likely(mention, large, divisions)
        for code in codes:
            if code in found:
                found[code].append(mention)
            else:
                found[code] = [mention]
    return found


def _weight(mention: Mention) -> float:
    return -1.0 if mention.naming is Naming.AREA else mention.weight


def _large(mentions: Sequence[Mention]) -> dict[str, list[int]]:
    """The words at which each province, city and district is named."""
    found: dict[str, list[int]] = {}
    for mention in mentions:
        for code in mention.codes[: mention.villages_from]:
            found.setdefault(code, []).append(mention.mask)
    return found


def best_of(chains: Sequence[Chain]) -> list[Chain]:
    """The chains that explain as much as the first."""
    return [chain for chain in chains if chain.score >= chains[0].score - SAME]


def _likely(mention: Mention, large: Mapping[str, Sequence[int]], divisions: Divisions) -> Sequence[str]:
    """Without the villages that cannot be meant: those elsewhere when one lies in a region that is named too.

    Nor is a village elsewhere that bears a city's name.
    """
    codes, mask, first = mention.codes, mention.mask, mention.villages_from
    named = {code for code, masks in large.items() if any(not other & mask for other in masks)}
    for code in named & divisions.divided_off.keys():
        named.update(divisions.divided_off[code])
    likely: set[str] = set()
    for area in named:
        likely.update(codes[bisect_left(codes, area, first) : bisect_left(codes, area + ":", first)])
    if likely:
        return (*codes[:first], *sorted(likely))
    return codes[:first] if len(codes[0]) <= 4 else codes


def _chain(code: str, by_code: Mapping[str, list[Mention]], divisions: Divisions, covered: set[str]) -> Chain:
    """The chain in which the region's own name and those above it explain most together.

    What it leaves no more to say about is added to `covered`.
    """
    ours = by_code[code]
    steps = [step for step in (code[:2], code[:4], code[:6]) if step in by_code and step != code]
    before = _former_parents(code, divisions.former_parents) if len(code) > 2 else ()
    former = [mention for parent in before if parent in by_code for mention in by_code[parent]] if before else []
    if not steps and not former and len(ours) == 1:
        return _alone(code, ours[0])
    above = [(step, mention) for step in steps for mention in by_code[step]]
    if len(above) > 1:
        above.sort(key=_by_weight)
    best = _join(code, ours[0], ours, above, former)
    for own in ours[1:_OWN_NAMES_TRIED]:
        chain = _join(code, own, ours, above, former)
        best = max(best, chain, key=_score)
    if steps and all(len(by_code[step]) == 1 and by_code[step][0] in best.mentions[1:] for step in steps):
        covered.update(steps)
    return best


def _alone(code: str, own: Mention) -> Chain:
    return Chain(code, own, (own,), own.weight, own.mask, 0, max(_DEPTHS.get(own.naming, 0), len(code)), False)


def _score(chain: Chain) -> float:
    return chain.score


def _by_weight(step: tuple[str, Mention]) -> tuple[float, int]:
    return -step[1].weight, -len(step[0])


def _join(
    code: str,
    own: Mention,
    ours: Sequence[Mention],
    above: Sequence[tuple[str, Mention]],
    former: Sequence[Mention],
) -> Chain:
    used, taken, score = [own], own.mask, own.weight
    named: list[str] = []
    for step, mention in above:  # each level above by what explains most of the text ...
        if not mention.mask & taken and step not in named:
            named.append(step)
            used.append(mention)
            taken |= mention.mask
            score += mention.weight * _AS_PARENT.get(mention.naming, 1.0)
    said_again = 0
    if len(ours) + len(above) > len(used):  # ... and then what is said again
        again = 1.0 if own.naming in _INSIDE else _AGAIN
        for mention in (*ours, *(mention for _, mention in above)):
            if not mention.mask & taken and mention.naming is not Naming.MISSPELT:
                used.append(mention)
                taken |= mention.mask
                said_again |= mention.mask
                if mention.naming is Naming.AREA:
                    score += mention.weight * _AS_PARENT[Naming.AREA]
                else:
                    score += mention.weight * again
                    again = _AGAIN
    divided_from: Mention | None = None
    for mention in former:
        if not mention.mask & taken and (divided_from is None or mention.weight > divided_from.weight):
            divided_from = mention
    if divided_from is not None:
        used.append(divided_from)
        taken |= divided_from.mask
        score += divided_from.weight * _FORMER
    depth = max(_DEPTHS.get(own.naming, 0), len(code))
    return Chain(code, own, tuple(used), score, taken, said_again, depth, divided_from is not None)


def _former_parents(code: str, former_parents: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The cities and provinces from which a region's city and province were divided off."""
    city, province = former_parents.get(code[:4], ()), former_parents.get(code[:2], ())
    return (*city, *province) if city and province else city or province
