"""What a run does when the world is not as it should be: lost answers, refusals, interruptions, incomplete lists."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import httpx2
import pytest

from satupintu.bootstrap.connecting import sync_of
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import save_jobs
from satupintu.regions.region import Level
from satupintu.store.run_lock import RunLockedError
from satupintu.sync.reporting import report_of_plan, report_of_run
from satupintu.systems.kemnaker.contract.references import our_region_id
from satupintu.systems.talentics.server.samples import closed, edited, reopened
from tests.integration.sync.sandbox import (
    JOBS,
    at_joss,
    change,
    connection_with,
    counts,
    filed_once,
    in_ledger,
    is_write,
    pass_on,
    plan_sync,
    region_at_joss,
    run_and_count,
    run_sync,
    samples,
)

Forward = Callable[[], httpx2.Response]


def test_the_first_run_files_the_second_files_nothing_the_third_follows_the_source(house: House) -> None:
    assert run_and_count(house) == {"filed": JOBS}
    filed_once(house)
    change(house)
    assert run_and_count(house) == {"filed": 1, "updated": 1, "closed": 2}
    save_jobs(house, samples(house)[:JOBS])
    assert run_and_count(house) == {"filed": 2, "updated": 1, "unchanged": 1}
    reopened_titles = [job.title for job in samples(house)[1:3]]
    assert [at_joss(house)[title] for title in reopened_titles] == [Counter(closed=1, open=1)] * 2


def test_answers_that_are_all_lost_leave_it_unknown_and_the_next_run_makes_sure(house: House) -> None:
    requests: list[str] = []

    def lose_answers_of_writes(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        requests.append(request.method)
        answer = forward()
        if is_write(request):
            raise httpx2.ReadTimeout("no answer came", request=request)
        return answer

    run = run_sync(house, lose_answers_of_writes)
    assert counts(run) == {"unknown": JOBS}
    assert requests.count("GET") >= JOBS + 1 + 3 * JOBS
    assert counts(run_sync(house)) == {"updated": JOBS}
    filed_once(house)


def test_one_lost_answer_is_settled_by_asking_and_writing_the_same_again(house: House) -> None:
    lost: list[str] = []

    def lose_the_first_answer(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        answer = forward()
        if is_write(request) and request.url.path not in lost:
            lost.append(request.url.path)
            raise httpx2.ReadTimeout("no answer came", request=request)
        return answer

    assert counts(run_sync(house, lose_the_first_answer)) == {"filed": JOBS}
    filed_once(house)


def test_a_request_that_never_arrived_is_sent_again_with_a_new_request_id(house: House) -> None:
    lost: list[str] = []

    def lose_first_writes(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if is_write(request) and len(lost) < 2:
            lost.append(request.headers["Request-Id"])
            raise httpx2.ReadTimeout("no answer came", request=request)
        return forward()

    assert counts(run_sync(house, lose_first_writes)) == {"filed": JOBS}
    assert len(set(lost)) == 2
    filed_once(house)


@pytest.mark.parametrize("status", [500, 503, 504])
def test_a_target_that_fails_and_cannot_be_asked_leaves_it_to_the_next_run(house: House, status: int) -> None:
    def fail_after_the_write(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if not request.url.path.startswith("/joss"):
            return forward()
        if is_write(request):
            forward()
        return httpx2.Response(status, json={"message": "maintenance"})

    run = run_sync(house, fail_after_the_write)
    assert run.interrupted == "the target does not answer"
    assert counts(run) == {"unknown": JOBS}
    assert {line.reasons[0].key for line in report_of_run(run).lines} == {"outcome_unknown"}
    still_down = run_sync(house, fail_after_the_write)
    assert counts(still_down)["unknown"] == JOBS
    assert sum(counts(run_sync(house)).values()) == JOBS
    filed_once(house)


def test_a_target_that_cannot_be_reached_ends_the_run_and_the_next_one_completes_it(house: House) -> None:
    def unreachable(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if request.url.path.startswith("/joss"):
            raise httpx2.ConnectError("refused", request=request)
        return forward()

    run = run_sync(house, unreachable)
    assert run.interrupted
    assert counts(run) == {"not_tried": JOBS}
    assert run_and_count(house) == {"filed": JOBS}
    filed_once(house)


def test_refused_credentials_end_the_run(house: House) -> None:
    def refuse(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if request.url.path.startswith("/joss"):
            return httpx2.Response(401, json={"message": "Invalid signature."})
        return forward()

    run = run_sync(house, refuse)
    assert run.interrupted
    assert "Invalid signature." in run.interrupted
    assert run_and_count(house) == {"filed": JOBS}


def test_a_rate_limit_is_waited_for(house: House) -> None:
    refused: list[str] = []

    def limit_each_vacancy_once(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if is_write(request) and request.url.path not in refused:
            refused.append(request.url.path)
            return httpx2.Response(429, headers={"Retry-After": "7"}, json={"message": "Too many requests."})
        return forward()

    assert counts(run_sync(house, limit_each_vacancy_once)) == {"filed": JOBS}
    filed_once(house)


def test_a_refused_vacancy_is_listed_with_the_reason_and_goes_through_once_it_is_accepted(house: House) -> None:
    def refuse_one(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if is_write(request) and json.loads(request.content)["title"] == samples(house)[0].title:
            errors = {"title": ["Not suitable."]}
            return httpx2.Response(422, json={"message": "The given data was invalid.", "errors": errors})
        return forward()

    run = run_sync(house, refuse_one)
    assert counts(run) == {"filed": JOBS - 1, "needs_person": 1}
    (line,) = [line for line in report_of_run(run).lines if line.count == "needs_person"]
    assert line.reasons[0].words.en == "Refused by JOSS with 422: The given data was invalid. title: Not suitable."
    assert run_and_count(house) == {"filed": 1, "unchanged": JOBS - 1}
    filed_once(house)


def test_a_run_stopped_by_the_operator_is_completed_by_the_next(house: House) -> None:
    def stop_at_the_first_submission(kind: str, _done: int, _total: int | None) -> None:
        if kind == "submit":
            raise KeyboardInterrupt

    run = run_sync(house, progress=stop_at_the_first_submission)
    assert run.interrupted == "stopped by the operator"
    assert run_and_count(house)["unchanged"] >= 1
    filed_once(house)


def test_an_incomplete_list_closes_nothing(house: House) -> None:
    run_sync(house)
    change(house)

    def claim_more(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        answer = forward()
        if request.url.path.endswith("/v2/jobs"):
            page = json.loads(answer.read())
            page["meta"]["total"] += 1
            return httpx2.Response(200, json=page)
        return answer

    run = run_sync(house, claim_more)
    assert counts(run) == {"filed": 1, "updated": 1, "needs_person": 2}
    assert in_ledger(house)["closed"] == 0
    assert run_and_count(house) == {"closed": 2, "unchanged": 2}


def test_a_plan_sends_nothing_and_says_what_a_run_then_does(house: House) -> None:
    def refuse_writes(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        assert not request.url.path.startswith("/joss")
        return forward()

    planned = report_of_plan(plan_sync(house, refuse_writes))
    assert at_joss(house) == {}
    assert in_ledger(house) == Counter()
    assert planned.counts() == report_of_run(run_sync(house)).counts()


def test_the_cost_of_a_reading_is_what_it_really_costs(house: House) -> None:
    calls: Counter[bool] = Counter()

    def count_calls(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if request.url.path.startswith("/talentics"):
            calls[request.url.path.endswith("/v2/jobs")] += 1
        return forward()

    cost = plan_sync(house, count_calls).cost
    assert (cost.list_calls, cost.detail_calls) == (calls[True], calls[False])


def test_an_open_vacancy_is_renewed_before_it_expires_at_joss(house: House) -> None:
    run_sync(house)
    for _ in range(8):
        house.clock.move(timedelta(days=9))
        run_sync(house)
        assert at_joss(house) == {job.title: Counter(open=1) for job in samples(house)[:JOBS]}
        expiries = [filing.expires_at for filing in house.ledger.filings("sandbox/JOSS-SANDBOX-0001").values()]
        assert all(expiry is not None and expiry > house.clock.now() for expiry in expiries)
    house.clock.reset()


def test_an_unclear_place_is_listed_and_goes_through_once_it_is_put_right(house: House) -> None:
    job = samples(house)[0]
    save_jobs(house, [edited(job, house.clock.now(), location="Banjar")])
    report = report_of_run(run_sync(house))
    (line,) = [line for line in report.lines if line.count == "needs_person"]
    assert "Kota Banjar" in line.reasons[0].words.id
    assert "Kab. Banjar" in line.reasons[0].words.en
    save_jobs(house, [edited(job, house.clock.now(), location="Kota Banjar")])
    assert run_and_count(house) == {"filed": 1, "unchanged": JOBS - 1}


def test_an_ambiguous_place_is_filed_where_it_is_certain_and_moves_once_it_is_put_right(house: House) -> None:
    job = samples(house)[0]
    save_jobs(house, [edited(job, house.clock.now(), location="Bogor")])
    (line,) = [line for line in report_of_run(run_sync(house)).lines if line.step.place == "Bogor"]
    assert (line.count, line.step.region) == ("filed", "32")
    (note,) = [reason for reason in line.reasons if reason.key == "filed_at_certain_level"]
    assert all("Jawa Barat (32)" in words for words in (note.words.id, note.words.en))
    assert region_at_joss(house, job.title) == ("province", house.references.region("32").id)
    assert run_and_count(house) == {"unchanged": JOBS}
    save_jobs(house, [edited(job, house.clock.now(), location="Kota Bogor")])
    assert run_and_count(house) == {"updated": 1, "unchanged": JOBS - 1}
    assert region_at_joss(house, job.title) == ("city", house.references.region("3271").id)


def test_an_ambiguous_place_waits_for_a_person_where_the_connection_says_so(house: House) -> None:
    save_jobs(house, [edited(samples(house)[0], house.clock.now(), location="Bogor")])
    connection = connection_with(house)
    policy = connection.policy.model_copy(update={"ambiguous_place": "person"})
    run = run_sync(house, connection=connection.model_copy(update={"policy": policy}))
    assert counts(run) == {"filed": JOBS - 1, "needs_person": 1}


def test_a_certain_level_that_the_target_does_not_know_needs_a_person_who_is_told_both_reasons(house: House) -> None:
    unknown = next(code for code in house.regions.codes(Level.PROVINCE) if not house.references.region(code).known)
    city, other = house.regions.child_codes(unknown)[:2]
    names = " / ".join(house.regions.path(code) for code in (city, other))
    save_jobs(house, [edited(samples(house)[0], house.clock.now(), location=names)])
    report = report_of_run(run_sync(house, connection=connection_with(house, kind="ministry")))
    (line,) = [line for line in report.lines if line.step.place == names]
    assert line.count == "needs_person"
    place, region = line.reasons
    assert region.key == "no_ministry_region"
    assert all(code in place.words.en for code in (city, other))


def test_a_vacancy_closed_and_reopened_between_two_runs_is_left_as_it_is(house: House) -> None:
    run_sync(house)
    job = samples(house)[0]
    save_jobs(house, [closed(job, house.clock.now())])
    save_jobs(house, [reopened(closed(job, house.clock.now()), house.clock.now())])
    filed_once(house)


def test_a_second_run_at_the_same_time_is_refused(house: House) -> None:
    connection = connection_with(house)
    with sync_of(house, connection), pytest.raises(RunLockedError), sync_of(house, connection):
        pass


def test_an_id_of_ours_is_never_sent_to_the_ministry(house: House) -> None:
    jobs = samples(house)
    save_jobs(house, [edited(jobs[1], house.clock.now(), location="Kec. Klari, Kab. Karawang")])
    sent: list[str] = []

    def watch(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if is_write(request):
            body = json.loads(request.content)
            sent.extend((body["region"]["id"], body["employer"]["region"]["id"]))
        return forward()

    run = run_sync(house, watch, connection=connection_with(house, kind="ministry"))
    ours = {our_region_id(code) for kind in house.regions.counts for code in house.regions.codes(kind)}
    assert sent
    assert not ours & set(sent)
    assert "filed_wider" in {reason.key for line in report_of_run(run).lines for reason in line.reasons}


def test_each_attempt_has_a_request_id_of_its_own(house: House) -> None:
    used: list[UUID] = []

    def note(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if is_write(request):
            used.append(UUID(request.headers["Request-Id"]))
        return pass_on(request, forward)

    run_sync(house, note)
    change(house)
    run_sync(house, note)
    assert len(used) == len(set(used)) == JOBS + 4
