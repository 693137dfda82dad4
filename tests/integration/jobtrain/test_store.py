"""The store of Jobtrain on both databases: the same answers, the same order, the same pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from satupintu.store.database import Database
from satupintu.store.jobtrain_applications import SqlJobtrainApplications
from satupintu.store.jobtrain_applying import SqlJobtrainDesk
from satupintu.store.jobtrain_batch import SqlJobtrainBatches
from satupintu.store.jobtrain_candidates import SqlJobtrainCandidates
from satupintu.store.jobtrain_dbs import SqlJobtrainDbs
from satupintu.store.jobtrain_files import JobtrainFiles
from satupintu.store.jobtrain_jobs import SqlJobtrainJobs
from satupintu.store.jobtrain_settings import SqlJobtrainSettings
from satupintu.store.jobtrain_starters import SqlJobtrainOnboarding, SqlJobtrainStarters
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.contract.models import DirectApply
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.ports import Records
from satupintu.systems.jobtrain.server.records import ApplicationRecord, CandidateRecord, JobtrainBatch
from satupintu.systems.jobtrain.server.rows import (
    Applied,
    ApplyFault,
    CreatedItem,
    DbsFault,
    DbsReport,
    HeldReport,
    ItemFault,
    JobFilter,
    ReceivedFile,
)
from satupintu.systems.jobtrain.server.samples import sample_batch
from tests.integration.jobtrain.served import PDF, application, reports

NOW = datetime(2025, 10, 25, 9, tzinfo=UTC)
BATCH = sample_batch(NOW)
EVERYWHERE, NORTH, SOUTH, NOWHERE = (
    Reach(True),
    Reach(False, frozenset({3})),
    Reach(False, frozenset({4})),
    Reach(False),
)
CV = [ReceivedFile("CV", "cv.pdf", "application/pdf", PDF)]


class Store:
    """The records of the sample employer."""

    def __init__(self, database: Database, writer: Writer, directory: Path) -> None:
        self.files = JobtrainFiles(directory / "files", directory / "lock", database)
        self.batches = SqlJobtrainBatches(database, writer, self.files)
        self.candidates = SqlJobtrainCandidates(writer, self.files)
        self.records = Records(
            settings=SqlJobtrainSettings(database, writer),
            jobs=SqlJobtrainJobs(database),
            applications=SqlJobtrainApplications(database),
            desk=SqlJobtrainDesk(database, writer, self.files),
            files=self.files,
            dbs=SqlJobtrainDbs(database, writer),
            starters=SqlJobtrainStarters(database),
            onboarding=SqlJobtrainOnboarding(database),
        )


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Iterator[Store]:
    with closing(Writer(database)) as writer:
        opened = Store(database, writer, tmp_path)
        assert opened.batches.is_empty()
        opened.batches.save(BATCH)
        assert not opened.batches.is_empty()
        yield opened


@pytest.mark.parametrize("reach", [EVERYWHERE, NORTH, SOUTH, NOWHERE], ids=["all", "north", "south", "none"])
def test_every_page_of_the_latest_changes_is_the_slice_of_all_that_is_within_reach(reach: Reach, store: Store) -> None:
    since = NOW - timedelta(hours=24)
    expected = [
        each.id
        for each in sorted(BATCH.applications, key=lambda each: (each.status_changed_at, each.id))
        if since <= each.status_changed_at <= NOW and reach.can_see(each.division_id)
    ]
    for size in (1, 2, 5, 100):
        for offset in range(0, len(expected) + 2 * size, size):
            found = store.records.applications.changed(reach, since, NOW, offset=offset, limit=size)
            assert found.total == len(expected)
            assert [row.id for row in found.applications] == expected[offset : offset + size]


def test_long_lists_are_cut_exactly_wherever_they_are_dense(store: Store) -> None:
    """Ids with wide gaps, and a great many changes at one moment: slots that are empty, and one that holds most."""
    people, made = [], []
    for number in range(300):
        ident = 1000 + number * (1 if number < 200 else 977)
        at = NOW - (timedelta(hours=1) if number % 5 else timedelta(minutes=number, microseconds=number))
        people.append(CandidateRecord(ident, f"p{number}@example.org", BATCH.candidates[0].document))
        made.append(
            ApplicationRecord(
                id=ident,
                candidate_id=ident,
                job_id=20205,
                division_id=3,
                status_id=2,
                applied_at=at,
                status_changed_at=at,
            )
        )
    store.batches.save(JobtrainBatch(candidates=people, applications=made))
    applications = store.records.applications
    of_job = sorted(each.id for each in (*BATCH.applications, *made) if each.job_id == 20205)
    since = NOW - timedelta(hours=2)
    changed = sorted(
        (each.status_changed_at, each.id)
        for each in (*BATCH.applications, *made)
        if each.division_id == 3 and since <= each.status_changed_at <= NOW
    )
    for size in (7, 100):
        for offset in range(0, len(of_job) + size, size):
            found = applications.of_job(NORTH, 20205, offset=offset, limit=size)
            assert found is not None
            assert (found.total, [row.id for row in found.applications]) == (
                len(of_job),
                of_job[offset : offset + size],
            )
            found = applications.changed(NORTH, since, NOW, offset=offset, limit=size)
            assert (found.total, [row.id for row in found.applications]) == (
                len(changed),
                [ident for _, ident in changed[offset : offset + size]],
            )


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 4, 100])
def test_every_page_of_sorted_jobs_is_a_slice_with_ties_by_id(descending: bool, size: int, store: Store) -> None:
    closed = [job for job in BATCH.jobs if job.status_id == 3]
    by_title = sorted(sorted(closed, key=lambda job: job.id), key=lambda job: job.title.lower(), reverse=descending)
    expected = [job.id for job in by_title]
    wanted = JobFilter(open_at=NOW, status_id=3, order="title", descending=descending)
    for offset in range(0, len(expected) + size, size):
        found = store.records.jobs.page(EVERYWHERE, wanted, offset=offset, limit=size)
        assert found.total == len(expected)
        assert [job.id for job in found.jobs] == expected[offset : offset + size]


def test_a_job_is_advertised_until_the_moment_it_closes(store: Store) -> None:
    closing_at = next(job.closing_at for job in BATCH.jobs if job.id == 20235)
    for moment, there in ((closing_at - timedelta(microseconds=1), True), (closing_at, False)):
        found = store.records.jobs.page(NORTH, JobFilter(open_at=moment), offset=0, limit=9)
        assert [job.id for job in found.jobs] == ([20235] if there else [])


def test_what_is_out_of_reach_does_not_exist(store: Store) -> None:
    records = store.records
    hidden = next(each for each in BATCH.applications if each.division_id == 4)
    for reach in (NORTH, NOWHERE):
        assert records.jobs.job(reach, 20236) is None
        assert records.applications.application(reach, hidden.id) is None
        assert records.applications.application_of(reach, hidden.candidate_id, hidden.job_id) is None
        assert records.applications.of_job(reach, hidden.job_id, offset=0, limit=9) is None
        assert records.applications.of_candidate(reach, hidden.candidate_id, offset=0, limit=9) is None
        assert records.dbs.ready(reach, hidden.job_id, offset=0, limit=9) is None
        assert records.onboarding.items(reach, hidden.id, "compliance", offset=0, limit=9) is None
        assert records.onboarding.overview(reach, hidden.id) is None
        assert records.settings.item("Divisions", reach, 4) is None
        assert records.starters.form(reach, hidden.id) is None
    assert records.jobs.job(SOUTH, 20237) is None, "a job without a division is for those who reach all"
    assert records.settings.item("Department", NOWHERE, 13) is not None, "an item without one is for everybody"


def test_an_application_is_taken_once(store: Store) -> None:
    form = DirectApply.model_validate(application("Kim@example.org"))
    first = store.records.desk.apply(NORTH, form, CV, NOW)
    assert isinstance(first, Applied)
    assert (first.is_new, first.candidate_id, first.application_id) == (True, 8842, 157)
    again = store.records.desk.apply(NORTH, form, CV, NOW)
    assert again == Applied(first.candidate_id, first.application_id, first.status, is_new=False)
    assert store.records.desk.apply(SOUTH, form, CV, NOW) is ApplyFault.NO_JOB
    assert store.records.desk.apply(NORTH, form, CV, NOW + timedelta(days=60)) is ApplyFault.NOT_ADVERTISED
    found = store.records.applications.application(NORTH, 157)
    assert found is not None
    assert [(file.file_name, store.files.read(file.digest)) for file in found.files] == [("cv.pdf", PDF)]
    assert store.candidates.delete(8842)
    assert store.records.applications.application(NORTH, 157) is None
    assert store.files.read(found.files[0].digest) is None


def test_references_and_reports_are_held(store: Store, database: Database) -> None:
    dbs = store.records.dbs
    assert dbs.refer(NORTH, 156, "FA-1") is None
    assert dbs.refer(NORTH, 156, "FA-1") is None
    assert dbs.refer(NORTH, 156, "FA-2") is DbsFault.CONFLICT
    assert dbs.refer(SOUTH, 156, "FA-1") is DbsFault.UNKNOWN
    report = DbsReport("Done", result="Clear")
    assert dbs.report(SOUTH, "FA-1", report, NOW) is DbsFault.UNKNOWN
    for _ in range(2):
        assert dbs.report(NORTH, "FA-1", report, NOW) == HeldReport(156, NOW)
    assert dbs.report(NORTH, "FA-1", DbsReport("Done"), NOW + timedelta(1)) == HeldReport(156, NOW + timedelta(1))
    assert dbs.report(NORTH, "FA-1", report, NOW + timedelta(2)) == HeldReport(156, NOW + timedelta(2))
    assert reports(database) == 3


def test_items_are_numbered_and_their_names_are_one_of_a_kind(store: Store) -> None:
    settings = store.records.settings
    fields = {"name": "Straße", "isActive": True, "divisionId": 3}
    assert settings.create("Department", SOUTH, fields) is ItemFault.UNKNOWN_DIVISION
    created = settings.create("Department", NORTH, fields)
    assert isinstance(created, CreatedItem)
    assert (created.id, settings.item("Department", NORTH, created.id)) == (17, created.document)
    assert settings.create("Department", NORTH, {**fields, "name": "STRASSE"}) is ItemFault.NAME_TAKEN
    assert settings.create("Campaign", NORTH, {"name": "Straße", "isActive": True}) == CreatedItem(
        2, '{"id":2,"name":"Straße","isActive":true}'.encode()
    )


def test_starters_end_within_a_window(store: Store) -> None:
    divisions = {each.id: each.division_id for each in BATCH.applications}
    ended = sorted(
        (each.completed_at, each.application_id)
        for each in BATCH.starters
        if each.completed_at and divisions[each.application_id] == 3
    )
    found = store.records.starters.ended(NORTH, "completed", ended[0][0], ended[-1][0], offset=0, limit=99)
    assert [(row.completed_at, row.application_id) for row in found.starters] == ended
    just_after = ended[0][0] + timedelta(microseconds=1)
    found = store.records.starters.ended(NORTH, "completed", just_after, NOW, offset=0, limit=1)
    assert (found.total, found.starters[0].application_id) == (len(ended) - 1, ended[1][1])
