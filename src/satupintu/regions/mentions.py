"""Every place in a text where a region's name stands, with all regions it may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from satupintu.regions.names import NameIndex
from satupintu.regions.reading import Part, Reading, Word
from satupintu.regions.words import Kind, Words

LONGEST_NAME = 6
"""Words that the longest name of a region has."""

SHORTEST_FORGIVEN = 6
"""Letters from which one wrong letter is forgiven; shorter words resemble too many others."""


class Spelled(StrEnum):
    """How the name in the text compares with the name in the table."""

    EXACT = "exact"
    ALIAS = "alias"
    AREA = "area"
    TYPO = "typo"


_QUALITY = {Spelled.EXACT: 1.0, Spelled.ALIAS: 1.0, Spelled.AREA: 1.0, Spelled.TYPO: 0.7}


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` up to `last` (positions in the whole text, `last` excluded), and the codes they may mean.

    `kind_differs` is the kind that stands before the name when no region of the name is of it.
    """

    first: int
    last: int
    codes: tuple[str, ...]
    spelled: Spelled
    part: int
    fills_part: bool
    ends_part: bool
    kind_named: bool
    kind_differs: Kind | None
    in_street: bool

    @property
    def mask(self) -> int:
        """The words as bits, to see whether two mentions share one."""
        return (1 << self.last) - (1 << self.first)

    @property
    def weight(self) -> float:
        """How much of the text it explains: its words, less when misspelt or behind a street."""
        return (self.last - self.first) * _QUALITY[self.spelled] * (0.5 if self.in_street else 1.0)


class MentionFinder:
    """Finds mentions with an index of names and the word lists."""

    def __init__(self, index: NameIndex, words: Words) -> None:
        """Take the index of one table."""
        self._index = index
        self._words = words
        self._never_alone = (
            words.noise
            | words.joining
            | words.street_start
            | words.street_end
            | frozenset(words.kinds)
            | {ours for behind in words.directions.values() for ours in behind}
        )

    def find(self, reading: Reading) -> list[Mention]:
        """All mentions spelt right or one edit away, those in the middle of a street's name left out."""
        found = self._across_parts(reading)
        for number, (part, offset) in enumerate(_with_offsets(reading.parts)):
            scanner = _PartScanner(self, part, offset, number)
            found += _without_street_names(scanner.exact() + scanner.near(), part, offset, self._words)
        return found

    def find_within(self, reading: Reading, city: str, taken: int, wanted: int) -> list[Mention]:
        """Mentions one edit away from a district or village of this city.

        They use no word whose bit is in `taken`, and at least one whose bit is in `wanted`.
        """
        found: list[Mention] = []
        for number, (part, offset) in enumerate(_with_offsets(reading.parts)):
            scanner = _PartScanner(self, part, offset, number)
            for first, last, key in scanner.windows():
                bits = ((1 << last) - (1 << first)) << offset
                if bits & taken or not bits & wanted:
                    continue
                near, by_key = self._index.near_within(city)
                codes = [code for hit in near.near(key) for code in by_key[hit]] if key not in by_key else []
                if codes:
                    found.append(scanner.mention(first, last, tuple(codes), Spelled.TYPO))
        return [mention for mention in found if not mention.in_street]

    def _across_parts(self, reading: Reading) -> list[Mention]:
        """Names that hold a separator themselves, such as `Konda/ Kondaga`."""
        words = [word.text for part in reading.parts for word in part.words]
        found: list[Mention] = []
        for number, (_, border) in enumerate(list(_with_offsets(reading.parts))[1:]):
            for first in range(max(0, border - LONGEST_NAME), border):
                for last in range(border + 1, min(first + LONGEST_NAME, len(words)) + 1):
                    key = "".join(words[first:last])
                    if key in self._index.separated:
                        codes = self._index.codes(key)
                        found.append(
                            Mention(first, last, codes, Spelled.EXACT, number, False, False, False, None, False)
                        )
        return found

    def codes(self, words: Sequence[str]) -> tuple[tuple[str, ...], Spelled]:
        """The regions that these words name, in the order of Indonesian or of English."""
        key = "".join(words)
        if key.isdigit():
            return (), Spelled.EXACT
        found = self._index.codes(key)
        if not found and len(words) > 1:
            behind = self._words.directions.get(words[0], ())
            turned = ("".join((*words[1:], *ours.split())) for ours in behind)
            found = tuple(code for other in turned for code in self._index.codes(other))
        if key in self._index.areas:
            return found, Spelled.AREA
        return found, Spelled.ALIAS if key in self._index.aliases else Spelled.EXACT

    def near_codes(self, key: str) -> tuple[str, ...]:
        """The provinces, cities and districts whose name is one edit away."""
        near = {code for hit in self._index.near.near(key) for code in self._index.codes(hit) if len(code) <= 6}
        return tuple(sorted(near, key=lambda code: (len(code), code)))

    def is_noise(self, word: str) -> bool:
        """Whether a word says nothing about which region is meant."""
        return word.isdigit() or word in self._words.noise or word in self._words.street_end

    def may_be_name(self, word: str) -> bool:
        """Whether a word may be a name by itself, or a misspelt one begin with it."""
        if word in self._index.aliases:
            return True
        return len(word) > 2 and not word.isdigit() and word not in self._never_alone

    def opens_street(self, word: str) -> bool:
        """Whether a word announces a street or building."""
        return word in self._words.street_start

    def kind(self, word: str) -> Kind | None:
        """What kind of region a word announces, if it does."""
        return self._words.kinds.get(word)

    def kind_after(self, word: str) -> Kind | None:
        """What kind of region a word behind a name tells, if it does."""
        return self._words.kinds[word] if word in self._words.kinds_after else None

    def skip_between(self, words: Sequence[str], at: int) -> int:
        """Step back over words such as `administrasi` between the kind and the name."""
        while at >= 0 and words[at] in self._words.between:
            at -= 1
        return at


