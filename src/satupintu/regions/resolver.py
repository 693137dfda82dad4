"""From free text to the deepest region that the text really determines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from satupintu.regions.bps import BpsCodes
from satupintu.regions.chains import Chain, best_of, weigh
from satupintu.regions.codes import CodeReader, CodeSystem, FormerCodes
from satupintu.regions.deciding import Decision, Judge, refuse
from satupintu.regions.mentions import Lexicon, Mention
from satupintu.regions.names import NameIndex, earlier_names
from satupintu.regions.reading import Reading, read
from satupintu.regions.reason import ReasonKey, reason
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.scanning import PartScanner, scan, spelt_right
from satupintu.regions.snapshot import RegionTable
from satupintu.regions.words import Divisions, Naming, Words, load_aliases, load_divisions, load_words

TEXTS_REMEMBERED = 4_096
LONGEST_REMEMBERED = 400
"""Longer texts are not remembered, so that memory stays bounded."""

_AREAS_SEARCHED = 3


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
            reading = read(text, self._words)
            decision = self._decide(reading)
            matched = _matched(reading, decision.mentions)
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
            matched=matched,
            reason=reason(decision.reason),
        )

    def _decide(self, reading: Reading) -> Decision:
        if reading.is_empty:
            return refuse(ReasonKey.EMPTY)
        foreign = self._foreign_parts(reading)
        scanners = scan(reading, self._lexicon)
        mentions = spelt_right(scanners, self._lexicon)
        chains = weigh(mentions, self._divisions)
        open_words = sum(scanner.open_words for scanner in scanners)
        for search in (self._misspelt, self._misspelt_below):
            if more := search(scanners, chains, open_words):
                mentions = [*mentions, *more]
                chains = weigh(mentions, self._divisions)
        judge = Judge(reading, mentions, foreign, self._lexicon)
        return judge.decide(chains) or refuse(self._why_nothing(reading, abroad=bool(foreign)))

    def _misspelt(self, scanners: Sequence[PartScanner], chains: list[Chain], wanted: int) -> list[Mention]:
        """Misspelt provinces, cities and districts in the wanted words that the best chain leaves unexplained."""
        if chains:
            best = chains[0]
            doubtful = len(best.code) > 4 and (best.is_alone or best.own.kind_differs is not None)
            wanted &= ~(best.mask & ~best.own.mask if doubtful else best.mask)
        return [mention for scanner in scanners for mention in scanner.near(wanted)] if wanted else []

    def _misspelt_below(self, scanners: Sequence[PartScanner], chains: list[Chain], wanted: int) -> list[Mention]:
        """Misspelt regions inside those that the text determines so far, likewise."""
        if not chains or not wanted & (~chains[0].mask | chains[0].own.mask):
            return []
        best = [chain for chain in best_of(chains) if chain.depth == chains[0].depth]
        if best[0].former_parent:  # perhaps the parent of today is meant, and a name in it misspelt
            best += [chain for chain in chains if not chain.former_parent][:1]
        areas = sorted({chain.code[:6] for chain in best} | {chain.code[:4] for chain in best if len(chain.code) > 2})
        if not areas or len(areas) > 2 * _AREAS_SEARCHED:
            return []
        explained, own = best[0].mask, best[0].own
        taken = explained & ~best[0].said_again & ~(own.mask if len(best[0].code) > 4 else 0)
        wanted &= ~explained | (own.mask if own.naming is Naming.MISSPELT else 0)
        if not wanted:
            return []
        found = (
            mention for area in areas for scanner in scanners for mention in scanner.near_below(area, taken, wanted)
        )
        return list(dict.fromkeys(found))

    def _foreign_parts(self, reading: Reading) -> frozenset[int]:
        """The parts that name a country or city abroad and nothing else."""
        foreign: set[int] = set()
        for number, part in enumerate(reading.parts):
            if part.words[0].text not in self._first_words_abroad:
                continue
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


def _matched(reading: Reading, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    words = [word for part in reading.parts for word in part.words]
    ordered = sorted(mentions, key=lambda mention: mention.first)
    return tuple(reading.text[words[each.first].start : words[each.last - 1].end] for each in ordered)
