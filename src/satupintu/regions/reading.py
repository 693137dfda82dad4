"""A written place as words: cut into parts, with streets and buildings told from names of regions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from satupintu.regions.mentions import WORDS_REMEMBERED, Lexicon, Mention
from satupintu.regions.normalising import fold
from satupintu.regions.parts import Part
from satupintu.regions.scanning import Placed

LONGEST_TEXT = 1_000
"""Characters that are read. No written place is longer; what follows is passed over."""

MOST_WORDS = 80
"""Words that are read."""

PIECES_REMEMBERED = 16_384
LONGEST_PIECE_REMEMBERED = 60

_SHORT = 10
_DIGIT = re.compile(r"\d")
"""In a longer piece it is a street's number, and the piece seldom comes again."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ´`\"][^\W_]+)*['’]?")
_PLUS_CODE = re.compile(r"\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b")
_PIECE = re.compile(r"\b\d{5}\b|((?:[^,;|/\n()\[\]{}&+\d]|(?!\b\d{5}\b)\d++)++)|([;|/\n&+])")
_LISTING = 2
_DASH = re.compile(r"\s[-–—]+\s?|[-–—]+\s|[–—•:]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as parts, with what its words say apart from names."""

    text: str
    parts: tuple[Placed, ...]

    @property
    def open_words(self) -> int:
        """The words that may be part of a region's name, as bits."""
        bits = 0
        for placed in self.parts:
            bits |= placed.part.open_words << placed.offset
        return bits

    @property
    def is_address(self) -> bool:
        """Whether it names a street or building."""
        return any(placed.part.in_street for placed in self.parts)

    @property
    def is_empty(self) -> bool:
        """Whether there is not one letter or digit in it."""
        return not self.parts and _WORD.search(self.text, 0, LONGEST_TEXT) is None

    @property
    def is_list(self) -> bool:
        """Whether a separator lists places."""
        return any(part.listed for part in self.parts)

    @property
    def folded(self) -> str:
        """All words as they are written, in lower case, with one blank between."""
        return " ".join(_plain(word) for word in _WORD.findall(self.text, 0, LONGEST_TEXT))

    def matched(self, mention: Mention) -> str:
        """The words of a mention as they stand in the text."""
        first = last = self.parts[mention.part]
        if mention.first < first.offset or mention.last > last.offset + last.part.count:  # it holds a separator
            first, last = self._holding(mention.first), self._holding(mention.last - 1)
        start = first.start + first.part.starts[mention.first - first.offset]
        return self.text[start : last.start + last.part.ends[mention.last - 1 - last.offset]]

    def _holding(self, word: int) -> Placed:
        return next(placed for placed in reversed(self.parts) if placed.offset <= word)

    def written(self, number: int) -> list[str]:
        """The words of a part as they stand in the text."""
        part, _, _, start, _ = self.parts[number]
        return [self.text[start + at : start + end] for at, end in zip(part.starts, part.ends, strict=True)]


class _Piece(NamedTuple):
    """What stands between two commas or the like: its parts, each with whether it is listed; how what follows is."""

    parts: tuple[tuple[Part, bool], ...]
    lists_next: bool


class Reader:
    """Cuts texts into parts and words. Remembers pieces such as `Kab. Bekasi`, which are part of many texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take what words may mean."""
        self._lexicon = lexicon
        self._remembered: Callable[[str], _Piece] = lru_cache(PIECES_REMEMBERED)(self._cut)
        self._signs: Callable[[str], _Signs] = lru_cache(WORDS_REMEMBERED)(self._signs_of)

    def read(self, text: str) -> Reading:
        """Never fails; at most `LONGEST_TEXT` characters and `MOST_WORDS` words are looked at."""
        shown = text[:LONGEST_TEXT]
        if "+" in shown:
            shown = _PLUS_CODE.sub(lambda code: " " * len(code[0]), shown)
        parts: list[Placed] = []
        listed, offset = False, 0
        for match in _PIECE.finditer(shown):
            if not match.lastindex:  # a postal code
                continue
            raw = match[0]
            if match.lastindex == _LISTING:
                listed = True
                continue
            is_common = len(raw) <= LONGEST_PIECE_REMEMBERED and (len(raw) < _SHORT or not _DIGIT.search(raw))
            piece = self._remembered(raw) if is_common else self._cut(raw)
            for part, is_listed in piece.parts:
                if offset + part.count > MOST_WORDS:
                    return Reading(text, tuple(parts))
                parts.append(Placed(part, offset, len(parts), match.start(), listed or is_listed))
                offset += part.count
                listed = False
            listed = listed or piece.lists_next
        return Reading(text, tuple(parts))

    def _cut(self, piece: str) -> _Piece:
        words, kinds = self._lexicon.words, self._lexicon.words.kinds
        found: list[tuple[Part, bool]] = []
        part = _PartBuilder(self._lexicon)
        listed = in_street = in_estate = False
        matches = list(islice(_WORD.finditer(piece), MOST_WORDS))
        signs = [self._signs(match[0]) for match in matches]
        if not signs:
            return _Piece((), lists_next=False)
        followings = [sign.plain for sign in signs[1:]] + [""]
        for at, (match, sign, following) in enumerate(zip(matches, signs, followings, strict=True)):
            start, end = match.span()
            if sign.joins and following not in words.joining_unless_before:
                part.close(found, listed=listed)
                listed, in_street = True, False
                continue
            if sign.starts_street and not (part.words and part.words[-1] in kinds):
                in_street, in_estate = True, sign.plain in words.street_estate
            elif in_street:
                in_street = not (
                    sign.ends_street
                    or (in_estate and self._lexicon.is_quarter(sign.text))
                    or (sign.text in words.kinds_ending_named_streets and part.has_named_street)
                )
            if sign.ends_building and part.words and not self._lexicon.is_city(part.words[-1]):
                part.take_into_street()
            text = sign.text
            if sign.looks_around:
                text = words.spelling.word(sign.plain, following, dotted=piece[end : end + 1] == ".")
            if text:
                part.add(text, start, end, in_street=in_street)
            if following and not in_street and not piece[end + 1 : end + 2].isalnum():
                gap = piece[end : matches[at + 1].start()]
                if _DASH.search(gap):
                    part.close(found, listed=listed)
                    listed = False
        lists_next = listed and not part.words
        part.close(found, listed=listed)
        return _Piece(tuple(found), lists_next)

    def _signs_of(self, word: str) -> _Signs:
        words, plain = self._lexicon.words, _plain(word)
        return _Signs(
            plain,
            words.spelling.word(plain, "", dotted=False),
            words.spelling.looks_around(plain),
            plain in words.joining,
            plain in words.street_start,
            plain[:1].isdigit() or plain in words.street_end or plain in words.kinds_ending_streets,
            plain in words.street_behind,
        )


class _Signs(NamedTuple):
    """What a word by itself tells: its plain form, how it is spelled out, whether that depends on what is around it."""

    plain: str
    text: str
    looks_around: bool
    joins: bool
    starts_street: bool
    ends_street: bool
    ends_building: bool


class _PartBuilder:
    """Gathers the words of a part."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words: list[str] = []
        self._lexicon = lexicon
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._street = 0

    def add(self, word: str, start: int, end: int, *, in_street: bool) -> None:
        if in_street:
            self._street |= 1 << len(self.words)
        self.words.append(word)
        self._starts.append(start)
        self._ends.append(end)

    @property
    def has_named_street(self) -> bool:
        """Whether the last word is one of a street's own name."""
        return bool(self.words) and self.words[-1] not in self._lexicon.words.street_start

    def take_into_street(self) -> None:
        """Count the last word, unless it tells a kind, to a building whose name it ends."""
        if self.words[-1] not in self._lexicon.words.kinds:
            self._street |= 1 << len(self.words) - 1

    def close(self, found: list[tuple[Part, bool]], *, listed: bool) -> None:
        """Add the part, if it has words, and begin with the next."""
        if not self.words:
            return
        street = self._street if len(self.words) > 1 else 0  # `Dukuh` by itself is the name of a place
        part = Part(self._lexicon, tuple(self.words), tuple(self._starts), tuple(self._ends), street)
        found.append((part, listed))
        self.words, self._starts, self._ends, self._street = [], [], [], 0


def _plain(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    return fold(word).replace(" ", "")
