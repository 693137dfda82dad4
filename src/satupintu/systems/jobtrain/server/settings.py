"""What an operator may choose about the Jobtrain server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal
from urllib.parse import urlsplit

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.jobtrain.contract.calls import LONGEST_PAGE, PAGE_SIZE

APPLY_BODY_LIMIT: Final = 16 * 1024 * 1024
"""Bytes of the body of a direct application; other bodies have the usual limit."""

LARGEST_FILE: Final = 5 * 1024 * 1024
"""Bytes of a file, unless set otherwise."""

TENANT: Final = "demo"
"""The employer's name in the address of a job's public page."""


@dataclass(frozen=True, slots=True)
class JobtrainSettings:
    """Settings of the server. Raises ConfigurationError for values that cannot work.

    `denied_status` is answered where the role lacks the permission. `recent` is how far back the calls for what
    happened lately look. Without `invented_routes` the calls whose paths are ours do not exist. `public_base_url` is
    what stands before the public page of a job; empty means scheme and host of the request.
    """

    page_size_default: int = PAGE_SIZE
    page_size_max: int = LONGEST_PAGE
    denied_status: Literal[401, 403] = 403
    recent: timedelta = timedelta(hours=24)
    file_max_bytes: int = LARGEST_FILE
    invented_routes: bool = True
    public_base_url: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.page_size_default <= self.page_size_max <= LONGEST_PAGE:
            raise ConfigurationError(
                f"jobtrain.page_size_default ({self.page_size_default}) and jobtrain.page_size_max "
                f"({self.page_size_max}) must satisfy 1 <= default <= max <= {LONGEST_PAGE}"
            )
        if self.recent <= timedelta():
            raise ConfigurationError("jobtrain.recent_window_h must be at least 1")
        if not 1 <= self.file_max_bytes <= APPLY_BODY_LIMIT // 2:
            raise ConfigurationError(f"jobtrain.file_max_bytes must be from 1 to {APPLY_BODY_LIMIT // 2}")
        address = urlsplit(self.public_base_url)
        if self.public_base_url and not (address.scheme in {"http", "https"} and address.hostname):
            raise ConfigurationError("jobtrain.public_base_url must be an address such as https://www.jobtrain.co.uk")
        object.__setattr__(self, "public_base_url", self.public_base_url.rstrip("/"))
