"""Our clients against our server: every operation of the catalogue, both ways, key by key."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from satupintu import AsyncJobtrain, AuthenticationFailedError, Jobtrain, NotFoundError, PermissionDeniedError
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import first_start
from satupintu.gateway.assembly import gateway_of
from satupintu.systems.jobtrain.contract.models import (
    DbsStatusUpdate,
    DbsUniqueId,
    DirectApply,
    File,
    NewCandidate,
    NewDepartment,
    NewLocation,
    NewSettingItem,
)
from satupintu.systems.jobtrain.contract.operations import OPERATIONS, TOKEN
from satupintu.systems.jobtrain.server.samples import sample_batch
from satupintu.testing.in_process import InProcessTransport
from tests.integration.jobtrain.served import ADDRESS, PDF, Served

KIM = NewCandidate(first_name="Kim", last_name="Example", email="kim@example.org")
BODIES = {
    "direct_apply": DirectApply(job_id=20235, candidate=KIM, cv=File.of("cv.pdf", PDF, "application/pdf")),
    "update_dbs_unique_id": DbsUniqueId(candidate_application_id=156, dbs_unique_id="FA-000123"),
    "create_division": NewSettingItem(name="West"),
    "create_department": NewDepartment(name="Nights", division_id=3),
    "create_location": NewLocation(name="West House", city="Leeds", country="GB", is_remote=False),
}
IDS = {"job_id": 20235, "candidate_id": 8841, "application_id": 156, "candidate_application_id": 156}
FIRST_ITEMS = {"division": 3, "department": 11, "location": 7, "job_category": 4, "salary": 9}


class Connected:
    """Clients of one kind for the users of a served sandbox."""

    def __init__(self, served: Served, *, asynchronous: bool, runner: asyncio.Runner) -> None:
        self.served = served
        self._asynchronous = asynchronous
        self._runner = runner

    def call(self, name: str, *arguments: Any, user: str = "api.all", **changed: str) -> Any:
        """Call a method of a client of its own, as a user."""
        credentials = {**self.served.credentials(user), **changed}
        given = (ADDRESS, *(credentials[key] for key in ("clientID", "clientSecret", "username", "password")))
        gateway, clock = gateway_of(self.served.house), self.served.house.clock
        if not self._asynchronous:
            with Jobtrain(*given, clock=clock, http=InProcessTransport(gateway)) as client:
                return getattr(client, name)(*arguments)

        async def called() -> Any:
            async with AsyncJobtrain(*given, clock=clock, http=httpx2.ASGITransport(gateway)) as client:
                return await getattr(client, name)(*arguments)

        return self._runner.run(called())


@pytest.fixture(scope="module", params=["sync", "async"])
def connected(
    request: pytest.FixtureRequest, new_sandbox: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connected]:
    with ExitStack() as opened:
        data = shutil.copytree(new_sandbox, tmp_path_factory.mktemp(request.param) / "data")
        served = opened.enter_context(closing(Served(opened.enter_context(House.open(data)))))
        runner = opened.enter_context(asyncio.Runner())
        yield Connected(served, asynchronous=request.param == "async", runner=runner)


def arguments(operation: Any, connected: Connected) -> list[Any]:
    if operation.name == "update_dbs_status":
        checks = sample_batch(first_start(connected.served.house)).checks
        reference = next(check.unique_id for check in checks if check.unique_id)
        return [DbsStatusUpdate(dbs_unique_id=reference, status="ToBeCompleted", stage="DBS")]
    if operation.name in BODIES:
        return [BODIES[operation.name]]
    needed = [name for name, info in operation.call.model_fields.items() if info.is_required()]
    return [IDS.get(name, FIRST_ITEMS.get(operation.name, 1)) for name in needed]


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each is not TOKEN], ids=lambda each: each.name)
def test_what_the_server_writes_the_client_reads_and_nothing_is_left_over(operation, connected: Connected) -> None:
    reply = connected.call(operation.name, *arguments(operation, connected))
    assert reply.model_dump_json(by_alias=True).encode() == reply.raw
    assert operation.paging is None or reply.data, "an empty list shows nothing"


def test_refusals_have_their_classes(connected: Connected) -> None:
    with pytest.raises(NotFoundError):
        connected.call("job", 20236, user="api.north")
    with pytest.raises(PermissionDeniedError):
        connected.call("jobs_page", user="api.settings")
    with pytest.raises(AuthenticationFailedError):
        connected.call("jobs_page", password="wrong")
