"""A written place as words: cut into parts, with streets and buildings told from names of regions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from satupintu.regions.normalising import fold
from satupintu.regions.words import Words

LONGEST_TEXT = 1_000
"""Characters that are read. No written place is longer; what follows is passed over."""

MOST_WORDS = 80
"""Words that are read."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ´`\"][^\W_]+)*['’]?")
_PLUS_CODE = re.compile(r"\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b")
_POSTAL_CODE = re.compile(r"\d{5}")
_PART_END = re.compile(r"[,;|/\n()\[\]{}&+]")
_DASH = re.compile(r"\s[-–—]+\s?|[-–—]+\s|[–—•:]")
_LISTING = re.compile(r"[;|/\n&+]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its spelled-out form, and where it stands in the text."""

    text: str
    start: int
    end: int
    in_street: bool


@dataclass(frozen=True, slots=True)
class Part:
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


@dataclass(frozen=True, slots=True)
class _Token:
    plain: str
    spelled: str
    start: int
    end: int
    ends_part: bool
    dash: bool
    listing: bool


def read(text: str, words: Words) -> Reading:
    """Cut a text into parts and words. Never fails; at most `LONGEST_TEXT` characters are looked at."""
    tokens = _tokens(text, words)
    builder = _PartBuilder(words)
    for token, following in zip_longest(tokens, tokens[1:]):
        builder.add(token, following)
    builder.close(listed=False)
    return Reading(text, tuple(builder.parts), " ".join(token.plain for token in tokens).strip())


def _tokens(text: str, words: Words) -> list[_Token]:
    shown = _PLUS_CODE.sub(lambda code: " " * len(code[0]), text[:LONGEST_TEXT])
    matches = list(_WORD.finditer(shown))[:MOST_WORDS]
    tokens: list[_Token] = []
    for at, match in enumerate(matches):
        gap = shown[match.end() : matches[at + 1].start()] if at + 1 < len(matches) else ""
        plain = fold(match[0]).replace(" ", "")
        tokens.append(
            _Token(
                plain=plain,
                spelled=words.spelling.word(plain, dotted=shown[match.end() : match.end() + 1] == "."),
                start=match.start(),
                end=match.end(),
                ends_part=_PART_END.search(gap) is not None,
                dash=_DASH.search(gap) is not None,
                listing=_LISTING.search(gap) is not None,
            )
        )
    return tokens


class _PartBuilder:
    """Gathers words into parts, and knows while a street's name goes on."""

    def __init__(self, words: Words) -> None:
        self.parts: list[Part] = []
        self._words = words
        self._current: list[Word] = []
        self._listed = False
        self._in_street = False

    def add(self, token: _Token, following: _Token | None) -> None:
        """Take the next token; some are separators themselves and leave no word."""
        joining = token.plain in self._words.joining and bool(self._current or self._listed)
        if joining and not (following and following.plain in self._words.joining_unless_before):
            self.close(listed=True)
        elif _POSTAL_CODE.fullmatch(token.plain):
            self.close(listed=token.listing)
        else:
            self._take(token)

    def close(self, *, listed: bool) -> None:
        """End the part; `listed` tells whether what follows is one more of a list."""
        if self._current:
            self.parts.append(Part(tuple(self._current), self._listed))
        self._current, self._listed, self._in_street = [], listed, False

    def _take(self, token: _Token) -> None:
        if token.plain in self._words.street_start:
            self._in_street = True
        elif self._in_street and self._ends_street(token.plain):
            self._in_street = False
        if token.spelled:
            self._current.append(Word(token.spelled, token.start, token.end, self._in_street))
        if token.ends_part or (token.dash and not self._in_street):
            self.close(listed=token.listing)

    def _ends_street(self, word: str) -> bool:
        words = self._words
        return word[:1].isdigit() or word in words.street_end or word in words.kinds_ending_streets
