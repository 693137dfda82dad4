"""Applying for a job: who is taken, which files, and that nothing is kept of what is refused."""

from __future__ import annotations

import base64
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from satupintu.store.contents import rows_of
from tests.integration.jobtrain.served import PDF, Served, application

APPLY = "Candidate/DirectApplyData"


def docx(*more: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            package.writestr(name, "<x/>")
    return packed.getvalue()


DOC = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(100)
GOOD = {
    "cv.pdf": PDF,
    "CV.PDF": PDF,
    "lebenslauf.doc": DOC,
    "cv.docx": docx(),
    "cv.rtf": b"{\\rtf1 A CV}",
    "Zoë's cv.txt": "Zoë, 10 years of care\r\n".encode(),
    "old.txt": "Zoë".encode("cp1252"),
}
BAD = {
    "a script under the name of a PDF": ("cv.pdf", b"#!/bin/sh\nrm -rf /\n", "cv.fileData"),
    "a script under the name of a text": ("cv.txt", b"#!/bin/sh\nrm -rf /\n", "cv.fileData"),
    "a page under the name of a text": ("cv.txt", b"  <script>alert(1)</script>", "cv.fileData"),
    "PHP under the name of a text": ("cv.txt", b"<?php system('id');", "cv.fileData"),
    "a program under the name of a text": ("cv.txt", b"\x7fELF\x02\x01\x01\x00", "cv.fileData"),
    "a script by its name": ("cv.sh", b"#!/bin/sh\n", "cv.fileName"),
    "a second ending": ("cv.pdf.exe", PDF, "cv.fileName"),
    "no ending": ("cv", PDF, "cv.fileName"),
    "a path": ("../../etc/cv.pdf", PDF, "cv.fileName"),
    "a Windows path": ("C:\\cv.pdf", PDF, "cv.fileName"),
    "a name that turns around": ("cv\u202efdp.txt", b"text", "cv.fileName"),
    "a name over the limit": ("x" * 197 + ".pdf", PDF, "cv.fileName"),
    "nothing": ("cv.pdf", b"", "cv.fileData"),
    "a text under the name of a PDF": ("cv.pdf", b"My CV", "cv.fileData"),
    "a PDF under the name of a document": ("cv.docx", PDF, "cv.fileData"),
    "an archive that is no document": ("cv.docx", docx()[:50], "cv.fileData"),
    "a document with macros": ("cv.docx", docx("word/vbaProject.bin"), "cv.fileData"),
    "a compound file that is no document": ("cv.doc", DOC[:500], "cv.fileData"),
    "one byte too many": ("cv.txt", b"x" * (5 * 1024 * 1024 + 1), "cv.fileData"),
}


def kept(served: Served) -> list[Any]:
    """All rows of Jobtrain but tokens, and the names of all files."""
    rows = [row for row in rows_of(served.house.database) if row[0].startswith("jobtrain") and "token" not in row[0]]
    return [*rows, served.stored_files()]


@pytest.mark.parametrize("name", GOOD)
def test_files_of_the_known_types_are_taken(name: str, served: Served) -> None:
    answer = served.post(APPLY, application(content=GOOD[name], name=name), "api.north")
    assert answer.status_code == 201, answer.text
    result = answer.json()
    assert list(result) == ["candidateId", "candidateApplicationId", "jobId", "status"]
    assert (result["jobId"], result["status"]) == (20235, {"id": 2, "name": "Submitted"})
    found = served.get(f"GetCandidateApplicationById/{result['candidateApplicationId']}", "api.north").json()
    (document,) = found["documents"]
    assert (document["type"], document["fileName"], document["size"]) == ("CV", name, len(GOOD[name]))
    assert sha256(GOOD[name]).hexdigest() in served.stored_files()


def test_other_files_are_refused_by_field_and_nothing_is_kept(served: Served) -> None:
    before = kept(served)
    for what, (name, content, field) in BAD.items():
        answer = served.post(APPLY, application(content=content, name=name))
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field]), what
        assert kept(served) == before, what


@pytest.mark.parametrize("data", ["%%%", "JVBERi0xLjQK\n", "JVBERi0xLjQ", "JVBERi0x-_==", "JVBERi0xLjQK===="])
def test_base64_is_read_strictly(data: str, reading: Served) -> None:
    body = application()
    body["cv"]["fileData"] = data
    answer = reading.post(APPLY, body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["cv.fileData"])


def test_the_largest_file_and_two_of_it_fit(served: Served) -> None:
    largest = PDF.ljust(5 * 1024 * 1024)
    letter = {"fileName": "letter.pdf", "contentType": "x", "fileData": base64.b64encode(largest).decode()}
    answer = served.post(APPLY, application(content=largest, coverLetter=letter))
    assert answer.status_code == 201, answer.text


FAULTS: dict[str, Any] = {
    "jobId": {"jobId": 0},
    "candidate": {"candidate": None},
    "candidate.firstName": {"candidate": {"firstName": " ", "lastName": "X", "email": "a@b"}},
    "candidate.lastName": {"candidate": {"firstName": "X", "lastName": "x" * 101, "email": "a@b"}},
    "candidate.email": {"candidate": {"firstName": "X", "lastName": "X", "email": "a@b@c"}},
    "cv": {"cv": None},
    "cv.fileName": {"cv": {"contentType": "x", "fileData": ""}},
    "source": {"source": "x" * 101},
    "answers": {"answers": [{"question": "?", "answer": "!"}] * 51},
}


