"""Calling JOSS and TOSS from synchronous code."""

from __future__ import annotations

from functools import partial

from satupintu.systems.kemnaker.client.sync_references import SignedClient
from satupintu.systems.kemnaker.client.walking import RecordWalk
from satupintu.systems.kemnaker.contract import operations
from satupintu.systems.kemnaker.contract.models import (
    Company,
    CompanyBody,
    CompanyPage,
    CompanyReply,
    Institution,
    InstitutionBody,
    InstitutionPage,
    InstitutionReply,
    Training,
    TrainingBody,
    TrainingPage,
    TrainingReply,
    Vacancy,
    VacancyBody,
    VacancyPage,
    VacancyReply,
)
from satupintu.systems.kemnaker.contract.operations import PageNumber, PageSize
from satupintu.systems.kemnaker.contract.texts import UtcMoment


class Joss(SignedClient):
    """Job Offer Single Submission of the Ministry of Manpower.

    Every attempt is signed anew with a fresh Request-Id, so a repeated write is never taken for a duplicate; the id
    in the path makes it safe. `retries` is how often a call is repeated after a timeout, 429, 500, 503 or 504, with
    pauses of 1, 2, 4 … seconds. A write that is answered 409 came before: the record is asked for and returned if it is
    as it was sent, and else written again.

    `base_url` is the ministry's live one unless it is given. `environment` says which one the credentials are for: the
    ministry's host of the other one is refused. With `learn_clock` a wrong clock here is corrected by the `Date` of an
    answer of 401, and the call repeated once; without it the error names the difference. `http` replaces the network,
    `sleep` the waiting between attempts.

    Keep one client for the life of the program; use `with`, or `close` it. Methods raise `satupintu.ApiError`.
    """

    _api = "joss"

    def put_company(self, id: str, body: CompanyBody, *, request_id: str | None = None) -> CompanyReply:
        """Report a company under an id of your choice (a UUID), or replace the one that has it."""
        return self._transport.call(
            operations.PUT_COMPANY, operations.PutCompany(id=id, body=body, request_id=request_id)
        )

    def find_company(self, id: str, *, request_id: str | None = None) -> CompanyReply:
        """One company by its id, closed ones included."""
        return self._transport.call(operations.FIND_COMPANY, operations.OneRecord(id=id, request_id=request_id))

    def delete_company(self, id: str, *, request_id: str | None = None) -> CompanyReply:
        """Close a company that has no open vacancy. Closing it again changes nothing."""
        return self._transport.call(operations.DELETE_COMPANY, operations.OneRecord(id=id, request_id=request_id))

    def companies_page(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        page: PageNumber | None = None,
        per_page: PageSize | None = None,
        request_id: str | None = None,
    ) -> CompanyPage:
        """One page of your companies, by their last change. `status` is one or several, with commas."""
        return self._transport.call(
            operations.COMPANIES_PAGE,
            operations.ListOfRecords(
                updated_since=updated_since,
                updated_until=updated_until,
                status=status,
                page=page,
                per_page=per_page,
                request_id=request_id,
            ),
        )

    def companies(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        per_page: PageSize = 50,
    ) -> RecordWalk[Company]:
        """All your companies, by their last change, page by page as they are needed."""
        first = operations.ListOfRecords(
            updated_since=updated_since, updated_until=updated_until, status=status, page=1, per_page=per_page
        )
        paged = operations.COMPANIES_PAGE
        return RecordWalk(paged, first, partial(self._transport.call, paged), self._clock)

    def put_vacancy(self, id: str, body: VacancyBody, *, request_id: str | None = None) -> VacancyReply:
        """Report a vacancy under an id of your choice (a UUID), or replace the one that has it."""
        return self._transport.call(
            operations.PUT_VACANCY, operations.PutVacancy(id=id, body=body, request_id=request_id)
        )

    def find_vacancy(self, id: str, *, request_id: str | None = None) -> VacancyReply:
        """One vacancy by its id, closed ones included."""
        return self._transport.call(operations.FIND_VACANCY, operations.OneRecord(id=id, request_id=request_id))

    def delete_vacancy(self, id: str, *, request_id: str | None = None) -> VacancyReply:
        """Close a vacancy as withdrawn. Closing it again changes nothing."""
        return self._transport.call(operations.DELETE_VACANCY, operations.OneRecord(id=id, request_id=request_id))

    def vacancies_page(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        page: PageNumber | None = None,
        per_page: PageSize | None = None,
        request_id: str | None = None,
    ) -> VacancyPage:
        """One page of your vacancies, by their last change. `status` is one or several, with commas."""
        return self._transport.call(
            operations.VACANCIES_PAGE,
            operations.ListOfRecords(
                updated_since=updated_since,
                updated_until=updated_until,
                status=status,
                page=page,
                per_page=per_page,
                request_id=request_id,
            ),
        )

    def vacancies(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        per_page: PageSize = 50,
    ) -> RecordWalk[Vacancy]:
        """All your vacancies, by their last change, page by page as they are needed."""
        first = operations.ListOfRecords(
            updated_since=updated_since, updated_until=updated_until, status=status, page=1, per_page=per_page
        )
        paged = operations.VACANCIES_PAGE
        return RecordWalk(paged, first, partial(self._transport.call, paged), self._clock)


