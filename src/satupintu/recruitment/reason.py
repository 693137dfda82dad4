"""Why something needs a person: a stable key, and words in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from satupintu.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Reason:
    """`key` is for programs and never changes; `words` are for people."""

    key: str
    words: Bilingual
