"""Both clients of JOSS are one client, and it is what the operations say."""

from __future__ import annotations

from datetime import timedelta
from inspect import signature
from typing import get_type_hints

import pytest
from pydantic import ValidationError

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.kemnaker.client.async_client import AsyncJoss, AsyncToss
from satupintu.systems.kemnaker.client.endpoint import endpoint
from satupintu.systems.kemnaker.client.sync_client import Joss, Toss
from satupintu.systems.kemnaker.contract.models import VacancyBody
from satupintu.systems.kemnaker.contract.operations import JOSS_OPERATIONS, TOSS_OPERATIONS
from satupintu.systems.kemnaker.contract.signing import SecretError
from tests.contract.clients import assert_client_is_as_described, assert_same_clients
from tests.contract.kemnaker.bodies import COMPANY, changed
from tests.contract.kemnaker.conftest import NOW

SYSTEMS = [(Joss, AsyncJoss, JOSS_OPERATIONS), (Toss, AsyncToss, TOSS_OPERATIONS)]


def walks(operations):
    return [operation.name.removesuffix("_page") for operation in operations if operation.paging]


@pytest.mark.parametrize(("sync", "asynchronous", "operations"), SYSTEMS)
def test_both_clients_have_the_same_methods_with_the_same_signatures(sync, asynchronous, operations):
    assert_same_clients(sync, asynchronous, operations, *walks(operations))


@pytest.mark.parametrize(("sync", "asynchronous", "operations"), SYSTEMS)
def test_a_method_takes_and_returns_what_its_operation_says(sync, asynchronous, operations):
    for client in (sync, asynchronous):
        assert_client_is_as_described(client, operations)
        for operation in operations:
            assert get_type_hints(getattr(client, operation.name))["return"] is operation.reply


@pytest.mark.parametrize(("sync", "asynchronous", "operations"), SYSTEMS)
def test_a_walk_takes_the_filters_of_its_pages(sync, asynchronous, operations):
    for operation in operations:
        if operation.paging:
            for client in (sync, asynchronous):
                filters = set(signature(getattr(client, operation.name)).parameters) - {"page", "request_id"}
                walk = signature(getattr(client, operation.name.removesuffix("_page")))
                assert set(walk.parameters) == filters


@pytest.mark.parametrize("client_id", ["", "a b", "a\n", "ä", "x" * 129])
def test_a_client_id_that_cannot_be_sent_is_refused_at_once(client_id):
    with pytest.raises(ConfigurationError, match="client_id"):
        Joss(client_id, "secret")


def test_an_empty_secret_is_refused_at_once():
    with pytest.raises(SecretError):
        Joss("client", "")


@pytest.mark.parametrize("request_id", ["", "a b", "a\r\nX: y", "ä", "x" * 129])
def test_a_request_id_that_cannot_be_sent_is_refused_before_anything_is_sent(request_id):
    with Joss("client", "secret") as client, pytest.raises(ValidationError):
        client.find_vacancy("2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10", request_id=request_id)


def test_the_secret_shows_in_no_repr():
    other_side = endpoint(
        "https://joss.localhost", "client", "top-secret", retries=4, profile=None, clock=None, ids=None
    )
    assert "top-secret" not in repr(other_side) + repr(other_side.auth) + repr(vars(other_side.auth))


def test_faults_are_retried_after_longer_and_longer_pauses_of_at_most_half_a_minute():
    retry = endpoint("https://joss.localhost", "client", "s", retries=7, profile=None, clock=None, ids=None).retry
    pauses = [retry.pause(attempt, status=503) for attempt in range(1, 9)]
    assert pauses == [*(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 16, 30, 30)), None]
    assert retry.pause(1, status=429, retry_after=timedelta(seconds=60)) == timedelta(seconds=60)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 409, 413, 415, 422])
def test_what_the_caller_did_wrong_is_never_retried(status):
    retry = endpoint("https://joss.localhost", "client", "s", retries=4, profile=None, clock=None, ids=None).retry
    assert retry.pause(1, status=status) is None


def test_personal_data_shows_in_no_error_about_a_body():
    with pytest.raises(ValidationError) as caught:
        VacancyBody.model_validate(changed(employer=COMPANY | {"phone": "0812 rahasia", "email": "rahasia"}))
    assert "rahasia" not in str(caught.value)


def test_a_time_without_a_zone_is_refused_before_anything_is_sent():
    with pytest.raises(ValidationError, match="time zone"):
        VacancyBody.model_validate(changed(expires_at=NOW.replace(tzinfo=None)))
