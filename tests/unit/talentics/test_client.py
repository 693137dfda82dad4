from __future__ import annotations

from datetime import timedelta

import pytest

from satupintu.kernel.errors import AuthenticationFailedError, ConfigurationError, RateLimitedError
from satupintu.systems.talentics.client.auth import BasicCredential
from satupintu.systems.talentics.client.endpoint import endpoint, read_error, retry_policy
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.transport.conversation import Received


def test_the_secret_shows_in_no_repr():
    credential = BasicCredential("app", "top-secret")
    other_side = endpoint("app", "top-secret", "https://api.talentics.id", 3)
    shown = repr(credential) + repr(vars(credential)) + repr(other_side)
    assert "top-secret" not in shown
    assert "YXBwOnRvcC1zZWNyZXQ" not in shown


@pytest.mark.parametrize(("app_id", "app_secret"), [("", "s"), ("a", ""), ("a:b", "s"), ("a\n", "s"), ("a", "s\0")])
def test_a_pair_that_cannot_be_sent_is_refused(app_id, app_secret):
    with pytest.raises(ConfigurationError, match="app_"):
        BasicCredential(app_id, app_secret)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone):
    with pytest.raises(ConfigurationError, match="time zone"):
        Talentics("app", "secret", zone=zone)


def test_plain_http_is_for_this_machine_only():
    with pytest.raises(ConfigurationError, match="use https"):
        Talentics("app", "secret", base_url="http://api.talentics.id")
    with Talentics("app", "secret", base_url="http://127.0.0.1:8080/talentics"):
        pass


@pytest.mark.parametrize("status", [None, 500, 502, 503, 599])
def test_faults_are_retried_after_one_two_and_four_seconds(status):
    policy = retry_policy(3)
    pauses = [policy.pause(attempt, status=status) for attempt in (1, 2, 3, 4)]
    assert pauses == [timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4), None]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 422])
def test_what_the_caller_did_wrong_is_never_retried(status):
    assert retry_policy(3).pause(1, status=status) is None


def test_a_rate_limit_is_waited_out_when_the_wait_is_known_and_within_one_window():
    policy = retry_policy(3)
    assert policy.pause(1, status=429, retry_after=timedelta(seconds=840)) == timedelta(seconds=840)
    assert policy.pause(1, status=429, retry_after=timedelta(seconds=901)) is None
    assert policy.pause(1, status=429) is None


def test_without_retries_nothing_is_retried():
    assert retry_policy(0).pause(1, status=503) is None


def test_a_refusal_carries_everything_that_came_with_it():
    error = read_error(Received(429, {"retry-after": "840"}, b'{"data":{"errors":["Too Many Attempts."]}}'))
    assert isinstance(error, RateLimitedError)
    assert (error.message, error.retry_after) == ("Too Many Attempts.", timedelta(seconds=840))


def test_the_status_alone_decides_what_a_refusal_is():
    assert isinstance(read_error(Received(401, {}, b'{"data":{"errors":[]}}')), AuthenticationFailedError)
