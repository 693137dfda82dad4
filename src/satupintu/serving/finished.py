"""Answers that were given before, as the bytes that were sent. A new version of the data forgets them all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final

from satupintu.kernel.outcome import Answer
from satupintu.serving.response import COMPRESS_FROM, WireHeaders, gzipped, takes_gzip

MOST_BYTES: Final = 32 * 1024 * 1024
"""How much is kept unless a system says otherwise; the oldest go first."""

LARGEST_BODY: Final = MOST_BYTES // 2
"""A larger body is made anew each time. The largest real one, all sub-districts at once, has 8 MiB."""

_OVERHEAD: Final = 512
"""Bytes that an entry takes beside its body and its key."""

AnswerKey = tuple[str | bytes, ...]
"""All of a request that makes a difference to the answer: where it went, how, and on whose behalf."""

LARGE: Final = 64 * 1024
"""Bytes; a larger body is compressed in a worker thread, so that others need not wait."""


@dataclass(frozen=True, slots=True)
class FinishedAnswer:
    """A success as it goes over the wire; `headers` are those that are always the same."""

    headers: WireHeaders
    body: bytes = field(repr=False)


class FinishedAnswers:
    """A bounded memory of answers, for one version of the data."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._version: int | None = None
        self._answers: dict[AnswerKey, FinishedAnswer] = {}
        self._bytes = 0

    def get(self, key: AnswerKey, version: int) -> FinishedAnswer | None:
        """The answer given before to the same request, on the same data."""
        return self._answers.get(key) if version == self._version else None

    def keep(self, key: AnswerKey, version: int, answer: FinishedAnswer) -> None:
        """Remember an answer that was made from this version of the data."""
        if version != self._version:
            self._version, self._answers, self._bytes = version, {}, 0
        size = _size(key, answer)
        if key in self._answers or size > LARGEST_BODY:
            return
        while self._bytes + size > self._most_bytes:
            oldest = next(iter(self._answers))
            self._bytes -= _size(oldest, self._answers.pop(oldest))
        self._answers[key] = answer
        self._bytes += size


async def packed(body: bytes, accept_encoding: str) -> Answer:
    """An answer to keep: compressed once, where that is worth it and the client takes it."""
    if len(body) < COMPRESS_FROM or not takes_gzip(accept_encoding):
        return Answer(body)
    smaller = await asyncio.to_thread(gzipped, body) if len(body) > LARGE else gzipped(body)
    return Answer(smaller, headers={"Content-Encoding": "gzip"})


def _size(key: AnswerKey, answer: FinishedAnswer) -> int:
    return len(answer.body) + sum(map(len, key)) + _OVERHEAD