class _PartScanner:
    """Walks over the words of one part."""

    def __init__(self, finder: MentionFinder, part: Part, offset: int, number: int) -> None:
        self._finder = finder
        self._words = [word.text for word in part.words]
        self._in_street = [word.in_street for word in part.words]
        self._offset = offset
        self._number = number

    def exact(self) -> list[Mention]:
        found: list[Mention] = []
        for start in range(len(self._words)):
            found += self._from(start)
        return found

    def near(self) -> list[Mention]:
        found: list[Mention] = []
        for first, last, key in self.windows():
            exact = self._finder.codes(self._words[first:last])[0]
            if not exact or len(exact[0]) == 10:
                codes = self._finder.near_codes(key)
                found += self._with_kinds(first, last, codes) if codes else ()
        return found

    def windows(self) -> Iterator[tuple[int, int, str]]:
        """Stretches of up to three words that may be a misspelt name."""
        for first, word in enumerate(self._words):
            if self._in_street[first] or not self._finder.may_be_name(word):
                continue
            for last in range(first + 1, min(first + 3, len(self._words)) + 1):
                if last > first + 1 and self._finder.kind(self._words[last - 1]):
                    break
                key = "".join(self._words[first:last])
                if len(key) >= SHORTEST_FORGIVEN:
                    yield first, last, key

    def _from(self, start: int) -> Iterator[Mention]:
        """Names that begin at a word."""
        for last in range(start + 1, min(start + LONGEST_NAME, len(self._words)) + 1):
            codes, spelled = self._finder.codes(self._words[start:last])
            if codes:
                yield from self._with_kinds(start, last, codes, spelled)

    def _with_kinds(
        self, first: int, last: int, codes: tuple[str, ...], spelled: Spelled = Spelled.TYPO
    ) -> Iterator[Mention]:
        """The bare name, and the name with the word for its kind before or behind it, where that fits."""
        before = self._finder.skip_between(self._words, first - 1)
        kind = self._finder.kind(self._words[before]) if before >= 0 else None
        fitting = _fitting(codes, kind)
        if fitting:
            yield self.mention(before, last, fitting, spelled, kind_named=True)
            codes = tuple(code for code in codes if len(code) == len(fitting[0]))  # the level was said
        if last == first + 1 and not self._finder.may_be_name(self._words[first]):
            return
        yield self.mention(first, last, codes, spelled, kind_differs=None if fitting else kind)
        if last < len(self._words):
            fitting = _fitting(codes, self._finder.kind_after(self._words[last]))
            if fitting:
                yield self.mention(first, last + 1, fitting, spelled, kind_named=True)

    def mention(
        self,
        first: int,
        last: int,
        codes: tuple[str, ...],
        spelled: Spelled,
        *,
        kind_named: bool = False,
        kind_differs: Kind | None = None,
    ) -> Mention:
        in_street = self._in_street[first] and not (
            last > first + 1 and self._finder.opens_street(self._words[first])  # a name such as Gedung Riang
        )
        silent = [
            self._finder.is_noise(word) or (street and not in_street)
            for word, street in zip(self._words, self._in_street, strict=True)
        ]
        ends = all(silent[last:])
        return Mention(
            first=self._offset + first,
            last=self._offset + last,
            codes=codes,
            spelled=spelled,
            part=self._number,
            fills_part=ends and all(silent[:first]),
            ends_part=ends,
            kind_named=kind_named,
            kind_differs=kind_differs,
            in_street=in_street,
        )


def _fitting(codes: Sequence[str], kind: Kind | None) -> tuple[str, ...]:
    return tuple(code for code in codes if kind.fits(code)) if kind else ()


def _with_offsets(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    offset = 0
    for part in parts:
        yield part, offset
        offset += len(part.words)


def _without_street_names(found: list[Mention], part: Part, offset: int, words: Words) -> list[Mention]:
    """Keep what stands outside streets, and names that close the part behind the street's own name."""
    if not any(word.in_street for word in part.words):
        return found
    kept = [mention for mention in found if not mention.in_street]
    closing = {offset + len(part.words)}
    for mention in sorted((each for each in found if each.in_street), key=lambda each: -each.last):
        if mention.last in closing and _has_street_name(part.words[: mention.first - offset], words):
            closing.add(mention.first)
            kept.append(mention)
    return kept


def _has_street_name(before: Sequence[Word], words: Words) -> bool:
    street = [word.text for word in before if word.in_street]
    return any(word not in words.street_start and word not in words.street_filler for word in street)
