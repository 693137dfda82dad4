"""Taking direct applications at the Jobtrain server: the person, the application and its files, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Executable, and_, bindparam, insert, literal_column, select

from satupintu.store.database import Database
from satupintu.store.jobtrain_files import JobtrainFiles
from satupintu.store.jobtrain_numbers import new_number
from satupintu.store.moments import from_microseconds, to_microseconds
from satupintu.store.statement import Statement
from satupintu.store.tables import (
    jobtrain_application,
    jobtrain_candidate,
    jobtrain_file,
    jobtrain_job,
    jobtrain_setting,
)
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.contract.models import Candidate, DirectApply
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.records import APPLICATION_STATUS, JOB_STATUS, SUBMITTED, email_key
from satupintu.systems.jobtrain.server.rows import Applied, ApplyFault, ReceivedFile

Find = Callable[[Statement, Mapping[str, object]], Sequence[Sequence[Any]]]
"""Runs a statement and gives its rows."""

_application, _candidate, _job, _item = (
    jobtrain_application.c,
    jobtrain_candidate.c,
    jobtrain_job.c,
    jobtrain_setting.c,
)


def _named(setting: str) -> ColumnElement[str]:
    """The name of a setting, which stands in the statement itself: it is never given at an execution."""
    return literal_column(f"'{setting}'")


_JOB: Final = Statement(
    select(_job.division_id, _job.closing_at, _item.document)
    .select_from(jobtrain_job)
    .outerjoin(jobtrain_setting, and_(_item.setting == _named(JOB_STATUS), _item.id == _job.status_id))
    .where(_job.id == bindparam("id"))
)
# Everyone of this address with the divisions of their applications: reach is looked at afterwards, so that hidden and
# unknown people take the same statement.
_PEOPLE: Final = Statement(
    select(_candidate.id, _application.division_id)
    .select_from(jobtrain_candidate)
    .outerjoin(jobtrain_application, _application.candidate_id == _candidate.id)
    .where(_candidate.email_key == bindparam("email_key"))
    .order_by(_candidate.id)
)
_MADE: Final = Statement(
    select(_candidate.id, _application.id, _item.document)
    .select_from(jobtrain_candidate)
    .join(jobtrain_application, _application.candidate_id == _candidate.id)
    .join(jobtrain_setting, and_(_item.setting == _named(APPLICATION_STATUS), _item.id == _application.status_id))
    .where(_candidate.email_key == bindparam("email_key"), _application.job_id == bindparam("job_id"))
    .order_by(_candidate.id)
)
_STATUS: Final = Statement(
    select(_item.document).where(_item.setting == _named(APPLICATION_STATUS), _item.id == bindparam("id"))
)
_ADD_PERSON: Final = Statement(insert(jobtrain_candidate))
_ADD_APPLICATION: Final = Statement(insert(jobtrain_application))
_ADD_FILE: Final = Statement(insert(jobtrain_file))


class SqlJobtrainDesk:
    """An `ApplicationDesk`."""

    def __init__(self, database: Database, writer: Writer, files: JobtrainFiles) -> None:
        self._database = database
        self._writer = writer
        self._files = files

    def apply(
        self, reach: Reach, form: DirectApply, files: Sequence[ReceivedFile], now: datetime
    ) -> Applied | ApplyFault:
        """Take an application; rows and files are durable when this returns."""
        # What is refused is found out before anything is written.
        found = self._looked_up(reach, form, now)
        if isinstance(found, ApplyFault | Applied):
            return found
        with self._files.changing():
            digests = [self._files.put(file.content) for file in files]

            def applying(transaction: Transaction) -> Applied | ApplyFault:
                def find(statement: Statement, parameters: Mapping[str, object]) -> Sequence[Sequence[Any]]:
                    return transaction.execute(statement, parameters).fetchall()

                found = _decide(find, reach, form, now)
                if isinstance(found, ApplyFault | Applied):
                    return found
                return _apply(transaction, found, form, list(zip(files, digests, strict=True)), now)

            applied = self._writer.run(applying)
            if not (isinstance(applied, Applied) and applied.is_new):
                self._files.remove_unreferenced(digests)
        return applied

    def _looked_up(self, reach: Reach, form: DirectApply, now: datetime) -> Applied | ApplyFault | _Place:
        with self._database.reading() as connection:

            def find(statement: Statement, parameters: Mapping[str, object]) -> Sequence[Sequence[Any]]:
                # The same construct as in the transaction.
                return connection.execute(cast("Executable", statement.construct), parameters).fetchall()

            return _decide(find, reach, form, now)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an application goes: the job's division, and the person if one of this address is within reach."""

    division_id: int | None
    candidate_id: int | None


