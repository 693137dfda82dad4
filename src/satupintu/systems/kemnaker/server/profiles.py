"""Companies and institutions as bodies told of them: who offers much, tells the same with each offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import to_json

from satupintu.systems.kemnaker.server.ports import Document, KindName

MOST_KEPT: Final = 512
LARGEST_KEPT: Final = 8 * 1024
"""Bytes. What is larger is read anew each time, so that strangers cannot fill the memory."""


@dataclass(slots=True)
class Profile:
    """What was told of a company or an institution, read and without a fault, and what it says.

    `settled` is a company or institution as it is stored (`Record.text`), to which this was found to add nothing, and
    with which it was found to have no fault. Both follow from the two texts alone.
    """

    body: BaseModel = field(repr=False)
    content: Document = field(repr=False)
    settled: str | None = field(default=None, repr=False)


class Profiles:
    """A bounded memory of profiles by the JSON they came as. What was said before, to the letter, is not read again."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Profile] = {}

    def key_of(self, kind: KindName, told: Any) -> bytes:
        """What a profile is found by. Unlike objects in Python, `1`, `1.0` and `true` differ."""
        return kind.encode() + to_json(told)

    def get(self, key: bytes) -> Profile | None:
        """A profile that was kept."""
        return self._kept.get(key)

    def keep(self, key: bytes, profile: Profile) -> None:
        """Remember a profile; of too many the oldest goes."""
        if len(key) > LARGEST_KEPT:
            return
        if len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = profile
