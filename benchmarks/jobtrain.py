"""Jobtrain over HTTP: pages of 100,000 candidates of one job, and of as many applications that changed lately.

Product alone: the gateway with one worker; gateway dispatch, token, role and reach, the count and the page are in it.
What is compared is a deep page with the first: the vendor's paging has numbers and no cursors, so any page may be asked
for. Pages of 20, without files; the user reaches one division of two, so that every record is looked at for it.

Run:    make bench, or python benchmarks/jobtrain.py [--seconds 3] [--connections 32] [--rounds 3] [--json]
Needs:  wrk (Debian: apt-get install wrk)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "floors"))

from harness import Options, Result, Server, expect, load, load_rounds, ratio, rotate_lua, run_script, serve

from satupintu.bootstrap.house import House
from satupintu.bootstrap.jobtrain_people_samples import API_NORTH
from satupintu.bootstrap.sandbox import JOBTRAIN_CLIENT, fill_sandbox
from satupintu.systems.jobtrain.contract.models import Candidate
from satupintu.systems.jobtrain.server.records import ApplicationRecord, CandidateRecord, JobtrainBatch

BENCHMARK = "jobtrain"
MOUNT = "/jobtrain"
COUNT = 100_000
JOB = 20201
FIRST_ID = 100_000
SIZE = 20
LISTS = {
    "candidates of one job": f"{MOUNT}/api/v1/Jobs/listCandidate/{JOB}",
    "applications that changed lately": f"{MOUNT}/api/v1/Candidate/GetRecentlyUpdatedApplications",
}
PAGES = {"first page": 1, "page in the middle": COUNT // SIZE // 2, "last page": COUNT // SIZE}


def fill(house: House) -> None:
    """Let 100,000 people have applied for a job, and their applications have changed in the last 23 hours."""
    fill_sandbox(house)
    began = house.clock.now() - timedelta(hours=23)
    people: list[CandidateRecord] = []
    applications: list[ApplicationRecord] = []
    for number in range(COUNT):
        email = f"person.{number}@example.org"
        person = Candidate(
            id=FIRST_ID + number, first_name="Person", last_name="Sample", email=email, is_internal=False
        )
        people.append(CandidateRecord(person.id, email, person.model_dump_json(by_alias=True).encode()))
        at = began + number * timedelta(hours=22) / COUNT
        applications.append(
            ApplicationRecord(
                id=FIRST_ID + number,
                candidate_id=person.id,
                job_id=JOB,
                division_id=3,
                status_id=2,
                applied_at=at,
                status_changed_at=at,
            )
        )
    house.jobtrain_records.batches.save(JobtrainBatch(candidates=people, applications=applications))


def bearer(gateway: Server, body: Mapping[str, str]) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    status, answer = gateway.ask("POST", f"{MOUNT}/connect/token", json.dumps(body).encode(), headers)
    expect(status == 200, f"no token: {answer!r}")
    return {"Authorization": f"Bearer {json.loads(answer)['access_token']}"}


def load_page(gateway: Server, path: str, headers: dict[str, str], options: Options) -> tuple[float, float]:
    return load(gateway, path, options, script=rotate_lua([path], headers))


def measure(options: Options) -> Iterator[Result]:
    """Load the pages in turn, round by round."""
    with TemporaryDirectory(dir=options.directory) as data:
        with House.open(Path(data)) as house:
            fill(house)
            credentials = {
                "clientID": JOBTRAIN_CLIENT.client_id,
                "clientSecret": JOBTRAIN_CLIENT.secret(house.keys),
                "username": API_NORTH.username,
                "password": API_NORTH.api_password(house.keys),
            }
        os.environ["SATUPINTU_DATA"] = data
        with serve("satupintu.gateway.worker:create_app", factory=True) as gateway:
            headers = bearer(gateway, credentials)
            cases = {
                f"satupintu: {what}, {which}": f"{path}?PageSize={SIZE}&PageNo={number}"
                for what, path in LISTS.items()
                for which, number in PAGES.items()
            }
            for path in cases.values():
                status, body = gateway.ask("GET", path, b"", headers)
                expect(status == 200, f"{path} is not answered")
                expect(json.loads(body)["total"] >= COUNT, "not all records are counted")
                expect(json.loads(body)["results"] == SIZE, "the page is not full")
            found = load_rounds(
                BENCHMARK,
                {name: partial(load_page, gateway, path, headers, options) for name, path in cases.items()},
                options,
            )
    yield from found
    results = {result.case: result for result in found}
    for what in LISTS:
        first, *deep = (results[f"satupintu: {what}, {which}"] for which in PAGES)
        for which, result in zip(list(PAGES)[1:], deep, strict=True):
            median, low, high = ratio(result, first)
            note = f"rounds {low:.2f} to {high:.2f}"
            yield Result(BENCHMARK, f"ratio: {what}, {which} to the first", "x", (median,), note=note)


if __name__ == "__main__":
    run_script(measure, __doc__)