def _decide(find: Find, reach: Reach, form: DirectApply, now: datetime) -> Applied | ApplyFault | _Place:
    jobs = find(_JOB, {"id": form.job_id})
    if not jobs or not reach.can_see(jobs[0][0]):
        return ApplyFault.NO_JOB
    division_id, closing_at, status = jobs[0]
    is_open = closing_at is None or from_microseconds(closing_at) > now
    if not is_open or status is None or not json.loads(status)["isAdvertised"]:
        return ApplyFault.NOT_ADVERTISED
    address = email_key(form.candidate.email)
    # The job is within reach, so whoever has applied for it is too.
    for candidate_id, application_id, application_status in find(_MADE, {"email_key": address, "job_id": form.job_id}):
        return Applied(candidate_id, application_id, application_status.encode(), is_new=False)
    # A person out of reach is not used again: the new application would show their details.
    people = find(_PEOPLE, {"email_key": address})
    return _Place(division_id, next((person for person, place in people if reach.can_see(place)), None))


def _apply(
    transaction: Transaction,
    place: _Place,
    form: DirectApply,
    files: Sequence[tuple[ReceivedFile, str]],
    now: datetime,
) -> Applied:
    candidate_id = place.candidate_id
    if candidate_id is None:
        candidate_id = _add_person(transaction, form)
    application_id = new_number(transaction, jobtrain_application)
    answers = [answer.model_dump(by_alias=True) for answer in form.answers or ()]
    application = {
        "id": application_id,
        "candidate_id": candidate_id,
        "job_id": form.job_id,
        "division_id": place.division_id,
        "status_id": SUBMITTED,
        "previous_status_id": None,
        "applied_at": to_microseconds(now),
        "status_changed_at": to_microseconds(now),
        "source": form.source,
        "answers": json.dumps(answers, ensure_ascii=False, separators=(",", ":")),
    }
    transaction.execute(_ADD_APPLICATION, application)
    transaction.execute_many(
        _ADD_FILE, [file_row(application_id, number, *file) for number, file in enumerate(files, 1)]
    )
    status = transaction.execute(_STATUS, {"id": SUBMITTED}).fetchone()
    if status is None:
        raise LookupError("the shipped application statuses are missing")
    return Applied(candidate_id, application_id, status[0].encode(), is_new=True)


def _add_person(transaction: Transaction, form: DirectApply) -> int:
    candidate_id = new_number(transaction, jobtrain_candidate)
    person = Candidate(id=candidate_id, is_internal=False, **dict(form.candidate))
    equal = form.equal_opportunities
    row = {
        "id": candidate_id,
        "email_key": email_key(form.candidate.email),
        "document": person.model_dump_json(by_alias=True),
        "equal_opportunities": None if equal is None else equal.model_dump_json(by_alias=True),
        "date_of_birth": None,
    }
    transaction.execute(_ADD_PERSON, row)
    return candidate_id


def file_row(application_id: int, number: int, file: ReceivedFile, digest: str) -> dict[str, object]:
    """A file of an application as it is kept."""
    return {
        "application_id": application_id,
        "number": number,
        "kind": file.kind,
        "file_name": file.file_name,
        "content_type": file.content_type,
        "size": len(file.content),
        "digest": digest,
    }
