"""What a sandbox holds before its port opens: ready credentials, sample data, and a connection that uses both."""

from __future__ import annotations

import socket
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from satupintu.bootstrap.house import JOSS, LIVE, STAGING, TOSS, House, callback_token
from satupintu.bootstrap.jobtrain_people_samples import API_ALL, SAMPLE_USERS, SampleUser, save_sample_people
from satupintu.kernel.redaction import Secret
from satupintu.store.credentials import TALENTICS, Credential, Keeping
from satupintu.store.data_directory import DataDirectory
from satupintu.store.disk import create_once, file_lock, replacing
from satupintu.store.jobtrain_tokens import API_ENABLED, JOBTRAIN
from satupintu.store.sandbox_clock import SandboxClock
from satupintu.store.satusehat_tokens import SATUSEHAT
from satupintu.store.secrets import KeyRing
from satupintu.systems.jobtrain.server.samples import sample_batch
from satupintu.systems.talentics.server.sample_records import sample_records
from satupintu.systems.talentics.server.samples import (
    MAIN_ORGANIZATION,
    SECOND_ORGANIZATION,
    SampleJob,
    sample_jobs,
)

DEFAULT_PORT = 8765
DEFAULT_ADDRESS = f"http://127.0.0.1:{DEFAULT_PORT}"

ADDRESS_FILE = "address"

NAMES = {
    TALENTICS: ("app_id", "app_secret"),
    SATUSEHAT: ("client_id", "client_secret"),
    JOBTRAIN: ("clientID", "clientSecret"),
    JOSS: ("client_id", "secret"),
    TOSS: ("client_id", "secret"),
}
"""What each system calls the two halves of a credential."""

WIB = ZoneInfo("Asia/Jakarta")
PERMISSIONS = {
    JOSS: frozenset(f"{area}.{right}" for area in ("companies", "vacancies") for right in ("read", "write")),
    TOSS: frozenset(f"{area}.{right}" for area in ("institutions", "trainings") for right in ("read", "write")),
    JOBTRAIN: frozenset({API_ENABLED}),
}
"""What the credentials of a system may do, where that differs from one to another."""


@dataclass(frozen=True, slots=True)
class SandboxCredential:
    """A credential that every sandbox has. Its secret follows from the key of the data directory."""

    system: str
    client_id: str
    label: str
    environment: str = ""
    organization_id: int | None = None

    def secret(self, keys: KeyRing) -> str:
        """The secret; always the same in one data directory."""
        return keys.derive(f"{self.system} {self.environment} {self.client_id}")

    def stored(self, keys: KeyRing) -> Credential:
        """The credential as it is kept."""
        is_signed = self.system in {JOSS, TOSS}
        return Credential(
            system=self.system,
            environment=self.environment,
            client_id=self.client_id,
            secrets=(Secret(self.secret(keys)),),
            keeping=Keeping.SEALED if is_signed else Keeping.DIGEST,
            label=self.label,
            tenants=() if self.organization_id is None else (str(self.organization_id),),
            permissions=PERMISSIONS.get(self.system, frozenset()),
        )


TALENTICS_MAIN = SandboxCredential(
    TALENTICS, "sandbox-app", MAIN_ORGANIZATION.name, organization_id=MAIN_ORGANIZATION.id
)
TALENTICS_SECOND = SandboxCredential(
    TALENTICS, "sandbox-app-2", SECOND_ORGANIZATION.name, organization_id=SECOND_ORGANIZATION.id
)
JOSS_STAGING = SandboxCredential(JOSS, "JOSS-SANDBOX-0001", "staging", STAGING)
JOSS_SECOND = SandboxCredential(JOSS, "JOSS-SANDBOX-0002", "second client, staging", STAGING)
JOSS_LIVE = SandboxCredential(JOSS, "JOSS-SANDBOX-9001", "live", LIVE)
TOSS_STAGING = SandboxCredential(TOSS, "TOSS-SANDBOX-0001", "staging", STAGING)
TOSS_LIVE = SandboxCredential(TOSS, "TOSS-SANDBOX-9001", "live", LIVE)
SATUSEHAT_MAIN = SandboxCredential(SATUSEHAT, "SATUSEHAT-SANDBOX-0001", "Master Wilayah")
JOBTRAIN_CLIENT = SandboxCredential(JOBTRAIN, "demo-client", "demo")
ALL = (
    TALENTICS_MAIN,
    TALENTICS_SECOND,
    SATUSEHAT_MAIN,
    JOBTRAIN_CLIENT,
    JOSS_STAGING,
    JOSS_SECOND,
    JOSS_LIVE,
    TOSS_STAGING,
    TOSS_LIVE,
)


