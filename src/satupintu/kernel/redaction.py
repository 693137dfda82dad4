"""Keeping secrets and personal data out of logs, errors and reprs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

MASK: Final = "********"

_PERSONAL: Final = re.compile(
    r"(?<!\S)(?:(?!%40)[^\s@])*(?:@|%40)\S*"  # words with an e-mail address
    r"|(?<![\w.-])(?:\+|\(?0|62)(?:[ ().-]{0,2}[0-9]){7,14}(?![\w-])"  # telephone numbers, as people write them
    r"|(?<![\w.-])8[1-9][0-9][ .-][0-9]{3,4}[ .-][0-9]{3,5}(?![\w-])"  # and without what goes before a mobile one
    r"|[0-9](?:[ .-]?[0-9]){14,}"  # identity and tax numbers, in groups or not
    r"|[0-9]{9,}"
)


def shown(text: str) -> str:
    """A stranger's text as it may stand in an error or a log: on one line, its personal numbers and addresses masked.

    Names and other words stay. Control characters become blanks, so that a terminal takes no orders from it.
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    return _PERSONAL.sub(MASK, " ".join(printable.split()))


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows itself only when asked: `repr` and `str` give stars."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself. Call this only where it is used."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret('{MASK}')"

    def __str__(self) -> str:
        return MASK
