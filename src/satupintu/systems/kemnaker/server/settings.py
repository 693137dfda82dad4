"""What an operator may change about a served JOSS or TOSS environment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from satupintu.systems.kemnaker.contract.signing import DOKU, SignatureProfile

Api = Literal["joss", "toss"]
"""Which of the two is served: vacancies or trainings."""


@dataclass(frozen=True, slots=True)
class KemnakerSettings:
    """One environment of one API.

    `environment` is `staging` or `live`. `reviews` keeps new offers pending until an officer decides;
    `reverifies` has an officer look again at an accepted one whose content changed. With `https_only` plain HTTP is
    redirected. `maintenance` refuses every request, and says for how long. `rate_limit` is how many requests a client
    may send within any minute; 0 means any number.
    """

    api: Api = "joss"
    environment: str = "staging"
    profile: SignatureProfile = DOKU
    reviews: bool = False
    reverifies: bool = False
    https_only: bool = False
    maintenance: timedelta | None = None
    rate_limit: int = 0
