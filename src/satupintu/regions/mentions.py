"""Every place in a text where a region's name stands, with all regions it may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from satupintu.regions.names import NameIndex
from satupintu.regions.reading import Part, Reading, Word
from satupintu.regions.words import Kind, Naming, Words

LONGEST_NAME = 6
"""Words that the longest name of a region has."""

LONGEST_MISSPELT = 3
"""Words of a name in which a wrong letter is looked for."""

SHORTEST_FORGIVEN = 6
"""Letters from which one wrong letter is forgiven; shorter words resemble too many others."""

SHORTEST_AFTER_KIND = 5
"""The same behind a word for a kind of city."""

SHORTEST_IN_PLACE = 3
"""The same where the text says that a name stands there: a word for the kind before it, or the parent beside it."""

_QUALITY = {Naming.MISSPELT: 0.7, Naming.QUARTER: 0.9}
_GENERAL_QUALITY = 0.3
_STREET_QUALITY = 0.5


class Mention(NamedTuple):
    """Words `first` up to `last` (positions in the whole text, `last` excluded), and the codes they may mean.

    `kind` is what a word beside the name says and at least one of the codes fits; `kind_differs` what such a word says
    when no region of the name is of it. `mask` is the words as bits, to see whether two mentions share one. `weight` is
    how much of the text it explains: its words, less when misspelt, behind a street, or no more than `Kota Baru`.
    """

    first: int
    last: int
    codes: tuple[str, ...]
    naming: Naming
    part: int
    fills_part: bool
    ends_part: bool
    kind: Kind | None
    kind_differs: Kind | None
    in_street: bool
    mask: int
    weight: float


class MentionFinder:
    """Finds mentions with an index of names and the word lists."""

    def __init__(self, index: NameIndex, words: Words) -> None:
        """Take the index of one table."""
        self.index = index
        self.words = words
        self.silent = words.noise | words.street_end | words.general
        self.never_alone = (
            words.noise
            | words.joining
            | words.street_start
            | words.street_end
            | frozenset(words.kinds)
            | {ours for behind in words.directions.values() for ours in behind}
        )

    def scan(self, reading: Reading) -> list[PartScanner]:
        """The parts of a text, ready to be searched."""
        scanners: list[PartScanner] = []
        offset = 0
        for number, part in enumerate(reading.parts):
            scanners.append(PartScanner(self, part, offset, number))
            offset += len(part.words)
        return scanners

    def find(self, scanners: Sequence[PartScanner]) -> list[Mention]:
        """All mentions spelt right, those in the middle of a street's name left out."""
        found = self._across_parts(scanners)
        for scanner in scanners:
            found += _without_street_names(scanner.exact(), scanner, self.words)
        areas = [mention for mention in found if mention.naming is Naming.AREA]
        pieces = {area for area in areas if any(area.mask | each.mask == each.mask != area.mask for each in found)}
        return [mention for mention in found if mention not in pieces] if pieces else found

    def meanings(self, words: Sequence[str]) -> list[tuple[Naming, tuple[str, ...]]]:
        """What these words may name, in the order of Indonesian or of English (`South Jakarta`, `Jakarta South`)."""
        key = "".join(words)
        found = self.index.meanings(key)
        if found or len(words) == 1:
            return [] if found and key.isdigit() else found
        for direction, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
            for ours in self.words.directions.get(direction, ()):
                found += self.index.meanings("".join((*rest, *ours.split())))
        return found

    def may_be_name(self, word: str) -> bool:
        """Whether a word may be a name by itself, or a misspelt one begin with it."""
        return (len(word) > 2 and not word.isdigit() and word not in self.never_alone) or self.index.is_alias(word)

    def is_silent(self, word: str) -> bool:
        """Whether a word beside a name leaves open which region is meant."""
        return word.isdigit() or word in self.silent

    def _across_parts(self, scanners: Sequence[PartScanner]) -> list[Mention]:
        """Names that hold a separator themselves, such as `Konda/ Kondaga`."""
        found: list[Mention] = []
        words: list[str] = []
        for scanner in scanners[1:]:
            words = words or [word.text for each in scanners for word in each.part.words]
            border = scanner.offset
            if words[border - 1] + words[border] not in self.index.separated:
                continue
            for first in range(max(0, border - LONGEST_NAME), border):
                for last in range(border + 1, min(first + LONGEST_NAME, len(words)) + 1):
                    key = "".join(words[first:last])
                    if key in self.index:
                        (naming, codes), *_ = self.index.meanings(key)
                        mask, weight = (1 << last) - (1 << first), float(last - first)
                        found.append(
                            Mention(
                                first,
                                last,
                                codes,
                                naming,
                                scanner.number,
                                False,
                                False,
                                None,
                                None,
                                False,
                                mask,
                                weight,
                            )
                        )
        return found


