"""Every place in a text where a region's name stands, spelt right or one letter away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from satupintu.regions.mentions import Lexicon, Mention
from satupintu.regions.names import NameIndex
from satupintu.regions.reading import Part, Reading, Word
from satupintu.regions.words import Kind, Naming, Words

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
_STREET_QUALITY = 0.5
_WITH_SEPARATOR = 0.5
"""A name that holds a separator wins over its first piece."""
_LENGTH_BELOW = {2: 4, 4: 6, 6: 10}


def scan(reading: Reading, lexicon: Lexicon) -> list[PartScanner]:
    """The parts of a text, ready to be searched."""
    scanners: list[PartScanner] = []
    offset = 0
    for number, part in enumerate(reading.parts):
        scanners.append(PartScanner(lexicon, part, offset, number, alone=len(reading.parts) == 1))
        offset += len(part.words)
    return scanners


def spelt_right(scanners: Sequence[PartScanner], lexicon: Lexicon) -> list[Mention]:
    """All mentions spelt right, those in the middle of a street's name left out."""
    found = _across_parts(scanners, lexicon.index)
    for scanner in scanners:
        found += _without_street_names(scanner.exact(), scanner, lexicon.words)
    return _without_pieces(found)


class PartScanner:
    """Walks over the words of one part."""

    def __init__(self, lexicon: Lexicon, part: Part, offset: int, number: int, *, alone: bool) -> None:
        self.part = part
        self.offset = offset
        self._lexicon = lexicon
        self._kinds = lexicon.words.kinds
        self._words = [word.text for word in part.words]
        self._in_street = [word.in_street for word in part.words]
        self.number = number
        self._beside_others = not alone
        self._loud_in_street = [at for at, word in enumerate(self._words) if not lexicon.is_silent(word)]
        self._loud = [at for at in self._loud_in_street if not self._in_street[at]]
        self._may_be_names = [lexicon.may_be_name(word) for word in self._words]

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
        words, keys, directions = self._words, self._lexicon.index.keys, self._lexicon.words.directions
        count = len(words)
        street_closes = bool(count) and self._in_street[-1]
        for first in range(count):
            if self._in_street[first] and not street_closes and words[first] not in self._lexicon.words.street_start:
                continue  # a name in the middle of a street's
            key = ""
            for last in range(first + 1, min(first + LONGEST_NAME, count) + 1):
                key += words[last - 1]
                if key in keys or words[first] in directions or words[last - 1] in directions:
                    for naming, codes in self._lexicon.meanings(words[first:last]):
                        found += self._with_kinds(first, last, codes, naming)
        return found

    def near(self, wanted: int) -> Iterator[Mention]:
        """Provinces, cities and districts one edit away."""
        for first, last, key in self._windows(wanted, LONGEST_MISSPELT):
            if not self._kinds.keys().isdisjoint(self._words[first:last]):
                continue
            kind = self._kind_before(first)[1]
            long = len(key) >= SHORTEST_FORGIVEN
            if not long and len(key) < (
                SHORTEST_AFTER_KIND.get(kind, SHORTEST_FORGIVEN) if kind else SHORTEST_FORGIVEN
            ):
                continue
            exact = [code for _, codes in self._lexicon.meanings(self._words[first:last]) for code in codes]
            if exact and len(min(exact, key=len)) <= 4:
                continue
            codes = self._lexicon.index.near(key)
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
        for first in range(len(self._words)):
            if self._in_street[first]:
                continue
            for last in range(first + 1, min(first + longest, len(self._words)) + 1):
                if self._bits(first, last) & wanted and (self._may_start(first, last) or self._kind_before(first)[1]):
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
        if not self._may_start(first, last) and (len(self._words) > 1 or not self._beside_others):
            return  # by itself it says something else, unless it fills a part beside its parents
        yield self._mention(first, last, codes, naming, kind_differs=None if fitting else kind)
        behind = self._words[last] if last < len(self._words) else ""
        if behind in self._lexicon.words.kinds_after:
            kind = self._kinds[behind]
            fitting = _fitting(codes, kind)
            if fitting:
                yield self._mention(first, last + 1, fitting, naming, kind=kind)

    def _may_start(self, first: int, last: int) -> bool:
        return last > first + 1 or self._may_be_names[first]

    def _kind_before(self, first: int) -> tuple[int, Kind | None]:
        """The word for a kind before a name, words such as `administrasi` between them passed over."""
        at = first - 1
        while at >= 0 and self._words[at] in self._lexicon.words.between:
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
        lexicon, words = self._lexicon, self._words
        in_street = self._in_street[first] and not (
            last > first + 1 and words[first] in lexicon.words.street_start  # a name such as Gedung Riang
        )
        loud = self._loud_in_street if in_street else self._loud
        ends = not loud or last > loud[-1]
        weight = last - first - _LESS.get(naming, 0.0)
        if in_street:
            weight *= _STREET_QUALITY
        if not kind and (lexicon.words.general.issuperset(words[first:last]) or not self._may_start(first, last)):
            weight *= _GENERAL_QUALITY
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
            weight=weight,
        )


def _fitting(codes: Sequence[str], kind: Kind | None) -> tuple[str, ...]:
    return tuple(code for code in codes if kind.fits(code)) if kind else ()


def _without_pieces(found: list[Mention]) -> list[Mention]:
    """Leave out provinces, cities and areas that are only a piece of a longer such name: `Papua` in `Papua Barat`."""
    large = [mention for mention in found if len(mention.codes[0]) <= 4]
    pieces = {
        piece
        for piece in large
        if any(
            longer.mask != piece.mask
            and longer.mask | piece.mask == longer.mask
            and (piece.naming is Naming.AREA or not set(longer.codes).issubset(piece.codes))
            for longer in large
        )
    }
    return [mention for mention in found if mention not in pieces] if pieces else found


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


def _across_parts(scanners: Sequence[PartScanner], index: NameIndex) -> list[Mention]:
    """Names that hold a separator themselves, such as `Konda/ Kondaga`."""
    found: list[Mention] = []
    words: list[str] = []
    for scanner in scanners[1:]:
        words = words or [word.text for each in scanners for word in each.part.words]
        border = scanner.offset
        if words[border - 1] + words[border] not in index.separated:
            continue
        for first in range(max(0, border - LONGEST_NAME), border):
            for last in range(border + 1, min(first + LONGEST_NAME, len(words)) + 1):
                key = "".join(words[first:last])
                if key in index.keys:
                    (naming, codes), *_ = index.meanings(key)
                    mask, weight = (1 << last) - (1 << first), last - first + _WITH_SEPARATOR
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
