"""What an operator may change about a served JOSS or TOSS environment."""

from __future__ import annotations

from dataclasses import dataclass

from satupintu.systems.kemnaker.contract.signing import DOKU, SignatureProfile


@dataclass(frozen=True, slots=True)
class KemnakerSettings:
    """One environment of one API.

    `environment` is `staging` or `live`. `reviews` keeps new vacancies pending until an officer decides. With
    `https_only` plain HTTP is redirected.
    """

    environment: str = "staging"
    profile: SignatureProfile = DOKU
    reviews: bool = False
    https_only: bool = False
