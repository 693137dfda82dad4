"""How names and texts are made comparable: folded to plain letters, spelled out, and written without blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_APOSTROPHES = "'\"`´ʼ‘’“”*"  # within a word they mark a glottal stop or nothing; a trailing star is a footnote
_BLANKS = ".,-/()[]&+:;_–—"
_FOLDING = {ord(mark): None for mark in _APOSTROPHES} | {ord(mark): " " for mark in _BLANKS}


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes, other punctuation as blanks; line ends stay."""
    if not text.isascii():
        text = text.translate(_FOLDING)
        text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return text.lower().translate(_FOLDING)


class Spelling:
    """Spells out single words: `sei` is `sungai`, `II` is `2`."""

    def __init__(self, spellings: Mapping[str, str], dotted: Mapping[str, str]) -> None:
        """Take the words that are always spelled out and those that are when a dot follows."""
        self._spellings = spellings
        self._dotted = {**spellings, **dotted}
        self._any = re.compile(rf"\b(?:{'|'.join(sorted(spellings, key=len, reverse=True))})\b")

    def word(self, word: str, *, dotted: bool = False) -> str:
        """One folded word, spelled out."""
        return (self._dotted if dotted else self._spellings).get(word, word)

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
    while at < len(left) and left[at] == right[at]:
        at += 1
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    return swapped or left[at + 1 :] == right[at + 1 :]


class NearNames:
    """Finds names one edit away, by the shapes that leave one letter out."""

    def __init__(self, names: Sequence[str]) -> None:
        """Index the names; about ten entries for each."""
        self._shapes: dict[str, list[str]] = {}
        for name in names:
            for shape in _shapes(name):
                self._shapes.setdefault(shape, []).append(name)

    def near(self, name: str) -> list[str]:
        """The indexed names exactly one edit away, sorted."""
        found = {hit for shape in _shapes(name) for hit in self._shapes.get(shape, ())}
        return sorted(hit for hit in found if is_one_edit_away(name, hit))


def _shapes(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}
