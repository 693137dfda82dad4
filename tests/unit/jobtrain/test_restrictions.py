from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.jobtrain.contract.operations import JOB, OPERATIONS, TOKEN
from satupintu.systems.jobtrain.contract.restrictions import (
    ADMINISTRATION,
    API,
    GENERATE_API_PASSWORD,
    PERMISSIONS,
    Allowed,
    Denied,
    Reach,
    Role,
    verify,
)

asked = st.sampled_from([*OPERATIONS, *sorted(PERMISSIONS), "Jobs: Delete"])
permissions = st.frozensets(st.sampled_from(sorted(PERMISSIONS)))
divisions = st.frozensets(st.integers(1, 9))
reaches = st.builds(Reach, st.booleans(), divisions)
places = st.none() | st.integers(1, 9)


@given(asked, permissions, permissions)
def test_who_is_permitted_more_may_do_no_less(what, some, more):
    if verify(what, Role(some)) == Allowed():
        assert verify(what, Role(some | more)) == Allowed()


@given(asked, permissions)
def test_a_permission_opens_exactly_what_asks_for_it(what, some):
    permission = what if isinstance(what, str) else what.permission
    assert (verify(what, Role(some)) == Allowed()) == (permission is None or permission in some)


@given(reaches, divisions, places)
def test_who_reaches_further_sees_no_less(reach, more, place):
    further = Reach(reach.all_divisions, reach.division_ids | more)
    assert further.can_see(place) >= reach.can_see(place)
    assert further.can_see_item(place) >= reach.can_see_item(place)
    assert Reach(True).can_see(place)


@given(reaches, places)
def test_whoever_sees_a_job_of_a_division_sees_its_settings(reach, place):
    assert reach.can_see_item(place) >= reach.can_see(place)


def test_a_job_without_a_division_is_for_users_with_all_and_an_item_without_one_for_everybody():
    north = Reach(False, frozenset({3}))
    assert [north.can_see(place) for place in (3, 4, None)] == [True, False, False]
    assert [north.can_see_item(place) for place in (3, 4, None)] == [True, False, True]
    assert [Reach(True).can_see(place) for place in (3, 4, None)] == [True, True, True]
    assert [Reach(False).can_see(place) for place in (3, 4, None)] == [False, False, False]


def test_a_name_that_nobody_knows_permits_nothing_and_is_never_permitted():
    assert isinstance(verify(JOB, Role(frozenset({"Jobs", "Jobs: *", "jobs: view"}))), Denied)
    assert isinstance(verify("Jobs: Delete", Role(frozenset({"Jobs: Delete"}))), Denied)


def test_a_denial_says_what_is_missing():
    assert verify(JOB, Role(frozenset())) == Denied("the role lacks 'Jobs: View'")


def test_the_token_needs_no_permission():
    assert verify(TOKEN, Role(frozenset())) == Allowed()


def test_generating_api_passwords_is_administration_and_opens_nothing_of_the_api():
    assert GENERATE_API_PASSWORD in ADMINISTRATION
    assert not ADMINISTRATION & API
    everything_else = Role(ADMINISTRATION)
    assert all(verify(operation, everything_else) != Allowed() for operation in OPERATIONS if operation is not TOKEN)


@pytest.mark.parametrize("name", ["Divisions", "Department", "Locations", "ApplicationStatus", "Campaign"])
def test_every_setting_has_its_permission(name):
    assert f"General Settings: {name} Access" in PERMISSIONS
    assert (f"General Settings: {name} Add" in PERMISSIONS) == (name in {"Divisions", "Department", "Locations"})


def test_there_are_thirty_two_permissions():
    assert (len(ADMINISTRATION), len(API)) == (7, 8 + 14 + 3)
