"""What an operator may choose about the Talentics server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.operation import Operation
from satupintu.kernel.quota import Quota
from satupintu.systems.talentics.contract.errors import ErrorProfile
from satupintu.systems.talentics.contract.operations import LONGEST_PAGE, QUOTA

QueryMode = Literal["lenient", "strict"]
"""What becomes of an unusable `page` or `per_page`: `lenient` replaces it, `strict` answers 422."""

OTHER_SCOPE: Final = "other"
"""The operations without a printed limit are counted together under this name, if the operator limits them."""


@dataclass(frozen=True, slots=True)
class TalenticsSettings:
    """Settings of the server. Raises ConfigurationError for values that cannot work.

    `public_base_url` is what stands before `/v2` in links; empty means scheme and host of the request. `rate_limit`
    requests to the operations with a printed limit are let pass in `rate_window_s` seconds, and `rate_limit_other` to
    all others; 0 means as many as come.
    """

    error_profile: ErrorProfile = "documented"
    per_page_default: int = 15
    per_page_max: int = LONGEST_PAGE
    query_mode: QueryMode = "lenient"
    public_base_url: str = ""
    rate_limit: int = QUOTA.limit
    rate_window_s: int = int(QUOTA.window.total_seconds())
    rate_limit_other: int = 0

    def __post_init__(self) -> None:
        _check_choice("talentics.error_profile", self.error_profile, get_args(ErrorProfile))
        _check_choice("talentics.query_mode", self.query_mode, get_args(QueryMode))
        if not 1 <= self.per_page_default <= self.per_page_max <= LONGEST_PAGE:
            raise ConfigurationError(
                f"talentics.per_page_default ({self.per_page_default}) and talentics.per_page_max "
                f"({self.per_page_max}) must satisfy 1 <= default <= max <= {LONGEST_PAGE}"
            )
        for name, least in (("rate_limit", 0), ("rate_window_s", 1), ("rate_limit_other", 0)):
            if getattr(self, name) < least:
                raise ConfigurationError(f"talentics.{name} must be at least {least}")
        address = urlsplit(self.public_base_url)
        if self.public_base_url and not (address.scheme in {"http", "https"} and address.hostname):
            raise ConfigurationError("talentics.public_base_url must be an address such as https://talentics.example")
        object.__setattr__(self, "public_base_url", self.public_base_url.rstrip("/"))

    def quota_of(self, operation: Operation[Any, Any]) -> Quota | None:
        """What a caller may ask of an operation, with all others that are counted together with it; None: anything."""
        printed = operation.quota
        limit = self.rate_limit if printed else self.rate_limit_other
        scope = printed.scope if printed else OTHER_SCOPE
        return Quota(scope, limit, timedelta(seconds=self.rate_window_s)) if limit else None


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ConfigurationError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
