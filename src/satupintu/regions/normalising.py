"""How names and texts are made comparable: folded to plain letters, spelled out, and written without blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_APOSTROPHES = "'\"`´ʼ‘’“”*"  # within a word they mark a glottal stop or nothing; a trailing star is a footnote
_BLANKS = ".,-/()[]&+:;_–—"
_FOLDING = {ord(mark): None for mark in _APOSTROPHES} | {ord(mark): " " for mark in _BLANKS}

_COUNTRY = "indonesia"


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes, other punctuation as blanks; line ends stay."""
    if not text.isascii():
        text = text.translate(_FOLDING)
        text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return text.lower().translate(_FOLDING)


class Spelling:
    """Spells out single words: `sei` is `sungai`, `II` is `2`."""

    def __init__(
        self, spellings: Mapping[str, str], dotted: Mapping[str, str], before_names: Mapping[str, str]
    ) -> None:
        """Take the words that are always spelled out, those that are when a dot follows, or when a name follows."""
        self._spellings = spellings
        self._dotted = {**spellings, **dotted}
        self._before_names = before_names
        self._any = re.compile(rf"\b(?:{'|'.join(sorted(spellings, key=len, reverse=True))})\b")

    def word(self, word: str, following: str, *, dotted: bool) -> str:
        """One folded word, spelled out. `following` is the next word, `dotted` tells whether a dot stands between."""
        if 7 < len(word) < 11 and (word[:2] == "in" or word[-2:] == "ia") and is_one_edit_away(word, _COUNTRY):
            return _COUNTRY
        if word in self._before_names and following.isalpha() and following not in self._spellings:
            return self._before_names[word]
        return (self._dotted if dotted else self._spellings).get(word, word)

    def looks_around(self, word: str) -> bool:
        """Whether a dot or a name behind a word makes a difference."""
        return word in self._before_names or (word in self._dotted and word not in self._spellings)

    def keys(self, names: Sequence[str]) -> list[str]:
        """The key of each name: folded, spelled out, without blanks. Quick for tens of thousands at once."""
        folded = fold("\n".join(names))
        return self._any.sub(lambda found: self._spellings[found[0]], folded).replace(" ", "").split("\n")

    def key(self, name: str) -> str:
        """The key of one name."""
        return self.keys([name])[0]


def is_one_edit_away(left: str, right: str) -> bool:
    """Whether one letter put in, left out or changed, or two neighbours swapped, makes one of the other."""
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1 or left == right:
        return False
    at = 0
    for ours, theirs in zip(left, right, strict=False):
        if ours != theirs:
            break
        at += 1
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    return swapped or left[at + 1 :] == right[at + 1 :]


class NearNames:
    """Finds names one edit away. Such an edit always leaves one end of the name intact, nearly up to its middle."""

    def __init__(self, names: Iterable[str]) -> None:
        """Index the names by both ends."""
        self._by_end: dict[str, list[str]] = {}
        for name in names:
            for end in _ends(name, len(name)):
                self._by_end.setdefault(end, []).append(name)

    def near(self, name: str) -> list[str]:
        """The indexed names exactly one edit away, sorted."""
        lengths = (len(name) - 1, len(name), len(name) + 1)
        likely = {hit for length in lengths for end in _ends(name, length) for hit in self._by_end.get(end, ())}
        return sorted(hit for hit in likely if is_one_edit_away(name, hit))


def _ends(name: str, length: int) -> tuple[str, str]:
    """Both ends of a name, if it had this length, without the two letters in its middle."""
    half = length // 2
    return f"{length}<{name[: max(half - 1, 0)]}", f"{length}>{name[len(name) - max(length - half - 1, 0) :]}"
