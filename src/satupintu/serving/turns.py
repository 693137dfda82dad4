"""Letting requests that came together go through each part of the server side by side.

A processor that runs one part for thirty requests, then the next part for all of them, has the code and tables of that
part at hand. One request after the other through all parts, each part finds them displaced by the others: measured on a
signed write, that costs a fifth more. Alone, a request loses some microseconds at each turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable


def turn() -> Awaitable[None]:
    """Wait until the other requests of this moment have come as far. For between two parts that each take long."""
    return asyncio.sleep(0)
