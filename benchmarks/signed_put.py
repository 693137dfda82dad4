"""Signed Put of a full vacancy, durable, over HTTP: the served JOSS against the group-commit floor, in one run.

Floor: a bare Starlette handler that checks one HMAC and writes two rows, group commit, `synchronous=FULL`
(`floors/signed_post.py`). Product: the gateway with one worker and a new vacancy in each request: checks, signature,
Request-Id, validation of the whole body, company and vacancy, one transaction, `synchronous=FULL`. No quota is active.

Run:    make bench, or python benchmarks/signed_put.py [--seconds 3] [--connections 32] [--rounds 3] [--json]
Needs:  wrk (Debian: apt-get install wrk), orjson
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent / "floors"))

import signed_post
from harness import Options, Result, Server, data_folder, expect, load, load_rounds, ratio, run_script, serve

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import JOSS_STAGING, fill_sandbox
from satupintu.kernel.clock import SystemClock
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign

FLOOR_CASE = "floor: two inserts, FULL + group commit"
PRODUCT_CASE = "satupintu: Put Job Vacancy, full body, FULL"
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
    with TemporaryDirectory(dir=options.directory) as data, data_folder(options) as folder:
        with House.open(Path(data)) as house:
            fill_sandbox(house)
            secret = JOSS_STAGING.secret(house.keys)
        os.environ["SATUPINTU_DATA"] = data
        product = serve("satupintu.gateway.worker:create_app", factory=True)
        with serve("signed_post:create_app", folder=folder, factory=True) as floor, product as gateway:
            signed_post._check(floor, "/group")
            expect(gateway.ask("GET", "/healthz")[0] == 200, "the gateway is not well")
            cases = {
                FLOOR_CASE: partial(signed_post._load, floor, "/group", folder, options, count()),
                PRODUCT_CASE: partial(load_product, gateway, secret, folder, options, count(1)),
            }
            bottom, ours = load_rounds("signed_put", cases, options)
    yield bottom
    yield ours
    median, low, high = ratio(ours, bottom)
    yield Result("signed_put", "ratio to the floor", "x", (median,), note=f"rounds {low:.2f} to {high:.2f}, quota off")


if __name__ == "__main__":
    run_script(measure, __doc__)
