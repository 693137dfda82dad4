"""Every place in a text where a region's name stands, spelt right or one letter away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from satupintu.regions.mentions import Lexicon, Mention
from satupintu.regions.names import NameIndex
from satupintu.regions.parts import LONGEST_NAME, Part, villages_from

_WITH_SEPARATOR = 0.5
"""A name that holds a separator wins over its first piece."""


class Placed(NamedTuple):
    """A part in a text: how many words stand before it, its number, where its piece begins, and whether it is listed.

    It is listed when the separator before it lists places, as in `A / B`.
    """

    part: Part
    offset: int
    number: int
    start: int
    listed: bool

    @property
    def open_words(self) -> int:
        """The words that may be part of a region's name, as bits."""
        return self.part.open_words << self.offset

    def near(self, wanted: int) -> Iterator[Mention]:
        """Provinces, cities and districts one edit away, in which one of the wanted words stands."""
        if wanted := wanted >> self.offset & self.part.open_words:
            for mention in self.part.near(wanted):
                yield mention.at(self.offset, self.number)

    def near_below(self, area: str, taken: int, wanted: int) -> Iterator[Mention]:
        """Regions inside an area one edit away, likewise, without any of the taken words."""
        if wanted := wanted >> self.offset & self.part.open_words:
            for mention in self.part.near_below(area, taken >> self.offset, wanted):
                yield mention.at(self.offset, self.number)


def spelt_right(parts: Sequence[Placed], lexicon: Lexicon) -> list[Mention]:
    """All mentions spelt right, those in the middle of a street's name left out."""
    if len(parts) == 1:
        return parts[0].part.exact_alone
    found: list[Mention] = []
    for part, offset, number, _, _ in parts:
        found += [mention.at(offset, number) for mention in part.exact] if number else part.exact
    across = _across_parts(parts, lexicon.index)
    return [*across, *found] if across else found


def _across_parts(parts: Sequence[Placed], index: NameIndex) -> list[Mention]:
    """Names that hold a separator themselves, such as `Konda/ Kondaga`."""
    found: list[Mention] = []
    for left, right in pairwise(parts):
        border = right.offset
        if left.part.words[-1] + right.part.words[0] not in index.separated:
            continue
        words = [word for placed in parts for word in placed.part.words]
        for first in range(max(0, border - LONGEST_NAME), border):
            for last in range(border + 1, min(first + LONGEST_NAME, len(words)) + 1):
                key = "".join(words[first:last])
                if key in index.keys:
                    (naming, codes), *_ = index.meanings(key)
                    mention = Mention(
                        first,
                        last,
                        (1 << last) - (1 << first),
                        right.number,
                        codes,
                        villages_from(codes),
                        naming,
                        False,
                        False,
                        None,
                        None,
                        False,
                        last - first + _WITH_SEPARATOR,
                    )
                    found.append(mention)
    return found
