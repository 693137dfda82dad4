"""Our client against our server, both of them, for every operation."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from satupintu.kernel.errors import AuthenticationFailedError, NotFoundError
from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.systems.talentics.contract.models import Job, JobDetail


def test_a_page_of_jobs_arrives_as_it_was_kept(connect, server):
    page = connect().jobs_page(page=2, per_page=10)
    kept = [Job.model_validate_json(job.entry) for job in server.jobs[10:20]]
    assert page.data == kept
    assert (page.meta.current_page, page.meta.from_, page.meta.to, page.meta.per_page) == (2, 11, 20, "10")


def test_a_job_arrives_as_it_was_kept(connect, server):
    for kept in server.jobs[:70:7]:
        assert connect().job(kept.id) == JobDetail.model_validate_json(kept.detail)


def test_without_a_page_size_the_server_chooses_fifteen(connect):
    page = connect().jobs_page()
    assert len(page.data) == 15
    assert page.meta.per_page == 15


@pytest.mark.parametrize("per_page", [1, 7, 39, 78, 100])
def test_a_walk_yields_every_job_exactly_once_in_order(connect, server, per_page):
    jobs, complete = connect().walked(per_page=per_page)
    assert [job.id for job in jobs] == [job.id for job in server.jobs if job.organization_id == 900001]
    assert complete


def test_a_walk_over_nothing_is_complete(connect):
    assert connect("nobody", "nobody-secret").walked() == ([], True)


def test_a_walk_tells_when_a_job_vanishes_under_it(connect, serve, server):
    class Shrinking(MemoryTalenticsJobs):
        def slice(self, organization_ids, *, offset, limit):
            found = super().slice(organization_ids, offset=offset, limit=limit)
            self.remove([1001 + offset])
            return found

    catalogue = Shrinking()
    catalogue.save((job.id, job.organization_id, job.entry, job.detail) for job in server.jobs)
    jobs, complete = connect(to=serve(catalogue)).walked(per_page=30)
    assert len(jobs) < 78
    assert not complete


def test_wrong_credentials_are_an_error_that_says_so(connect):
    with pytest.raises(AuthenticationFailedError, match="Unauthorized"):
        connect("main", "wrong").jobs_page()


def test_a_secret_with_a_colon_is_accepted(connect):
    assert [job.organization_id for job in connect("second", "second:secret").jobs_page().data] == [900002] * 3


def test_an_unknown_job_is_not_found(connect):
    with pytest.raises(NotFoundError, match="Not Found"):
        connect().job(999_999)


def test_the_client_reads_refusals_in_the_observed_shape_too(connect, serve):
    with pytest.raises(AuthenticationFailedError, match="Unauthorized"):
        connect("main", "wrong", serve(error_profile="observed")).jobs_page()


def test_due_dates_are_wall_clock_time_in_the_zone_of_the_vendor(connect):
    zone = ZoneInfo("Asia/Jakarta")
    assert connect().job(1001).due_at(zone) == datetime(2026, 2, 4, 23, 59, 59, tzinfo=zone)


def test_what_another_organization_owns_does_not_exist(connect, server):
    foreign = next(job for job in server.jobs if job.organization_id == 900002)
    client = connect()
    with pytest.raises(NotFoundError):
        client.job(foreign.id)
    jobs, complete = client.walked()
    assert complete
    assert {job.organization_id for job in jobs} == {900001}
    assert client.jobs_page().meta.total == len(jobs)
