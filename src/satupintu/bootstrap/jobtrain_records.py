"""The records of the served Jobtrain, joined."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from satupintu.kernel.ids import RandomIds
from satupintu.settings import JobtrainOptions
from satupintu.store.data_directory import DataDirectory
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
from satupintu.systems.jobtrain.server.app import JobtrainSystem
from satupintu.systems.jobtrain.server.ports import Accounts, Records, TokenIssuer
from satupintu.systems.jobtrain.server.settings import JobtrainSettings

FILES: Final = "jobtrain"
"""The directory of its files, and the name of their lock."""


class JobtrainRecords:
    """What works on the records of the served Jobtrain; its people are apart.

    `served` is what the server is asked for, `batches` writes records, `candidates` forgets people who applied.
    """

    def __init__(self, directory: DataDirectory, database: Database, writer: Writer) -> None:
        self.files = JobtrainFiles(directory.files / FILES, directory.lock_path(FILES), database)
        self.batches = SqlJobtrainBatches(database, writer, self.files)
        self.candidates = SqlJobtrainCandidates(writer, self.files)
        self.served = Records(
            settings=SqlJobtrainSettings(database, writer),
            jobs=SqlJobtrainJobs(database),
            applications=SqlJobtrainApplications(database),
            desk=SqlJobtrainDesk(database, writer, self.files),
            files=self.files,
            dbs=SqlJobtrainDbs(database, writer),
            starters=SqlJobtrainStarters(database),
            onboarding=SqlJobtrainOnboarding(database),
        )

    def system(self, accounts: Accounts, desk: TokenIssuer, options: JobtrainOptions) -> JobtrainSystem:
        """The served Jobtrain."""
        settings = JobtrainSettings(
            page_size_default=options.page_size_default,
            page_size_max=options.page_size_max,
            denied_status=options.denied_status,
            recent=timedelta(hours=options.recent_window_h),
            file_max_bytes=options.file_max_bytes,
            invented_routes=options.invented_routes,
            public_base_url=options.public_base_url,
        )
        return JobtrainSystem(accounts, desk, self.served, settings, RandomIds())
