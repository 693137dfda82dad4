"""What a user may not see, they cannot tell from what does not exist: no field, count, text or statement tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.jobtrain_people_samples import SAMPLE_USERS
from satupintu.bootstrap.sandbox import fill_sandbox, first_start
from satupintu.systems.jobtrain.contract.operations import OPERATIONS
from satupintu.systems.jobtrain.contract.restrictions import EQUAL_OPPORTUNITIES, Denied, Reach, Role, verify
from satupintu.systems.jobtrain.server.administration import UserChange
from satupintu.systems.jobtrain.server.records import JobtrainBatch
from satupintu.systems.jobtrain.server.samples import sample_batch
from tests.integration.jobtrain.served import Served, application, pretty, seen, statements

REACH = {
    "api.north": Reach(False, frozenset({3})),
    "api.south": Reach(False, frozenset({4})),
    "api.all": Reach(True),
    "api.settings": Reach(True),
}
JOBS = (20201, 20202, 20210, 20235, 20236, 20237, 20238, 20999)
CANDIDATES = (*range(8781, 8806, 3), 8837, 8838, 8841, 9999)
APPLICATIONS = (*range(96, 121, 3), 152, 153, 156, 999)
VALUES = {
    "job_id": JOBS,
    "candidate_id": CANDIDATES,
    "application_id": APPLICATIONS,
    "candidate_application_id": APPLICATIONS,
    "id": (1, 3, 4, 7, 8, 9, 11, 12, 13, 99),
}
FILTERS = (
    "Jobs/list?DivisionId=3",
    "Jobs/list?DivisionId=4",
    "Jobs/list?StatusId=3&SortBy=title&PageSize=100",
    "Jobs/list?StatusId=4&DivisionId=4",
    "Jobs/list?DepartmentId=12&StatusId=3&PageNo=2&PageSize=3",
    "Jobs/list?LocationId=8&StatusId=3",
    "Department?IncludeInactive=true",
    "Candidate/GetRecentlyUpdatedApplications?PageSize=4&PageNo=2",
)


def paths() -> Iterator[str]:
    """A request for every operation that reads, with ids inside and outside of every division and unknown ones."""
    for operation in OPERATIONS:
        if operation.method != "GET":
            continue
        path = operation.paths_as_sent[0].removeprefix("/api/v1/")
        if operation.path_fields == {"candidate_id", "job_id"}:
            for candidate_id in CANDIDATES:
                for job_id in (20201, 20206, 20235, 20236):
                    yield path.format(candidate_id=candidate_id, job_id=job_id)
        elif operation.path_fields:
            (field,) = operation.path_fields
            yield from (path.format(**{field: value}) for value in VALUES[field])
        elif "candidate_application_id" in operation.query_names:
            yield from (f"{path}?candidateApplicationId={value}" for value in APPLICATIONS)
        else:
            yield path
    yield from FILTERS


PATHS = tuple(paths())


def within(batch: JobtrainBatch, reach: Reach) -> JobtrainBatch:
    """The records that a user with this reach may know of."""
    applications = [each for each in batch.applications if reach.can_see(each.division_id)]
    ids, people = {each.id for each in applications}, {each.candidate_id for each in applications}
    return replace(
        batch,
        settings=[each for each in batch.settings if reach.can_see_item(each.division_id)],
        jobs=[each for each in batch.jobs if reach.can_see(each.division_id)],
        candidates=[each for each in batch.candidates if each.id in people],
        applications=applications,
        checks=[each for each in batch.checks if each.application_id in ids],
        starters=[each for each in batch.starters if each.application_id in ids],
        onboarding=[each for each in batch.onboarding if each.application_id in ids],
    )


@pytest.mark.parametrize("user", ["api.north", "api.south"])
def test_nothing_is_different_in_a_world_without_what_is_hidden(
    user: str, reading: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with House.open(tmp_path / "data") as house:
        started = first_start(reading.house)
        house.jobtrain_records.batches.save(within(sample_batch(started), REACH[user]))
        fill_sandbox(house)
        with closing(Served(house)) as smaller:
            for each in (smaller, reading):
                each.token(user)
            for path in PATHS:
                with statements(house.database, monkeypatch) as there:
                    expected = seen(smaller.get(path, user))
                with statements(reading.house.database, monkeypatch) as here:
                    found = seen(reading.get(path, user))
                assert pretty(found) == pretty(expected), path
                assert here == there, path


DENIED = [
    pytest.param(user.username, operation, id=f"{user.username}-{operation.name}")
    for user in SAMPLE_USERS
    for operation in OPERATIONS
    if user.username in REACH and isinstance(verify(operation, Role(user.role.permissions)), Denied)
]


@pytest.mark.parametrize(("user", "operation"), DENIED)
def test_a_role_without_the_area_is_refused_before_anything_is_looked_at(
    user: str, operation, reading: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.token(user)
    path = operation.paths_as_sent[0].removeprefix("/api/v1/")
    filled = path.format(**{name: VALUES[name][0] for name in operation.path_fields})
    with statements(reading.house.database, monkeypatch) as executed:
        answer = reading.ask(user, operation.method, filled)
    assert (answer.status_code, answer.json()["title"]) == (403, "Forbidden")
    assert len(executed) == 1, "the token, the user and the role are one look; nothing else is asked"


HIDDEN_AND_MISSING = {
    "direct_apply": ("Candidate/DirectApplyData", application(job_id=20236), application(job_id=20999)),
    "update_dbs_unique_id": (
        "Jobs/UpdateDBSUniqueId",
        {"candidateApplicationId": 120, "dbsUniqueId": "FA-1"},
        {"candidateApplicationId": 999, "dbsUniqueId": "FA-1"},
    ),
    "update_dbs_status": (
        "Jobs/UpdateDBSStatus",
        {"dbsUniqueId": "SAMPLE-HIDDEN", "status": "Done"},
        {"dbsUniqueId": "SAMPLE-MISSING", "status": "Done"},
    ),
    "create_department": (
        "Department",
        {"name": "Laundry", "divisionId": 4},
        {"name": "Laundry", "divisionId": 99},
    ),
    "create_location": (
        "Locations",
        {"name": "Laundry", "divisionId": 4},
        {"name": "Laundry", "divisionId": 99},
    ),
}


@pytest.mark.parametrize("name", HIDDEN_AND_MISSING)
def test_a_write_cannot_tell_hidden_from_missing(name: str, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = sample_batch(first_start(served.house))
    divisions = {each.id: each.division_id for each in batch.applications}
    hidden = next(each for each in batch.checks if divisions[each.application_id] == 4)
    reference = "SAMPLE-HIDDEN" if name == "update_dbs_status" else None
    served.house.jobtrain_records.batches.save(JobtrainBatch(checks=[replace(hidden, unique_id=reference)]))
    path, of_hidden, of_missing = HIDDEN_AND_MISSING[name]
    if name == "update_dbs_unique_id":
        of_hidden = {**of_hidden, "candidateApplicationId": hidden.application_id}
    served.token("api.north")
    with statements(served.house.database, monkeypatch) as first:
        answer_to_hidden = seen(served.post(path, of_hidden, "api.north"))
    with statements(served.house.database, monkeypatch) as second:
        answer_to_missing = seen(served.post(path, of_missing, "api.north"))
    assert answer_to_hidden == answer_to_missing
    assert answer_to_hidden[0] == (400 if name.startswith("create") else 404)
    assert first == second
    assert served.post(path, of_hidden, "api.all").status_code in {200, 201}, "it is there for those who may see it"


def test_a_candidate_of_two_divisions_shows_each_user_their_own_side(served: Served) -> None:
    first = served.post("Candidate/DirectApplyData", application(job_id=20235), "api.north").json()
    second = served.post("Candidate/DirectApplyData", application(job_id=20236)).json()
    assert first["candidateId"] == second["candidateId"]
    for user, own in (("api.north", [20235]), ("api.south", [20236]), ("api.all", [20235, 20236])):
        page = served.get(f"candidate/{first['candidateId']}", user).json()
        assert (page["total"], [entry["job"]["id"] for entry in page["data"]]) == (len(own), own)


def test_applying_with_the_address_of_a_hidden_person_is_applying_as_someone_new(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.token("api.south")
    results, executed = [], []
    for email in ("asha@example.org", "nobody.yet@example.org"):
        with statements(served.house.database, monkeypatch) as asked:
            answer = served.post("Candidate/DirectApplyData", application(email, job_id=20236), "api.south")
        assert answer.status_code == 201, answer.text
        results.append(answer.json())
        executed.append(list(asked))
    assert executed[0] == executed[1]
    of_hidden, of_nobody = results
    assert of_hidden["candidateId"] == of_nobody["candidateId"] - 1 == 8842
    detail = served.get(f"GetCandidateApplicationById/{of_hidden['candidateApplicationId']}", "api.south").json()
    person = detail["candidate"]
    assert (person["firstName"], person["lastName"], person["address"]) == ("Kim", "Example", None)
    assert served.get("candidate/8841", "api.south").status_code == 404
    (theirs,) = served.get("candidate/8841", "api.north").json()["data"]
    assert theirs["job"]["id"] == 20235, "the hidden person is left as they were"


def test_equal_opportunities_are_for_roles_that_may_see_them(reading: Served) -> None:
    def told(user: str) -> list[object]:
        page = reading.get("Candidate/GetRecentlyUpdatedApplications", user, PageSize=100).json()
        return [entry["equalOpportunities"] for entry in page["data"]]

    assert any(told("api.all"))
    assert set(map(str, told("api.north"))) == {"None"}


def test_rights_are_those_of_the_moment_not_of_the_token(served: Served) -> None:
    assert served.get("Job/20236", "api.north").status_code == 404
    administration = served.house.administration("hr.admin")
    administration.edit_user("api.north", UserChange(reach=Reach(False, frozenset({4}))))
    assert served.get("Job/20236", "api.north").status_code == 200
    assert served.get("Job/20235", "api.north").status_code == 404
    administration.edit_user("api.north", UserChange(is_active=False))
    answer = served.get("Job/20236", "api.north")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_a_role_is_a_value_that_is_read_with_the_user(reading: Served) -> None:
    acting = reading.house.jobtrain_tokens.acting(reading.token("api.north"), reading.house.clock.now())
    assert acting.reach == REACH["api.north"]
    assert EQUAL_OPPORTUNITIES not in acting.role.permissions