def fill_sandbox(house: House) -> None:
    """Put credentials, sample data and the connection in place, as far as they are missing. Safe to repeat."""
    known = {
        (credential.system, credential.environment, credential.client_id) for credential in house.credentials.all()
    }
    for credential in ALL:
        if (credential.system, credential.environment, credential.client_id) not in known:
            house.credentials.add(credential.stored(house.keys))
    if house.jobs.is_empty():
        restore_samples(house)
    if house.records.is_empty():  # so too in a database from before there were any
        house.records.save(sample_records(first_start(house)))
    if house.jobtrain_records.batches.is_empty():
        house.jobtrain_records.batches.save(sample_batch(first_start(house)))
    if house.people.is_empty():
        save_sample_people(house.people, house.keys, first_start(house))
    profile = connection_path(house.directory.path)
    if not profile.exists():
        profile.parent.mkdir(mode=0o700, exist_ok=True)
        create_once(profile, CONNECTION.encode())


def restore_samples(house: House) -> None:
    """Put the sample jobs back to what they were at first."""
    save_jobs(house, sample_jobs(first_start(house)))


def save_jobs(house: House, jobs: list[SampleJob]) -> None:
    """Write jobs into the served Talentics."""
    house.jobs.save((job.id, job.organization_id, job.entry, job.detail) for job in jobs)


def first_start(house: House) -> datetime:
    """When this sandbox was started for the first time, as wall-clock time in western Indonesia."""
    file = house.directory.path / "started"
    if not file.exists():
        create_once(file, house.clock.now().isoformat(timespec="seconds").encode())
    return datetime.fromisoformat(file.read_text(encoding="ascii")).astimezone(WIB)


def start_anew(house: House, at: datetime) -> None:
    """Let this sandbox have been started for the first time at a moment."""
    with replacing(house.directory.path / "started") as file:
        file.write(at.isoformat(timespec="seconds").encode())


def connection_path(data: Path) -> Path:
    """Where the sandbox's connection profile stands."""
    return data / "connections" / "sandbox.toml"


@contextmanager
def listening_at(directory: DataDirectory, address: str) -> Generator[bool]:
    """Let commands know where the gateway listens, while the block runs.

    Of several gateways on one data directory the first is the one they call: for the others it yields False.
    """
    file = directory.path / ADDRESS_FILE
    try:
        with file_lock(directory.lock_path("gateway"), wait=False):
            file.write_text(address, encoding="ascii")
            try:
                yield True
            finally:
                file.unlink(missing_ok=True)
    except BlockingIOError:
        yield False


def noted_address(data: Path) -> str:
    """Where the gateway listens; while none does, where it listens by default."""
    file = data / ADDRESS_FILE
    return file.read_text(encoding="ascii").strip() if file.is_file() else DEFAULT_ADDRESS


def is_served(data: Path) -> bool:
    """Whether a gateway of this data directory answers on this machine."""
    file = data / ADDRESS_FILE
    if not file.is_file():
        return False
    there = urlsplit(file.read_text(encoding="ascii").strip())
    try:
        socket.create_connection((there.hostname or "", there.port or 0), timeout=1).close()
    except OSError:
        return False  # a gateway that was killed leaves its address behind
    return True


