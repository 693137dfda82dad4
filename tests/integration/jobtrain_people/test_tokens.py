"""Tokens: who gets one, for how long it stands for whom, and what a refusal gives away."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select

from satupintu.bootstrap.jobtrain_people_samples import API_ALL, API_NORTH, OLD_USER
from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.outcome import Answer, Refusal
from satupintu.kernel.redaction import Secret
from satupintu.store.contents import empty
from satupintu.store.credentials import Credential
from satupintu.store.jobtrain_tokens import JOBTRAIN, KEPT_FOR
from satupintu.store.tables import jobtrain_token
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.administration import NewUser, UserChange
from satupintu.systems.jobtrain.server.people import Profile
from satupintu.systems.jobtrain.server.token_desk import TokenRules
from tests.integration.jobtrain_people.conftest import HALF_AN_HOUR, NOW

SECOND = timedelta(seconds=1)
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def kept(employer) -> int:
    with employer.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(jobtrain_token)).scalar_one()


def test_the_four_values_give_a_token_of_half_an_hour_that_nobody_may_store(employer):
    answer = employer.ask("api.all", API_ALL.api_password(employer.keys))
    assert isinstance(answer, Answer)
    assert answer.headers == NO_STORE
    assert (answer.body.expires_in, answer.body.token_type) == (1800, "Bearer")
    acting = employer.another_process().tokens.acting(answer.body.access_token, NOW)
    assert acting is not None
    assert acting.user_id == API_ALL.id
    assert acting.reach == Reach(True)
    assert acting.role.permissions == API_ALL.role.permissions


def test_a_token_is_dead_at_exactly_half_an_hour(employer):
    token = employer.token("api.north", API_NORTH.api_password(employer.keys))
    employer.clock.move(HALF_AN_HOUR - timedelta(microseconds=1))
    assert employer.acts(token)
    employer.clock.move(timedelta(microseconds=1))
    assert not employer.acts(token)


def test_a_username_counts_in_any_case(employer):
    assert employer.token("API.North", API_NORTH.api_password(employer.keys))


def test_the_reply_may_be_the_token_alone(employer):
    answer = employer.ask("api.north", API_NORTH.api_password(employer.keys), reply="string")
    assert employer.acts(json.loads(answer.body))


def test_refused_credentials_have_the_status_that_is_set(employer):
    for error_status, more in [(400, {}), (401, {"WWW-Authenticate": "Bearer"})]:
        refused = employer.ask("api.north", "wrong", error_status=error_status)
        assert refused == Refusal(error_status, "invalid_grant", headers=NO_STORE | more)


def add_user_with_login_password(employer):
    profile = Profile(first_name="W", last_name="W", email_address="w@example.org")
    password = Secret("login password")
    new = NewUser(username="w", profile=profile, role="API", reach=Reach(True), login_password=password)
    employer.administration().add_user(new)
    employer.set_api_password("w")


REFUSED = {
    "unknown user": ("nobody", "wrong"),
    "unusable username": ("api\x00north", "wrong"),
    "not text": ("\ud800", "wrong"),
    "endless username": ("n" * 5000, "wrong"),
    "wrong password": ("api.north", "wrong"),
    "password with NUL": ("api.north", "\x00"),
    "login password": ("w", "login password"),
    "no API password yet": ("hr.admin", ""),
    "no API password yet, nor a wrong one": ("hr.admin", "wrong"),
    "inactive user": ("old.user", OLD_USER),
    "another user's": ("api.south", API_NORTH),
}


def test_whatever_is_wrong_with_the_user_is_refused_alike_and_leaves_nothing(employer):
    add_user_with_login_password(employer)
    for case, (username, password) in REFUSED.items():
        given = password if isinstance(password, str) else password.api_password(employer.keys)
        assert employer.ask(username, given) == Refusal(400, "invalid_grant", headers=NO_STORE), case
    assert kept(employer) == 0


def test_a_wrong_client_is_told_apart_from_one_without_the_api(employer):
    right = API_NORTH.api_password(employer.keys)
    without = Credential(system=JOBTRAIN, client_id="other", secrets=(Secret("s"),))
    employer.credentials.add(without)
    refused = [
        employer.ask("api.north", right, secret="wrong"),
        employer.ask("api.north", right, client="nobody"),
        employer.ask("api.north", right, client="other", secret="s"),
        employer.ask("api.north", "wrong", client="nobody"),
    ]
    codes = [refusal.message for refusal in refused]
    assert codes == ["invalid_client", "invalid_client", "unauthorized_client", "invalid_client"]
    assert kept(employer) == 0


def test_every_refusal_costs_the_same_statements_digests_and_no_write(employer):
    add_user_with_login_password(employer)
    employer.ask("api.north", "wrong")  # the clients are in memory from now on
    wrong_pair = {"client": "nobody", "secret": "wrong"}
    cases = [(*case, {}) for case in REFUSED.values()] + [("api.north", API_NORTH, wrong_pair), ("x", "y", wrong_pair)]
    statements: list[str] = []

    def note(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        costs = set()
        for username, password, more in cases:
            given = password if isinstance(password, str) else password.api_password(employer.keys)
            statements.clear()
            before = employer.keys.digests, len(employer.commits)
            assert isinstance(employer.ask(username, given, **more), Refusal)
            costs.add((*statements, employer.keys.digests - before[0], len(employer.commits) - before[1]))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(costs) == 1
    *executed, digests, commits = costs.pop()
    assert (len([each for each in executed if "jobtrain_user" in each]), digests, commits) == (1, 2, 0)


def test_the_old_api_password_works_until_the_save_and_never_after(employer):
    old = API_NORTH.api_password(employer.keys)
    generated = employer.administration().generate_api_password("api.north")
    assert employer.token("api.north", old)
    employer.administration().save_api_password("api.north", generated.pending_id, ticked=True)
    assert employer.ask("api.north", old).message == "invalid_grant"
    assert employer.token("api.north", generated.api_password.reveal())


def test_tokens_outlive_a_new_api_password_unless_it_is_set_to_end_them(employer):
    token = employer.token("api.north", API_NORTH.api_password(employer.keys))
    other = employer.token("api.all", API_ALL.api_password(employer.keys))
    new = employer.set_api_password("api.north")
    assert employer.acts(token)
    administration = employer.administration(revoke_on_new=True)
    generated = administration.generate_api_password("api.north")
    second = employer.token("api.north", new)
    administration.save_api_password("api.north", generated.pending_id, ticked=True)
    assert [employer.acts(each) for each in (token, second, other)] == [False, False, True]


def test_a_deactivated_user_is_refused_at_once_in_every_process_and_old_tokens_stay_dead(employer):
    there = employer.another_process()
    password = API_NORTH.api_password(employer.keys)
    token = employer.token("api.north", password)
    assert there.acts(token)
    employer.administration().edit_user("api.north", UserChange(is_active=False))
    assert not there.acts(token)
    assert there.ask("api.north", password).message == "invalid_grant"
    employer.administration().edit_user("api.north", UserChange(is_active=True))
    assert not there.acts(token)
    assert there.acts(there.token("api.north", password))


def test_a_change_of_role_and_divisions_is_seen_by_the_very_next_call(employer):
    there = employer.another_process()
    token = employer.token("api.north", API_NORTH.api_password(employer.keys))
    before = there.tokens.acting(token, NOW)
    employer.administration().edit_user(
        "api.north", UserChange(role="API settings", reach=Reach(False, frozenset({4})))
    )
    employer.administration().edit_role("API settings", add=frozenset({"DBS: View"}), remove=frozenset())
    after = there.tokens.acting(token, NOW)
    assert before.reach == Reach(False, frozenset({3}))
    assert after.reach == Reach(False, frozenset({4}))
    assert "DBS: View" in after.role.permissions
    assert "Jobs: View" not in after.role.permissions


def test_a_token_is_not_kept_when_the_api_password_was_replaced_meanwhile(employer):
    old = API_NORTH.api_password(employer.keys)
    assert employer.tokens.holder("api.north", old) == API_NORTH.id
    employer.set_api_password("api.north")
    times = {"issued_at": NOW, "expires_at": NOW + HALF_AN_HOUR}
    assert not employer.tokens.keep("t" * 40, API_NORTH.id, old, "demo-client", **times)
    assert not employer.acts("t" * 40)


def test_after_a_reset_no_token_of_before_is_known(employer):
    there = employer.another_process()
    token = employer.token("api.north", API_NORTH.api_password(employer.keys))
    assert there.acts(token)
    employer.people._writer.run(empty)
    assert not there.acts(token)


def test_a_token_that_was_never_issued_stands_for_nobody(employer):
    for token in ("", "x", "\x00", "é" * 40, "\ud800"):
        assert not employer.acts(token)


def test_tokens_long_expired_are_forgotten(employer):
    password = API_NORTH.api_password(employer.keys)
    employer.token("api.north", password)
    employer.clock.move(HALF_AN_HOUR + KEPT_FOR - SECOND)
    assert employer.tokens.purge(employer.clock.now()) == 0
    employer.clock.move(SECOND)
    token = employer.token("api.north", password)
    assert employer.tokens.purge(employer.clock.now()) == 1
    assert employer.acts(token)


@pytest.mark.parametrize("lifetime", [timedelta(), timedelta(seconds=1.5), timedelta(days=2)])
def test_a_lifetime_that_cannot_be_told_in_seconds_is_refused(lifetime):
    with pytest.raises(ConfigurationError, match="token_lifetime"):
        TokenRules(lifetime)
