"""Lists in pages: counts, order, filters, windows."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from satupintu.systems.jobtrain.server.records import JobtrainBatch, SettingRecord
from tests.integration.jobtrain.served import Served

LISTS = (
    "Jobs/list?StatusId=3",
    "Jobs/listCandidate/20235",
    "candidate/8841",
    "Candidate/GetRecentlyUpdatedApplications",
    "Jobs/GetDBSReadyCandidateByJobId/20235",
    "Integration/GetRecentlyCompletedStarters",
    "Integration/GetRecentlyCancelledStarters",
    "ApplicationStatus",
    "Onboarding/GetOnboardingItems?candidateApplicationId=156",
)


def whole(served: Served, path: str, user: str = "api.all", **query: Any) -> list[dict[str, Any]]:
    """A list as its one page of 100."""
    asked = {"PageSize": 100, **query}
    mark = "&" if "?" in path else "?"
    page = served.ask(user, "GET", path + mark + "&".join(f"{name}={value}" for name, value in asked.items()))
    assert page.status_code == 200, page.text
    assert list(page.json()) == ["total", "results", "data"]
    return page.json()["data"]


@pytest.mark.parametrize("path", LISTS)
def test_pages_join_to_the_whole_list(path: str, reading: Served) -> None:
    everything = whole(reading, path)
    assert everything, "a list that shows nothing proves nothing"
    mark = "&" if "?" in path else "?"
    joined: list[dict[str, Any]] = []
    number = 1
    while len(joined) < len(everything):
        page = reading.ask("api.all", "GET", f"{path}{mark}PageSize=3&PageNo={number}").json()
        assert page["total"] == len(everything)
        assert page["results"] == len(page["data"]) == min(3, len(everything) - len(joined))
        joined += page["data"]
        number += 1
    assert joined == everything
    behind = reading.ask("api.all", "GET", f"{path}{mark}PageSize=3&PageNo={number}")
    assert (behind.status_code, behind.json()) == (200, {"total": len(everything), "results": 0, "data": []})


def test_a_page_number_beyond_all_bounds_is_past_the_end(reading: Served) -> None:
    answer = reading.get("Jobs/list", PageNo="9" * 40)
    assert (answer.status_code, answer.json()) == (200, {"total": 3, "results": 0, "data": []})


def test_a_page_has_20_records_by_default_and_100_at_most(served: Served) -> None:
    more = [SettingRecord("Campaign", number, f"Campaign {number}", b"{}") for number in range(2, 131)]
    served.house.jobtrain_records.batches.save(JobtrainBatch(settings=more))
    assert served.get("Campaign").json()["results"] == 20
    assert served.get("Campaign", PageSize=101).json()["results"] == 100
    assert served.get("Campaign", PageSize=10**9, PageNo=2).json()["results"] == 30


@pytest.mark.parametrize(
    ("user", "total", "jobs", "of_south", "divisions"),
    [
        ("api.north", 1, [20235], 404, [3]),
        ("api.south", 1, [20236], 200, [4]),
        ("api.all", 3, [20235, 20236, 20237], 200, [3, 4]),
    ],
)
def test_each_user_sees_their_own_jobs_and_divisions(
    user: str, total: int, jobs: list[int], of_south: int, divisions: list[int], reading: Served
) -> None:
    page = reading.get("Jobs/list", user).json()
    assert (page["total"], [job["id"] for job in page["data"]]) == (total, jobs)
    assert reading.get("Job/20236", user).status_code == of_south
    assert [item["id"] for item in whole(reading, "Divisions", user)] == divisions


def test_who_only_sees_settings_sees_no_job_and_all_divisions(reading: Served) -> None:
    assert reading.get("Jobs/list", "api.settings").status_code == 403
    assert reading.get("Job/20235", "api.settings").status_code == 403
    assert [item["id"] for item in whole(reading, "Divisions", "api.settings")] == [3, 4]


def test_a_closed_job_leaves_the_list_and_stays_readable(served: Served) -> None:
    assert [job["id"] for job in whole(served, "Jobs/list", "api.north")] == [20235]
    served.move(timedelta(days=37))
    assert whole(served, "Jobs/list", "api.north") == []
    assert served.get("Job/20235", "api.north").status_code == 200
    assert 20235 in [job["id"] for job in whole(served, "Jobs/list?StatusId=2", "api.north")]


SORTED = {
    "id": lambda job: job["id"],
    "title": lambda job: job["title"].lower(),
    "reference": lambda job: job["reference"].lower(),
    "createdDate": lambda job: job["createdDate"],
    "status": lambda job: job["status"]["id"],
}


@pytest.mark.parametrize("order", SORTED)
@pytest.mark.parametrize("status", ["3", "2"])
def test_jobs_are_sorted_either_way_with_ties_by_id(order: str, status: str, reading: Served) -> None:
    key = SORTED[order]
    up = whole(reading, f"Jobs/list?StatusId={status}&SortBy={order}")
    down = whole(reading, f"Jobs/list?StatusId={status}&SortBy={order}&SortOrder=desc")
    assert len(up) == len(down) > 3
    for first, second in pairwise(up):
        assert (key(first), first["id"]) < (key(second), second["id"])
    for first, second in pairwise(down):
        assert key(first) > key(second) or (key(first) == key(second) and first["id"] < second["id"])


@pytest.mark.parametrize(("direction", "first"), [("asc", [20235, 20236]), ("desc", [20236, 20235])])
def test_a_job_without_closing_date_comes_last_either_way(direction: str, first: list[int], reading: Served) -> None:
    jobs = whole(reading, f"Jobs/list?SortBy=closingDate&SortOrder={direction}")
    assert [job["id"] for job in jobs] == [*first, 20237]


def test_filters_narrow_the_list_and_status_replaces_the_advertised_rule(reading: Served) -> None:
    assert [job["id"] for job in whole(reading, "Jobs/list?DivisionId=4")] == [20236]
    assert [job["id"] for job in whole(reading, "Jobs/list?DepartmentId=13")] == [20237]
    assert [job["id"] for job in whole(reading, "Jobs/list?LocationId=7")] == [20235]
    assert [job["id"] for job in whole(reading, "Jobs/list?StatusId=1")] == [20238]
    live = whole(reading, "Jobs/list?StatusId=2")
    assert {20235, 20236, 20237} < {job["id"] for job in live}, "those past their closing date as well"
    assert whole(reading, "Jobs/list?DivisionId=4", "api.north") == []
    assert whole(reading, "Jobs/list?StatusId=99") == []


def test_a_job_names_the_address_under_which_it_was_asked_for(reading: Served) -> None:
    address = "http://127.0.0.1:8765/jobtrain/demo/Job/JobDetail?JobId=20235"
    assert reading.get("Job/20235").json()["publicUrl"] == address
    assert whole(reading, "Jobs/list?DivisionId=3")[0]["publicUrl"] == address
    by_host = reading.http.get(
        "http://127.0.0.1:8765/api/v1/Job/20235",
        headers={"Host": "jobtrain.localhost", "Authorization": f"Bearer {reading.token('api.all')}"},
    )
    assert by_host.json()["publicUrl"] == "http://jobtrain.localhost/demo/Job/JobDetail?JobId=20235"


def test_items_that_are_not_active_are_listed_on_request_and_readable_by_id(reading: Served) -> None:
    active, every = whole(reading, "Department"), whole(reading, "Department", IncludeInactive="True")
    assert {item["id"] for item in every} - {item["id"] for item in active} == {16}
    assert reading.get("Department/16").json()["isActive"] is False
    assert reading.get("Department", IncludeInactive="maybe").status_code == 400


def test_an_item_is_created_and_found(served: Served) -> None:
    answer = served.post("Locations", {"name": " West Wing ", "divisionId": 3, "isRemote": True}, "api.north")
    assert answer.status_code == 201
    item = answer.json()
    assert item == {
        "id": 10,
        "name": "West Wing",
        "isActive": True,
        "divisionId": 3,
        "address": None,
        "city": "Remote",
        "postcode": None,
        "country": None,
        "isRemote": True,
    }
    assert answer.headers["Location"] == "http://127.0.0.1:8765/jobtrain/api/v1/Locations/10"
    assert served.get("Locations/10", "api.north").json() == item
    assert served.get("Locations/10", "api.south").status_code == 404
    assert served.post("Department", {"name": "Everywhere"}).json()["divisionId"] is None


def test_a_name_that_is_taken_in_whatever_case_is_a_conflict(served: Served) -> None:
    assert served.post("Divisions", {"name": " NORTH "}).status_code == 409
    assert served.post("Department", {"name": "north"}).status_code == 201, "settings do not share their names"


@pytest.mark.parametrize("body", [{"name": "X", "divisionId": 99}, {"name": "X", "divisionId": 4}])
def test_an_unknown_division_and_a_hidden_one_are_refused_with_one_text(body: Any, reading: Served) -> None:
    answer = reading.post("Department", body, "api.north")
    assert (answer.status_code, answer.json()["errors"]) == (400, {"divisionId": ["There is no such division."]})


def test_the_latest_changes_come_oldest_first_until_the_window_closes(served: Served) -> None:
    recent = whole(served, "Candidate/GetRecentlyUpdatedApplications")
    moments = [datetime.fromisoformat(entry["statusChangedDate"]) for entry in recent]
    assert moments == sorted(moments)
    assert served.house.clock.now() - moments[0] <= timedelta(hours=24)
    served.move(moments[0] + timedelta(hours=24, seconds=-30) - served.house.clock.now())
    assert whole(served, "Candidate/GetRecentlyUpdatedApplications") == recent
    served.move(timedelta(seconds=31))
    assert whole(served, "Candidate/GetRecentlyUpdatedApplications") == recent[1:]


def test_starters_end_one_way_or_the_other(reading: Served) -> None:
    completed = whole(reading, "Integration/GetRecentlyCompletedStarters")
    cancelled = whole(reading, "Integration/GetRecentlyCancelledStarters")
    assert completed
    assert cancelled
    assert all(entry["completedDate"] and not entry["cancelledDate"] for entry in completed)
    assert all(entry["cancelledDate"] and not entry["completedDate"] for entry in cancelled)
    assert [entry["completedDate"] for entry in completed] == sorted(entry["completedDate"] for entry in completed)
    form = reading.get(
        "StarterForm/GetNewStarterFormDetail", candidateApplicationId=completed[0]["candidateApplicationId"]
    )
    assert form.json()["jobTitle"] == completed[0]["jobTitle"]


def test_an_application_without_a_form_has_none(reading: Served) -> None:
    answer = reading.get("StarterForm/GetNewStarterFormDetail", candidateApplicationId=96)
    assert answer.status_code == 404
    assert reading.get("GetCandidateApplicationById/96").status_code == 200


def test_an_overview_counts_its_items(reading: Served) -> None:
    found = reading.get("Onboarding/GetOverview", candidateApplicationId=156).json()
    areas = {
        "onboarding": "GetOnboardingItems",
        "compliance": "GetComplianceItems",
        "referencing": "GetReferences",
    }
    for area, operation in areas.items():
        items = whole(reading, f"Onboarding/{operation}?candidateApplicationId=156")
        done = [item for item in items if item["status"] == "Completed"]
        assert found[area]["items"] == items
        assert found[area]["percentComplete"] == 100 * len(done) // len(items)
    empty = reading.get("Onboarding/GetOverview", candidateApplicationId=96).json()
    assert empty["compliance"] == {"status": "NotStarted", "percentComplete": 0, "items": []}