def credentials_of(keys: KeyRing, address: str) -> Mapping[str, Any]:
    """All credentials of a sandbox with the addresses they are for."""
    talentics, joss, toss = f"{address}/talentics", f"{address}/joss", f"{address}/toss"

    def pair(credential: SandboxCredential) -> dict[str, str]:
        return dict(zip(NAMES[credential.system], (credential.client_id, credential.secret(keys)), strict=True))

    def acting(user: SampleUser) -> dict[str, str]:
        if not user.has_api_password:
            return {"username": user.username}
        fields = {"username": user.username, "password": user.api_password(keys)}
        return {**pair(JOBTRAIN_CLIENT), **fields, "base_url": f"{address}/jobtrain"}

    return {
        "talentics": {**pair(TALENTICS_MAIN), "base_url": talentics},
        "satusehat": {**pair(SATUSEHAT_MAIN), "base_url": f"{address}/satusehat"},
        "jobtrain": acting(API_ALL),
        "joss": {**pair(JOSS_STAGING), "base_url": joss},
        "toss": {**pair(TOSS_STAGING), "base_url": toss},
        "others": {
            "talentics_second_organization": {**pair(TALENTICS_SECOND), "base_url": talentics},
            "talentics_callback": {"callback_token": callback_token(keys)},
            **{user.key: acting(user) for user in SAMPLE_USERS if user is not API_ALL},
            "joss_second_client": {**pair(JOSS_SECOND), "base_url": joss},
            "joss_live": {**pair(JOSS_LIVE), "base_url": address, "host": "joss.kemnaker.go.id"},
            "toss_live": {**pair(TOSS_LIVE), "base_url": address, "host": "toss.kemnaker.go.id"},
        },
    }


def sandbox_client(data: Path, target: str = "") -> tuple[str, str]:
    """Client-Id and secret, staging environment, of the sandbox's JOSS, or TOSS where a request's target is that."""
    parts = urlsplit(target)
    is_toss = parts.path.startswith("/toss/") or "toss." in (parts.hostname or "")
    credential = TOSS_STAGING if is_toss else JOSS_STAGING
    return credential.client_id, sandbox_clients(data)[credential.client_id]


def sandbox_clients(data: Path) -> Mapping[str, str]:
    """The secrets of the sandbox's JOSS and TOSS clients, by Client-Id."""
    keys = KeyRing(DataDirectory.open(data).key)
    return {credential.client_id: credential.secret(keys) for credential in ALL if credential.system in {JOSS, TOSS}}


def sandbox_clock(data: Path) -> SandboxClock:
    """The clock of a data directory, made with it when it is missing."""
    return SandboxClock(DataDirectory.open(data).clock_path)


CONNECTION = """\
# From the sandbox's Talentics to the sandbox's JOSS.
# For a connection of your own copy this file and name the copy with --connection.

[source]
kind = "talentics"
name = "talentics"              # stands for this account in the ledger; keep it when credentials change
base_url = "sandbox"            # or https://api.talentics.id
app_id = "sandbox-app"
app_secret = { sandbox = true } # or { env = "NAME" }, or { file = "PATH" }

[source.job_types]              # Talentics' `type`; a value without an entry needs a person
1 = "full_time"
2 = "part_time"
3 = "contract"
4 = "internship"

[target]
kind = "sandbox"                # or "ministry"
base_url = "sandbox"            # with kind = "ministry": https://sandbox.joss.kemnaker.go.id
client_id = "JOSS-SANDBOX-0001"
secret = { sandbox = true }

[employer]                      # who reports; sent with every vacancy
id = "6f0f6a52-6e0e-4e39-9b6e-3f1f6f0f0001"
name = "PT Contoh Karya Nusantara"
industry = "Consultancy (Business & Management)"
region = "3174"                 # Kemendagri code of the seat
address = "Jl. Contoh Raya No. 1, Jakarta Selatan"
postal_code = "12190"

[policy]
headcount = 1                   # where the source gives none; counted in every report
min_confidence = 0.8            # a place resolved with less needs a person
ambiguous_place = "certain_level" # Bogor alone is filed under Jawa Barat; or "person"
climb_to_known_region = true
renew_before_days = 3
renew_for_days = 30
parallel = 4
"""
