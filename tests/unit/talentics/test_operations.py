from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from pydantic import ValidationError

from satupintu.systems.talentics.client.async_client import AsyncTalentics
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract.operations import JOB, JOBS_PAGE, OPERATIONS, PageCall, openapi_document


def parameters(function):
    return [p.replace(annotation=str(p.annotation)) for p in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("name", [*(operation.name for operation in OPERATIONS), "jobs", "close"])
def test_both_clients_have_the_same_method(name):
    assert parameters(getattr(Talentics, name)) == parameters(getattr(AsyncTalentics, name))


def test_both_clients_are_made_from_the_same_arguments():
    sync, asynchronous = parameters(Talentics.__init__), parameters(AsyncTalentics.__init__)
    assert [p.name for p in sync] == [p.name for p in asynchronous]
    # The ways of sending and of waiting are the difference between the two.
    own = {"http", "sleep"}
    assert [p.default for p in sync if p.name not in own] == [p.default for p in asynchronous if p.name not in own]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_method_takes_exactly_what_its_operation_takes(operation):
    arguments = {p.name: p for p in inspect.signature(getattr(Talentics, operation.name)).parameters.values()}
    del arguments["self"]
    assert list(arguments) == list(operation.call.model_fields)
    for name, info in operation.call.model_fields.items():
        assert (arguments[name].default is inspect.Parameter.empty) == info.is_required()


def test_the_clients_have_no_public_methods_of_their_own():
    known = {operation.name for operation in OPERATIONS} | {"jobs", "close"}
    for client in (Talentics, AsyncTalentics):
        assert {name for name in vars(client) if not name.startswith("_")} == known


def test_only_the_list_has_pages_and_a_quota():
    assert (JOBS_PAGE.quota.limit, JOBS_PAGE.quota.window) == (50, timedelta(minutes=15))
    assert JOB.quota is None
    assert JOB.paging is None


def test_a_page_size_beyond_the_documented_limit_is_refused_before_it_is_sent():
    for wrong in ({"per_page": 101}, {"per_page": 0}, {"page": 0}):
        with pytest.raises(ValidationError):
            PageCall(**wrong)


def test_the_openapi_document_describes_every_operation():
    document = openapi_document()
    described = {entry["get"]["operationId"] for entry in document["paths"].values()}
    assert described == {operation.name for operation in OPERATIONS}
    listing = document["paths"]["/v2/jobs"]["get"]
    assert listing["x-quota"] == {"limit": 50, "window_seconds": 900}
    assert [parameter["name"] for parameter in listing["parameters"]] == ["page", "per_page"]
    assert set(listing["responses"]) == {"200", "401", "404", "405", "422", "429", "500"}
