"""A place in a text where a region's name stands, and what words may mean there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from satupintu.regions.names import Meaning, NameIndex
from satupintu.regions.words import Kind, Naming, Words


class Mention(NamedTuple):
    """Words `first` up to `last` (positions in the whole text, `last` excluded), and the codes they may mean.

    `mask` is the words as bits, to see whether two mentions share one. `villages_from` is where among the codes, sorted
    by level, those of villages begin. `kind` is what a word beside the name says and at least one of the codes fits;
    `kind_differs` what such a word says when no region of the name is of it. `weight` is how much of the text it
    explains: its words, less when misspelt, behind a street, or no more than `Kota Baru`.
    """

    first: int
    last: int
    mask: int
    part: int
    codes: tuple[str, ...]
    villages_from: int
    naming: Naming
    fills_part: bool
    ends_part: bool
    kind: Kind | None
    kind_differs: Kind | None
    in_street: bool
    weight: float

    def at(self, offset: int, part: int) -> Mention:
        """The same where the part begins with another word of the text."""
        return Mention(self[0] + offset, self[1] + offset, self[2] << offset, part, *self[4:])


WORDS_REMEMBERED = 8_192


class Role(NamedTuple):
    """What a word can do: be a name by itself, or stand beside one and leave open which region is meant."""

    may_be_name: bool
    is_silent: bool


class Lexicon:
    """What words may mean: the index of names, and the lists of words with a meaning of their own."""

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
            | words.between
            | frozenset(words.kinds)
            | {ours for behind in words.directions.values() for ours in behind}
        )

        self.role: Callable[[str], Role] = lru_cache(WORDS_REMEMBERED)(self._role)

    def meanings(self, words: Sequence[str]) -> list[Meaning]:
        """What these words may name, in the order of Indonesian or of English (`South Jakarta`, `Jakarta South`)."""
        key = "".join(words)
        known = self.index.meanings(key)
        if known or len(words) == 1:
            return [] if known and key.isdigit() else known
        found: list[Meaning] = []
        for direction, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
            for ours in self.words.directions.get(direction, ()):
                found += self.index.meanings("".join((*rest, *ours.split())))
        return found

    def _role(self, word: str) -> Role:
        return Role(self.may_be_name(word), self.is_silent(word))

    def is_city(self, word: str) -> bool:
        """Whether a word is the name of a province or city."""
        found = self.index.meanings(word)
        return any(len(codes[0]) <= 4 and naming not in (Naming.QUARTER, Naming.AREA) for naming, codes in found)

    def is_quarter(self, word: str) -> bool:
        """Whether a word is the name of a quarter or estate."""
        return any(naming is Naming.QUARTER for naming, _ in self.index.meanings(word))

    def may_be_name(self, word: str) -> bool:
        """Whether a word may be a name by itself, or a misspelt one begin with it."""
        return (len(word) > 2 and not word.isdigit() and word not in self.never_alone) or self.index.is_alias(word)

    def is_silent(self, word: str) -> bool:
        """Whether a word beside a name leaves open which region is meant."""
        return len(word) == 1 or word.isdigit() or word in self.silent
