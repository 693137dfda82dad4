"""The words between two separators, and the names of regions among them, spelt right or one letter away."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from satupintu.regions.mentions import Lexicon, Mention
from satupintu.regions.names import LONGEST_BEGINNING
from satupintu.regions.words import Kind, Naming

LONGEST_NAME = 6
"""Words that the longest name of a region has."""

LONGEST_MISSPELT = 4
"""Words of a province's, city's or district's name in which a wrong letter is looked for; below named regions all."""

SHORTEST_FORGIVEN = 6
"""Letters from which one wrong letter is forgiven; shorter words resemble too many others."""

SHORTEST_AFTER_KIND = {Kind.PROVINCE: 3, Kind.KABUPATEN: 4, Kind.KOTA: 4}
"""The same behind a word for the kind: there are few to be mixed up with."""

SHORTEST_IN_PLACE = 3
"""The same where the text says that a name stands there: a word for the kind before it, or the parent beside it."""

_LESS = {Naming.MISSPELT: 0.3, Naming.QUARTER: 0.1}
_GENERAL_QUALITY = 0.3
_KIND_BEHIND = 0.1
"""`Sambas Kabupaten Sambas` is a district and its kabupaten, not a kabupaten and something else."""
_STREET_QUALITY = 0.5
_VILLAGE = 10
_Name = tuple[int, int, Naming, tuple[str, ...]]
"""From which word on up to which, how the regions are called, and which."""
_WITHOUT_KIND = (Naming.QUARTER, Naming.AREA)
_LENGTH_BELOW = {2: 4, 4: 6, 6: 10}


