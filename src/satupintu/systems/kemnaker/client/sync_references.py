"""What the synchronous clients of JOSS and TOSS have in common: signing, and the reference data."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import ClassVar, Self

import httpx2

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.ids import IdSource
from satupintu.systems.kemnaker.client.endpoint import ADDRESSES, Api, Environment, endpoint
from satupintu.systems.kemnaker.contract import operations
from satupintu.systems.kemnaker.contract.models import (
    EducationLevel,
    EducationPage,
    ReferenceEntry,
    ReferencePage,
    RegionEntry,
    RegionPage,
)
from satupintu.systems.kemnaker.contract.operations import PageNumber, ReferencePageSize
from satupintu.systems.kemnaker.contract.signing import SignatureProfile
from satupintu.transport.sending import DEFAULT_TIMEOUT, Transport
from satupintu.transport.walking import Walk


class SignedClient:
    """What the clients of JOSS and TOSS have in common: signing, and the reference data."""

    _api: ClassVar[Api]

    def __init__(
        self,
        client_id: str,
        secret: str,
        *,
        base_url: str | None = None,
        environment: Environment | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        retries: int = 4,
        learn_clock: bool = False,
        profile: SignatureProfile | None = None,
        clock: Clock | None = None,
        ids: IdSource | None = None,
        http: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock or SystemClock()
        other_side = endpoint(
            ADDRESSES[self._api] if base_url is None else base_url,
            client_id,
            secret,
            retries=retries,
            profile=profile,
            clock=self._clock,
            ids=ids,
            api=self._api,
            environment=environment,
            learn_clock=learn_clock,
        )
        self._transport = Transport(other_side, http=http, timeout=timeout, sleep=sleep)

    def industries_page(
        self,
        *,
        page: PageNumber | None = None,
        per_page: ReferencePageSize | None = None,
        request_id: str | None = None,
    ) -> ReferencePage:
        """One page of the industries."""
        return self._transport.call(
            operations.INDUSTRIES_PAGE, operations.ListOfEntries(page=page, per_page=per_page, request_id=request_id)
        )

    def industries(
        self,
        *,
        per_page: ReferencePageSize = 500,
    ) -> Walk[ReferenceEntry]:
        """All of the industries, page by page as they are needed."""
        first = operations.ListOfEntries(page=1, per_page=per_page)
        paged = operations.INDUSTRIES_PAGE
        return Walk(paged, first, partial(self._transport.call, paged))

    def job_functions_page(
        self,
        *,
        page: PageNumber | None = None,
        per_page: ReferencePageSize | None = None,
        request_id: str | None = None,
    ) -> ReferencePage:
        """One page of the job functions."""
        return self._transport.call(
            operations.JOB_FUNCTIONS_PAGE, operations.ListOfEntries(page=page, per_page=per_page, request_id=request_id)
        )

    def job_functions(
        self,
        *,
        per_page: ReferencePageSize = 500,
    ) -> Walk[ReferenceEntry]:
        """All of the job functions, page by page as they are needed."""
        first = operations.ListOfEntries(page=1, per_page=per_page)
        paged = operations.JOB_FUNCTIONS_PAGE
        return Walk(paged, first, partial(self._transport.call, paged))

    def job_types_page(
        self,
        *,
        page: PageNumber | None = None,
        per_page: ReferencePageSize | None = None,
        request_id: str | None = None,
    ) -> ReferencePage:
        """One page of the types of employment."""
        return self._transport.call(
            operations.JOB_TYPES_PAGE, operations.ListOfEntries(page=page, per_page=per_page, request_id=request_id)
        )

    def job_types(
        self,
        *,
        per_page: ReferencePageSize = 500,
    ) -> Walk[ReferenceEntry]:
        """All of the types of employment, page by page as they are needed."""
        first = operations.ListOfEntries(page=1, per_page=per_page)
        paged = operations.JOB_TYPES_PAGE
        return Walk(paged, first, partial(self._transport.call, paged))

    def education_levels_page(
        self,
        *,
        page: PageNumber | None = None,
        per_page: ReferencePageSize | None = None,
        request_id: str | None = None,
    ) -> EducationPage:
        """One page of the levels of education."""
        return self._transport.call(
            operations.EDUCATION_LEVELS_PAGE,
            operations.ListOfEntries(page=page, per_page=per_page, request_id=request_id),
        )

    def education_levels(
        self,
        *,
        per_page: ReferencePageSize = 500,
    ) -> Walk[EducationLevel]:
        """All of the levels of education, page by page as they are needed."""
        first = operations.ListOfEntries(page=1, per_page=per_page)
        paged = operations.EDUCATION_LEVELS_PAGE
        return Walk(paged, first, partial(self._transport.call, paged))

    def regions_page(
        self,
        *,
        type: str | None = None,
        parent_id: str | None = None,
        code: str | None = None,
        page: PageNumber | None = None,
        per_page: ReferencePageSize | None = None,
        request_id: str | None = None,
    ) -> RegionPage:
        """One page of the regions. Filters: `type` such as `city`, the id of the region above, Kemendagri `code`."""
        return self._transport.call(
            operations.REGIONS_PAGE,
            operations.ListOfRegions(
                type=type, parent_id=parent_id, code=code, page=page, per_page=per_page, request_id=request_id
            ),
        )

    def regions(
        self,
        *,
        type: str | None = None,
        parent_id: str | None = None,
        code: str | None = None,
        per_page: ReferencePageSize = 500,
    ) -> Walk[RegionEntry]:
        """All of the regions, page by page as they are needed."""
        first = operations.ListOfRegions(type=type, parent_id=parent_id, code=code, page=1, per_page=per_page)
        paged = operations.REGIONS_PAGE
        return Walk(paged, first, partial(self._transport.call, paged))

    def countries_page(
        self,
        *,
        page: PageNumber | None = None,
        per_page: ReferencePageSize | None = None,
        request_id: str | None = None,
    ) -> ReferencePage:
        """One page of the countries."""
        return self._transport.call(
            operations.COUNTRIES_PAGE, operations.ListOfEntries(page=page, per_page=per_page, request_id=request_id)
        )

    def countries(
        self,
        *,
        per_page: ReferencePageSize = 500,
    ) -> Walk[ReferenceEntry]:
        """All of the countries, page by page as they are needed."""
        first = operations.ListOfEntries(page=1, per_page=per_page)
        paged = operations.COUNTRIES_PAGE
        return Walk(paged, first, partial(self._transport.call, paged))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
