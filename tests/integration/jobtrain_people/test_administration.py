"""What may be done with users and roles, by whom, and what the audit log says of it."""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from sqlalchemy import select

from satupintu.kernel.outcome import Refusal
from satupintu.kernel.redaction import Secret
from satupintu.store.contents import rows_of
from satupintu.store.tables import jobtrain_user
from satupintu.systems.jobtrain.contract.restrictions import GENERATE_API_PASSWORD, PERMISSIONS, USERS_UPDATE, Reach
from satupintu.systems.jobtrain.server.administration import Generated, NewUser, UserChange
from satupintu.systems.jobtrain.server.people import ApiPasswordState, Profile, SecurityRole, User
from tests.integration.jobtrain_people.conftest import HALF_AN_HOUR, NOW

PROFILE = Profile(first_name="Wanda", last_name="West", email_address="wanda@example.org")


def new_user(username="api.west", **fields):
    return NewUser(**{"username": username, "profile": PROFILE, "role": "API", "reach": Reach(True)} | fields)


def status(outcome):
    assert isinstance(outcome, Refusal), outcome
    return outcome.status


def last_entry(employer):
    return employer.administration().audit()[-1]


def test_an_added_user_is_found_in_any_case_and_has_no_api_password(employer):
    added = employer.administration().add_user(new_user("API.West", reach=Reach(False, frozenset({3}))))
    assert isinstance(added, User)
    found = employer.another_process().administration().user("api.WEST")
    assert found == added
    assert found.api_password.state(NOW) is ApiPasswordState.NONE


def test_a_user_that_cannot_be_is_refused_and_not_kept(employer):
    before = employer.administration().users()
    for new, expected in [
        (new_user("API.north"), 409),
        (new_user(role="nobody's"), 400),
        (new_user(reach=Reach(False, frozenset({3, 99}))), 400),
        (new_user(" x"), 400),
        (new_user("x\x00y"), 400),
        (new_user(login_password=Secret("short")), 400),
        (new_user(profile=Profile(first_name="", last_name="W", email_address="w@example.org")), 400),
    ]:
        assert status(employer.administration().add_user(new)) == expected, new
    assert employer.administration().users() == before


def test_the_password_to_log_in_with_is_kept_as_argon2_and_survives_later_changes(employer):
    administration = employer.administration()
    administration.add_user(new_user(login_password=Secret("correct horse")))
    administration.edit_user("api.west", UserChange(is_active=False))
    with employer.database.reading() as connection:
        query = select(jobtrain_user.c.login_password).where(jobtrain_user.c.username == "api.west")
        kept = connection.execute(query).scalar_one()
    assert PasswordHasher().verify(kept, "correct horse")


def test_a_change_of_role_divisions_and_names_is_seen_by_the_next_reader(employer):
    change = UserChange(role="api SETTINGS", reach=Reach(False, frozenset({4})), profile={"job_title": "Robot"})
    employer.administration().edit_user("api.north", change)
    found = employer.another_process().administration().user("api.north")
    assert (found.role_id, found.reach.division_ids, found.profile.job_title) == (3, frozenset({4}), "Robot")
    assert found.profile.first_name == "Nora"


def test_a_change_that_cannot_be_is_refused_and_not_kept(employer):
    before = employer.administration().users()
    for username, change, expected in [
        ("nobody", UserChange(is_active=False), 404),
        ("api.north", UserChange(role="nobody's"), 400),
        ("api.north", UserChange(reach=Reach(False, frozenset({99}))), 400),
        ("api.north", UserChange(profile={"email_address": "north"}), 400),
    ]:
        assert status(employer.administration().edit_user(username, change)) == expected, change
    assert employer.administration().users() == before


def test_the_last_active_user_who_may_edit_users_stays(employer):
    administration = employer.administration()
    assert isinstance(administration.edit_user("desk.agent", UserChange(is_active=False)), User)
    assert status(administration.edit_user("hr.admin", UserChange(is_active=False))) == 409
    assert status(administration.edit_user("hr.admin", UserChange(role="API"))) == 409
    assert (
        status(administration.edit_role("HR administrators", add=frozenset(), remove=frozenset({USERS_UPDATE}))) == 409
    )
    assert isinstance(administration.edit_user("hr.admin", UserChange(role="HR desk")), User)


def test_a_role_that_others_hold_too_may_lose_the_right_to_edit_users(employer):
    edited = employer.administration().edit_role("HR desk", add=frozenset(), remove=frozenset({USERS_UPDATE}))
    assert isinstance(edited, SecurityRole)
    assert status(employer.administration("desk.agent").edit_user("api.north", UserChange(is_active=False))) == 403


