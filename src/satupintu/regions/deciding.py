"""From weighed chains to an answer: one region, several, or none, with confidence and reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from satupintu.regions.chains import SAME, Chain, best_of
from satupintu.regions.mentions import Lexicon, Mention
from satupintu.regions.reading import Reading
from satupintu.regions.reason import ReasonKey
from satupintu.regions.region import ancestor_codes
from satupintu.regions.several import contradicts, is_place, separate_places
from satupintu.regions.words import Kind, Naming

# Confidence by kind of evidence; the reference page explains the steps.
WITH_PARENTS = 0.98
KIND_NAMED = 0.95
PROVINCE_OR_CITY_ALONE = 0.95
DISTRICT_ALONE = 0.85
VILLAGE_ALONE = 0.75
TIMES_TYPO = 0.85
TIMES_ALIAS = 0.95
TIMES_SEAT = 0.9
TIMES_STREET_END = 0.85
TIMES_FORMER_PARENT = 0.95
TIMES_SHARED_NAME = 0.85
TIMES_KIND_DIFFERS = 0.8

_EXACT = (Naming.OFFICIAL, Naming.MISSPELT)
_MAYBE_NONE = (ReasonKey.PARTLY_ABROAD, ReasonKey.KIND_DIFFERS)


class Decision(NamedTuple):
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


class Judge:
    """Chooses among the chains of one text."""

    def __init__(
        self,
        reading: Reading,
        mentions: Sequence[Mention],
        foreign: frozenset[int],
        lexicon: Lexicon,
    ) -> None:
        """Take what was read; `foreign` are the parts that name a place abroad."""
        self._reading = reading
        self._mentions = mentions
        self._foreign = foreign
        self._seats = lexicon.index.seats
        self._general = lexicon.words.general

    def decide(self, chains: Sequence[Chain]) -> Decision | None:
        """The answer; `None` when there is nothing to choose from."""
        skipped = 0
        while skipped < len(chains) and self._is_run_together(chains[skipped]):
            skipped += 1
        chains = chains[skipped:] if skipped else chains
        if not chains:
            return None
        best = self._strong(chains)
        if not best:
            return None if self._foreign else _weak(chains)
        top = best[0]
        if self._foreign and _names_abroad(top, self._foreign):
            here = [chain.code for chain in best if chain.depth <= 4 and chain.own.fills_part]
            here = [] if top.own.part in self._foreign else here
            return _open(ReasonKey.PARTLY_ABROAD, here, top.mentions) if here else None
        if places := separate_places(self._reading, self._mentions, top):
            named = sorted((each for each in self._mentions if is_place(each)), key=lambda each: each.first)
            contradicting = contradicts(self._reading, named)
            why = ReasonKey.CONTRADICTION if contradicting else ReasonKey.SEVERAL_PLACES
            return _open(why, places, (*top.mentions, *named))
        if top.own.naming is Naming.AREA:
            return _open(ReasonKey.WIDER_AREA, top.own.codes, top.mentions)
        return self._choose(best, chains)

    def _strong(self, chains: Sequence[Chain]) -> list[Chain]:
        """The best of those whose evidence carries an answer, all with one score."""
        found: list[Chain] = []
        first = chains[0].own
        for chain in chains:
            if found and chain.score < found[0].score - SAME:
                break
            if self._is_strong(chain) and (chain.own is first or not _is_inside(chain.own, first)):
                found.append(chain)
        return found

    def _choose(self, best: Sequence[Chain], chains: Sequence[Chain]) -> Decision:
        """One of the best, if only one of them is meant at the highest level."""
        top = best[0]
        if len(best) == 1 and not top.is_alone and len(top.code) > 4 and top.own.naming in _EXACT:
            return _one(top, (), is_seat=top.code in self._seats)
        if top.is_alone and self._is_general(top.own):
            return _open(ReasonKey.SAME_NAME, top.own.codes, top.mentions)
        if top.is_alone and top.depth == 10:  # a quarter is known more widely than a village elsewhere
            quarters = (chain for chain in chains if chain.own.naming is Naming.QUARTER and chain.mask == top.mask)
            top = next(quarters, top)
        finalists = [chain for chain in best if chain.depth == top.depth]
        deeper = [chain.code for chain in best if chain.depth > top.depth and chain.own.mask == top.own.mask]
        if top.own.naming is Naming.QUARTER:  # it may lie in several cities, whichever is written beside it
            finalists = [chain for chain in chains if chain.own is top.own and chain.mask == top.mask]
        codes = _of_exact_kind(finalists)
        is_seat = top.own.naming is Naming.SEAT or top.code in self._seats
        if top.depth == 6 and not is_seat and not _has_city(top):  # a district, and villages elsewhere of its name
            codes += [code for code in deeper if not code.startswith(tuple(codes))]
        alike = self._cities_spelt_alike(top)
        if alike:
            return _open(ReasonKey.NAME_OR_TYPO, [*codes, *alike], top.mentions)
        if len(codes) > 1:
            return _open(_why_several(codes, top.own), codes, top.mentions)
        top = next(chain for chain in finalists if chain.code == codes[0])
        if len(top.code) == 4 and top.own.kind_differs is Kind.KABUPATEN:  # perhaps a kabupaten of former times
            return _open(ReasonKey.KIND_DIFFERS, codes, top.mentions)
        others = [code for code in deeper if is_seat or len(code) == 4] if top.depth in (2, 6) else []
        return _one(top, tuple(others), is_seat=is_seat)

    def _is_strong(self, chain: Chain) -> bool:
        """Whether the evidence carries an answer: a name with parents, a named kind, or one that stands by itself."""
        own = chain.own
        if not chain.is_alone or (own.kind and not own.in_street):
            return True
        if len(chain.code) <= 4 and own.naming is not Naming.MISSPELT:
            return own.ends_part
        if chain.code in self._seats and own.in_street:
            return own.ends_part
        return own.fills_part and not own.in_street and not self._speaks_elsewhere(own.part)

    def _is_general(self, mention: Mention) -> bool:
        """Whether a name is made of words that are part of many names, such as `Kota Baru`."""
        words = [word for placed in self._reading.parts for word in placed.part.words]
        return mention.kind is None and self._general.issuperset(words[mention.first : mention.last])

    def _speaks_elsewhere(self, part: int) -> bool:
        """Whether another part holds words that may mean a place."""
        return any(placed.number != part and placed.part.speaks for placed in self._reading.parts)

    def _is_run_together(self, chain: Chain) -> bool:
        """Whether a small region's name is only the names of cities written side by side, as `Batu Malang`."""
        own = chain.own
        if not chain.is_alone or own.kind or len(chain.code) <= 4 or own.last - own.first < 2:
            return False
        pieces = {each.mask for each in self._mentions if len(each.codes[0]) == 4 and _is_inside(each, own)}
        return len(pieces) > 1 and sum(pieces) == own.mask

    def _cities_spelt_alike(self, top: Chain) -> list[str]:
        """Provinces and cities one letter away from a small region's name that stands alone."""
        if not top.is_alone or top.own.kind or len(top.code) <= 4:
            return []
        misspelt = (each for each in self._mentions if each.naming is Naming.MISSPELT and each.mask == top.mask)
        return [code for mention in misspelt for code in mention.codes if len(code) <= 4]