class Toss(SignedClient):
    """Training Offer Single Submission of the Ministry of Manpower.

    Every attempt is signed anew with a fresh Request-Id, so a repeated write is never taken for a duplicate; the id
    in the path makes it safe. `retries` is how often a call is repeated after a timeout, 429, 500, 503 or 504, with
    pauses of 1, 2, 4 … seconds. A write that is answered 409 came before: the record is asked for and returned if it is
    as it was sent, and else written again.

    `base_url` is the ministry's live one unless it is given. `environment` says which one the credentials are for: the
    ministry's host of the other one is refused. With `learn_clock` a wrong clock here is corrected by the `Date` of an
    answer of 401, and the call repeated once; without it the error names the difference. `http` replaces the network,
    `sleep` the waiting between attempts.

    Keep one client for the life of the program; use `with`, or `close` it. Methods raise `satupintu.ApiError`.
    """

    _api = "toss"

    def put_institution(self, id: str, body: InstitutionBody, *, request_id: str | None = None) -> InstitutionReply:
        """Report an institution under an id of your choice (a UUID), or replace the one that has it."""
        return self._transport.call(
            operations.PUT_INSTITUTION, operations.PutInstitution(id=id, body=body, request_id=request_id)
        )

    def find_institution(self, id: str, *, request_id: str | None = None) -> InstitutionReply:
        """One institution by its id, closed ones included."""
        return self._transport.call(operations.FIND_INSTITUTION, operations.OneRecord(id=id, request_id=request_id))

    def delete_institution(self, id: str, *, request_id: str | None = None) -> InstitutionReply:
        """Close an institution that has no open training. Closing it again changes nothing."""
        return self._transport.call(operations.DELETE_INSTITUTION, operations.OneRecord(id=id, request_id=request_id))

    def institutions_page(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        page: PageNumber | None = None,
        per_page: PageSize | None = None,
        request_id: str | None = None,
    ) -> InstitutionPage:
        """One page of your institutions, by their last change. `status` is one or several, with commas."""
        return self._transport.call(
            operations.INSTITUTIONS_PAGE,
            operations.ListOfRecords(
                updated_since=updated_since,
                updated_until=updated_until,
                status=status,
                page=page,
                per_page=per_page,
                request_id=request_id,
            ),
        )

    def institutions(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        per_page: PageSize = 50,
    ) -> RecordWalk[Institution]:
        """All your institutions, by their last change, page by page as they are needed."""
        first = operations.ListOfRecords(
            updated_since=updated_since, updated_until=updated_until, status=status, page=1, per_page=per_page
        )
        paged = operations.INSTITUTIONS_PAGE
        return RecordWalk(paged, first, partial(self._transport.call, paged), self._clock)

    def put_training(self, id: str, body: TrainingBody, *, request_id: str | None = None) -> TrainingReply:
        """Report a training under an id of your choice (a UUID), or replace the one that has it."""
        return self._transport.call(
            operations.PUT_TRAINING, operations.PutTraining(id=id, body=body, request_id=request_id)
        )

    def find_training(self, id: str, *, request_id: str | None = None) -> TrainingReply:
        """One training by its id, closed ones included."""
        return self._transport.call(operations.FIND_TRAINING, operations.OneRecord(id=id, request_id=request_id))

    def delete_training(self, id: str, *, request_id: str | None = None) -> TrainingReply:
        """Close a training for good. Closing it again changes nothing."""
        return self._transport.call(operations.DELETE_TRAINING, operations.OneRecord(id=id, request_id=request_id))

    def trainings_page(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        page: PageNumber | None = None,
        per_page: PageSize | None = None,
        request_id: str | None = None,
    ) -> TrainingPage:
        """One page of your trainings, by their last change. `status` is one or several, with commas."""
        return self._transport.call(
            operations.TRAININGS_PAGE,
            operations.ListOfRecords(
                updated_since=updated_since,
                updated_until=updated_until,
                status=status,
                page=page,
                per_page=per_page,
                request_id=request_id,
            ),
        )

    def trainings(
        self,
        *,
        updated_since: UtcMoment | None = None,
        updated_until: UtcMoment | None = None,
        status: str | None = None,
        per_page: PageSize = 50,
    ) -> RecordWalk[Training]:
        """All your trainings, by their last change, page by page as they are needed."""
        first = operations.ListOfRecords(
            updated_since=updated_since, updated_until=updated_until, status=status, page=1, per_page=per_page
        )
        paged = operations.TRAININGS_PAGE
        return RecordWalk(paged, first, partial(self._transport.call, paged), self._clock)