def test_roles_are_added_renamed_and_changed(employer):
    administration = employer.administration()
    added = administration.add_role("Viewers", frozenset({"Jobs: View"}))
    assert isinstance(added, SecurityRole)
    edited = administration.edit_role(
        "viewers", new_name="Readers", add=frozenset({"DBS: View"}), remove=frozenset({"Jobs: View"})
    )
    assert edited == administration.role("READERS") == SecurityRole(added.id, "Readers", frozenset({"DBS: View"}))
    assert status(administration.role("Viewers")) == 404


def test_a_role_with_a_taken_name_or_an_unknown_permission_is_refused(employer):
    administration = employer.administration()
    before = administration.roles()
    assert status(administration.add_role("api", frozenset())) == 409
    assert status(administration.add_role("New", frozenset({"Jobs: Edit"}))) == 400
    assert status(administration.add_role(" ", frozenset())) == 400
    assert status(administration.edit_role("API", new_name="HR Desk", add=frozenset(), remove=frozenset())) == 409
    assert status(administration.edit_role("API", add=frozenset({"Jobs"}), remove=frozenset())) == 400
    assert status(administration.edit_role("Nobody", add=frozenset(), remove=frozenset())) == 404
    assert administration.roles() == before


def test_nobody_grants_what_their_own_role_lacks(employer):
    administration, desk, nothing = employer.administration(), employer.administration("desk.agent"), frozenset()
    users, roles = administration.users(), administration.roles()
    beyond = frozenset({GENERATE_API_PASSWORD})
    for attempt, event in [
        (lambda: desk.add_role("New", beyond), "add role"),
        (lambda: desk.edit_role("HR desk", add=beyond, remove=nothing), f"edit role: +{GENERATE_API_PASSWORD}"),
        (lambda: desk.add_user(new_user(role="HR administrators")), "add user"),
        (lambda: desk.edit_user("desk.agent", UserChange(role="HR administrators")), "edit user: role"),
        (lambda: desk.edit_user("api.north", UserChange(role="HR administrators")), "edit user: role"),
    ]:
        assert status(attempt()) == 403, event
        entry = last_entry(employer)
        assert (entry.actor, entry.event) == ("desk.agent", f"{event}: refused 403")
    assert (administration.users(), administration.roles()) == (users, roles)


def test_what_ones_own_role_has_may_be_granted_and_what_others_have_stays(employer):
    desk, nothing = employer.administration("desk.agent"), frozenset()
    assert isinstance(desk.add_role("Desk too", PERMISSIONS - {GENERATE_API_PASSWORD}), SecurityRole)
    assert isinstance(desk.edit_role("API settings", add=frozenset({"Jobs: View"}), remove=nothing), SecurityRole)
    assert isinstance(desk.add_user(new_user(role="Desk too")), User)
    assert isinstance(desk.edit_user("api.west", UserChange(role="API settings")), User)
    again = UserChange(role="HR administrators", profile={"job_title": "Head"})
    assert isinstance(desk.edit_user("hr.admin", again), User), "the role that a user has already is not given"
    renamed = desk.edit_role("HR administrators", new_name="HR heads", add=PERMISSIONS, remove=nothing)
    assert isinstance(renamed, SecurityRole), "what a role permits already is not granted"


def operations(administration):
    nothing = frozenset()
    return {
        "System Users: Access": [
            administration.users,
            lambda: administration.user("api.north"),
            administration.audit,
            lambda: administration.save_api_password("api.north", "x", ticked=True),
            lambda: administration.generate_api_password("api.north"),
        ],
        "General Settings: Generate API Password": [lambda: administration.generate_api_password("api.north")],
        "System Users: Add": [lambda: administration.add_user(new_user())],
        "System Users: Update": [lambda: administration.edit_user("api.north", UserChange())],
        "Security Roles: Access": [administration.roles, lambda: administration.role("API")],
        "Security Roles: Add": [lambda: administration.add_role("New", nothing)],
        "Security Roles: Update": [lambda: administration.edit_role("API", add=nothing, remove=nothing)],
    }


def test_each_operation_needs_its_permission(employer):
    permissions = list(operations(employer.administration()))
    for permission in permissions:
        employer.administration().edit_role("API", add=PERMISSIONS, remove=frozenset({permission}))
        for operation in operations(employer.administration("api.north"))[permission]:
            assert status(operation()) == 403, permission