def _one(top: Chain, others: tuple[str, ...], *, is_seat: bool) -> Decision:
    own = top.own
    if len(top.mentions) > 1 and (top.former_parent or _has_parents(top)):
        confidence, why = WITH_PARENTS, ReasonKey.NAME_AND_PARENTS
    elif own.kind:
        confidence, why = KIND_NAMED, ReasonKey.NAME
    else:
        confidence = _ALONE.get(len(top.code), PROVINCE_OR_CITY_ALONE)
        why = ReasonKey.NAME
    if own.in_street:
        confidence, why = confidence * TIMES_STREET_END, ReasonKey.STREET_END
    if own.naming in _ALIASES:
        confidence, why = confidence * TIMES_ALIAS, ReasonKey.ALIAS
    namings = [mention.naming for mention in top.mentions]
    if Naming.FORMER in namings:
        confidence, why = confidence * TIMES_ALIAS, ReasonKey.FORMER_NAME
    if is_seat and (others or own.naming is Naming.SEAT):
        confidence, why = confidence * TIMES_SEAT, ReasonKey.SEAT
    if top.former_parent:
        confidence, why = confidence * TIMES_FORMER_PARENT, ReasonKey.FORMER_PARENT
    if any(mention.kind_differs for mention in top.mentions):
        confidence, why = confidence * TIMES_KIND_DIFFERS, ReasonKey.KIND_DIFFERS
    if others and not is_seat:
        confidence, why = confidence * TIMES_SHARED_NAME, ReasonKey.PROVINCE_OR_CITY
    if Naming.MISSPELT in namings:
        confidence, why = confidence * TIMES_TYPO, ReasonKey.TYPO
    return Decision(why, top.code, round(confidence, 2), others, top.mentions)


_ALONE = {6: DISTRICT_ALONE, 10: VILLAGE_ALONE}
_ALIASES = (Naming.SHORT, Naming.QUARTER)


def _has_parents(chain: Chain) -> bool:
    above = ancestor_codes(chain.code)
    return any(code in above for mention in chain.mentions[1:] for code in mention.codes)


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
    best = best_of(chains)
    codes, own = [chain.code for chain in best], best[0].own
    if len(best) > 1 and own.ends_part and not own.in_street and own.naming is not Naming.MISSPELT:
        return _open(ReasonKey.SAME_NAME, codes, best[0].mentions)
    return Decision(ReasonKey.TOO_WEAK, candidates=tuple(codes), mentions=best[0].mentions)


def _of_exact_kind(finalists: Sequence[Chain]) -> list[str]:
    """Their codes; where a kind is written, of official names alone, and of a kelurahan and a desa the written one."""
    kinds = [chain.own.kind for chain in finalists]
    if all(kinds) and (official := [each for each in finalists if each.own.naming is Naming.OFFICIAL]):
        finalists = official  # `Kabupaten Puncak` is not the Puncak of Bogor
        kinds = [chain.own.kind for chain in finalists]
    exact = [chain.code for chain, kind in zip(finalists, kinds, strict=True) if kind and kind.fits_exactly(chain.code)]
    return exact if exact and all(kinds) else [chain.code for chain in finalists]


def _has_city(chain: Chain) -> bool:
    return any(len(code) == 4 for mention in chain.mentions[1:] for code in mention.codes)


def _why_several(codes: Sequence[str], own: Mention) -> ReasonKey:
    if own.naming in (Naming.QUARTER, Naming.FORMER, Naming.SEAT):
        return ReasonKey.WIDER_AREA
    return ReasonKey.KOTA_OR_KABUPATEN if {len(code) for code in codes} == {4} else ReasonKey.SAME_NAME


def _names_abroad(top: Chain, foreign: frozenset[int]) -> bool:
    """Whether a part names a place abroad and is not, with others, the name of a region (Cina in Kab. Bone)."""
    spoken_for = frozenset[int]() if top.is_alone else {mention.part for mention in top.mentions}
    return bool(foreign - spoken_for)


def _is_inside(mention: Mention, longer: Mention) -> bool:
    """Whether a name is only a piece of a longer one, as Kerinci is of Pangkalan Kerinci."""
    return mention.mask != longer.mask and mention.mask | longer.mask == longer.mask
