"""A connection: which applicant tracking system is read, where its vacancies are filed, on whose behalf, and how."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.redaction import Secret
from satupintu.recruitment.vacancy import EmploymentType
from satupintu.transport.address import is_loopback


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SecretPlace(_Section):
    """Where a secret is kept: in an environment variable, in a file, or (sandbox only) in the data directory."""

    env: str | None = None
    file: Path | None = None
    sandbox: bool = False

    def read(self) -> Secret | None:
        """The secret; None when it is the sandbox's own. Raises ConfigurationError when it is not there."""
        if self.env is not None:
            if value := os.environ.get(self.env):
                return Secret(value)
            raise ConfigurationError(
                f"the environment variable {self.env} is not set; the connection takes a secret from it"
            )
        if self.file is not None:
            try:
                return Secret(self.file.read_text(encoding="utf-8").strip())
            except OSError as error:
                raise ConfigurationError(f"the secret file {self.file} cannot be read: {error.strerror}") from None
        if self.sandbox:
            return None
        raise ConfigurationError('a secret needs one of: env = "NAME", file = "PATH", sandbox = true')


class Source(_Section):
    """The applicant tracking system. `job_types` translates its `type`; a value without an entry needs a person.

    `name` stands for the account in the ledger and stays when credentials change. Two accounts that file under one
    Client-Id need two names.
    """

    kind: Literal["talentics"] = "talentics"
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] = "talentics"
    base_url: str = "https://api.talentics.id"
    app_id: str
    app_secret: SecretPlace
    timezone: str = "Asia/Jakarta"
    job_types: Mapping[str, EmploymentType] = Field(default_factory=dict)


class Target(_Section):
    """Where vacancies are filed. `sandbox` takes region ids of ours; to the `ministry` they are never sent.

    `profile` is the recipe of the signature. `environment` says what the credentials are for, so that a host of the
    other one is noticed before anything is sent.
    """

    kind: Literal["sandbox", "ministry"]
    base_url: str
    environment: Literal["staging", "live"] | None = None
    client_id: str
    secret: SecretPlace
    profile: Literal["doku", "canonical-hex"] = "doku"

    @model_validator(mode="after")
    def _is_here(self) -> Self:
        host = urlsplit(self.base_url).hostname
        if self.kind == "sandbox" and self.base_url != "sandbox" and not (host and is_loopback(host)):
            raise ValueError(
                'a base_url elsewhere is the ministry\'s: kind = "ministry", so that ids of ours are not sent'
            )
        return self

    @property
    def name(self) -> str:
        """The name of this target in the ledger: it stays when the address changes."""
        return f"{self.kind}/{self.client_id}"


class EmployerBlock(_Section):
    """Who reports. `region` is the Kemendagri code of its seat, `industry` a printed name of the ministry's list."""

    id: str
    name: str
    industry: str
    region: Annotated[str, Field(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{10})$")]
    address: str
    postal_code: str | None = None
    phone: str | None = Field(default=None, repr=False)
    email: str | None = Field(default=None, repr=False)
    license_number: str | None = None
    about: str | None = None
    website: str | None = None


class Policy(_Section):
    """What is decided once for all vacancies.

    `headcount` is reported where the source gives none, and counted in the report. A place that is resolved with less
    than `min_confidence` needs a person. `climb_to_known_region` lets a
    place whose ministry id is unknown be filed under the nearest higher region whose id is known. An `ambiguous_place`
    is filed at the deepest region that holds all its candidates (`certain_level`), or needs a `person`.
    """

    headcount: Annotated[int, Field(ge=1)] = 1
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.8
    climb_to_known_region: bool = True
    ambiguous_place: Literal["certain_level", "person"] = "certain_level"
    renew_before_days: Annotated[int, Field(ge=1, le=30)] = 3
    renew_for_days: Annotated[int, Field(ge=7, le=180)] = 30
    parallel: Annotated[int, Field(ge=1, le=16)] = 4

    @model_validator(mode="after")
    def _renews_for_longer(self) -> Self:
        if self.renew_for_days <= self.renew_before_days + 1:
            raise ValueError("renew_for_days must be more than a day longer than renew_before_days")
        return self

    @property
    def renew_before(self) -> timedelta:
        """How long before its expiry a vacancy that is still open is renewed."""
        return timedelta(days=self.renew_before_days)

    @property
    def renew_for(self) -> timedelta:
        """How long a renewed vacancy stays open."""
        return timedelta(days=self.renew_for_days)


class Connection(_Section):
    """One connection profile."""

    source: Source
    target: Target
    employer: EmployerBlock
    policy: Policy = Policy()


def load_connection(path: Path) -> Connection:
    """Read a connection profile. Raises ConfigurationError, which names the file, the entry and what is wrong."""
    try:
        return Connection.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ConfigurationError(f"there is no connection profile {path}") from None
    except OSError as error:
        raise ConfigurationError(f"the connection profile {path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"the connection profile {path} is not TOML: {error}") from None
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)
        )
        raise ConfigurationError(f"the connection profile {path} cannot be used: {faults}") from None
