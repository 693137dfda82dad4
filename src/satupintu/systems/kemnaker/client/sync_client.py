"""Calling JOSS from synchronous code."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Self

import httpx2

from satupintu.kernel.clock import Clock
from satupintu.kernel.ids import IdSource
from satupintu.systems.kemnaker.client.endpoint import JOSS, endpoint
from satupintu.systems.kemnaker.contract import operations
from satupintu.systems.kemnaker.contract.models import VacancyBody, VacancyReply
from satupintu.systems.kemnaker.contract.signing import SignatureProfile
from satupintu.transport.sending import DEFAULT_TIMEOUT, Transport


class Joss:
    """Job Offer Single Submission of the Ministry of Manpower.

    Every attempt is signed anew with a fresh Request-Id, so a repeated write is never taken for a duplicate; the id
    in the path makes it safe. `retries` is how often a call is repeated after a timeout, 429, 500, 503 or 504, with
    pauses of 1, 2, 4 … seconds. `http` replaces the network, `sleep` the waiting between attempts.

    Keep one client for the life of the program; use `with`, or `close` it. Methods raise `satupintu.ApiError`.
    """

    def __init__(
        self,
        client_id: str,
        secret: str,
        *,
        base_url: str = JOSS,
        timeout: timedelta = DEFAULT_TIMEOUT,
        retries: int = 4,
        profile: SignatureProfile | None = None,
        clock: Clock | None = None,
        ids: IdSource | None = None,
        http: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        other_side = endpoint(base_url, client_id, secret, retries=retries, profile=profile, clock=clock, ids=ids)
        self._transport = Transport(other_side, http=http, timeout=timeout, sleep=sleep)

    def put_vacancy(self, id: str, body: VacancyBody, *, request_id: str | None = None) -> VacancyReply:
        """Report a vacancy under an id of your choice (a UUID), or replace the one that has it."""
        return self._transport.call(
            operations.PUT_VACANCY, operations.PutVacancy(id=id, body=body, request_id=request_id)
        )

    def find_vacancy(self, id: str, *, request_id: str | None = None) -> VacancyReply:
        """One vacancy by its id, closed ones included."""
        return self._transport.call(operations.FIND_VACANCY, operations.OneVacancy(id=id, request_id=request_id))

    def delete_vacancy(self, id: str, *, request_id: str | None = None) -> VacancyReply:
        """Close a vacancy as withdrawn. Closing it again changes nothing."""
        return self._transport.call(operations.DELETE_VACANCY, operations.OneVacancy(id=id, request_id=request_id))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
