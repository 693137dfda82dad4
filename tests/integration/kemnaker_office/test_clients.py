"""Who may call JOSS and TOSS, with which secret, and for how long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from satupintu.kernel.errors import (
    AuthenticationFailedError,
    ConfigurationError,
    DataError,
    NotFoundError,
    PermissionDeniedError,
)
from tests.contract.kemnaker.bodies import id_of
from tests.integration.kemnaker_office.office import vacancy

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def is_let_in(client) -> bool:
    try:
        client.find_vacancy(id_of(1))
    except NotFoundError:
        return True
    except AuthenticationFailedError:
        return False
    return True


def test_a_new_client_is_let_in_by_its_api_and_environment_alone(office):
    issued = office.client()
    assert is_let_in(office.joss(issued))
    assert not is_let_in(office.joss(issued, host="joss.kemnaker.go.id"))
    with pytest.raises(AuthenticationFailedError):
        office.toss(issued).find_training(id_of(1))


def test_the_same_client_id_in_both_environments_is_two_clients(office):
    staging = office.client(client_id="PORTAL-1")
    live = office.client(environment="live", client_id="PORTAL-1")
    assert is_let_in(office.joss(staging))
    assert is_let_in(office.joss(live, host="joss.kemnaker.go.id"))
    assert not is_let_in(office.joss(staging, host="joss.kemnaker.go.id"))
    with pytest.raises(ConfigurationError, match="already"):
        office.client(client_id="PORTAL-1")


def test_during_the_overlap_both_secrets_count_and_then_the_new_one_alone(office):
    first = office.client()
    second = office.house.kemnaker_clients("joss").rotate("staging", first.client_id)
    older, newer = office.joss(first), office.joss(second)
    assert second.overlap_ends_at - office.house.clock.now() > 23 * HOUR
    office.wait(24 * HOUR - 30 * SECOND)
    assert (is_let_in(older), is_let_in(newer)) == (True, True)
    office.wait(30 * SECOND)
    assert (is_let_in(older), is_let_in(newer)) == (False, True)


def test_of_three_secrets_the_oldest_ends_at_once(office):
    first = office.client()
    desk = office.house.kemnaker_clients("joss")
    second, third = (desk.rotate("staging", first.client_id) for _ in range(2))
    assert [is_let_in(office.joss(each)) for each in (first, second, third)] == [False, True, True]


def test_after_an_overlap_the_next_rotation_begins_another(office):
    first = office.client()
    desk = office.house.kemnaker_clients("joss")
    second = desk.rotate("staging", first.client_id)
    office.wait(48 * HOUR)
    third = desk.rotate("staging", first.client_id)
    assert [is_let_in(office.joss(each)) for each in (first, second, third)] == [False, True, True]


def test_rotations_at_the_same_moment_leave_a_secret_that_was_shown(office):
    issued = office.client()
    desk = office.house.kemnaker_clients("joss")
    with ThreadPoolExecutor(4) as pool:
        rotated = list(pool.map(lambda _: desk.rotate("staging", issued.client_id), range(8)))
    assert sum(is_let_in(office.joss(each)) for each in rotated) == 2


def test_a_revoked_client_is_out_and_its_records_stay(office):
    issued = office.client()
    client = office.joss(issued)
    client.put_vacancy(id_of(1), vacancy())
    desk = office.house.kemnaker_clients("joss")
    assert desk.revoke("staging", issued.client_id).active is False
    assert not is_let_in(client)
    assert office.decide("vacancy", 1, "close").record.status == "closed"
    with pytest.raises(DataError, match="revoked"):
        desk.rotate("staging", issued.client_id)


def test_a_client_does_what_it_has_the_permission_for(office):
    client = office.joss(office.client(permissions=["vacancies.read"]))
    assert is_let_in(client)
    with pytest.raises(PermissionDeniedError):
        client.put_vacancy(id_of(1), vacancy())
    with pytest.raises(ConfigurationError, match="there are companies"):
        office.client(permissions=["trainings.read"])


@pytest.mark.parametrize("client_id", ["a b", "ä", "x" * 129, "a\n"])
def test_a_client_id_that_cannot_be_sent_is_not_made(sqlite_office, client_id):
    with pytest.raises(ConfigurationError, match="visible"):
        sqlite_office.client(client_id=client_id)


def test_what_is_unknown_is_said_with_where_to_look(sqlite_office):
    desk = sqlite_office.house.kemnaker_clients("toss")
    for change in (desk.rotate, desk.revoke, lambda *one: desk.notify(*one, "https://portal.example/n")):
        with pytest.raises(DataError, match="satupintu toss clients list"):
            change("staging", "NOBODY")


def test_no_secret_shows_in_a_repr(sqlite_office):
    issued = sqlite_office.client()
    found = sqlite_office.house.kemnaker_clients("joss").all()
    assert issued.secret.reveal() not in repr(issued) + repr(found)
