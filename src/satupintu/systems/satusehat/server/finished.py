"""Answers that were given before, as the bytes that were sent. A new import of regions forgets them all."""

from __future__ import annotations

from typing import Final

from satupintu.kernel.outcome import Answer

MOST_BYTES: Final = 32 * 1024 * 1024
"""How much is kept, bodies alone; the oldest go first."""

LARGEST_BODY: Final = MOST_BYTES // 2
"""A larger body is made anew each time. The largest real one, all sub-districts at once, has 8 MiB."""

_OVERHEAD: Final = 512
"""Bytes that an entry takes beside its body."""

AnswerKey = tuple[str, str, bool]
"""Path and query as sent, and whether the body is compressed."""


class FinishedAnswers:
    """A bounded memory of answers, for one version of the regions."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._answers: dict[AnswerKey, Answer] = {}
        self._bytes = 0

    def get(self, key: AnswerKey, version: int) -> Answer | None:
        """The answer given before to the same request, on the same regions."""
        return self._answers.get(key) if version == self._version else None

    def keep(self, key: AnswerKey, version: int, answer: Answer) -> None:
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


def _size(answer: Answer) -> int:
    return len(answer.body) + _OVERHEAD if isinstance(answer.body, bytes) else _OVERHEAD
