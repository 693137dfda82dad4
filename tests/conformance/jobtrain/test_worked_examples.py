"""The models and both clients, by the worked examples."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import httpx2
import pytest

from satupintu import AsyncJobtrain, Jobtrain, NotFoundError
from satupintu.kernel.clock import FrozenClock
from satupintu.systems.jobtrain.contract.errors import write_problem
from satupintu.systems.jobtrain.contract.operations import APPLICATION_DETAIL, JOBS_PAGE, TOKEN
from tests.conformance.jobtrain import examples

EXAMPLES = [(TOKEN, examples.TOKEN), (JOBS_PAGE, examples.JOBS), (APPLICATION_DETAIL, examples.DETAIL)]
CREDENTIALS = (examples.BASE, *json.loads(examples.TOKEN_REQUEST).values())
CLOCK = FrozenClock(datetime(2025, 10, 21, 8, 0, tzinfo=UTC))


def answer(request: httpx2.Request) -> httpx2.Response:
    """Answers the requests of the examples, and nothing else."""
    target = request.url.raw_path.decode()
    if target == "/connect/token":
        assert request.headers["Content-Type"] == "application/json"
        assert request.content.decode() == examples.TOKEN_REQUEST
        return httpx2.Response(200, text=examples.TOKEN)
    assert request.headers["Authorization"] == "Bearer k3VvX0c2pQ"
    replies = {examples.JOBS_TARGET: examples.JOBS, examples.DETAIL_TARGET: examples.DETAIL}
    return (
        httpx2.Response(200, text=replies[target])
        if target in replies
        else httpx2.Response(404, text=examples.NOT_FOUND)
    )


@pytest.mark.parametrize(("operation", "text"), EXAMPLES, ids=["token", "jobs", "application"])
def test_an_example_is_read_and_written_again_key_by_key(operation, text):
    written = operation.read(text.encode()).model_dump_json(by_alias=True)
    assert written == json.dumps(json.loads(text), separators=(",", ":"))


def test_the_refusal_of_the_examples_is_written():
    assert write_problem(404, "r-1").decode() == examples.NOT_FOUND


def test_the_examples_are_followed_step_by_step():
    with Jobtrain(*CREDENTIALS, clock=CLOCK, http=httpx2.MockTransport(answer)) as jobtrain:
        page = jobtrain.jobs_page(page_no=1, page_size=20, sort_by="closingDate")
        (job,) = page.data
        assert (page.total, page.results, job.id, job.title) == (1, 1, 20235, "Care Assistant")
        assert job.closing_date == datetime(2025, 11, 30, 23, 59, tzinfo=UTC)
        assert (job.location.name, job.location.is_remote, job.job_level) == ("Mill House", False, None)
        application = jobtrain.application_detail(8841, 20235)
        assert (application.candidate.first_name, application.status.name) == ("Asha", "Submitted")
        assert (application.documents[0].type, application.documents[0].size) == ("CV", 48211)
        with pytest.raises(NotFoundError, match="Not Found"):
            jobtrain.application_detail(8841, 20236)


def test_the_asynchronous_client_follows_them_too():
    async def follow() -> None:
        async with AsyncJobtrain(*CREDENTIALS, clock=CLOCK, http=httpx2.MockTransport(answer)) as jobtrain:
            assert (
                await jobtrain.jobs_page(page_no=1, page_size=20, sort_by="closingDate")
            ).raw.decode() == examples.JOBS
            assert (await jobtrain.application_detail(8841, 20235)).raw.decode() == examples.DETAIL
            with pytest.raises(NotFoundError):
                await jobtrain.application_detail(8842, 20235)

    asyncio.run(follow())
