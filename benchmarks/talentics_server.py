"""Pages of 100 out of 100,000 jobs over HTTP, credential check included, against plain Starlette and sqlite3.

Floor: `floors/job_pages.py`, rows read by LIMIT and OFFSET with the sqlite3 module, encoded with orjson, no credential.
Product: the gateway with one worker on SQLite; gateway dispatch, Basic credential, visibility, and the whole answer are
in it. The quota of 50 requests is off (`rate_limit = 0`), for it would end the load in a moment.

`first pages` asks for pages 1 to 8 again and again, `page 1,000` for pages 993 to 1,000, as the floor does; `a walk
once more` goes through all 1,000 pages, again and again. In `a walk for the first time` no page was asked for before,
so each is read from the database. Memory is read before and after 100,000 such requests, of 10 jobs each.

Run:    make bench, or python benchmarks/talentics_server.py [--seconds 3] [--connections 32] [--rounds 3] [--json]
Needs:  wrk (Debian: apt-get install wrk), orjson; about 500 MB of disk for a while
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "floors"))

from harness import (
    Options,
    Result,
    Server,
    data_folder,
    expect,
    load,
    load_rounds,
    open_sqlite,
    ratio,
    rotate_lua,
    run_script,
    serve,
)
from sample_data import JOBS, fill_jobs, job

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import TALENTICS_MAIN, fill_sandbox
from satupintu.systems.talentics.server.samples import MAIN_ORGANIZATION

BENCHMARK = "talentics_server"
TARGET = "/talentics/v2/jobs"
PAGE = 100
PAGES = JOBS // PAGE

FLOOR = "floor: rows by OFFSET, Starlette and sqlite3, pages 1 to 8"
FIRST = "satupintu: first pages"
DEEP = "satupintu: page 1,000"
WALK = "satupintu: a walk once more"
NEW = "satupintu: a walk for the first time"

REQUESTS = 100_000
MOST_PER_SECOND = 5_000
"""More new pages than are answered in a second, so that none comes twice."""

SHORT_PAGE = 10
MEMORY_ROUND = 10
"""Seconds of load at a time while the memory is filled."""


def pages(path: str, numbers: Sequence[int], more: str = "") -> list[str]:
    return [f"{path}?page={number}&per_page={PAGE}{more}" for number in numbers]


def fill(folder: Path) -> str:
    """100,000 jobs in a sandbox and nothing else; returns the header of its credential."""
    with House.open(folder) as house:
        fill_sandbox(house)
        with house.database.reading() as connection:
            samples = connection.exec_driver_sql("SELECT id FROM talentics_job").scalars().all()
        house.jobs.remove(samples)
        for start in range(1, JOBS + 1, 10_000):
            house.jobs.save(_job(number) for number in range(start, start + 10_000))
        pair = f"{TALENTICS_MAIN.client_id}:{TALENTICS_MAIN.secret(house.keys)}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _job(number: int) -> tuple[int, int, bytes, bytes]:
    entry = json.dumps({**job(number), "organization_id": MAIN_ORGANIZATION.id}, separators=(",", ":")).encode()
    return number, MAIN_ORGANIZATION.id, entry, b"{}"


def load_pages(
    server: Server, path: str, numbers: Sequence[int], headers: dict[str, str], options: Options
) -> tuple[float, float]:
    return load(server, path, options, script=rotate_lua(pages(path, numbers), headers))


def load_new(
    server: Server, per_page: int, headers: dict[str, str], options: Options, rounds: Iterator[int]
) -> tuple[float, float]:
    """Pages that nobody asked for before: a parameter that means nothing makes each target a new one."""
    number, last = next(rounds), JOBS // per_page
    most = options.seconds * MOST_PER_SECOND
    asked = [f"{TARGET}?page={at % last + 1}&per_page={per_page}&walk={number}.{at}" for at in range(most)]
    return load(server, TARGET, options, script=rotate_lua(asked, headers))


def resident_mb(server: Server) -> float:
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def memory(gateway: Server, headers: dict[str, str], options: Options) -> Iterator[Result]:
    """What the worker holds once all that it may keep is kept, and after 100,000 requests more."""
    steady = replace(options, seconds=MEMORY_ROUND)
    load_new(gateway, PAGE, headers, steady, count(1_000))
    before, done, rounds = resident_mb(gateway), 0.0, count(2_000)
    while done < REQUESTS:
        done += load_new(gateway, SHORT_PAGE, headers, steady, rounds)[0] * MEMORY_ROUND
    after = resident_mb(gateway)
    yield Result(BENCHMARK, "memory before", "MB", (before,))
    yield Result(BENCHMARK, "memory after", "MB", (after,), note=f"{done:,.0f} requests later")


def measure(options: Options) -> Iterator[Result]:
    """Load floor and product in turn, round by round; then look at the memory."""
    with TemporaryDirectory(dir=options.directory) as data, data_folder(options) as folder:
        headers = {"Authorization": fill(Path(data))}
        rows = open_sqlite(folder / "jobs.db", synchronous="OFF")
        fill_jobs(rows, JOBS)
        rows.close()
        Path(data, "satupintu.toml").write_text("[talentics]\nrate_limit = 0\n", encoding="utf-8")
        os.environ["SATUPINTU_DATA"] = data
        with (
            serve("satupintu.gateway.worker:create_app", factory=True) as gateway,
            serve("job_pages:create_app", folder=folder, factory=True) as floor,
        ):
            status, body = gateway.ask("GET", pages(TARGET, [PAGES])[0], headers=headers)
            theirs = json.loads(floor.ask("GET", pages("/offset", [PAGES])[0])[1])["data"]
            expect(status == 200, f"no page: {body!r}")
            expect(
                json.loads(body)["data"] == [{**each, "organization_id": MAIN_ORGANIZATION.id} for each in theirs],
                "the two do not answer the same jobs",
            )
            expect(gateway.ask("GET", TARGET)[0] == 401, "the credential is not checked")
            first, deep, all_pages = range(1, 9), range(PAGES - 7, PAGES + 1), range(1, PAGES + 1)
            found = load_rounds(
                BENCHMARK,
                {
                    FLOOR: partial(load_pages, floor, "/offset", first, {}, options),
                    FIRST: partial(load_pages, gateway, TARGET, first, headers, options),
                    DEEP: partial(load_pages, gateway, TARGET, deep, headers, options),
                    WALK: partial(load_pages, gateway, TARGET, all_pages, headers, options),
                    NEW: partial(load_new, gateway, PAGE, headers, options, count(1)),
                },
                options,
            )
            yield from found
            results = {result.case: result for result in found}
            yield _quotient(results[FIRST], results[FLOOR], "first pages to the floor (at least 3)")
            yield _quotient(results[WALK], results[FLOOR], "a walk once more to the floor")
            yield _quotient(results[NEW], results[FLOOR], "a walk for the first time to the floor")
            yield _quotient(results[DEEP], results[FIRST], "page 1,000 to the first (at least 0.8)")
            yield from memory(gateway, headers, options)


def _quotient(ours: Result, bottom: Result, what: str) -> Result:
    median, low, high = ratio(ours, bottom)
    return Result(BENCHMARK, f"ratio: {what}", "x", (median,), note=f"rounds {low:.2f} to {high:.2f}")


if __name__ == "__main__":
    run_script(measure, __doc__)
