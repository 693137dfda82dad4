"""What a run does when the two ends contradict each other, themselves, or what the ledger says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import httpx2

from satupintu import Joss
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import sandbox_client, save_jobs
from satupintu.gateway.assembly import gateway_of
from satupintu.sync.reporting import report_of_run
from satupintu.systems.talentics.server.samples import closed, edited
from satupintu.testing.in_process import InProcessTransport
from tests.integration.sync.sandbox import (
    JOBS,
    connection_with,
    counts,
    filed_once,
    in_ledger,
    is_write,
    run_and_count,
    run_sync,
    samples,
)

Forward = Callable[[], httpx2.Response]


def test_what_is_uncertain_stays_uncertain_when_the_next_attempt_is_refused(house: House) -> None:
    run_sync(house)
    job = samples(house)[0]
    save_jobs(house, [edited(job, house.clock.now(), title="Changed")])
    seen: list[str] = []

    def lose_then_refuse(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if not is_write(request):
            return forward()
        seen.append(request.method)
        if len(seen) == 1:
            forward()
            raise httpx2.ReadTimeout("no answer came", request=request)
        return httpx2.Response(422, json={"message": "The given data was invalid."})

    assert counts(run_sync(house, lose_then_refuse)) == {"needs_person": 1, "unchanged": JOBS - 1}
    save_jobs(house, [job])
    assert run_and_count(house) == {"updated": 1, "unchanged": JOBS - 1}
    filed_once(house)


def test_a_403_for_one_vacancy_does_not_stop_the_others(house: House) -> None:
    forbidden: list[str] = []

    def forbid_the_first(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if is_write(request) and not forbidden:
            forbidden.append(request.url.path)
        if is_write(request) and request.url.path in forbidden:
            return httpx2.Response(403, json={"message": "Not allowed."})
        return forward()

    assert counts(run_sync(house, forbid_the_first)) == {"filed": JOBS - 1, "needs_person": 1}
    assert run_and_count(house) == {"filed": 1, "unchanged": JOBS - 1}


def test_a_detail_that_cannot_be_read_needs_a_person_and_stops_no_other(house: House) -> None:
    broken = f"/{samples(house)[0].id}"

    def break_one_detail(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        return httpx2.Response(200, text="<html>") if request.url.path.endswith(broken) else forward()

    run = run_sync(house, break_one_detail)
    assert counts(run) == {"filed": JOBS - 1, "needs_person": 1}
    (line,) = [line for line in report_of_run(run).lines if line.count == "needs_person"]
    assert (line.step.title, line.reasons[0].key) == (samples(house)[0].title, "unreadable_in_source")


def test_a_list_that_its_details_contradict_closes_nothing(house: House) -> None:
    run_sync(house)

    def deny_details(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        is_detail = request.url.path.startswith("/talentics/v2/jobs/")
        return httpx2.Response(404, json={"data": {"errors": ["Not Found"]}}) if is_detail else forward()

    assert counts(run_sync(house, deny_details)) == {"needs_person": JOBS}
    assert in_ledger(house) == Counter(open=JOBS)


def test_closing_what_the_target_does_not_have_is_done(house: House) -> None:
    run_sync(house)
    job = samples(house)[0]
    save_jobs(house, [closed(job, house.clock.now())])

    def forget(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        return httpx2.Response(404, json={"message": "Not found."}) if request.method == "DELETE" else forward()

    assert counts(run_sync(house, forget)) == {"closed": 1, "unchanged": JOBS - 1}
    assert run_and_count(house) == {"unchanged": JOBS}


def test_a_vacancy_closed_at_the_target_by_others_is_listed_and_not_claimed_as_updated(house: House) -> None:
    run_sync(house)
    job = samples(house)[0]
    credential = sandbox_client(house.directory.path)
    filing = house.ledger.filings("sandbox/JOSS-SANDBOX-0001")[f"talentics/{job.id}"]
    with Joss(*credential, base_url="http://localhost/joss", http=InProcessTransport(gateway_of(house))) as joss:
        joss.delete_vacancy(str(filing.target_id))
    save_jobs(house, [edited(job, house.clock.now(), title="Changed")])
    assert run_and_count(house) == {"needs_person": 1, "unchanged": JOBS - 1}


def test_another_account_under_the_same_client_touches_only_its_own_vacancies(house: House) -> None:
    run_sync(house)
    connection = connection_with(house)
    second = connection.source.model_copy(update={"app_id": "sandbox-app-2", "name": "second"})
    other = counts(run_sync(house, connection=connection.model_copy(update={"source": second})))
    assert "closed" not in other
    assert run_and_count(house) == {"unchanged": JOBS}


def test_a_pause_longer_than_a_run_should_wait_ends_it(house: House) -> None:
    def ask_for_years(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if is_write(request):
            return httpx2.Response(429, headers={"Retry-After": "99999999"}, json={"message": "Later."})
        return forward()

    run = run_sync(house, ask_for_years)
    assert run.interrupted is not None
    assert "asks to wait" in run.interrupted
    assert counts(run) == {"not_tried": JOBS}
