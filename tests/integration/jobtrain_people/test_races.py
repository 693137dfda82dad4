"""Two at once, each with a connection and a writer of its own, as two processes would."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from satupintu.bootstrap.jobtrain_people_samples import API_NORTH
from satupintu.kernel.outcome import Refusal
from satupintu.systems.jobtrain.server.administration import Generated, UserChange
from satupintu.systems.jobtrain.server.people import ApiPasswordState, User
from tests.integration.jobtrain_people.test_administration import new_user

ROUNDS = 8


def at_once(*works):
    """Let them begin together; what each came to."""
    start = Barrier(len(works))

    def run(work):
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return [each.result() for each in [threads.submit(run, work) for work in works]]


def accepted_at_the_desk(employer, password):
    return not isinstance(employer.ask("api.north", password), Refusal)


def test_of_two_saves_at_once_exactly_one_is_taken(employer):
    there = employer.another_process()
    for _ in range(ROUNDS):
        generated = employer.administration().generate_api_password("api.north")

        def save(process, pending_id=generated.pending_id):
            return process.administration().save_api_password("api.north", pending_id, ticked=True)

        outcomes = at_once(lambda save=save: save(employer), lambda save=save: save(there))
        assert sorted(isinstance(outcome, User) for outcome in outcomes) == [False, True]
        assert accepted_at_the_desk(employer, generated.api_password.reveal())


def test_a_save_beside_a_generate_puts_the_older_one_in_force_or_conflicts(employer):
    there = employer.another_process()
    in_force = API_NORTH.api_password(employer.keys)
    for _ in range(ROUNDS):
        older = employer.administration().generate_api_password("api.north")
        saved, latest = at_once(
            lambda older=older: employer.administration().save_api_password("api.north", older.pending_id, ticked=True),
            lambda: there.administration().generate_api_password("api.north"),
        )
        assert isinstance(latest, Generated)
        if isinstance(saved, User):
            in_force, dead = older.api_password.reveal(), in_force
        else:
            assert saved.status == 409
            dead = older.api_password.reveal()
        assert accepted_at_the_desk(employer, in_force)
        assert not accepted_at_the_desk(employer, dead)
        waiting = employer.administration().user("api.north").api_password
        assert waiting.state(employer.clock.now()) is ApiPasswordState.PENDING
        assert waiting.pending.id == latest.pending_id


def test_of_two_generated_at_once_exactly_one_can_be_saved(employer):
    there = employer.another_process()
    generated = at_once(
        lambda: employer.administration().generate_api_password("api.north"),
        lambda: there.administration().generate_api_password("api.north"),
    )
    outcomes = [
        employer.administration().save_api_password("api.north", each.pending_id, ticked=True) for each in generated
    ]
    assert sorted(isinstance(outcome, User) for outcome in outcomes) == [False, True]


def test_one_username_is_given_once(employer):
    there = employer.another_process()
    added = at_once(
        lambda: employer.administration().add_user(new_user("api.west")),
        lambda: there.administration().add_user(new_user("API.West")),
    )
    assert sorted(isinstance(outcome, User) for outcome in added) == [False, True]


def test_of_the_last_two_who_may_edit_users_only_one_can_go(employer):
    there = employer.another_process()
    outcomes = at_once(
        lambda: employer.administration("hr.admin").edit_user("desk.agent", UserChange(is_active=False)),
        lambda: there.administration("desk.agent").edit_user("hr.admin", UserChange(is_active=False)),
    )
    assert sorted(isinstance(outcome, User) for outcome in outcomes) == [False, True]


def test_whatever_comes_first_no_token_of_a_user_who_was_deactivated_works(employer):
    there = employer.another_process()
    password = API_NORTH.api_password(employer.keys)
    for _ in range(ROUNDS):
        _, answer = at_once(
            lambda: employer.administration().edit_user("api.north", UserChange(is_active=False)),
            lambda: there.ask("api.north", password),
        )
        employer.administration().edit_user("api.north", UserChange(is_active=True))
        assert isinstance(answer, Refusal) or not employer.acts(answer.body.access_token)
