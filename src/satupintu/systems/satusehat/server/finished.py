"""Answers that were given before, as the bytes that were sent. A new import of regions forgets them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from satupintu.serving.response import WireHeaders

MOST_BYTES: Final = 32 * 1024 * 1024
"""How much is kept, bodies alone; the oldest go first."""

LARGEST_BODY: Final = MOST_BYTES // 2
"""A larger body is made anew each time. The largest real one, all sub-districts at once, has 8 MiB."""

_OVERHEAD: Final = 512
"""Bytes that an entry takes beside its body."""

AnswerKey = tuple[str, bytes, bytes, bytes]
"""Mount; path, query and `Accept-Encoding` as sent."""


@dataclass(frozen=True, slots=True)
class FinishedAnswer:
    """A success as it goes over the wire; `headers` are those that are always the same."""

    headers: WireHeaders
    body: bytes = field(repr=False)


class FinishedAnswers:
    """A bounded memory of answers, for one version of the regions."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._answers: dict[AnswerKey, FinishedAnswer] = {}
        self._bytes = 0

    def get(self, key: AnswerKey, version: int) -> FinishedAnswer | None:
        """The answer given before to the same request, on the same regions."""
        return self._answers.get(key) if version == self._version else None

    def keep(self, key: AnswerKey, version: int, answer: FinishedAnswer) -> None:
        """Remember an answer that was made from this version of the regions."""
        if version != self._version:
            self._version, self._answers, self._bytes = version, {}, 0
        size = _size(answer)
        if key in self._answers or size > LARGEST_BODY:
            return
        while self._bytes + size > MOST_BYTES:
            oldest = next(iter(self._answers))
            self._bytes -= _size(self._answers.pop(oldest))
        self._answers[key] = answer
        self._bytes += size


def _size(answer: FinishedAnswer) -> int:
    return len(answer.body) + _OVERHEAD