@pytest.mark.parametrize("field", FAULTS)
def test_each_faulty_field_is_named(field: str, reading: Served) -> None:
    answer = reading.post(APPLY, {**application(), **FAULTS[field]})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_letter_may_be_a_file_or_a_text(served: Served) -> None:
    as_text = application("a@example.org", coverLetter="Dear all,\nZoë")
    as_file = application(
        "b@example.org",
        coverLetter={"fileName": "letter.txt", "contentType": "x", "fileData": base64.b64encode(b"Dear").decode()},
    )
    too_long = application("c@example.org", coverLetter="x" * 20_001)
    assert [served.post(APPLY, body).status_code for body in (as_text, as_file, too_long)] == [201, 201, 400]
    recent = served.get("Candidate/GetRecentlyUpdatedApplications", PageSize=100).json()["data"]
    letters = {
        entry["candidate"]["email"]: entry["coverLetter"] for entry in recent if entry["candidate"]["email"][1] == "@"
    }
    assert base64.b64decode(letters["a@example.org"]["fileData"]).decode() == "Dear all,\nZoë"
    assert (letters["b@example.org"]["fileName"], letters["b@example.org"]["fileData"]) == ("letter.txt", "RGVhcg==")


def test_everything_that_was_sent_is_told_again(served: Served) -> None:
    body = application(
        source="Careers site",
        answers=[{"question": "Nights?", "answer": "Yes"}],
        equalOpportunities={"gender": "Woman"},
    )
    body["candidate"] |= {"title": "Dr", "mobile": "07700 900999", "address": {"town": "Leeds"}}
    result = served.post(APPLY, body).json()
    found = served.get("Candidate/GetRecentlyUpdatedApplications", PageSize=100).json()["data"][-1]
    assert found["candidateApplicationId"] == result["candidateApplicationId"] == 157
    assert found["candidate"]["id"] == 8842
    assert (found["candidate"]["title"], found["candidate"]["address"]["town"]) == ("Dr", "Leeds")
    assert (found["source"], found["answers"]) == (body["source"], body["answers"])
    assert (found["equalOpportunities"]["gender"], found["previousStatus"]) == ("Woman", None)
    assert base64.b64decode(found["cv"]["fileData"]) == PDF


def test_the_same_person_for_the_same_job_is_told_of_the_first_application(served: Served) -> None:
    first = served.post(APPLY, application("Kim@Example.org")).json()
    before = kept(served)
    again = served.post(APPLY, application(" kim@example.ORG ", content=b"%PDF-1.7 another"))
    assert again.status_code == 409
    assert again.json()["candidateApplicationId"] == first["candidateApplicationId"]
    assert again.headers["Content-Type"] == "application/problem+json"
    assert kept(served) == before


def test_a_known_person_is_used_again_and_neither_changed_nor_told(served: Served) -> None:
    body = application("asha@example.org", job_id=20236, equalOpportunities={"gender": "Another"})
    answer = served.post(APPLY, body)
    assert answer.json()["candidateId"] == 8841
    assert "Asha" not in answer.text
    detail = served.get("GetCandidateApplicationById/156").json()["candidate"]
    assert (detail["firstName"], detail["address"]["postcode"]) == ("Asha", "LS1 4AP")


def test_of_several_people_of_one_address_the_lowest_number_within_reach_is_used_again(served: Served) -> None:
    in_north = served.post(APPLY, application(job_id=20235), "api.north").json()
    in_south = served.post(APPLY, application(job_id=20236), "api.south").json()
    assert in_north["candidateId"] < in_south["candidateId"]
    for user in ("api.south", "api.all"):
        again = served.post(APPLY, application(job_id=20236), user)
        assert (again.status_code, again.json()["candidateApplicationId"]) == (409, in_south["candidateApplicationId"])
    elsewhere = served.post(APPLY, application(job_id=20237))
    assert (elsewhere.status_code, elsewhere.json()["candidateId"]) == (201, in_north["candidateId"])


@pytest.mark.parametrize(("job_id", "status"), [(20236, 404), (20999, 404), (20238, 400), (20202, 404), (20201, 400)])
def test_only_jobs_that_are_seen_and_advertised_take_applications(job_id: int, status: int, served: Served) -> None:
    before = kept(served)
    answer = served.post(APPLY, application(job_id=job_id), "api.north")
    assert answer.status_code == status
    assert answer.json().get("errors", {}).keys() == ({"jobId"} if status == 400 else set())
    assert kept(served) == before


def test_a_job_takes_applications_until_its_closing_date(served: Served) -> None:
    served.move(timedelta(days=37))
    assert served.post(APPLY, application()).status_code == 400
    assert served.post(APPLY, application(job_id=20237)).status_code == 201


def test_of_many_at_the_same_moment_one_application_is_kept(served: Served) -> None:
    served.token("api.all")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: served.post(APPLY, application()), range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    ids = {answer.json()["candidateApplicationId"] for answer in answers}
    assert ids == {157}


def test_a_number_is_not_given_again_after_a_deletion(served: Served) -> None:
    first = served.post(APPLY, application()).json()
    assert served.house.jobtrain_records.candidates.delete(first["candidateId"])
    second = served.post(APPLY, application()).json()
    assert second["candidateId"] == first["candidateId"] + 1
    assert second["candidateApplicationId"] == first["candidateApplicationId"] + 1