class Part:
    """Words between two separators, and the names among them. Positions and bits are counted from the first word."""

    __slots__ = (
        "_lexicon",
        "_loud",
        "_loud_in_street",
        "_may_be_names",
        "_street",
        "count",
        "ends",
        "exact",
        "exact_alone",
        "open_words",
        "starts",
        "words",
    )

    def __init__(
        self, lexicon: Lexicon, words: tuple[str, ...], starts: tuple[int, ...], ends: tuple[int, ...], street: int
    ) -> None:
        """Search the words, already spelled out, for names that are spelt right.

        `starts` and `ends` tell where they stand in their piece of the text, the bits of `street` which of them belong
        to a street or building.
        """
        self.words = words
        self.starts = starts
        self.ends = ends
        self.count = len(words)
        self._street = street
        self._lexicon = lexicon
        loud = names = 0
        for at, word in enumerate(words):
            may_be_name, is_silent = lexicon.role(word)
            if may_be_name:
                names |= 1 << at
            if not is_silent:
                loud |= 1 << at
        self._may_be_names = names
        self._loud_in_street = loud
        self._loud = loud & ~street
        self.open_words = names & ~street
        """The words that may be part of a region's name, as bits."""
        self.exact = self._spelt_right()
        """Names spelt right."""
        self.exact_alone = self.exact
        """The same when the part is the whole text: then a general word by itself names nothing."""
        if self.count == 1 and not names:
            self.exact_alone = [mention for mention in self.exact if mention.naming in _WITHOUT_KIND]

    @property
    def in_street(self) -> bool:
        """Whether some of the words belong to a street or building."""
        return self._street > 0

    @property
    def speaks(self) -> bool:
        """Whether there are words outside streets that may mean a place."""
        return self._loud > 0

    def _spelt_right(self) -> list[Mention]:
        found: list[Mention] = []
        for first, last, naming, codes in _without_pieces(list(self._names())):
            found += self._with_kinds(first, last, codes, naming)
        return self._without_street_names(found) if self._street else found

    def _names(self) -> Iterator[_Name]:
        words, lexicon, count, street = self.words, self._lexicon, self.count, self._street
        keys, meanings, beginnings = lexicon.index.keys, lexicon.index.meanings, lexicon.index.beginnings
        directions, street_start = lexicon.words.directions, lexicon.words.street_start
        skips_street = street and not street >> count - 1
        has_direction = not directions.keys().isdisjoint(words)
        for first in range(count):
            if skips_street and street >> first & 1 and words[first] not in street_start:
                continue  # a name in the middle of a street's
            key = ""
            for last in range(first + 1, min(first + LONGEST_NAME, count) + 1):
                key += words[last - 1]
                if key in keys:
                    if not key.isdigit():
                        for naming, codes in meanings(key):
                            yield first, last, naming, codes
                elif has_direction:
                    if last > first + 1 and (words[first] in directions or words[last - 1] in directions):
                        for naming, codes in lexicon.meanings(words[first:last]):
                            yield first, last, naming, codes
                elif key[:LONGEST_BEGINNING] not in beginnings and len(key) >= LONGEST_BEGINNING:
                    break

    def near(self, wanted: int) -> Iterator[Mention]:
        """Provinces, cities and districts one edit away."""
        for first, last, key in self._windows(wanted, LONGEST_MISSPELT):
            if self.words[first].isdigit() or not self._lexicon.words.kinds.keys().isdisjoint(self.words[first:last]):
                continue
            kind = self._kind_before(first)[1]
            long = len(key) >= SHORTEST_FORGIVEN
            if not long and len(key) < (
                SHORTEST_AFTER_KIND.get(kind, SHORTEST_FORGIVEN) if kind else SHORTEST_FORGIVEN
            ):
                continue
            exact = [code for _, codes in self._lexicon.meanings(self.words[first:last]) for code in codes]
            if exact and len(min(exact, key=len)) <= 4:
                continue
            codes = self._lexicon.index.near(key)
            if not codes and not exact and last > first + 1:
                codes = self._lexicon.index.near_word_by_word(self.words[first:last])
            codes = _fitting(codes, kind) if kind else codes
            if exact:  # a misspelt district is not likelier than a small region spelt right
                codes = tuple(code for code in codes if len(code) <= 4)
            for mention in self._with_kinds(first, last, codes, Naming.MISSPELT):
                if long or mention.kind:
                    yield mention

    def near_below(self, area: str, taken: int, wanted: int) -> Iterator[Mention]:
        """Regions inside an area one edit away. Short names only where a name is expected."""
        for first, last, key in self._windows(wanted, LONGEST_NAME):
            if self._bits(first, last) & taken:
                continue
            codes = tuple(self._lexicon.index.near_below(area, key))
            for mention in self._with_kinds(first, last, codes, Naming.MISSPELT) if codes else ():
                beside_parent = mention.fills_part and len(mention.codes[0]) == _LENGTH_BELOW[len(area)]
                if len(key) >= SHORTEST_FORGIVEN or mention.kind or beside_parent:
                    yield mention

    def _windows(self, wanted: int, longest: int) -> Iterator[tuple[int, int, str]]:
        """Stretches of words outside streets that may be a misspelt name."""
        for first in range(self.count):
            if self._street >> first & 1:
                continue
            for last in range(first + 1, min(first + longest, self.count) + 1):
                if self._bits(first, last) & wanted and (self._may_start(first, last) or self._kind_before(first)[1]):
                    key = "".join(self.words[first:last])
                    if len(key) >= SHORTEST_IN_PLACE:
                        yield first, last, key

    def _with_kinds(self, first: int, last: int, codes: tuple[str, ...], naming: Naming) -> Iterator[Mention]:
        """The bare name, and the name with the word for its kind before or behind it, where that fits."""
        if not codes:
            return
        if naming in _WITHOUT_KIND:  # a kind would be that of another region
            yield self._mention(first, last, codes, naming)
            return
        before, kind = self._kind_before(first)
        fitting = _fitting(codes, kind)
        if fitting:
            yield self._mention(before, last, fitting, naming, kind=kind)
            codes = tuple(code for code in codes if len(code) == len(fitting[0]))  # the level was said
            if codes == fitting:
                return
        if self.count > 1 and not self._may_start(first, last):
            return  # by itself it says something else, unless it fills a part beside its parents
        yield self._mention(first, last, codes, naming, kind_differs=None if fitting else kind)
        behind = self.words[last] if last < self.count else ""
        if behind in self._lexicon.words.kinds_after:
            kind = self._lexicon.words.kinds[behind]
            fitting = _fitting(codes, kind)
            if fitting:
                found = self._mention(first, last + 1, fitting, naming, kind=kind)
                yield found._replace(weight=found.weight - _KIND_BEHIND)

    def _may_start(self, first: int, last: int) -> bool:
        return last > first + 1 or self._may_be_names >> first & 1 == 1

    def _kind_before(self, first: int) -> tuple[int, Kind | None]:
        """The word for a kind before a name, words such as `administrasi` between them passed over."""
        at = first - 1
        while at >= 0 and self.words[at] in self._lexicon.words.between:
            at -= 1
        return at, self._lexicon.words.kinds.get(self.words[at]) if at >= 0 else None

    def _bits(self, first: int, last: int) -> int:
        return (1 << last) - (1 << first)

    def _mention(
        self,
        first: int,
        last: int,
        codes: tuple[str, ...],
        naming: Naming,
        *,
        kind: Kind | None = None,
        kind_differs: Kind | None = None,
    ) -> Mention:
        lexicon, words = self._lexicon, self.words
        in_street = self._street >> first & 1 == 1 and not (
            last > first + 1 and words[first] in lexicon.words.street_start  # a name such as Gedung Riang
        )
        loud = self._loud_in_street if in_street else self._loud
        ends = not loud >> last
        weight = last - first - _LESS.get(naming, 0.0)
        if in_street:
            weight *= _STREET_QUALITY
        if not kind and (lexicon.words.general.issuperset(words[first:last]) or not self._may_start(first, last)):
            weight *= _GENERAL_QUALITY
        return Mention(
            first,
            last,
            (1 << last) - (1 << first),
            0,
            codes,
            villages_from(codes),
            naming,
            ends and not loud & ((1 << first) - 1),
            ends,
            kind,
            kind_differs,
            in_street,
            weight,
        )

    def _without_street_names(self, found: list[Mention]) -> list[Mention]:
        """Keep what stands outside streets, and names that close the part behind the street's own name."""
        kept = [mention for mention in found if not mention.in_street]
        closing = {self.count}
        for mention in sorted((each for each in found if each.in_street), key=lambda each: -each.last):
            if mention.last in closing and self._has_street_name(mention.first):
                closing.add(mention.first)
                kept.append(mention)
        return kept

    def _has_street_name(self, until: int) -> bool:
        lists = self._lexicon.words
        street = (word for at, word in enumerate(self.words[:until]) if self._street >> at & 1)
        return any(word not in lists.street_start and word not in lists.street_filler for word in street)


def _fitting(codes: Sequence[str], kind: Kind | None) -> tuple[str, ...]:
    return tuple(code for code in codes if kind.fits(code)) if kind else ()


def _without_pieces(names: list[_Name]) -> list[_Name]:
    """Leave out what is only a piece of a province's or city's longer name: `Papua` and `Barat` in `Papua Barat`."""
    longer = [name for name in names if name[1] - name[0] > 1 and len(name[3][0]) <= 4]
    return [name for name in names if not _is_piece(name, longer)] if longer else names


def _is_piece(name: _Name, longer: Sequence[_Name]) -> bool:
    first, last, naming, codes = name
    for start, end, _, whole in longer:
        is_inside = start <= first and last <= end and last - first < end - start
        if is_inside and (len(codes[0]) > 4 or naming is Naming.AREA or not set(whole).issubset(codes)):
            return True
    return False


def villages_from(codes: Sequence[str]) -> int:
    """Where among codes, sorted by level, those of villages begin."""
    return bisect_left(codes, _VILLAGE, key=len) if len(codes[-1]) == _VILLAGE else len(codes)
