"""Our clients, both of them: every operation, walks, bodies, refusals."""

from __future__ import annotations

import json

import pytest

from satupintu.kernel.errors import (
    ConfigurationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    UnreadableReplyError,
    ValidationFailedError,
)
from satupintu.systems.jobtrain.client.async_client import AsyncJobtrain
from satupintu.systems.jobtrain.client.sync_client import Jobtrain
from satupintu.systems.jobtrain.contract.errors import read_problem, write_problem
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
from tests.contract.jobtrain.conftest import CREDENTIALS
from tests.contract.jobtrain.other_side import ANSWERS, Answer

ASHA = NewCandidate(first_name="Asha", last_name="Patel", email="asha@example.org")
BODIES = {
    "direct_apply": DirectApply(job_id=20235, candidate=ASHA, cv=File.of("patel.txt", b"CV", "text/plain")),
    "update_dbs_unique_id": DbsUniqueId(candidate_application_id=156, dbs_unique_id="FA-000123"),
    "update_dbs_status": DbsStatusUpdate(dbs_unique_id="FA-000123", status="ToBeCompleted", stage=None),
    "create_division": NewSettingItem(name="West"),
    "create_department": NewDepartment(name="Nights", division_id=3),
    "create_location": NewLocation(name="Mill House", city="Leeds", country="GB", is_remote=False),
}
DATA = [operation for operation in OPERATIONS if operation is not TOKEN]
NAMED = [pytest.param(operation, id=operation.name) for operation in DATA]


def arguments(operation):
    if operation.name in BODIES:
        return {"body": BODIES[operation.name]}
    return {name: 7 for name, info in operation.call.model_fields.items() if info.is_required()}


@pytest.mark.parametrize("operation", NAMED)
def test_every_operation_sends_what_it_says_and_reads_what_comes(connect, other_side, operation):
    side = other_side()
    reply = getattr(connect(side), operation.name)(**arguments(operation))
    answer = json.loads(json.dumps(ANSWERS[operation.name]))
    assert json.loads(reply.model_dump_json(by_alias=True, exclude_unset=True)) == answer | (
        {"total": 1, "results": 1} if operation.paging else {}
    )
    assert json.loads(reply.raw) == json.loads(reply.model_dump_json(by_alias=True))
    method, path, query, body = side.asked[-1]
    assert side.seen == {"token": 1, "data": 1}
    assert (method, "{" in path) == (operation.method, False)
    assert query == ({"candidateApplicationId": "7"} if "candidate_application_id" in operation.query_fields else {})
    if operation.name in BODIES:
        assert body == json.loads(BODIES[operation.name].model_dump_json(by_alias=True, exclude_unset=True))


@pytest.mark.parametrize("operation", [each for each in NAMED if each.values[0].paging])
def test_every_list_can_be_walked_over(connect, other_side, operation):
    side = other_side()
    side.counts = {operation.name: 250}
    walk = getattr(connect(side), operation.name.removesuffix("_page"))(**arguments(operation))
    assert len(list(walk)) == 250
    assert walk.complete
    assert [asked[2]["PageNo"] for asked in side.asked[1:]] == ["1", "2", "3"]
    assert {asked[2]["PageSize"] for asked in side.asked[1:]} == {"100"}


def test_a_walk_keeps_its_filters_on_every_page(connect, other_side):
    side = other_side()
    side.counts = {"jobs_page": 5}
    jobs = connect(side).jobs(sort_by="closingDate", sort_order="desc", division_id=3, page_size=2)
    assert len(list(jobs)) == 5
    kept = {"PageSize": "2", "SortBy": "closingDate", "SortOrder": "desc", "DivisionId": "3"}
    assert [asked[2] for asked in side.asked[1:]] == [{"PageNo": str(number), **kept} for number in (1, 2, 3)]


def test_records_know_the_body_they_came_in_and_keep_unknown_keys(connect, other_side):
    page = {**ANSWERS["jobs_page"], "data": [{**ANSWERS["jobs_page"]["data"][0], "headline": "New"}], "next": None}
    body = json.dumps(page).encode()
    found = connect(other_side(lambda kind, _: Answer(200, body) if kind == "data" else None)).jobs_page()
    assert found.raw == found.data[0].raw == body
    assert found.data[0].model_extra == {"headline": "New"}
    assert found.model_extra == {"next": None}


@pytest.mark.parametrize("wrong", [{"page_size": 0}, {"page_size": 101}, {"page_no": 0}])
def test_a_page_that_cannot_be_is_not_asked_for(connect, other_side, wrong):
    side = other_side()
    with pytest.raises(ValueError, match=next(iter(wrong))):
        connect(side).jobs_page(**wrong)
    assert side.asked == []


@pytest.mark.parametrize(
    ("status", "kind"), [(403, PermissionDeniedError), (404, NotFoundError), (422, ValidationFailedError)]
)
def test_a_refusal_is_an_error_of_its_status_and_is_not_tried_again(connect, other_side, status, kind):
    refusal = Answer(status, write_problem(404, "r-1"))
    side = other_side(lambda asked, _: refusal if asked == "data" else None)
    with pytest.raises(kind) as caught:
        connect(side).job(20236)
    assert side.seen["data"] == 1
    assert read_problem(caught.value.body).trace_id == "r-1"


def test_applying_twice_is_a_conflict_that_names_the_application(connect, other_side):
    refusal = Answer(409, write_problem(409, "r-1", candidate_application_id=156))
    side = other_side(lambda asked, _: refusal if asked == "data" else None)
    with pytest.raises(ConflictError) as caught:
        connect(side).direct_apply(BODIES["direct_apply"])
    assert read_problem(caught.value.body).candidate_application_id == 156


def test_a_duplicate_that_is_returned_is_a_success(connect, other_side):
    body = json.dumps(ANSWERS["direct_apply"]).encode()
    side = other_side(lambda asked, _: Answer(200, body) if asked == "data" else None)
    assert connect(side).direct_apply(BODIES["direct_apply"]).candidate_application_id == 1


def test_the_error_about_a_reply_of_another_shape_tells_nothing_personal(connect, other_side):
    detail = {**ANSWERS["application"], "candidateApplicationId": "Asha Patel", "nino": "QQ123456C"}
    side = other_side(lambda asked, _: Answer(200, json.dumps(detail).encode()) if asked == "data" else None)
    with pytest.raises(UnreadableReplyError, match="candidateApplicationId") as caught:
        connect(side).application(156)
    assert not any(word in f"{caught.value!r}" for word in ("Asha", "QQ123456C"))
    assert b"Asha" in caught.value.body


@pytest.mark.parametrize("client", [Jobtrain, AsyncJobtrain])
def test_all_four_credentials_are_needed_and_plain_http_is_for_this_machine_only(client):
    for missing in range(1, 5):
        incomplete = [*CREDENTIALS]
        incomplete[missing] = ""
        with pytest.raises(ConfigurationError, match="all four"):
            client(*incomplete)
    with pytest.raises(ConfigurationError, match="https"):
        client("http://demo.jobtrain.co.uk", *CREDENTIALS[1:])
    client("http://127.0.0.1:8765/jobtrain", *CREDENTIALS[1:])
