"""The jobs of Talentics, in memory and on both databases."""

from __future__ import annotations

import pytest

from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.store.talentics_jobs import SqlTalenticsJobs

OURS = frozenset({7})


def job(job_id: int, organization_id: int = 7, title: str = "Perawat – Sléman") -> tuple[int, int, bytes, bytes]:
    return job_id, organization_id, f'{{"id":{job_id},"t":"{title}"}}'.encode(), f'{{"detail":{job_id}}}'.encode()


@pytest.fixture
def jobs(medium) -> MemoryTalenticsJobs | SqlTalenticsJobs:
    return medium.jobs


def test_a_page_holds_the_bytes_that_were_saved_in_ascending_id(jobs):
    jobs.save([job(30), job(10), job(20)])

    page = jobs.slice(OURS, offset=0, limit=2)

    assert page.total == 3
    assert list(page.records) == [job(10)[2], job(20)[2]]


def test_walking_by_pages_meets_every_job_once(jobs):
    jobs.save(job(number, organization_id=7 + number % 2) for number in range(1, 24))

    pages = [jobs.slice(frozenset({7, 8}), offset=offset, limit=5) for offset in range(0, 30, 5)]

    assert [entry for page in pages for entry in page.records] == [job(number)[2] for number in range(1, 24)]
    assert {page.total for page in pages} == {23}


def test_other_organizations_are_neither_listed_nor_counted_nor_found(jobs):
    jobs.save([job(1), job(2, organization_id=8)])

    page = jobs.slice(OURS, offset=0, limit=10)

    assert (page.total, list(page.records)) == (1, [job(1)[2]])
    assert jobs.job(OURS, 2) is None
    assert jobs.job(frozenset({8}), 2) == job(2)[3]


def test_no_organization_sees_nothing(jobs):
    jobs.save([job(1)])

    assert jobs.slice(frozenset(), offset=0, limit=10).total == 0
    assert jobs.job(frozenset(), 1) is None


def test_saving_again_replaces_and_may_move_a_job_to_another_organization(jobs):
    jobs.save([job(1)])
    jobs.save([job(1, organization_id=8, title="Perawat senior")])

    assert jobs.slice(OURS, offset=0, limit=10).total == 0
    assert list(jobs.slice(frozenset({8}), offset=0, limit=10).records) == [job(1, title="Perawat senior")[2]]


def test_what_was_removed_is_gone_and_removing_it_again_is_no_fault(jobs):
    jobs.save([job(1), job(2)])

    jobs.remove([1])
    jobs.remove([1, 99])

    assert jobs.job(OURS, 1) is None
    assert jobs.slice(OURS, offset=0, limit=10).total == 1


def test_empty_is_empty_until_the_first_job(jobs):
    assert jobs.is_empty()
    jobs.save([])
    assert jobs.is_empty()

    jobs.save([job(1)])

    assert not jobs.is_empty()


def test_ids_may_be_as_large_as_64_bits_allow(jobs):
    jobs.save([job(2**63 - 1, organization_id=2**62)])

    assert jobs.job(frozenset({2**62}), 2**63 - 1) == job(2**63 - 1)[3]