class PartScanner:
    """Walks over the words of one part."""

    def __init__(self, finder: MentionFinder, part: Part, offset: int, number: int) -> None:
        self.part = part
        self.offset = offset
        self._finder = finder
        self._kinds = finder.words.kinds
        self._words = [word.text for word in part.words]
        self._in_street = [word.in_street for word in part.words]
        self.number = number
        self._loud_in_street = [at for at, word in enumerate(self._words) if not finder.is_silent(word)]
        self._loud = [at for at in self._loud_in_street if not self._in_street[at]]
        self._may_be_names = [finder.may_be_name(word) for word in self._words]

    @property
    def open_words(self) -> int:
        """The words that may be part of a region's name, as bits."""
        bits = 0
        for at, (may_be_name, in_street) in enumerate(zip(self._may_be_names, self._in_street, strict=True)):
            if may_be_name and not in_street:
                bits |= 1 << at
        return bits << self.offset

    def exact(self) -> list[Mention]:
        """Names spelt right."""
        found: list[Mention] = []
        words, index, directions = self._words, self._finder.index, self._finder.words.directions
        count = len(words)
        street_closes = bool(count) and self._in_street[-1]
        for first in range(count):
            if self._in_street[first] and not street_closes and words[first] not in self._finder.words.street_start:
                continue  # a name in the middle of a street's
            key = ""
            for last in range(first + 1, min(first + LONGEST_NAME, count) + 1):
                key += words[last - 1]
                if key in index or words[first] in directions or words[last - 1] in directions:
                    for naming, codes in self._finder.meanings(words[first:last]):
                        found += self._with_kinds(first, last, codes, naming)
        return found

    def near(self, wanted: int) -> Iterator[Mention]:
        """Provinces, cities and districts one edit away."""
        for first, last, key in self._windows(wanted):
            kind = self._kind_before(first)[1]
            long = len(key) >= SHORTEST_FORGIVEN
            if not long and (kind not in _KINDS_OF_CITY or len(key) < SHORTEST_AFTER_KIND):
                continue
            exact = [code for _, codes in self._finder.meanings(self._words[first:last]) for code in codes]
            if exact and len(min(exact, key=len)) <= 4:
                continue
            codes = self._finder.index.near(key)
            if exact:  # a misspelt district is not likelier than a small region spelt right
                codes = tuple(code for code in codes if len(code) <= 4)
            for mention in self._with_kinds(first, last, codes, Naming.MISSPELT):
                if long or mention.kind:
                    yield mention

    def near_below(self, area: str, taken: int, wanted: int) -> Iterator[Mention]:
        """Regions inside an area one edit away. Short names only where a name is expected."""
        for first, last, key in self._windows(wanted):
            if self._bits(first, last) & taken:
                continue
            codes = tuple(self._finder.index.near_below(area, key))
            for mention in self._with_kinds(first, last, codes, Naming.MISSPELT) if codes else ():
                beside_parent = mention.fills_part and len(mention.codes[0]) == _LENGTH_BELOW[len(area)]
                if len(key) >= SHORTEST_FORGIVEN or mention.kind or beside_parent:
                    yield mention

    def _windows(self, wanted: int) -> Iterator[tuple[int, int, str]]:
        """Stretches of words outside streets that may be a misspelt name."""
        for first in range(len(self._words)):
            if self._in_street[first] or not self._may_be_names[first]:
                continue
            for last in range(first + 1, min(first + LONGEST_MISSPELT, len(self._words)) + 1):
                if last > first + 1 and self._words[last - 1] in self._kinds:
                    break
                if self._bits(first, last) & wanted:
                    key = "".join(self._words[first:last])
                    if len(key) >= SHORTEST_IN_PLACE:
                        yield first, last, key

    def _with_kinds(self, first: int, last: int, codes: tuple[str, ...], naming: Naming) -> Iterator[Mention]:
        """The bare name, and the name with the word for its kind before or behind it, where that fits."""
        if not codes:
            return
        if naming in (Naming.QUARTER, Naming.AREA):  # a kind would be that of another region
            yield self._mention(first, last, codes, naming)
            return
        before, kind = self._kind_before(first)
        fitting = _fitting(codes, kind)
        if fitting:
            yield self._mention(before, last, fitting, naming, kind=kind)
            codes = tuple(code for code in codes if len(code) == len(fitting[0]))  # the level was said
        if last == first + 1 and not self._may_be_names[first]:
            return
        yield self._mention(first, last, codes, naming, kind_differs=None if fitting else kind)
        behind = self._words[last] if last < len(self._words) else ""
        if behind in self._finder.words.kinds_after:
            kind = self._kinds[behind]
            fitting = _fitting(codes, kind)
            if fitting:
                yield self._mention(first, last + 1, fitting, naming, kind=kind)

    def _kind_before(self, first: int) -> tuple[int, Kind | None]:
        """The word for a kind before a name, words such as `administrasi` between them passed over."""
        at = first - 1
        while at >= 0 and self._words[at] in self._finder.words.between:
            at -= 1
        return at, self._kinds.get(self._words[at]) if at >= 0 else None

    def _bits(self, first: int, last: int) -> int:
        return ((1 << last) - (1 << first)) << self.offset

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
        finder, words = self._finder, self._words
        in_street = self._in_street[first] and not (
            last > first + 1 and words[first] in finder.words.street_start  # a name such as Gedung Riang
        )
        loud = self._loud_in_street if in_street else self._loud
        ends = not loud or last > loud[-1]
        quality = _QUALITY.get(naming, 1.0)
        if in_street:
            quality *= _STREET_QUALITY
        if not kind and finder.words.general.issuperset(words[first:last]):
            quality *= _GENERAL_QUALITY
        return Mention(
            first=self.offset + first,
            last=self.offset + last,
            codes=codes,
            naming=naming,
            part=self.number,
            fills_part=ends and (not loud or first <= loud[0]),
            ends_part=ends,
            kind=kind,
            kind_differs=kind_differs,
            in_street=in_street,
            mask=self._bits(first, last),
            weight=(last - first) * quality,
        )


_LENGTH_BELOW = {2: 4, 4: 6, 6: 10}
_KINDS_OF_CITY = (Kind.KABUPATEN, Kind.KOTA, Kind.PROVINCE)


def _fitting(codes: Sequence[str], kind: Kind | None) -> tuple[str, ...]:
    return tuple(code for code in codes if kind.fits(code)) if kind else ()


def _without_street_names(found: list[Mention], scanner: PartScanner, words: Words) -> list[Mention]:
    """Keep what stands outside streets, and names that close the part behind the street's own name."""
    part = scanner.part
    if not any(word.in_street for word in part.words):
        return found
    kept = [mention for mention in found if not mention.in_street]
    closing = {scanner.offset + len(part.words)}
    for mention in sorted((each for each in found if each.in_street), key=lambda each: -each.last):
        if mention.last in closing and _has_street_name(part.words[: mention.first - scanner.offset], words):
            closing.add(mention.first)
            kept.append(mention)
    return kept


def _has_street_name(before: Sequence[Word], words: Words) -> bool:
    street = [word.text for word in before if word.in_street]
    return any(word not in words.street_start and word not in words.street_filler for word in street)
