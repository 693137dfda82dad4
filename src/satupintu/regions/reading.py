"""A written place as words: cut into parts, with streets and buildings told from names of regions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from satupintu.regions.normalising import fold
from satupintu.regions.words import Words

LONGEST_TEXT = 1_000
"""Characters that are read. No written place is longer; what follows is passed over."""

MOST_WORDS = 80
"""Words that are read."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ´`\"][^\W_]+)*['’]?")
_PLUS_CODE = re.compile(r"\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b")
_POSTAL_CODE = 5
_PART_END = re.compile(r"[,;|/\n()\[\]{}&+]")
_DASH = re.compile(r"\s[-–—]+\s?|[-–—]+\s|[–—•:]")
_LISTING = re.compile(r"[;|/\n&+]")

_LONGEST_GAP = 20


class Word(NamedTuple):
    """One word: its spelled-out form, and where it stands in the text."""

    text: str
    start: int
    end: int
    in_street: bool


class Part(NamedTuple):
    """Words between two separators. `listed` tells that the separator before it lists places, as in `A / B`."""

    words: tuple[Word, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as parts, with what its words say apart from names."""

    text: str
    parts: tuple[Part, ...]
    folded: str

    @property
    def is_empty(self) -> bool:
        """Whether there is not one letter or digit in it."""
        return not self.folded


class _Gap(NamedTuple):
    """What stands between two words says: whether a part ends there, by a dash, or as one more of a list."""

    ends_part: bool
    dash: bool
    listing: bool


def read(text: str, words: Words) -> Reading:
    """Cut a text into parts and words. Never fails; at most `LONGEST_TEXT` characters are looked at."""
    shown = text[:LONGEST_TEXT]
    if "+" in shown:
        shown = _PLUS_CODE.sub(lambda code: " " * len(code[0]), shown)
    matches = list(islice(_WORD.finditer(shown), MOST_WORDS))
    plains = [_plain(match[0]) for match in matches]
    builder = _PartBuilder(words)
    end_of_text = len(shown)
    for at, (match, plain) in enumerate(zip(matches, plains, strict=True)):
        start, end = match.span()
        is_last = at + 1 == len(matches)
        gap = shown[end : end_of_text if is_last else matches[at + 1].start()]
        builder.add(plain, "" if is_last else plains[at + 1], start, end, gap)
    builder.close(listed=False)
    return Reading(text, tuple(builder.parts), " ".join(plains).strip())


_LONG_GAP = _Gap(ends_part=True, dash=False, listing=False)


@lru_cache(256)
def _gap(gap: str) -> _Gap:
    return _Gap(_PART_END.search(gap) is not None, _DASH.search(gap) is not None, _LISTING.search(gap) is not None)


def _plain(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    return fold(word).replace(" ", "")


class _PartBuilder:
    """Gathers words into parts, and knows while a street's name goes on."""

    def __init__(self, words: Words) -> None:
        self.parts: list[Part] = []
        self._words = words
        self._current: list[Word] = []
        self._listed = False
        self._in_street = False

    def add(self, plain: str, following: str, start: int, end: int, between: str) -> None:
        """Take the next word and what follows it; some words are separators themselves and are not kept."""
        words = self._words
        gap = _gap(between) if len(between) <= _LONGEST_GAP else _LONG_GAP
        if plain in words.joining and (self._current or self._listed) and following not in words.joining_unless_before:
            self.close(listed=True)
            return
        if plain.isdigit() and len(plain) == _POSTAL_CODE:
            self.close(listed=gap.listing)
            return
        if plain in words.street_start and not (self._current and self._current[-1].text in words.kinds):
            self._in_street = True
        elif self._in_street and self._ends_street(plain):
            self._in_street = False
        spelled = words.spelling.word(plain, following, dotted=between[:1] == ".")
        if spelled:
            self._current.append(Word(spelled, start, end, self._in_street))
        if gap.ends_part or (gap.dash and not self._in_street):
            self.close(listed=gap.listing)

    def close(self, *, listed: bool) -> None:
        """End the part; `listed` tells whether what follows is one more of a list."""
        if len(self._current) == 1:  # `Dukuh` by itself is the name of a place
            self._current = [self._current[0]._replace(in_street=False)]
        if self._current:
            self.parts.append(Part(tuple(self._current), self._listed))
        self._current, self._listed, self._in_street = [], listed, False

    def _ends_street(self, word: str) -> bool:
        words = self._words
        return word[:1].isdigit() or word in words.street_end or word in words.kinds_ending_streets