def test_who_is_not_active_or_unknown_may_do_nothing(employer):
    for actor in ("old.user", "nobody", "x\x00y"):
        for asked in operations(employer.administration(actor)).values():
            assert {status(operation()) for operation in asked} == {403}, actor


def test_an_api_password_is_shown_once_and_works_from_its_save_on(employer):
    administration = employer.administration()
    generated = administration.generate_api_password("api.south")
    assert isinstance(generated, Generated)
    value = generated.api_password.reveal()
    assert administration.user("api.south").api_password.state(NOW) is ApiPasswordState.PENDING
    assert employer.ask("api.south", value).status == 400
    employer.clock.move(timedelta(minutes=5))
    saved = administration.save_api_password("API.South", generated.pending_id, ticked=True)
    assert saved.api_password.set_at == NOW + timedelta(minutes=5)
    assert employer.another_process().ask("api.south", value).status == 200


def test_generating_without_the_permission_is_refused_and_written_down(employer):
    assert status(employer.administration("desk.agent").generate_api_password("api.north")) == 403
    entry = last_entry(employer)
    assert (entry.actor, entry.target, entry.event) == ("desk.agent", "api.north", "generate API password: refused 403")
    assert employer.administration().user("api.north").api_password.state(NOW) is ApiPasswordState.ACTIVE


def test_who_may_generate_does_so_for_users_who_may_not(employer):
    assert employer.token("api.settings", employer.set_api_password("api.settings"))
    assert employer.token("hr.admin", employer.set_api_password("hr.admin"))


def test_nothing_is_generated_for_unknown_or_inactive_users(employer):
    assert status(employer.administration().generate_api_password("old.user")) == 409
    assert status(employer.administration().generate_api_password("nobody")) == 404


def test_only_who_generated_it_can_save_it_and_only_the_latest_in_time(employer):
    administration = employer.administration()
    older = administration.generate_api_password("api.north")
    assert (
        status(employer.administration("desk.agent").save_api_password("api.north", older.pending_id, ticked=True))
        == 409
    )
    latest = administration.generate_api_password("api.north")
    assert status(administration.save_api_password("api.north", older.pending_id, ticked=True)) == 409
    employer.clock.move(HALF_AN_HOUR)
    assert status(administration.save_api_password("api.north", latest.pending_id, ticked=True)) == 409
    assert administration.user("api.north").api_password.state(employer.clock.now()) is ApiPasswordState.ACTIVE


def test_a_save_without_the_tick_drops_what_was_generated(employer):
    administration = employer.administration()
    before = administration.user("api.north")
    generated = administration.generate_api_password("api.north")
    assert administration.save_api_password("api.north", generated.pending_id, ticked=False) == before
    assert status(administration.save_api_password("api.north", generated.pending_id, ticked=True)) == 409


def test_every_step_is_in_the_audit_log_in_its_order_even_when_the_clock_went_back(employer):
    administration = employer.administration()
    generated = administration.generate_api_password("API.north")
    employer.clock.move(-timedelta(hours=1))
    administration.save_api_password("api.north", generated.pending_id, ticked=True)
    administration.save_api_password("api.north", generated.pending_id, ticked=True)
    administration.edit_user("api.north", UserChange(is_active=False, profile={"company": "Elsewhere"}))
    administration.add_role("Viewers", frozenset())
    administration.edit_role("Viewers", add=frozenset({"Jobs: View"}), remove=frozenset())
    assert [(entry.target, entry.event) for entry in administration.audit()] == [
        ("api.north", "generate API password"),
        ("api.north", "save API password"),
        ("api.north", "save API password: refused 409"),
        ("api.north", "edit user: active, company"),
        ("Viewers", "add role"),
        ("Viewers", "edit role: +Jobs: View"),
    ]
    assert administration.audit()[0].at == NOW
    assert {entry.actor for entry in administration.audit()} == {"hr.admin"}


def test_no_secret_is_kept_or_shown_anywhere(employer, caplog):
    administration = employer.administration()
    administration.add_user(new_user(login_password=Secret("correct horse")))
    generated = administration.generate_api_password("api.west")
    shown = [repr(generated), repr(administration.save_api_password("api.west", generated.pending_id, ticked=True))]
    value = generated.api_password.reveal()
    token = employer.token("api.west", value)
    refused = employer.ask("api.west", value, client="other")
    shown += [repr(refused), repr(administration.audit()), repr(administration.users()), caplog.text]
    shown += [repr(row) for row in rows_of(employer.database)]
    assert not [text for text in shown for secret in (value, token, "correct horse") if secret in text]
