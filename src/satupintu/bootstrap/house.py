"""A house: everything that works on one data directory and its database, joined."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from satupintu.bootstrap.jobtrain_records import JobtrainRecords
from satupintu.bootstrap.kemnaker_clients import KemnakerClients
from satupintu.bootstrap.kemnaker_office import KemnakerOffice
from satupintu.bootstrap.reference_lists import ReferenceLists
from satupintu.bootstrap.region_catalogue import CurrentBpsCodes, DecreeCatalogue
from satupintu.kernel.clock import SystemClock
from satupintu.kernel.errors import DataError
from satupintu.kernel.ids import RandomIds
from satupintu.kernel.redaction import Secret
from satupintu.regions.bps import BpsCodes
from satupintu.regions.history import RegionHistory
from satupintu.regions.region import Level
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable, load_bundled
from satupintu.serving.outbox import RetrySchedule, Sender, Senders
from satupintu.serving.system import System
from satupintu.settings import Settings, load_settings
from satupintu.store.credentials import (
    TALENTICS,
    KemnakerCallers,
    KemnakerUrls,
    SqlCredentials,
    TalenticsCallers,
)
from satupintu.store.data_directory import DataDirectory
from satupintu.store.database import Database
from satupintu.store.faults import SqlFaults
from satupintu.store.jobtrain_people import SqlJobtrainPeople
from satupintu.store.jobtrain_tokens import SqlJobtrainTokens
from satupintu.store.kemnaker_office import SqlKemnakerOffice
from satupintu.store.kemnaker_records import SqlKemnakerTransactions
from satupintu.store.kemnaker_references import SqlKemnakerReferences
from satupintu.store.login_passwords import hash_login_password
from satupintu.store.migrating import migrate
from satupintu.store.outbox import SqlOutbox
from satupintu.store.quota_windows import SqlQuotaWindows
from satupintu.store.region_bps import SqlRegionBps
from satupintu.store.request_log import SqlRequestLog
from satupintu.store.sandbox_clock import SandboxClock
from satupintu.store.satusehat_tokens import SatusehatCallers, SqlSatusehatTokens
from satupintu.store.secrets import KeyRing
from satupintu.store.snapshots import Snapshots
from satupintu.store.submission_ledger import SqlSubmissionLedger
from satupintu.store.talentics_jobs import SqlTalenticsJobs
from satupintu.store.talentics_moves import SqlTalenticsMoves
from satupintu.store.talentics_records import SqlTalenticsRecords
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.server.administration import Administration, PasswordRules
from satupintu.systems.jobtrain.server.app import JobtrainSystem
from satupintu.systems.jobtrain.server.token_desk import TokenDesk, TokenRules
from satupintu.systems.kemnaker.contract.references import References, Row
from satupintu.systems.kemnaker.contract.signing import PROFILES
from satupintu.systems.kemnaker.server.app import KemnakerSystem
from satupintu.systems.kemnaker.server.notifications import Notices
from satupintu.systems.kemnaker.server.request_log import LoggedSystem
from satupintu.systems.kemnaker.server.sender import NotificationSender
from satupintu.systems.kemnaker.server.settings import Api, KemnakerSettings
from satupintu.systems.satusehat.server.app import SatusehatSystem
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.systems.talentics.server.app import TalenticsSystem
from satupintu.systems.talentics.server.moving import Moved, move_applicant
from satupintu.systems.talentics.server.sender import SYSTEM, CallbackSender, CallbackSettings
from satupintu.systems.talentics.server.settings import TalenticsSettings

JOSS: Final = "joss"
TOSS: Final = "toss"
STAGING = "staging"
LIVE = "live"

_LEVELS = {"province": Level.PROVINCE, "city": Level.CITY, "sub_district": Level.DISTRICT, "village": Level.VILLAGE}
"""The ministry's words for our levels."""


