"""From free text to the deepest region that the text really determines."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from satupintu.regions.chains import SAME, Chain, weigh
from satupintu.regions.deciding import Decision, decide, refuse
from satupintu.regions.mentions import Mention, MentionFinder, Spelled
from satupintu.regions.names import NameIndex
from satupintu.regions.reading import Reading, read
from satupintu.regions.reason import ReasonKey, reason
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.snapshot import RegionTable
from satupintu.regions.words import Aliases, Words, load_aliases, load_words

TEXTS_REMEMBERED = 4_096
LONGEST_REMEMBERED = 400
"""Longer texts are not remembered, so that memory stays bounded."""

_CITIES_SEARCHED = 3
_BARE_CODE = re.compile(r"[\d.\s]+")


class Resolver:
    """Answers which region a written place means, by one table. Safe to share between threads.

    Indexes are built at the first question. Regions named above are used as hints; what fits several regions is
    `ambiguous`, never a guess. Codes are never read from a text, because their system is not known.
    """

    def __init__(self, table: RegionTable) -> None:
        """Take the table to answer by."""
        self.table = table
        self._remembered = lru_cache(TEXTS_REMEMBERED)(self._resolve)

    def resolve(self, text: str) -> Resolution:
        """Say which region a text means. Never fails, whatever the text."""
        return self._remembered(text) if len(text) <= LONGEST_REMEMBERED else self._resolve(text)

    def _resolve(self, text: str) -> Resolution:
        reading = read(text, self._words)
        decision = self._decide(reading)
        region = self.table.get(decision.code) if decision.code else None
        candidates = tuple(filter(None, map(self.table.get, decision.candidates)))
        verdict = Verdict.AMBIGUOUS if candidates and decision.is_open else Verdict.UNRESOLVED
        return Resolution(
            text=text,
            verdict=Verdict.RESOLVED if region else verdict,
            code=region.code if region else None,
            level=region.level if region else None,
            name=region.name if region else None,
            confidence=decision.confidence,
            candidates=candidates,
            matched=_matched(reading, decision.mentions),
            reason=reason(decision.reason),
        )

    def _decide(self, reading: Reading) -> Decision:
        if reading.is_empty:
            return refuse(ReasonKey.EMPTY)
        if _BARE_CODE.fullmatch(reading.text.strip()):
            return refuse(ReasonKey.BARE_CODE)
        foreign = self._foreign_parts(reading)
        mentions = self._finder.find(reading)
        chains = weigh(mentions, self._aliases.former_provinces)
        below = self._misspelt_below(reading, chains)
        if below:
            mentions += below
            chains = weigh(mentions, self._aliases.former_provinces)
        decision = decide(reading, mentions, chains, foreign)
        return decision or refuse(self._why_nothing(reading, abroad=bool(foreign)))

    def _misspelt_below(self, reading: Reading, chains: list[Chain]) -> list[Mention]:
        """Misspelt districts and villages inside the cities that the text determines so far."""
        best = [chain for chain in chains if chain.score >= chains[0].score - SAME]
        cities = sorted({chain.code[:4] for chain in best if len(chain.code) > 2})
        if not cities or len(cities) > _CITIES_SEARCHED:
            return []
        explained, own = best[0].mask, best[0].own
        taken = explained & ~own.mask if len(best[0].code) > 4 else explained
        wanted = ~explained | (own.mask if own.spelled is Spelled.TYPO else 0)
        find = self._finder.find_within
        return [mention for city in cities for mention in find(reading, city, taken, wanted)]

    def _foreign_parts(self, reading: Reading) -> frozenset[int]:
        """The parts that name a country or city abroad and nothing else."""
        foreign: set[int] = set()
        for number, part in enumerate(reading.parts):
            words = [reading.text[word.start : word.end].lower() for word in part.words]
            if " ".join(words) in self._words.abroad or all(word in self._words.abroad for word in words):
                foreign.add(number)
        ending = reading.parts[-1].words if len(reading.parts) == 2 else ()
        if len(ending) == 1 and reading.text[ending[0].start : ending[0].end] in self._words.us_states:
            foreign |= {0, 1}
        return frozenset(foreign)

    def _why_nothing(self, reading: Reading, *, abroad: bool) -> ReasonKey:
        if abroad:
            return ReasonKey.ABROAD
        padded = f" {reading.folded} "
        if any(f" {phrase} " in padded for phrase in self._words.remote):
            return ReasonKey.REMOTE
        if any(f" {word} " in padded for word in self._words.country):
            return ReasonKey.COUNTRY_ONLY
        return ReasonKey.NOT_FOUND

    @cached_property
    def _words(self) -> Words:
        return load_words()

    @cached_property
    def _aliases(self) -> Aliases:
        return load_aliases(self._words.spelling, self.table)

    @cached_property
    def _finder(self) -> MentionFinder:
        index = NameIndex(self.table, self._words.spelling, self._aliases)
        return MentionFinder(index, self._words)


def _matched(reading: Reading, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    words = [word for part in reading.parts for word in part.words]
    ordered = sorted(mentions, key=lambda mention: mention.first)
    return tuple(reading.text[words[each.first].start : words[each.last - 1].end] for each in ordered)
