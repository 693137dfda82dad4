"""What a run would do, compared with what was filed: the rules of the plan, without any I/O."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from satupintu.kernel.bilingual import Bilingual
from satupintu.recruitment.reason import Reason
from satupintu.recruitment.submission import Filing, FilingState
from satupintu.recruitment.vacancy import Vacancy
from satupintu.regions.region import Level, Region
from satupintu.sync.connection import Policy
from satupintu.sync.normalise_kemnaker import Composed
from satupintu.sync.planning import Action, Plan, Step, make_plan, new_filing
from satupintu.sync.reading import Reading, cost
from satupintu.systems.kemnaker.contract.models import VacancyBody

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
TARGET = "sandbox/TEST"
KEY = "talentics/1"
CITY = Region("3174", Level.CITY, "Kota Administrasi Jakarta Selatan")
VACANCY = Vacancy(KEY, "Programmer", is_open=True, place="Jakarta Selatan", due_at=NOW + timedelta(days=30))
UNCLEAR = Reason("place_same_name", Bilingual("Ada beberapa.", "There are several."))


def compose(vacancy: Vacancy) -> Composed | tuple[Reason, ...]:
    if vacancy.place == "Bogor":
        return (UNCLEAR,)
    body = VacancyBody.model_validate(
        {
            "title": vacancy.title,
            "employer": {"id": "6f0f6a52-6e0e-4e39-9b6e-3f1f6f0f0001"},
            "description": "Menulis program",
            "job_type": "0dc1aaf7-9935-442b-ab32-8bae23284af9",
            "region": {"type": "city", "id": "73c670c2-bd42-491a-a76b-f17c2edb6680"},
            "quota": 1,
        }
    )
    return Composed(body, CITY, ())


def planned(*vacancies: Vacancy, filed: Filing | None = None, now: datetime = NOW, **reading: object) -> Plan:
    whole = Reading(tuple(vacancies), frozenset(), complete=True, cost=cost(len(vacancies)))
    return make_plan(
        replace(whole, **reading),
        {filed.vacancy: filed} if filed else {},
        target=TARGET,
        now=now,
        policy=Policy(),
        compose=compose,
    )


def only(plan: Plan) -> Step:
    (step,) = plan.steps
    return step


def accepted(step: Step) -> Filing:
    """The filing after a step was accepted."""
    return replace(step.filing, state=FilingState.OPEN, digest=step.digest, expires_at=step.expires_at)


def test_a_new_vacancy_is_created_and_expires_on_its_due_date() -> None:
    step = only(planned(VACANCY))
    assert step.action is Action.CREATE
    assert step.body is not None
    assert step.body.expires_at == step.expires_at == VACANCY.due_at


def test_the_same_vacancy_again_is_unchanged() -> None:
    filed = accepted(only(planned(VACANCY)))
    assert only(planned(VACANCY, filed=filed)).action is Action.UNCHANGED


def test_an_edit_is_an_update_and_an_edit_taken_back_is_filed_back() -> None:
    first = accepted(only(planned(VACANCY)))
    edit = only(planned(replace(VACANCY, title="Programmer Senior"), filed=first))
    assert edit.action is Action.UPDATE
    assert edit.filing.target_id == first.target_id
    back = only(planned(VACANCY, filed=accepted(edit)))
    assert back.action is Action.UPDATE
    assert back.digest == first.digest


def test_another_due_date_is_an_update_with_that_expiry() -> None:
    filed = accepted(only(planned(VACANCY)))
    later = NOW + timedelta(days=45)
    step = only(planned(replace(VACANCY, due_at=later), filed=filed))
    assert (step.action, step.expires_at) == (Action.UPDATE, later)


@pytest.mark.parametrize("due_at", [None, NOW - timedelta(days=5)])
def test_an_open_vacancy_without_a_coming_due_date_gets_an_expiry_by_policy(due_at: datetime | None) -> None:
    step = only(planned(replace(VACANCY, due_at=due_at)))
    assert (step.action, step.expires_at) == (Action.CREATE, NOW + Policy().renew_for)


def test_a_vacancy_still_open_is_renewed_before_joss_lets_it_expire_and_not_again_the_next_day() -> None:
    filed = accepted(only(planned(VACANCY)))
    near_the_end = NOW + timedelta(days=28)
    renewal = only(planned(VACANCY, filed=filed, now=near_the_end))
    assert renewal.action is Action.RENEW
    assert renewal.expires_at == VACANCY.due_at + Policy().renew_before
    next_day = only(planned(VACANCY, filed=accepted(renewal), now=near_the_end + timedelta(days=1)))
    assert next_day.action is Action.UNCHANGED


def test_an_edit_after_a_renewal_does_not_take_it_back() -> None:
    near_the_end = NOW + timedelta(days=28)
    renewed = accepted(only(planned(VACANCY, filed=accepted(only(planned(VACANCY))), now=near_the_end)))
    edit = only(planned(replace(VACANCY, title="Senior"), filed=renewed, now=near_the_end))
    assert (edit.action, edit.expires_at) == (Action.UPDATE, renewed.expires_at)


@pytest.mark.parametrize("due_in_days", [None, -5, 0, 1, 2, 3, 4, 10, 45])
def test_with_daily_runs_an_open_vacancy_never_lapses_and_is_seldom_renewed(due_in_days: int | None) -> None:
    due_at = None if due_in_days is None else NOW + timedelta(days=due_in_days, hours=5)
    vacancy = replace(VACANCY, due_at=due_at)
    filed: Filing | None = None
    renewals = 0
    for day in range(150):
        now = NOW + timedelta(days=day)
        assert filed is None or (filed.expires_at is not None and filed.expires_at > now)
        step = only(planned(vacancy, filed=filed, now=now))
        renewals += step.action is Action.RENEW
        filed = filed if step.action is Action.UNCHANGED else accepted(step)
    assert renewals <= 150 / (Policy().renew_for_days - Policy().renew_before_days) + 2


def test_when_most_filed_vacancies_seem_gone_none_is_closed_before_a_person_looked() -> None:
    filings = {
        key: replace(new_filing(TARGET, key, 1), state=FilingState.OPEN) for key in (f"talentics/{n}" for n in range(8))
    }

    def actions(gone: int) -> set[Action]:
        reading = Reading((), frozenset(list(filings)[:gone]), complete=True, cost=cost(8))
        plan = make_plan(reading, filings, target=TARGET, now=NOW, policy=Policy(), compose=compose)
        return {step.action for step in plan.steps}

    assert actions(4) == {Action.CLOSE}
    assert actions(5) == {Action.NEEDS_PERSON}


def test_a_job_deleted_between_list_and_detail_was_never_filed_and_is_no_fault() -> None:
    assert planned(gone=frozenset({"talentics/99"})).steps == ()


def test_a_filing_that_may_have_arrived_is_closed_when_the_vacancy_closes() -> None:
    pending = new_filing(TARGET, KEY, 1)
    assert only(planned(replace(VACANCY, is_open=False), filed=pending)).action is Action.CLOSE
    assert only(planned(filed=pending, gone=frozenset({KEY}))).action is Action.CLOSE


def test_a_vacancy_past_its_due_date_is_prolonged_and_says_so() -> None:
    filed = accepted(only(planned(VACANCY)))
    step = only(planned(VACANCY, filed=filed, now=NOW + timedelta(days=31)))
    assert (step.action, step.reasons[-1].key) == (Action.RENEW, "renewed_past_due")


def test_a_vacancy_that_joss_let_expire_is_renewed() -> None:
    filed = accepted(only(planned(VACANCY)))
    assert only(planned(VACANCY, filed=filed, now=NOW + timedelta(days=40))).action is Action.RENEW


def test_a_closed_vacancy_is_closed_once() -> None:
    filed = accepted(only(planned(VACANCY)))
    shut = replace(VACANCY, is_open=False)
    assert only(planned(shut, filed=filed)).action is Action.CLOSE
    assert only(planned(shut, filed=replace(filed, state=FilingState.CLOSED))).action is Action.UNCHANGED


def test_a_vacancy_closed_before_it_was_filed_is_listed_with_its_reason() -> None:
    step = only(planned(replace(VACANCY, is_open=False)))
    assert step.action is Action.NOTHING_TO_FILE
    assert [reason.key for reason in step.reasons] == ["closed_before_filing"]


def test_a_reopened_vacancy_starts_a_new_generation_with_a_new_id() -> None:
    filed = replace(accepted(only(planned(VACANCY))), state=FilingState.CLOSED)
    step = only(planned(VACANCY, filed=filed))
    assert step.action is Action.CREATE
    assert step.filing.generation == filed.generation + 1
    assert step.filing.target_id != filed.target_id


def test_a_vacancy_that_the_source_says_is_gone_is_closed() -> None:
    filed = accepted(only(planned(VACANCY)))
    assert only(planned(filed=filed, gone=frozenset({KEY}))).action is Action.CLOSE


def test_nothing_is_closed_when_the_walk_was_not_complete() -> None:
    filed = accepted(only(planned(VACANCY)))
    gone = only(planned(filed=filed, gone=frozenset({KEY}), complete=False))
    shut = only(planned(replace(VACANCY, is_open=False), filed=filed, complete=False))
    assert [step.action for step in (gone, shut)] == [Action.NEEDS_PERSON, Action.NEEDS_PERSON]


def test_a_filed_vacancy_that_the_list_merely_does_not_show_is_left_alone() -> None:
    filed = accepted(only(planned(VACANCY)))
    assert planned(filed=filed).steps == ()


def test_an_unclear_place_needs_a_person_and_leaves_what_was_filed_as_it_is() -> None:
    filed = accepted(only(planned(VACANCY)))
    step = only(planned(replace(VACANCY, place="Bogor"), filed=filed))
    assert (step.action, step.reasons) == (Action.NEEDS_PERSON, (UNCLEAR,))
    assert step.body is None


def test_the_id_at_the_target_follows_from_what_it_names() -> None:
    assert new_filing(TARGET, KEY, 1) == new_filing(TARGET, KEY, 1)
    others = {
        new_filing(*names).target_id for names in ((TARGET, KEY, 2), (TARGET, "talentics/2", 1), ("other", KEY, 1))
    }
    assert len(others | {new_filing(TARGET, KEY, 1).target_id}) == 4