class House:
    """The parts of one installation. Open it with `House.open`, and close it, or use `with`."""

    def __init__(self, directory: DataDirectory, settings: Settings, database: Database, writer: Writer) -> None:
        self.directory = directory
        self.settings = settings
        self.database = database
        self.writer = writer
        self.clock = SandboxClock(directory.clock_path)
        self.keys = KeyRing(directory.key)
        self.credentials = SqlCredentials(database, writer, self.keys, self.clock)
        self.jobs = SqlTalenticsJobs(database, writer, self.clock)
        self.records = SqlTalenticsRecords(database, writer, self.clock)
        self._quotas = SqlQuotaWindows(writer, generation=lambda: self.clock.generation)
        schedules = {
            JOSS: RetrySchedule.after(settings.joss.notification_waits_s),
            TOSS: RetrySchedule.after(settings.toss.notification_waits_s),
        }
        notices = Notices(KemnakerUrls(self.credentials), RandomIds(), schedules)
        self._kemnaker = SqlKemnakerTransactions(database, writer, notices)
        self.kemnaker_records = SqlKemnakerOffice(database, writer, notices)
        self._references = SqlKemnakerReferences(database, writer, self.clock)
        self.region_bps = SqlRegionBps(database, writer, self.clock)
        self._tokens = SqlSatusehatTokens(database, writer, self.keys, generation=lambda: self.clock.generation)
        self.jobtrain_records = JobtrainRecords(directory, database, writer)
        self.people = SqlJobtrainPeople(database, writer)
        self.jobtrain_tokens = SqlJobtrainTokens(database, writer, self.keys, self.credentials)
        self.ledger = SqlSubmissionLedger(database, writer)
        self.outbox = SqlOutbox(database, writer)
        self._moves = SqlTalenticsMoves(writer)
        self.faults = SqlFaults(database, writer, self.clock, RandomIds())
        self.request_log = SqlRequestLog(database, writer, self.keys, SystemClock())
        self.snapshots = Snapshots(directory.snapshots, directory.files, database, writer, self.keys)

    @classmethod
    def open(
        cls, data: Path, database: str | None = None, *, around_commit: Callable[[str], None] | None = None
    ) -> Self:
        """Open a data directory and its database: what is missing is made, what is older is brought up to date.

        `around_commit` is told "before" and "after" each commit of the writer, for tests that stop there.

        Raises DataError or ConfigurationError, whose one sentence names the remedy.
        """
        directory = DataDirectory.open(data)
        settings = load_settings(directory.path)
        opened = Database.open(directory.url(database))
        try:
            migrate(opened)
            return cls(directory, settings, opened, Writer(opened, around_commit))
        except BaseException:
            opened.close()
            raise

    def close(self) -> None:
        """Finish what is being written and close the database."""
        self.writer.close()
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def regions(self) -> RegionTable:
        """The official regions."""
        return load_bundled()

    @cached_property
    def resolver(self) -> Resolver:
        """Free text to region, and codes by their history and the BPS codes imported before the first question."""
        bps_codes = BpsCodes(self.regions, self.region_bps.all(self.regions.label))
        return Resolver(self.regions, bps_codes=bps_codes, former_codes=RegionHistory(self.regions))

    @property
    def references(self) -> References:
        """The ministry's reference data as it is now."""
        return self.reference_lists()

    @cached_property
    def reference_lists(self) -> ReferenceLists:
        """The lists of the ministry's reference data: bundled, and imported."""
        regions = self.regions

        def make(imported: Mapping[str, Sequence[Row]]) -> References:
            return References.bundled(lambda kind: regions.codes(_LEVELS[kind]), regions.name_of, imported)

        return ReferenceLists(self._references, self.clock, make, lambda code: regions.get(code) is not None)

    def talentics(self) -> TalenticsSystem:
        """The served Talentics."""
        options = self.settings.talentics
        settings = TalenticsSettings(**options.model_dump(include={field.name for field in fields(TalenticsSettings)}))
        callers = TalenticsCallers(self.credentials)
        return TalenticsSystem(
            self.jobs, self.records, callers, self._quotas, settings, generation=lambda: self.clock.generation
        )

    @cached_property
    def talentics_callbacks(self) -> CallbackSettings:
        """What of Talentics is told to whom. Raises ConfigurationError for a URL that nothing can be sent to."""
        options = self.settings.talentics
        return CallbackSettings(
            moved_applicant_url=options.callback_urls.moved_applicant,
            schedule=RetrySchedule.even(options.callback_retries, timedelta(seconds=options.callback_interval_s)),
            timeout=timedelta(seconds=options.callback_timeout_s),
            success=options.callback_success,
        )

    def senders(self) -> Senders:
        """How each system sends what stands in the outbox."""
        senders: dict[tuple[str, str], Sender] = {
            (SYSTEM, ""): CallbackSender(Secret(callback_token(self.keys)), self.talentics_callbacks)
        }
        for api, options in ((JOSS, self.settings.joss), (TOSS, self.settings.toss)):
            sender = NotificationSender(KemnakerCallers(self.credentials, api), PROFILES[options.profile], RandomIds())
            senders |= {(api, environment): sender for environment in (STAGING, LIVE)}
        return senders

    def move_applicant(self, applicant_id: int, stage: str) -> Moved:
        """Move an applicant of Talentics to a stage, given by id or name, and queue the callback. Raises MoveError."""
        delivery_id, now = RandomIds().new(), self.clock.now()
        return self._moves.run(
            lambda placing: move_applicant(
                placing, applicant_id, stage, settings=self.talentics_callbacks, delivery_id=delivery_id, now=now
            )
        )

    def talentics_organizations(self) -> Mapping[int, str]:
        """The organizations that App IDs may see, with the name of one of these App IDs."""
        known = (each for each in self.credentials.all() if each.system == TALENTICS)
        return {int(tenant): each.label for each in known for tenant in each.tenants}

    def kemnaker(self, api: Api, environment: str) -> KemnakerSystem:
        """One environment of the served JOSS or TOSS."""
        options = self.settings.joss if api == JOSS else self.settings.toss
        review_mode = options.live_review_mode if environment == LIVE else options.review_mode
        settings = KemnakerSettings(
            api=api,
            environment=environment,
            profile=PROFILES[options.profile],
            reviews=review_mode == "manual",
            reverifies=options.reverify_on_change,
            https_only=options.behind_tls,
            maintenance=timedelta(seconds=options.maintenance_s) if options.maintenance_s else None,
            rate_limit=options.rate_limit,
        )
        callers = KemnakerCallers(self.credentials, api)
        return KemnakerSystem(self._kemnaker, callers, self.reference_lists, settings)

    def kemnaker_clients(self, api: Api) -> KemnakerClients:
        """The clients of the served JOSS or TOSS, to be administered."""
        options = self.settings.joss if api == JOSS else self.settings.toss
        overlap = timedelta(hours=options.secret_overlap_h)
        return KemnakerClients(api, self.credentials, self.clock, RandomIds(), overlap=overlap)

    @property
    def kemnaker_office(self) -> KemnakerOffice:
        """What officers of the ministry see and decide."""
        return KemnakerOffice(self.kemnaker_records, self.clock)

    @cached_property
    def bps_codes(self) -> CurrentBpsCodes:
        """The BPS codes of the decree that is served, with what was imported."""
        decree = self.settings.satusehat.decree
        table = self.regions if decree == self.regions.label else load_bundled(decree)
        return CurrentBpsCodes(table, self.region_bps, self.clock)

    def satusehat(self) -> SatusehatSystem:
        """The served Master Wilayah."""
        options = self.settings.satusehat
        settings = SatusehatSettings(
            token_lifetime=timedelta(seconds=options.token_lifetime_s),
            lock=timedelta(seconds=options.wrong_secret_lock_s),
            page_limit=options.page_limit,
            limit_max=options.limit_max,
        )
        catalogue = DecreeCatalogue(self.bps_codes, options.province_96_bps)
        return SatusehatSystem(catalogue, self._tokens, SatusehatCallers(self.credentials), settings, RandomIds())

    def administration(self, actor: str) -> Administration:
        """Users and roles of Jobtrain, administered by the system user of this name."""
        options = self.settings.jobtrain
        rules = PasswordRules(timedelta(seconds=options.pending_password_ttl_s), options.revoke_on_new_password)
        return Administration(actor, self.people, self.keys, hash_login_password, RandomIds(), self.clock, rules)

    def token_desk(self) -> TokenDesk:
        """Where the tokens of Jobtrain are issued."""
        options = self.settings.jobtrain
        lifetime = timedelta(seconds=options.token_lifetime_s)
        rules = TokenRules(lifetime, options.token_reply, options.token_error_status)
        return TokenDesk(self.jobtrain_tokens, rules, RandomIds())

    def jobtrain(self) -> JobtrainSystem:
        """The served Jobtrain."""
        return self.jobtrain_records.system(self.jobtrain_tokens, self.token_desk(), self.settings.jobtrain)

    def logged(self, system: System[Any], name: str, environment: str) -> System[Any]:
        """A signed system whose refusals can be explained later."""
        return LoggedSystem(system, name, environment, self.request_log, self.clock)

    def forget_what_is_past(self) -> None:
        """Remove what no longer matters: past Request-Ids, tokens, quota windows, locks, deliveries; lost files."""
        now = self.clock.now()
        self._kemnaker.purge_request_ids(now)
        self._tokens.purge(now)
        self.jobtrain_tokens.purge(now)
        self.jobtrain_records.files.sweep()
        self.outbox.purge(now)
        self._quotas.purge(now)
        self.request_log.purge()

    def check_health(self) -> None:
        """Raises DataError when the database does not answer."""
        with self.database.reading() as connection:
            if connection.exec_driver_sql("SELECT 1").scalar() != 1:
                raise DataError("The database does not answer as it should; start satupintu again.")


def callback_token(keys: KeyRing) -> str:
    """What proves to receivers that a callback of Talentics is ours: 40 hex digits, the same for a data directory."""
    return base64.urlsafe_b64decode(keys.derive("talentics callback token"))[:20].hex()
