"""A place in a text where a region's name stands, and what words may mean there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satupintu.regions.names import Meaning, NameIndex
from satupintu.regions.words import Kind, Naming, Words


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

    def may_be_name(self, word: str) -> bool:
        """Whether a word may be a name by itself, or a misspelt one begin with it."""
        return (len(word) > 2 and not word.isdigit() and word not in self.never_alone) or self.index.is_alias(word)

    def is_silent(self, word: str) -> bool:
        """Whether a word beside a name leaves open which region is meant."""
        return len(word) == 1 or word.isdigit() or word in self.silent
