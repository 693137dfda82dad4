"""What the Jobtrain server needs from outside. The store satisfies it by shape; `bootstrap` joins the two.

All of it is called in worker threads. What is outside a reach does not exist: it is None, or absent from a list and
from its total. The same is asked of the database whether a record is missing or merely out of reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, Protocol

from satupintu.kernel.outcome import Outcome
from satupintu.systems.jobtrain.contract.models import DirectApply, TokenForm
from satupintu.systems.jobtrain.contract.restrictions import Reach, Role
from satupintu.systems.jobtrain.server.rows import (
    ApplicationRow,
    ApplicationSlice,
    Applied,
    ApplyFault,
    CreatedItem,
    DbsFault,
    DbsReport,
    DbsSlice,
    HeldReport,
    ItemFault,
    JobFilter,
    JobSlice,
    JobText,
    OnboardingAreaName,
    ReceivedFile,
    Slice,
    StarterEnd,
    StarterSlice,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The user as whom a call acts, with the rights and the reach of this moment."""

    user_id: int
    role: Role
    reach: Reach


class Accounts(Protocol):
    """The system users behind the tokens."""

    def acting(self, token: str, now: datetime) -> Actor | None:
        """The user a token stands for, read anew each time.

        None for a token that is unknown, expired or revoked, and for a user who is not active any more.
        """
        ...


class TokenIssuer(Protocol):
    """Where tokens are issued."""

    async def issue(self, form: TokenForm, now: datetime) -> Outcome:
        """A token for credentials that are accepted; else a refusal whose message is one of the three codes."""
        ...


class ClientStanding(Enum):
    """What a client ID and its secret are worth."""

    UNKNOWN = auto()
    """There is no such pair."""
    NOT_ENABLED = auto()
    """The pair is right, and the API is not enabled for it."""
    ENABLED = auto()


class TokenRegister(Protocol):
    """The credentials that tokens are asked with, and the tokens."""

    def client(self, client_id: str, client_secret: str) -> ClientStanding:
        """What a client pair is worth."""
        ...

    def holder(self, username: str, api_password: str) -> int | None:
        """The active user whose API password in force this is. The same work whatever is wrong."""
        ...

    def keep(
        self, token: str, user_id: int, api_password: str, client_id: str, *, issued_at: datetime, expires_at: datetime
    ) -> bool:
        """Keep a new token, durable when this returns.

        False, and nothing is kept, when the user or the API password has ceased to be valid meanwhile.
        """
        ...


class SettingCatalogue(Protocol):
    """The items of the general settings, in ascending id."""

    def page(self, setting: str, reach: Reach, *, include_inactive: bool, offset: int, limit: int) -> Slice:
        """Items of a setting; those that are not active only when asked for."""
        ...

    def item(self, setting: str, reach: Reach, item_id: int) -> bytes | None:
        """One item, active or not."""
        ...

    def create(self, setting: str, reach: Reach, fields: Mapping[str, Any]) -> CreatedItem | ItemFault:
        """Create an active item from the fields of its document, all but `id`, in their order."""
        ...


class JobCatalogue(Protocol):
    """The jobs."""

    def page(self, reach: Reach, wanted: JobFilter, *, offset: int, limit: int) -> JobSlice:
        """Jobs that fit a filter. A division out of reach fits none."""
        ...

    def job(self, reach: Reach, job_id: int) -> JobText | None:
        """One job, whatever its status."""
        ...


class ApplicationCatalogue(Protocol):
    """The applications, in ascending id where nothing else is said."""

    def of_job(self, reach: Reach, job_id: int, *, offset: int, limit: int) -> ApplicationSlice | None:
        """The applications for a job, without their files; None when the job does not exist."""
        ...

    def of_candidate(self, reach: Reach, candidate_id: int, *, offset: int, limit: int) -> ApplicationSlice | None:
        """The applications of a candidate, without their files; None when there is none."""
        ...

    def application(self, reach: Reach, application_id: int) -> ApplicationRow | None:
        """One application."""
        ...

    def application_of(self, reach: Reach, candidate_id: int, job_id: int) -> ApplicationRow | None:
        """The application of a candidate for a job."""
        ...

    def changed(self, reach: Reach, since: datetime, until: datetime, *, offset: int, limit: int) -> ApplicationSlice:
        """The applications whose status changed in a window, both ends included: the oldest change first."""
        ...


class ApplicationDesk(Protocol):
    """Where direct applications are taken."""

    def apply(
        self, reach: Reach, form: DirectApply, files: Sequence[ReceivedFile], now: datetime
    ) -> Applied | ApplyFault:
        """Take an application. Nothing is kept of one that is refused or was made before, its files neither."""
        ...


class FileStore(Protocol):
    """The bytes of files, by digest."""

    def read(self, digest: str) -> bytes | None:
        """The bytes of a file; None when it is gone."""
        ...


class DbsDesk(Protocol):
    """The DBS checks and what their provider tells."""

    def ready(self, reach: Reach, job_id: int, *, offset: int, limit: int) -> DbsSlice | None:
        """The applications for a job that wait for a check without a reference; None when there is no such job."""
        ...

    def refer(self, reach: Reach, application_id: int, unique_id: str) -> DbsFault | None:
        """Hold a provider's reference for an application. The one that is held already is no fault."""
        ...

    def report(self, reach: Reach, unique_id: str, report: DbsReport, now: datetime) -> HeldReport | DbsFault:
        """Add a report to the history of a check; one that repeats the latest adds nothing."""
        ...


class StarterCatalogue(Protocol):
    """The new starter forms."""

    def form(self, reach: Reach, application_id: int) -> bytes | None:
        """The form of an application, as finished JSON."""
        ...

    def ended(
        self, reach: Reach, end: StarterEnd, since: datetime, until: datetime, *, offset: int, limit: int
    ) -> StarterSlice:
        """The forms that ended this way in a window, both ends included: the oldest first."""
        ...


class OnboardingCatalogue(Protocol):
    """What new starters still have to hand in, as finished JSON in ascending id."""

    def items(
        self, reach: Reach, application_id: int, area: OnboardingAreaName, *, offset: int, limit: int
    ) -> Slice | None:
        """The items of one area; None when there is no such application."""
        ...

    def overview(self, reach: Reach, application_id: int) -> Mapping[OnboardingAreaName, Sequence[bytes]] | None:
        """The items of every area that has any; None when there is no such application."""
        ...


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that is asked for records, together."""

    settings: SettingCatalogue
    jobs: JobCatalogue
    applications: ApplicationCatalogue
    desk: ApplicationDesk
    files: FileStore
    dbs: DbsDesk
    starters: StarterCatalogue
    onboarding: OnboardingCatalogue
