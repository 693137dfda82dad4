"""Users, roles and API passwords as pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from satupintu.kernel.ids import CountingIds, RandomIds
from satupintu.kernel.outcome import Refusal
from satupintu.systems.jobtrain.contract.restrictions import PERMISSIONS, USERS_UPDATE, Reach
from satupintu.systems.jobtrain.server.people import (
    ApiPassword,
    ApiPasswordState,
    Pending,
    Profile,
    SecurityRole,
    User,
    deactivated,
    fault_in_name,
    fault_in_permissions,
    fault_in_profile,
    fault_in_reach,
    generate,
    is_administered,
    name_key,
    save,
)
from satupintu.systems.jobtrain.server.secret_text import API_PASSWORD_LENGTH, new_secret, secret_from

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PROFILE = Profile(first_name="Nora", last_name="North", email_address="nora@example.org")
ADMINISTRATORS = SecurityRole(1, "Administrators", PERMISSIONS)
OTHERS = SecurityRole(2, "Others", PERMISSIONS - {USERS_UPDATE})
ROLES = {1: ADMINISTRATORS, 2: OTHERS}


def user(user_id=1, role_id=1, **fields):
    return User(id=user_id, username=f"u{user_id}", profile=PROFILE, role_id=role_id, reach=Reach(True), **fields)


def pending(digest=b"new", by=7, name="p1", until=NOW + timedelta(minutes=30)):
    return Pending(name, by, until, digest)


ACTIVE = ApiPassword(b"old", NOW - timedelta(days=1))


@pytest.mark.parametrize("before", [ApiPassword(), ACTIVE])
def test_what_is_generated_waits_and_the_old_one_stays_in_force(before):
    after = generate(before, pending(), is_active=True)
    assert isinstance(after, ApiPassword)
    assert (after.digest, after.set_at) == (before.digest, before.set_at)
    assert after.state(NOW) is ApiPasswordState.PENDING


def test_a_save_with_the_tick_puts_the_pending_one_in_force():
    generated = generate(ACTIVE, pending(), is_active=True)
    assert save(generated, "p1", by=7, ticked=True, now=NOW) == ApiPassword(b"new", NOW)


def test_a_save_without_the_tick_leaves_everything_as_it_was():
    generated = generate(ACTIVE, pending(), is_active=True)
    assert save(generated, "p1", by=7, ticked=False, now=NOW) == ACTIVE


@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize(
    ("held", "pending_id", "by", "now"),
    [
        (None, "p1", 7, NOW),
        (pending(name="p2"), "p1", 7, NOW),
        (pending(by=8), "p1", 7, NOW),
        (pending(), "p1", 7, NOW + timedelta(minutes=30)),
    ],
    ids=["none", "older", "foreign", "past"],
)
def test_a_save_of_anything_but_ones_own_pending_api_password_conflicts(held, pending_id, by, now, ticked):
    found = save(replace(ACTIVE, pending=held), pending_id, by=by, ticked=ticked, now=now)
    assert isinstance(found, Refusal)
    assert found.status == 409


def test_a_pending_api_password_can_be_saved_up_to_its_last_moment_and_is_then_not_shown_as_pending():
    held = replace(ACTIVE, pending=pending(until=NOW + timedelta(seconds=1)))
    last = NOW + timedelta(microseconds=999_999)
    assert save(held, "p1", by=7, ticked=True, now=last) == ApiPassword(b"new", last)
    assert held.state(NOW + timedelta(seconds=1)) is ApiPasswordState.ACTIVE
    assert replace(held, digest=None).state(NOW + timedelta(seconds=1)) is ApiPasswordState.NONE


def test_nothing_is_generated_for_a_user_who_is_not_active():
    found = generate(ACTIVE, pending(), is_active=False)
    assert isinstance(found, Refusal)
    assert found.status == 409


def test_who_is_deactivated_has_nothing_pending():
    gone = deactivated(user(api_password=replace(ACTIVE, pending=pending())))
    assert not gone.is_active
    assert gone.api_password == ACTIVE


def test_an_active_user_with_the_right_to_edit_users_administers():
    assert is_administered([user(), user(2, 2)], ROLES)
    assert not is_administered([user(is_active=False), user(2, 2)], ROLES)
    assert not is_administered([], ROLES)


def test_names_are_compared_without_regard_to_case_and_form():
    assert name_key("API.North") == name_key("api.north")
    assert name_key("Jose\u0301") == name_key("JOSÉ")
    assert name_key("api.north") != name_key("api.south")


@pytest.mark.parametrize("name", ["", " x", "x ", "a\nb", "a\x00b", "\ud800", "x" * 101])
def test_a_name_that_cannot_be_written_down_is_none(name):
    assert fault_in_name(name)


@pytest.mark.parametrize("name", ["api.north", "nora north", "x" * 100, "名"])
def test_other_names_are_usable(name):
    assert fault_in_name(name) is None


@pytest.mark.parametrize(
    "change",
    [
        {"first_name": " "},
        {"email_address": "nora"},
        {"email_address": "a@b@c"},
        {"company": ""},
        {"job_title": "a\nb"},
    ],
)
def test_a_profile_needs_its_names_and_an_address(change):
    assert fault_in_profile(PROFILE) is None
    assert fault_in_profile(replace(PROFILE, **change))


def test_divisions_and_permissions_have_to_exist():
    assert fault_in_reach(Reach(False, frozenset({3})), frozenset({3, 4})) is None
    assert "5" in fault_in_reach(Reach(False, frozenset({3, 5})), frozenset({3, 4}))
    assert fault_in_permissions(PERMISSIONS) is None
    assert fault_in_permissions(frozenset({"jobs: view"}))


def test_an_api_password_has_32_letters_and_digits_of_ascii():
    for _ in range(50):
        generated = new_secret(RandomIds(), API_PASSWORD_LENGTH)
        assert len(generated) == 32
        assert generated.isascii()
        assert generated.isalnum()


def test_no_two_generated_texts_are_the_same_and_a_seed_gives_its_own():
    ids = CountingIds()
    assert len({new_secret(ids, 32) for _ in range(100)}) == 100
    assert secret_from(b"seed", 32) == secret_from(b"seed", 32) != secret_from(b"other", 32)


def test_digests_and_personal_data_show_in_no_repr():
    shown = repr(user(api_password=ApiPassword(b"in force", NOW, pending(b"waiting"))))
    assert not [word for word in ("in force", "waiting", "Nora", "nora@example.org") if word in shown]
