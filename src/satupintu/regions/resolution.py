"""The answer to a written place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from satupintu.regions.reason import Reason
from satupintu.regions.region import Level, Region


class Verdict(StrEnum):
    """What is known: one region, several that fit equally, or none."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text says about the region it means.

    `code`, `level` and `name` are set exactly when the verdict is `resolved`; `name` is the region's own name.
    `candidates` are the regions that fit (`ambiguous`), that the text may also mean (`resolved`), or that a person
    should look at (`unresolved`). `matched` holds the pieces of the text that spoke for the answer, as written.

    `confidence` is between 0 and 1. Resolved: our estimate, by the kind of evidence, of how many in such answers are
    right (the steps stand in docs/reference/regions.md). Ambiguous: the chance that one candidate taken blindly is
    right. Unresolved: 0.
    """

    text: str
    verdict: Verdict
    code: str | None
    level: Level | None
    name: str | None
    confidence: float
    candidates: tuple[Region, ...]
    matched: tuple[str, ...]
    reason: Reason
