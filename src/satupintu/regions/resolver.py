"""From free text to the deepest region that the text really determines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter

from satupintu.regions.bps import BpsCodes
from satupintu.regions.chains import Chain, best_of, weigh
from satupintu.regions.codes import CodeReader, CodeSystem, FormerCodes
from satupintu.regions.deciding import Decision, Judge, refuse
from satupintu.regions.mentions import Lexicon, Mention
from satupintu.regions.names import NameIndex, earlier_names
from satupintu.regions.reading import Reader, Reading
from satupintu.regions.reason import ReasonKey, reason
from satupintu.regions.region import Region
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.scanning import spelt_right
from satupintu.regions.several import is_place
from satupintu.regions.snapshot import RegionTable
from satupintu.regions.words import Divisions, Naming, Words, load_aliases, load_divisions, load_words

TEXTS_REMEMBERED = 4_096
REGIONS_REMEMBERED = 4_096
LONGEST_REMEMBERED = 400
"""Longer texts are not remembered, so that memory stays bounded."""

_AREAS_SEARCHED = 3
_FIRST = itemgetter(0)


class Resolver:
    """Answers which region a written place means, by one table. Safe to share between threads.

    Indexes are built at the first question. Regions named above are used as hints; what fits several regions is
    `ambiguous`, never a guess. A text that is only a code is read in the system that is named, and not without one.
    """

    def __init__(
        self, table: RegionTable, *, bps_codes: BpsCodes | None = None, former_codes: FormerCodes | None = None
    ) -> None:
        """Take the table to answer by, and for texts that are codes what is known of BPS and of former codes."""
        self.table = table
        self._codes = CodeReader(table, bps_codes, former_codes)
        self._region: Callable[[str], Region | None] = lru_cache(REGIONS_REMEMBERED)(table.get)
        self._remembered = lru_cache(TEXTS_REMEMBERED)(self._resolve)

    def resolve(self, text: str, system: CodeSystem | None = None) -> Resolution:
        """Say which region a text means. Never fails, whatever the text.

        `system` is whose code the text is, if it is nothing but a code.
        """
        return self._remembered(text, system) if len(text) <= LONGEST_REMEMBERED else self._resolve(text, system)

    def _resolve(self, text: str, system: CodeSystem | None) -> Resolution:
        decision = self._codes.read(text, system)
        matched = (text.strip(),) if decision and (decision.code or decision.candidates) else ()
        if decision is None:
            reading = self._reader.read(text)
            decision = self._decide(reading)
            matched = _matched(reading, decision.mentions)
        region = self._region(decision.code) if decision.code else None
        candidates = tuple(filter(None, map(self._region, decision.candidates))) if decision.candidates else ()
        verdict = Verdict.AMBIGUOUS if candidates and decision.is_open else Verdict.UNRESOLVED
        return Resolution(
            text=text,
            verdict=Verdict.RESOLVED if region else verdict,
            code=region.code if region else None,
            level=region.level if region else None,
            name=region.name if region else None,
            confidence=decision.confidence,
            candidates=candidates,
            matched=matched,
            reason=reason(decision.reason),
        )

    def _decide(self, reading: Reading) -> Decision:
        if reading.is_empty:
            return refuse(ReasonKey.EMPTY)
        foreign = self._foreign_parts(reading)
        mentions = spelt_right(reading.parts, self._lexicon)
        chains = weigh(mentions, self._divisions)
        open_words = reading.open_words
        if not chains or open_words & ~_settled(chains[0]):
            for mention in mentions:  # a city's name spelt right is no misspelling of another
                if is_place(mention):
                    open_words &= ~mention.mask
            for search in (self._misspelt, self._misspelt_below):
                if more := search(reading, chains, open_words):
                    mentions = [*mentions, *more]
                    chains = weigh(mentions, self._divisions)
        judge = Judge(reading, mentions, foreign, self._lexicon)
        return judge.decide(chains) or refuse(self._why_nothing(reading, abroad=bool(foreign)))

    def _misspelt(self, reading: Reading, chains: list[Chain], wanted: int) -> list[Mention]:
        """Misspelt provinces, cities and districts in the wanted words that the best chain leaves unexplained."""
        if chains:
            wanted &= ~_settled(chains[0])
        return [mention for part in reading.parts for mention in part.near(wanted)] if wanted else []

    def _misspelt_below(self, reading: Reading, chains: list[Chain], wanted: int) -> list[Mention]:
        """Misspelt regions inside those that the text determines so far, likewise."""
        if not chains:
            return []
        own, explained = chains[0].own, chains[0].mask
        wanted &= ~explained | (own.mask if own.naming is Naming.MISSPELT else 0)
        if not wanted:
            return []
        best = [chain for chain in best_of(chains) if chain.depth == chains[0].depth]
        if best[0].former_parent:  # perhaps the parent of today is meant, and a name in it misspelt
            best += [chain for chain in chains if not chain.former_parent][:1]
        areas = sorted({chain.code[:6] for chain in best} | {chain.code[:4] for chain in best if len(chain.code) > 2})
        if not areas or len(areas) > 2 * _AREAS_SEARCHED:
            return []
        taken = explained & ~best[0].said_again & ~(own.mask if len(best[0].code) > 4 else 0)
        found = (
            mention for area in areas for part in reading.parts for mention in part.near_below(area, taken, wanted)
        )
        return list(dict.fromkeys(found))

    def _foreign_parts(self, reading: Reading) -> frozenset[int]:
        """The parts that name a country or city abroad and nothing else."""
        foreign: set[int] = set()
        for number, placed in enumerate(reading.parts):
            if placed.part.words[0] not in self._first_words_abroad:
                continue
            words = [word.lower() for word in reading.written(number)]
            if " ".join(words) in self._words.abroad or all(word in self._words.abroad for word in words):
                foreign.add(number)
        if len(reading.parts) == 2 and len(ending := reading.written(1)) == 1 and ending[0] in self._words.us_states:
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
    def _reader(self) -> Reader:
        return Reader(self._lexicon)

    @cached_property
    def _first_words_abroad(self) -> frozenset[str]:
        return frozenset(name.split()[0] for name in self._words.abroad)

    @cached_property
    def _divisions(self) -> Divisions:
        return load_divisions()

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(
            self.table, earlier_names(self.table), load_aliases(self._words.spelling, self.table), self._words
        )

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(self._index, self._words)


def _settled(best: Chain) -> int:
    """The words in which no misspelt province, city or district is looked for, as bits."""
    is_doubtful = len(best.code) > 4 and (best.is_alone or best.own.kind_differs is not None)
    return best.mask & ~best.own.mask if is_doubtful or best.own.naming is Naming.MISSPELT else best.mask


def _matched(reading: Reading, mentions: Sequence[Mention]) -> tuple[str, ...]:
    if len(mentions) > 1:
        mentions = sorted(mentions, key=_FIRST)
    return tuple([reading.matched(mention) for mention in mentions])
