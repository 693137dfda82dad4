"""Running the checks of a system in their order."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from satupintu.kernel.outcome import Refusal
from satupintu.serving.exchange import CallerT, Exchange, Step


async def first_refusal(steps: Iterable[Step[CallerT]], exchange: Exchange[CallerT]) -> Refusal | None:
    """Run steps one after the other. The first one that refuses answers; None when all let the request pass."""
    for step in steps:
        found = step(exchange)
        refusal = await found if inspect.isawaitable(found) else found
        if refusal is not None:
            return refusal
    return None
