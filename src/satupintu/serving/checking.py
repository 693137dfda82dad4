"""Running the checks of a system in their order."""

from __future__ import annotations

from collections.abc import Iterable

from satupintu.kernel.outcome import Refusal
from satupintu.serving.exchange import CallerT, Exchange, Step


async def first_refusal(steps: Iterable[Step[CallerT]], exchange: Exchange[CallerT]) -> Refusal | None:
    """Run steps one after the other. The first one that refuses answers; None when all let the request pass."""
    for step in steps:
        found = step(exchange)
        if found is None:
            continue
        refusal = found if isinstance(found, Refusal) else await found
        if refusal is not None:
            return refusal
    return None
