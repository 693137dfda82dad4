"""Master Wilayah over HTTP, bearer check included: lists and pages against a constant reply, tokens against a bare row.

Floors: a bare ASGI application that always sends the same 1 KB (`floors/raw_asgi.py`), and a Starlette handler that
adds one token row at `synchronous=FULL` (`floors/token_endpoint.py`). Product: the gateway with one worker; gateway
dispatch, request id, token check and the whole answer are in it. The requests of a case take turns, over districts
below cities and over pages that a walk would ask for; `one page again and again` is the constant's own situation.

Run:    make bench, or python benchmarks/wilayah.py [--seconds 3] [--connections 32] [--rounds 3] [--json]
Needs:  wrk (Debian: apt-get install wrk), orjson
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parent / "floors"))

import token_endpoint
from harness import (
    Options,
    Result,
    Server,
    data_folder,
    expect,
    load,
    load_rounds,
    ratio,
    rotate_lua,
    run_script,
    serve,
)

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import SATUSEHAT_MAIN, fill_sandbox
from satupintu.regions.region import Level
from satupintu.regions.snapshot import load_bundled
from satupintu.systems.satusehat.contract.cursors import write_cursor

BENCHMARK = "wilayah"
MOUNT = "/satusehat"
TOKEN_TARGET = f"{MOUNT}/oauth2/v1/accesstoken?grant_type=client_credentials"
PAGES = f"{MOUNT}/masterdata/v2/sub-districts"

FLOOR = "floor: constant 1 KB, bare ASGI on uvicorn"
LIST = "satupintu: v1 districts of one city, 514 cities"
FIRST = "satupintu: v2 sub-districts, first page again and again"
DEEPEST = "satupintu: v2 sub-districts, last full page again and again"
WALK = "satupintu: v2 sub-districts, the pages of a walk, each new"
TOKEN_FLOOR = "floor: token row, synchronous=FULL"
TOKEN = "satupintu: token, durable"

WALKED = 40_000
"""Different requests at hand in one round, so that no answer of the walk is at hand already."""


def form(secret: str) -> str:
    return urlencode({"client_id": SATUSEHAT_MAIN.client_id, "client_secret": secret})


def bearer(gateway: Server, secret: str) -> dict[str, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status, body = gateway.ask("POST", TOKEN_TARGET, form(secret).encode(), headers)
    expect(status == 200, f"no token: {body!r}")
    return {"Authorization": f"Bearer {json.loads(body)['access_token']}"}


def load_paths(server: Server, paths: Sequence[str], headers: dict[str, str], options: Options) -> tuple[float, float]:
    return load(server, paths[0], options, script=rotate_lua(paths, headers))


def load_walk(
    server: Server, codes: Sequence[str], headers: dict[str, str], options: Options, rounds: Iterator[int]
) -> tuple[float, float]:
    """Pages after cursors that no earlier round used."""
    number = next(rounds)
    paths = [
        f"{PAGES}?current_page={place}&next={quote(write_cursor(code), safe='')}&round={number}"
        for place, code in enumerate(codes[:WALKED], 2)
    ]
    return load_paths(server, paths, headers, options)


def load_tokens(server: Server, secret: str, options: Options) -> tuple[float, float]:
    lua = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "{form(secret)}"
"""
    return load(server, TOKEN_TARGET, options, script=lua)


def against(ours: Result, bottom: Result, what: str) -> Result:
    median, low, high = ratio(ours, bottom)
    return Result(BENCHMARK, f"ratio: {what}", "x", (median,), note=f"rounds {low:.2f} to {high:.2f}")


def measure(options: Options) -> Iterator[Result]:
    """Load floors and product in turn, round by round."""
    table = load_bundled()
    cities, villages = table.codes(Level.CITY), table.codes(Level.VILLAGE)
    with TemporaryDirectory(dir=options.directory) as data, data_folder(options) as folder:
        with House.open(Path(data)) as house:
            fill_sandbox(house)
            secret = SATUSEHAT_MAIN.secret(house.keys)
        os.environ["SATUPINTU_DATA"] = data
        product = serve("satupintu.gateway.worker:create_app", factory=True)
        with (
            product as gateway,
            serve("raw_asgi:app") as constant,
            serve("token_endpoint:create_app", folder=folder, factory=True) as tokens,
        ):
            headers = bearer(gateway, secret)
            lists = [f"{MOUNT}/masterdata/v1/districts?city_codes={code}" for code in cities]
            first = f"{PAGES}?current_page=1"
            before_last = write_cursor(villages[len(villages) // 10 * 10 - 11])
            deepest = f"{PAGES}?current_page={len(villages) // 10}&next={quote(before_last, safe='')}"
            for path in (lists[0], first, deepest):
                expect(gateway.ask("GET", path, b"", headers)[0] == 200, f"{path} is not answered")
            expect(gateway.ask("GET", first)[0] == 401, "the token is not checked")
            found = load_rounds(
                BENCHMARK,
                {
                    FLOOR: partial(load_paths, constant, lists, headers, options),
                    LIST: partial(load_paths, gateway, lists, headers, options),
                    FIRST: partial(load_paths, gateway, [first], headers, options),
                    DEEPEST: partial(load_paths, gateway, [deepest], headers, options),
                    WALK: partial(load_walk, gateway, villages, headers, options, iter(range(options.rounds))),
                    TOKEN_FLOOR: partial(load, tokens, "/full", options, script=token_endpoint.LUA),
                    TOKEN: partial(load_tokens, gateway, secret, options),
                },
                options,
            )
    yield from found
    results = {result.case: result for result in found}
    yield against(results[LIST], results[FLOOR], "list by parent to the constant")
    yield against(results[FIRST], results[FLOOR], "first page to the constant")
    yield against(results[WALK], results[FLOOR], "pages of a walk to the constant")
    yield against(results[DEEPEST], results[FIRST], "deepest page to the first")
    yield against(results[TOKEN], results[TOKEN_FLOOR], "token to the bare row")


if __name__ == "__main__":
    run_script(measure, __doc__)
