"""The records of the sample employer: as documented, relative to the start, and nobody's."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from satupintu.systems.jobtrain.contract.general_settings import SETTINGS
from satupintu.systems.jobtrain.contract.models import Candidate, OnboardingItem, StarterForm
from satupintu.systems.jobtrain.server.samples import sample_batch, sample_cv
from satupintu.systems.jobtrain.server.uploads import TYPES

STARTED = datetime(2025, 10, 25, 9, 30, tzinfo=UTC)
BATCH = sample_batch(STARTED)


def test_every_setting_has_items_that_are_as_documented() -> None:
    kinds = {setting.name: setting.item for setting in SETTINGS}
    assert {item.setting for item in BATCH.settings} == set(kinds)
    for item in BATCH.settings:
        found = kinds[item.setting].model_validate_json(item.document, strict=True)
        assert (found.id, found.name, found.is_active) == (item.id, item.name, item.is_active)


def test_the_four_documented_jobs_are_there_and_no_other_is_advertised() -> None:
    advertised = [
        (job.id, job.division_id)
        for job in BATCH.jobs
        if job.status_id == 2 and (job.closing_at is None or job.closing_at > STARTED)
    ]
    assert advertised == [(20235, 3), (20236, 4), (20237, None)]
    assert next((job.status_id, job.division_id) for job in BATCH.jobs if job.id == 20238) == (1, 3)


def test_there_is_something_of_everything_in_both_divisions() -> None:
    divisions = {each.id: each.division_id for each in BATCH.applications}
    since = STARTED - timedelta(hours=24)
    for records in (
        [each.division_id for each in BATCH.jobs],
        [each.division_id for each in BATCH.applications if each.status_changed_at > since],
        [divisions[each.application_id] for each in BATCH.checks if each.unique_id],
        [divisions[each.application_id] for each in BATCH.checks if not each.unique_id],
        [divisions[each.application_id] for each in BATCH.starters if each.completed_at],
        [divisions[each.application_id] for each in BATCH.starters if each.cancelled_at],
        [divisions[each.application_id] for each in BATCH.onboarding],
    ):
        assert Counter(records)[3] >= 2
        assert Counter(records)[4] >= 2


def test_ids_are_given_once_and_refer_to_records_that_are_there() -> None:
    people, jobs = [each.id for each in BATCH.candidates], [each.id for each in BATCH.jobs]
    applications = [each.id for each in BATCH.applications]
    for ids in (people, jobs, applications, [each.id for each in BATCH.onboarding]):
        assert len(set(ids)) == len(ids)
    assert {each.candidate_id for each in BATCH.applications} == set(people)
    assert {each.job_id for each in BATCH.applications} <= set(jobs)
    for each in (*BATCH.checks, *BATCH.starters, *BATCH.onboarding):
        assert each.application_id in applications


def test_an_application_has_the_division_of_its_job_and_no_date_in_the_future() -> None:
    jobs = {job.id: job for job in BATCH.jobs}
    for each in BATCH.applications:
        job = jobs[each.job_id]
        assert each.division_id == job.division_id
        assert job.created_at < each.applied_at <= each.status_changed_at <= STARTED


def test_nobody_in_it_is_real() -> None:
    texts = [each.document.decode() for each in (*BATCH.candidates, *BATCH.starters, *BATCH.checks)]
    texts += [job.detail.decode() for job in BATCH.jobs]
    addresses = {found for text in texts for found in re.findall(r"[^\s\"]+@([^\s\"]+)", text)}
    assert addresses == {"example.org"}
    numbers = {found for text in texts for found in re.findall(r"07[0-9 ]{8,}", text)}
    assert all(number.startswith("07700 900") for number in numbers), "the range that is kept free for stories"


def test_documents_are_as_the_contract_describes() -> None:
    for each in BATCH.candidates:
        Candidate.model_validate_json(each.document, strict=True)
    for each in BATCH.starters:
        StarterForm.model_validate_json(each.document, strict=True)
    for each in BATCH.onboarding:
        OnboardingItem.model_validate_json(each.document, strict=True)


@pytest.mark.parametrize("hours", [0, 7, 23])
def test_days_are_counted_from_the_first_start(hours: int) -> None:
    later = timedelta(days=400, hours=hours)
    moved = sample_batch(STARTED + later)
    for before, after in zip(BATCH.jobs, moved.jobs, strict=True):
        assert abs(after.created_at - before.created_at - later) <= timedelta(days=1)
    assert Counter(each.status_id for each in BATCH.applications) == Counter(
        each.status_id for each in moved.applications
    )


def test_sample_files_pass_as_what_they_are() -> None:
    files = [file for each in BATCH.applications for file in each.files]
    assert len(sample_cv(48_211)) == 48_211
    for file in files:
        assert TYPES[file.file_name.rpartition(".")[2]].fits(file.content)
