"""A sentence for operators, in both languages they read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One sentence in Indonesian (`id`) and in English (`en`)."""

    id: str
    en: str
