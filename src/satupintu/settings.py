"""What an operator may set, as one typed tree: the environment first, then `satupintu.toml` in the data directory.

`SATUPINTU_TALENTICS__ERROR_PROFILE=observed` and `[talentics] error_profile = "observed"` say the same.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from satupintu.kernel.errors import ConfigurationError

FILE_NAME = "satupintu.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CallbackUrls(_Section):
    """Where the callbacks of Talentics go, by event; an event without a URL is not sent."""

    moved_applicant: str = ""


class TalenticsOptions(_Section):
    """The served Talentics. See docs/reference/settings.md."""

    error_profile: Literal["documented", "observed"] = "documented"
    per_page_default: int = Field(default=15, ge=1, le=100)
    per_page_max: int = Field(default=100, ge=1, le=100)
    query_mode: Literal["lenient", "strict"] = "lenient"
    public_base_url: str = ""
    rate_limit: int = Field(default=50, ge=0)
    rate_window_s: int = Field(default=900, ge=1, le=86_400)
    rate_limit_other: int = Field(default=0, ge=0)
    callback_urls: CallbackUrls = CallbackUrls()
    callback_retries: int = Field(default=3, ge=0, le=20)
    callback_interval_s: int = Field(default=900, ge=1, le=86_400)
    callback_timeout_s: int = Field(default=10, ge=1, le=30)
    callback_success: Literal["2xx", "any_response"] = "2xx"

    @model_validator(mode="after")
    def _default_fits(self) -> Self:
        if self.per_page_default > self.per_page_max:
            raise ValueError("per_page_default must not be more than per_page_max")
        return self


class KemnakerOptions(_Section):
    """The served JOSS or TOSS. See docs/reference/settings.md."""

    profile: Literal["doku", "canonical-hex"] = "doku"
    review_mode: Literal["auto", "manual"] = "auto"
    live_review_mode: Literal["auto", "manual"] = "manual"
    reverify_on_change: bool = False
    behind_tls: bool = False
    rate_limit: int = Field(default=300, ge=0, le=100_000)
    maintenance_s: int = Field(default=0, ge=0, le=86_400)
    secret_overlap_h: int = Field(default=24, ge=0, le=720)
    notification_waits_s: tuple[Annotated[int, Field(ge=1, le=86_400)], ...] = (60, 300, 1800, 7200)
    live_path: str = Field(default="", pattern=r"^(/[a-z0-9-]+)?$")


class SatusehatOptions(_Section):
    """The served Master Wilayah. See docs/reference/settings.md."""

    decree: Literal["2025", "6117-2022"] = "2025"
    province_96_bps: Literal["documented", "assigned"] = "documented"
    token_lifetime_s: int = Field(default=3599, ge=1, le=86_400)
    wrong_secret_lock_s: int = Field(default=60, ge=0, le=86_400)
    page_limit: int = Field(default=10, ge=1, le=2000)
    limit_max: int = Field(default=2000, ge=1, le=2000)

    @model_validator(mode="after")
    def _limit_fits(self) -> Self:
        if self.page_limit > self.limit_max:
            raise ValueError("page_limit must not be more than limit_max")
        return self


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


# From the environment comes a text, which is none of the numbers of a choice.
_AsNumber = BeforeValidator(_number)


class JobtrainOptions(_Section):
    """The served Jobtrain. See docs/reference/settings.md."""

    token_lifetime_s: int = Field(default=1800, ge=1, le=86_400)
    token_reply: Literal["object", "string"] = "object"  # noqa: S105  (the form of a reply, no secret)
    token_error_status: Annotated[Literal[400, 401], _AsNumber] = 400
    denied_status: Annotated[Literal[403, 401], _AsNumber] = 403
    revoke_on_new_password: bool = False
    pending_password_ttl_s: int = Field(default=1800, ge=1, le=604_800)
    page_size_default: int = Field(default=20, ge=1, le=100)
    page_size_max: int = Field(default=100, ge=1, le=100)
    recent_window_h: int = Field(default=24, ge=1, le=8760)
    file_max_bytes: int = Field(default=5_242_880, ge=1, le=8_388_608)
    invented_routes: bool = True
    public_base_url: str = ""

    @model_validator(mode="after")
    def _default_fits(self) -> Self:
        if self.page_size_default > self.page_size_max:
            raise ValueError("page_size_default must not be more than page_size_max")
        return self


class Settings(BaseSettings):
    """All settings."""

    model_config = SettingsConfigDict(env_prefix="SATUPINTU_", env_nested_delimiter="__", extra="forbid", frozen=True)

    talentics: TalenticsOptions = TalenticsOptions()
    joss: KemnakerOptions = KemnakerOptions()
    toss: KemnakerOptions = KemnakerOptions()
    satusehat: SatusehatOptions = SatusehatOptions()
    jobtrain: JobtrainOptions = JobtrainOptions()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which comes as arguments; there are no other sources."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load_settings(data: Path) -> Settings:
    """Read the settings of a data directory. Raises ConfigurationError, which names the entry and what is wrong."""
    file = data / FILE_NAME
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        return Settings(**written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} is not TOML: {error}") from None
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)
        )
        raise ConfigurationError(f"settings: {faults} (set in the environment or in {file})") from None
