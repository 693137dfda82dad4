"""Writing what is answered, from finished JSON where there is any: it is joined as bytes and not written again."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args

from satupintu.systems.jobtrain.server.ports import FileStore
from satupintu.systems.jobtrain.server.rows import (
    ApplicationRow,
    DbsRow,
    JobText,
    OnboardingAreaName,
    StarterRow,
    StoredFile,
)

NULL: Final = b"null"

OnboardingWord = Literal["NotStarted", "InProgress", "Completed", "Rejected"]


def stamp(at: datetime | None) -> str | None:
    """A moment as it is written: whole seconds, UTC, with `Z`."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def json_bytes(value: object) -> bytes:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def page(total: int, records: Sequence[bytes]) -> bytes:
    """A page of a list: the two counts first."""
    return b'{"total":%d,"results":%d,"data":[%b]}' % (total, len(records), b",".join(records))


def job_summary(job: JobText, address: str) -> bytes:
    """A job in the list. Its address, the last of its keys, depends on where it is asked for."""
    return b'%b,"publicUrl":%b}' % (job.summary[:-1], json_bytes(address))


def job_detail(job: JobText, address: str) -> bytes:
    """A job in full: the list entry, and more."""
    return b"%b,%b" % (job_summary(job, address)[:-1], job.detail[1:])


def status_ref(item: bytes) -> dict[str, Any]:
    """A status by id and name."""
    found = json.loads(item)
    return {"id": found["id"], "name": found["name"]}


def job_candidate(row: ApplicationRow) -> bytes:
    """A candidate in the list of those who applied for a job."""
    candidate = json.loads(row.candidate)
    return _object(
        candidateId=json_bytes(row.candidate_id),
        candidateApplicationId=json_bytes(row.id),
        jobId=json_bytes(row.job_id),
        **{key: json_bytes(candidate[key]) for key in ("title", "firstName", "lastName", "email", "mobile")},
        applicationStatus=_status(row.status),
        **_dates(row),
        source=json_bytes(row.source),
    )


def application_short(row: ApplicationRow) -> bytes:
    """An application in the list of those of a candidate."""
    job = json.loads(row.job)
    return _object(
        candidateApplicationId=json_bytes(row.id),
        candidateId=json_bytes(row.candidate_id),
        job=json_bytes({key: job[key] for key in ("id", "reference", "title")}),
        status=_status(row.status),
        **_dates(row),
    )


def application(row: ApplicationRow) -> bytes:
    """An application in full."""
    documents = [
        {"type": file.kind, "fileName": file.file_name, "contentType": file.content_type, "size": file.size}
        for file in row.files
    ]
    return _object(
        candidateApplicationId=json_bytes(row.id),
        candidate=row.candidate,
        job=row.job,
        status=_status(row.status),
        **_dates(row),
        source=json_bytes(row.source),
        answers=row.answers,
        documents=json_bytes(documents),
    )


def recent_application(row: ApplicationRow, files: FileStore, *, with_equal_opportunities: bool) -> bytes:
    """An application whose status changed lately, with its files."""
    previous = NULL if row.previous_status is None else json_bytes(status_ref(row.previous_status))
    equal = row.equal_opportunities if with_equal_opportunities else None
    more = _object(
        previousStatus=previous,
        equalOpportunities=NULL if equal is None else equal,
        cv=_file(row.files, "CV", files),
        coverLetter=_file(row.files, "CoverLetter", files),
    )
    return b"%b,%b" % (application(row)[:-1], more[1:])


def dbs_ready(row: DbsRow) -> bytes:
    """A candidate who waits for a DBS check."""
    candidate, check = json.loads(row.candidate), json.loads(row.document)
    return json_bytes(
        {
            "candidateId": row.candidate_id,
            "candidateApplicationId": row.application_id,
            "jobId": row.job_id,
            **{key: candidate[key] for key in ("firstName", "lastName", "email")},
            "dateOfBirth": row.date_of_birth,
            **{key: check[key] for key in ("dbsCheckRequired", "workforceType", "purpose", "employerName", "position")},
            "requestedDate": stamp(row.requested_at),
        }
    )


def starter_short(row: StarterRow) -> bytes:
    """A starter who was completed or cancelled lately."""
    candidate, form = json.loads(row.candidate), json.loads(row.document)
    return json_bytes(
        {
            "candidateApplicationId": row.application_id,
            "candidateId": row.candidate_id,
            "jobId": row.job_id,
            "firstName": candidate["firstName"],
            "lastName": candidate["lastName"],
            "jobTitle": form["jobTitle"] or "",
            "startDate": form["startDate"],
            "completedDate": stamp(row.completed_at),
            "cancelledDate": stamp(row.cancelled_at),
        }
    )


def onboarding_overview(application_id: int, found: Mapping[OnboardingAreaName, Sequence[bytes]]) -> bytes:
    """All three areas of an application; one without items has not begun."""
    areas = {area: _onboarding_area(found.get(area, ())) for area in get_args(OnboardingAreaName)}
    return _object(candidateApplicationId=json_bytes(application_id), **areas)


def _onboarding_area(items: Sequence[bytes]) -> bytes:
    """How far one area is, and its items."""
    statuses = [json.loads(item)["status"] for item in items]
    done = statuses.count("Completed")
    return b'{"status":"%b","percentComplete":%d,"items":[%b]}' % (
        _area_status(statuses).encode(),
        100 * done // len(statuses) if statuses else 0,
        b",".join(items),
    )


def _area_status(statuses: Sequence[str]) -> OnboardingWord:
    if "Rejected" in statuses:
        return "Rejected"
    if set(statuses) <= {"NotStarted"}:
        return "NotStarted"
    return "Completed" if set(statuses) == {"Completed"} else "InProgress"


def _object(**members: bytes) -> bytes:
    return b"{%b}" % b",".join(b'"%b":%b' % (key.encode(), value) for key, value in members.items())


def _status(item: bytes) -> bytes:
    found = json.loads(item)
    return json_bytes(
        {
            "id": found["id"],
            "name": found["name"],
            "nameForCandidates": found["nameForCandidates"],
            "phase": found["recruitmentPhase"],
        }
    )


def _dates(row: ApplicationRow) -> dict[str, bytes]:
    return {
        "appliedDate": json_bytes(stamp(row.applied_at)),
        "statusChangedDate": json_bytes(stamp(row.status_changed_at)),
    }


def _file(files: Sequence[StoredFile], kind: str, store: FileStore) -> bytes:
    file = next((each for each in files if each.kind == kind), None)
    content = None if file is None else store.read(file.digest)
    if file is None or content is None:
        return NULL
    return _object(
        fileName=json_bytes(file.file_name),
        contentType=json_bytes(file.content_type),
        fileData=b'"%b"' % b64encode(content),
    )
