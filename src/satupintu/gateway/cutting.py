"""Cutting a connection without an answer, which ASGI has no word for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from satupintu.serving.exchange import Send


async def cut(send: Send) -> bool:
    """Close the connection behind a `send` of uvicorn at once. False where that is not possible.

    Both of uvicorn's HTTP implementations give a bound method of the object that holds the transport.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    abort: Callable[[], None] | None = getattr(transport, "abort", None)  # uvloop's are no asyncio.Transport by type
    if abort is None:
        return False
    abort()
    # The loop tells uvicorn in its next round that the connection is gone; only then it expects no answer any more.
    for _ in range(2):
        await asyncio.sleep(0)
    return True
