"""What an operator may choose about the Master Wilayah server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.satusehat.contract.operations import LARGEST_LIMIT

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SatusehatSettings:
    """Settings of the server. Raises ConfigurationError for values that cannot work.

    `token_lifetime` is in whole seconds. `lock` is how long a client id gets no token after a failed attempt; zero
    switches it off. `page_limit` is the rows of a page whose `limit` is not given, `limit_max` the most it may be.
    """

    token_lifetime: timedelta = timedelta(seconds=3599)
    lock: timedelta = timedelta(seconds=60)
    page_limit: int = 10
    limit_max: int = LARGEST_LIMIT

    def __post_init__(self) -> None:
        if not timedelta(seconds=1) <= self.token_lifetime <= _DAY or self.token_lifetime.microseconds:
            raise ConfigurationError("satusehat.token_lifetime must be a whole number of seconds, from 1 to 86400")
        if not timedelta() <= self.lock <= _DAY:
            raise ConfigurationError("satusehat.lock must be from 0 seconds to one day")
        if not 1 <= self.page_limit <= self.limit_max <= LARGEST_LIMIT:
            raise ConfigurationError(
                f"satusehat.page_limit ({self.page_limit}) and satusehat.limit_max ({self.limit_max}) must satisfy "
                f"1 <= page_limit <= limit_max <= {LARGEST_LIMIT}"
            )
