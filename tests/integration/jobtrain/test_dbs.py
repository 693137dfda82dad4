"""DBS checks: who waits, references that stay, and a history that keeps everything once."""

from __future__ import annotations

from typing import Any

from tests.integration.jobtrain.served import Served, reports

READY = "Jobs/GetDBSReadyCandidateByJobId/20235"
REFER = "Jobs/UpdateDBSUniqueId"
REPORT = "Jobs/UpdateDBSStatus"


def waiting(served: Served) -> list[int]:
    return [entry["candidateApplicationId"] for entry in served.get(READY, "api.north").json()["data"]]


def refer(served: Served, application_id: int, unique_id: str) -> int:
    body = {"candidateApplicationId": application_id, "dbsUniqueId": unique_id}
    return served.post(REFER, body, "api.north").status_code


def test_an_application_waits_until_a_reference_is_held_for_it(served: Served) -> None:
    assert 156 in waiting(served)
    body = {"candidateApplicationId": 156, "dbsUniqueId": " FA-000123 "}
    answer = served.post(REFER, body, "api.north")
    assert answer.json() == {"candidateApplicationId": 156, "dbsUniqueId": "FA-000123", "status": "Referenced"}
    assert 156 not in waiting(served)


def test_a_reference_stays_with_its_application(served: Served) -> None:
    other = next(each for each in waiting(served) if each != 156)
    assert refer(served, 156, "FA-1") == 200
    assert refer(served, 156, "FA-1") == 200, "the same value again changes nothing"
    assert refer(served, 156, "FA-2") == 409, "another value for this application"
    assert refer(served, other, "FA-1") == 409, "a value that another holds"
    assert other in waiting(served)
    assert refer(served, 96, "FA-3") == 404, "nobody asked for a check of it"


def report(served: Served, **fields: Any) -> Any:
    answer = served.post(REPORT, {"dbsUniqueId": "FA-1", "status": "ToBeCompleted", **fields}, "api.north")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_reports_are_kept_and_a_repeated_one_adds_nothing(served: Served) -> None:
    assert refer(served, 156, "FA-1") == 200
    first = report(served)
    assert first == {
        "dbsUniqueId": "FA-1",
        "candidateApplicationId": 156,
        "stage": None,
        "status": "ToBeCompleted",
        "statusDate": first["statusDate"],
        "applicationStatus": None,
    }
    assert report(served) == first
    assert reports(served.house.database) == 1
    assert report(served, stage="DBS")["stage"] == "DBS"
    dated = report(served, stage="DBS", statusDate="2025-11-20T10:00:00+01:00", issueDate="2025-11-19")
    assert dated["statusDate"] == "2025-11-20T09:00:00Z"
    assert report(served)["statusDate"] >= first["statusDate"], "what was said before is said anew"
    assert reports(served.house.database) == 4


def test_a_report_needs_a_known_reference_and_a_status(served: Served) -> None:
    assert served.post(REPORT, {"dbsUniqueId": "FA-1", "status": "Done"}).status_code == 404
    answer = served.post(REPORT, {"dbsUniqueId": " ", "issueDate": "soon"})
    assert (answer.status_code, sorted(answer.json()["errors"])) == (400, ["dbsUniqueId", "issueDate", "status"])


def test_what_is_told_of_a_check_is_all_a_provider_needs(reading: Served) -> None:
    entry = reading.get(READY, "api.north").json()["data"][-1]
    assert {
        key: entry[key] for key in ("firstName", "dateOfBirth", "dbsCheckRequired", "employerName", "position")
    } == {
        "firstName": "Asha",
        "dateOfBirth": "1990-04-02",
        "dbsCheckRequired": "Enhanced",
        "employerName": "Demo Care",
        "position": "Care Assistant",
    }
