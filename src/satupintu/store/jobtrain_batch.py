"""Writing records into the Jobtrain server from outside its API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import select

from satupintu.store.database import Database
from satupintu.store.jobtrain_applying import file_row
from satupintu.store.jobtrain_files import JobtrainFiles
from satupintu.store.moments import to_microseconds
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import (
    jobtrain_application,
    jobtrain_candidate,
    jobtrain_dbs,
    jobtrain_file,
    jobtrain_job,
    jobtrain_onboarding,
    jobtrain_setting,
    jobtrain_starter,
)
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.server.records import (
    ApplicationRecord,
    JobtrainBatch,
    SettingRecord,
    name_key,
)

_MOMENTS: Final = "_at"
"""How the names of moments end."""

_SAVE_SETTING: Final = upsert(jobtrain_setting)
_SAVE_JOB: Final = upsert(jobtrain_job)
_SAVE_CANDIDATE: Final = upsert(jobtrain_candidate)
_SAVE_APPLICATION: Final = upsert(jobtrain_application)
_SAVE_FILE: Final = upsert(jobtrain_file)
_SAVE_CHECK: Final = upsert(jobtrain_dbs)
_SAVE_STARTER: Final = upsert(jobtrain_starter)
_SAVE_ONBOARDING: Final = upsert(jobtrain_onboarding)


class SqlJobtrainBatches:
    """Adds or replaces records of every kind."""

    def __init__(self, database: Database, writer: Writer, files: JobtrainFiles) -> None:
        self._database = database
        self._writer = writer
        self._files = files

    def save(self, batch: JobtrainBatch) -> None:
        """Add or replace records, all or none; the files of an application are added to those it has by number."""
        with self._files.changing():
            saved = self._saved(batch)

            def saving(transaction: Transaction) -> None:
                for statement, rows in saved:
                    transaction.execute_many(statement, rows)

            self._writer.run(saving)

    def is_empty(self) -> bool:
        """Whether there is neither a job nor an item of a setting."""
        with self._database.reading() as connection:
            return all(
                connection.execute(select(table.c.id).limit(1)).first() is None
                for table in (jobtrain_job, jobtrain_setting)
            )

    def _saved(self, batch: JobtrainBatch) -> Sequence[tuple[Statement, Sequence[Mapping[str, object]]]]:
        """The statements with their rows, in an order in which what belongs to a record comes after it."""
        files = [
            file_row(application.id, number, file, self._files.put(file.content))
            for application in batch.applications
            for number, file in enumerate(application.files, 1)
        ]
        return [
            (_SAVE_SETTING, [_setting_row(item) for item in batch.settings]),
            (_SAVE_JOB, [_row(job) for job in batch.jobs]),
            (_SAVE_CANDIDATE, [_row(candidate) for candidate in batch.candidates]),
            (_SAVE_APPLICATION, [_application_row(application) for application in batch.applications]),
            (_SAVE_FILE, files),
            (_SAVE_CHECK, [_row(check) for check in batch.checks]),
            (_SAVE_STARTER, [_row(starter) for starter in batch.starters]),
            (_SAVE_ONBOARDING, [_row(item) for item in batch.onboarding]),
        ]


def _row(record: Any) -> dict[str, object]:
    """A record as it is kept: moments as numbers, documents as text."""
    return {name: _value(name, value) for name, value in asdict(record).items()}


def _value(name: str, value: Any) -> object:
    if isinstance(value, bytes):
        return value.decode()
    return to_microseconds(value) if name.endswith(_MOMENTS) else value


def _setting_row(item: SettingRecord) -> dict[str, object]:
    return {**_row(item), "name_key": name_key(item.name)}


def _application_row(application: ApplicationRecord) -> dict[str, object]:
    row = _row(application)
    del row["files"]
    return row
