from __future__ import annotations

from datetime import timedelta
from typing import get_type_hints

import pytest
from pydantic import ValidationError

from satupintu.systems.talentics.client.async_client import AsyncTalentics
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract.operations import OPERATIONS, PageCall, TicketsCall, openapi_document
from tests.contract.clients import assert_client_is_as_described, assert_same_clients

LIMITED = ["exams_page", "exam", "tickets_page", "scores", "jobs_page"]
NAMES = [*LIMITED, "job", "applicants", "applicant", "employment_form"]


def test_both_clients_have_the_same_methods_with_the_same_signatures():
    assert_same_clients(Talentics, AsyncTalentics, OPERATIONS, "exams", "tickets", "jobs")


@pytest.mark.parametrize("client", [Talentics, AsyncTalentics])
def test_a_method_takes_and_returns_what_its_operation_says(client):
    assert_client_is_as_described(client, OPERATIONS)
    for operation in OPERATIONS:
        returned = get_type_hints(getattr(client, operation.name))["return"]
        whole = operation.reply.model_fields["data"].annotation
        assert returned == (operation.reply if operation.paging else whole)


def test_the_nine_operations_are_described():
    assert [operation.name for operation in OPERATIONS] == NAMES
    assert {(operation.method, operation.repeatable) for operation in OPERATIONS} == {("GET", True)}


def test_exactly_the_operations_with_a_printed_limit_have_a_quota_and_share_it():
    assert [operation.name for operation in OPERATIONS if operation.quota] == LIMITED
    quotas = {operation.quota for operation in OPERATIONS if operation.quota}
    assert [(quota.limit, quota.window) for quota in quotas] == [(50, timedelta(minutes=15))]


def test_only_the_lists_with_links_have_pages():
    assert [operation.name for operation in OPERATIONS if operation.paging] == [
        "exams_page",
        "tickets_page",
        "jobs_page",
    ]


def test_a_page_size_beyond_the_documented_limit_is_refused_before_it_is_sent():
    for wrong in ({"per_page": 101}, {"per_page": 0}, {"page": 0}):
        with pytest.raises(ValidationError):
            PageCall(**wrong)
        with pytest.raises(ValidationError):
            TicketsCall(exam_id=1, **wrong)


def test_the_openapi_document_describes_every_operation_and_both_paths_of_the_scores():
    document = openapi_document()
    described = {entry["get"]["operationId"]: path for path, entry in document["paths"].items()}
    assert set(described) == {*NAMES, "scores_2"}
    assert described["scores"] == "/v2/exams/tickets/{ticket_id}/scores"
    assert described["scores_2"] == "/v2/exams/ticket/{ticket_id}/scores"
    listing = document["paths"]["/v2/exams/{exam_id}/tickets"]["get"]
    assert listing["x-quota"] == {"limit": 50, "window_seconds": 900}
    assert [(each["name"], each["in"]) for each in listing["parameters"]] == [
        ("exam_id", "path"),
        ("page", "query"),
        ("per_page", "query"),
    ]
    assert set(listing["responses"]) == {"200", "401", "404", "405", "422", "429", "500"}
    assert "x-quota" not in document["paths"]["/v2/jobs/{job_id}"]["get"]
