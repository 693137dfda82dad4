"""The typed client of Talentics against raw httpx2 plus `.json()` on the same bytes, in one run.

Floor: `floors/client_calls.py`, a server of constant bytes and httpx2 with one kept connection. Product: the client
`Talentics` on the same server: credential, encoding, error handling, validated models that keep the body. No quota is
active, on either end.

Run:    make bench, or python benchmarks/talentics_client.py [--rounds 3] [--json]
Needs:  orjson
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "floors"))

import httpx2
from client_calls import PAGE, PAGE_CALLS, SMALL, SMALL_CALLS, as_json
from harness import Options, Result, expect, ratio, run_script, serve, time_calls

from satupintu import Talentics

BENCHMARK = "talentics_client"


def measure(options: Options) -> Iterator[Result]:
    """Time the floor and the product in turn, round by round."""
    with (
        serve("client_calls:app") as server,
        httpx2.Client(base_url=server.url("")) as raw,
        Talentics("app", "secret", base_url=server.url(""), pace=False) as talentics,
    ):
        expect(len(talentics.jobs_page(per_page=100).data) == 100, "the page is not read")
        bottom, ours = time_calls(
            BENCHMARK,
            {
                "floor: 100 jobs, httpx2 and .json()": partial(as_json, raw, f"{PAGE}?per_page=100"),
                "satupintu: 100 jobs, typed": partial(talentics.jobs_page, per_page=100),
            },
            options,
            calls=PAGE_CALLS,
        )
        median, low, high = ratio(ours, bottom)
        yield from (bottom, ours)
        note = f"rounds {low:.2f} to {high:.2f}"
        yield Result(BENCHMARK, "ratio: typed page to httpx2 and .json()", "x", (median,), note=note)
        bottom, ours = time_calls(
            BENCHMARK,
            {
                "floor: small object, httpx2 and .json()": partial(as_json, raw, SMALL),
                "satupintu: small object, typed": partial(talentics.exam, 1),
            },
            options,
            calls=SMALL_CALLS,
        )
        yield from (bottom, ours)
        extra = tuple(mine - theirs for mine, theirs in zip(ours.runs, bottom.runs, strict=True))
        yield Result(BENCHMARK, "small object: what the client adds", "us/call", extra)


if __name__ == "__main__":
    run_script(measure, __doc__)
