"""Weighs which region explains most of a text: its own name, and the names of the regions above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from satupintu.regions.mentions import Mention
from satupintu.regions.region import ancestor_codes

SAME = 1e-6
"""Scores closer than this are equal."""

_AGAIN = 0.5
_FORMER = 0.8


@dataclass(frozen=True, slots=True)
class Chain:
    """A region, the mentions that speak for it, its own first, and how much of the text they explain."""

    code: str
    mentions: tuple[Mention, ...]
    score: float
    former_parent: bool

    @property
    def mask(self) -> int:
        """The words explained, as bits."""
        mask = 0
        for mention in self.mentions:
            mask |= mention.mask
        return mask

    @property
    def own(self) -> Mention:
        """The mention of the region itself."""
        return self.mentions[0]


def weigh(mentions: Sequence[Mention], former_provinces: Mapping[str, Sequence[str]]) -> list[Chain]:
    """All regions that are mentioned, each with its chain, those that explain most first."""
    by_code: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda each: -each.weight):
        for code in mention.codes:
            by_code.setdefault(code, []).append(mention)
    chains = [_chain(code, by_code, former_provinces) for code in by_code]
    return sorted(chains, key=lambda chain: (-round(chain.score, 6), len(chain.code), chain.code))


def _chain(code: str, by_code: Mapping[str, Sequence[Mention]], former_provinces: Mapping[str, Sequence[str]]) -> Chain:
    own = by_code[code][0]
    used, taken, score = [own], own.mask, own.weight
    above = [(step, mention) for step in ancestor_codes(code) for mention in by_code.get(step, ())]
    above.sort(key=lambda pair: -pair[1].weight)
    named = {code}
    for step, mention in above:  # each level above by what explains most of the text ...
        if step not in named and not mention.mask & taken:
            named.add(step)
            used.append(mention)
            taken |= mention.mask
            score += mention.weight
    for mention in (*by_code[code], *(mention for _, mention in above)):  # ... and then what is said again
        if not mention.mask & taken:
            used.append(mention)
            taken |= mention.mask
            score += mention.weight * _AGAIN
    former = next(_former(code[:2], by_code, former_provinces, taken), None) if len(code) > 2 else None
    if former is not None:
        used.append(former)
        score += former.weight * _FORMER
    return Chain(code, tuple(used), score, former is not None)


def _former(
    province: str,
    by_code: Mapping[str, Sequence[Mention]],
    former_provinces: Mapping[str, Sequence[str]],
    taken: int,
) -> Iterator[Mention]:
    """Mentions of the province from which this one was divided off."""
    for before in former_provinces.get(province, ()):
        yield from (mention for mention in by_code.get(before, ()) if not mention.mask & taken)
