"""Putting, finding and deleting a vacancy with the company inside it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from satupintu.systems.kemnaker.contract.models import VacancyBody
from tests.contract.kemnaker.bodies import (
    BANKING,
    COMPANY,
    MINING,
    SMALLEST,
    WHOLE,
    WHOLE_COMPANY,
    changed,
    id_of,
    path_of,
    without,
)

REFERENCE = {"id": COMPANY["id"]}
INVALID = "The given data was invalid."


def faults(answer):
    assert (answer.status_code, answer.json()["message"]) == (422, INVALID), answer.text
    assert set(answer.json()) == {"message", "errors"}
    assert all(isinstance(sentence, str) for sentences in answer.json()["errors"].values() for sentence in sentences)
    return set(answer.json()["errors"])


def refused(answer, status):
    assert (answer.status_code, set(answer.json())) == (status, {"message"}), answer.text
    return answer.json()["message"]


def test_a_new_id_creates_and_a_known_one_replaces(server):
    created = server.put(1)
    assert (created.status_code, created.headers["location"]) == (201, path_of(1))
    assert created.headers["content-type"] == "application/json"
    replaced = server.put(1, changed(title="B"))
    assert replaced.status_code == 200
    assert "location" not in replaced.headers


def test_an_answer_is_the_body_with_the_whole_company_and_the_read_only_fields(server):
    record = server.filed(1, WHOLE)
    read_only = {"verification_status", "verification_reason", "version", "created_at", "updated_at", "closed_at"}
    assert set(record) == set(VacancyBody.model_fields) | read_only
    assert list(record)[:3] == ["id", "title", "employer"]
    not_while_open = {"close_reason": None, "close_note": None}
    assert {field: record[field] for field in WHOLE if field != "employer"} == without(
        WHOLE, "employer"
    ) | not_while_open
    stamps = {"version": 1, "created_at": "2026-03-02T01:51:00Z", "updated_at": "2026-03-02T01:51:00Z"}
    assert record["employer"] == WHOLE_COMPANY | stamps | {"status": "active", "verification_status": "pending"}
    assert {field: record[field] for field in stamps} == stamps
    assert (record["id"], record["verification_status"], record["closed_at"]) == (id_of(1), "accepted", None)


def test_what_is_left_out_has_its_default(server):
    record = server.filed(1)
    defaults = {
        "industry": MINING,
        "region": SMALLEST["region"] | {"country_code": None},
        "salary_currency": "IDR",
        "show_salary": False,
        "confidential": False,
        "skills": [],
        "filled_count": 0,
        "status": "open",
        "published_at": "2026-03-02T01:51:00Z",
        "expires_at": "2026-05-01T01:51:00Z",
    }
    assert {field: record[field] for field in defaults} == defaults
    stated = set(SMALLEST) | set(defaults)
    assert all(record[field] is None for field in VacancyBody.model_fields if field not in stated | {"id"})


def test_with_reviews_a_new_vacancy_waits_for_an_officer(serve):
    server = serve(reviews=True)
    assert server.filed(1)["verification_status"] == "pending"
    assert server.filed(1, title="B")["verification_status"] == "pending"


@pytest.mark.parametrize("base", [SMALLEST, WHOLE], ids=["smallest", "whole"])
def test_an_identical_put_changes_nothing(server, base):
    first = server.put(1, base)
    server.clock.move(timedelta(hours=5))
    again = server.put(1, base)
    assert (again.status_code, again.json()) == (200, first.json())


def test_an_identical_put_changes_nothing_on_a_vacancy_that_has_expired_either(server):
    server.filed(1)
    server.clock.move(timedelta(days=61))
    expired = server.found(1)
    assert expired["status"] == "expired"
    assert server.filed(1) == expired == server.filed(1)


def test_an_edit_that_is_taken_back_is_a_change_like_any_other(server):
    first = server.filed(1)
    server.clock.move(timedelta(minutes=1))
    second = server.filed(1, title="B")
    server.clock.move(timedelta(minutes=1))
    third = server.filed(1)
    assert [record["version"] for record in (first, second, third)] == [1, 2, 3]
    assert (first["title"], second["title"], third["title"]) == ("Junior Administrator", "B", "Junior Administrator")
    assert third["updated_at"] == "2026-03-02T01:53:00Z"
    assert third["created_at"] == first["created_at"]


def test_absent_fields_are_reset_except_the_four_that_keep_their_value(server):
    before = server.filed(1, WHOLE)
    after = server.filed(1, employer=REFERENCE)
    for field in ("published_at", "expires_at", "status", "filled_count"):
        assert after[field] == before[field]
    fresh = server.filed(2, employer=REFERENCE)
    others = set(VacancyBody.model_fields) - {"id", "published_at", "expires_at", "status", "filled_count"}
    assert {field: after[field] for field in others} == {field: fresh[field] for field in others}


def test_null_is_as_good_as_absent(server):
    server.filed(1, WHOLE)
    server.filed(2, WHOLE)
    optional = set(WHOLE) - set(SMALLEST)
    nulls = {field: None for field in WHOLE_COMPANY if field not in COMPANY}
    absent = server.filed(1)
    null = server.filed(2, employer=COMPANY | nulls, **dict.fromkeys(optional))
    assert without(null, "id") == without(absent, "id")


def test_unknown_fields_are_accepted_and_kept_but_not_echoed(server):
    unknown = {"colour": "merah", "deep": [{"NUL": "\0"}]}
    raw = json.dumps(changed(**unknown, employer=COMPANY | unknown, region=SMALLEST["region"] | unknown)).encode()
    answer = server.put(1, raw)
    assert answer.status_code == 201
    assert "colour" not in answer.text
    assert server.row(1).sent.encode() == raw


def test_unknown_fields_that_change_are_kept_without_a_new_version(server):
    server.filed(1)
    raw = json.dumps(changed(colour="merah")).encode()
    assert server.put(1, raw).json()["data"]["version"] == 1
    assert server.row(1).sent.encode() == raw


def test_the_body_is_kept_as_it_was_sent_to_the_byte(server):
    raw = b" " + json.dumps(changed(x=1.10), indent=3).encode() + b"\n"
    assert server.put(1, raw).status_code == 201
    assert server.row(1).sent.encode() == raw


# The company inside the vacancy


@pytest.mark.parametrize("field", ["name", "industry", "region", "address"])
def test_an_unknown_company_needs_its_four_fields(server, field):
    assert faults(server.put(1, changed(employer=without(COMPANY, field)))) == {f"employer.{field}"}
    assert faults(server.put(1, changed(employer=COMPANY | {field: None}))) == {f"employer.{field}"}
    assert server.company_row() is None


def test_a_bare_reference_to_an_unknown_company_lacks_all_four(server):
    lacking = {"employer.name", "employer.industry", "employer.region", "employer.address"}
    assert faults(server.put(1, changed(employer=REFERENCE))) == lacking


def test_a_bare_reference_to_a_known_company_changes_nothing_of_it(server):
    before = server.filed(1, WHOLE)["employer"]
    server.clock.move(timedelta(days=1))
    assert server.filed(2, employer=REFERENCE)["employer"] == before


def test_of_a_known_company_only_the_fields_that_are_sent_change(server):
    before = server.filed(1, WHOLE)["employer"]
    server.clock.move(timedelta(minutes=1))
    after = server.filed(2, employer=REFERENCE | {"phone": "021-1", "industry": BANKING})["employer"]
    changes = {"phone": "021-1", "industry": BANKING, "version": 2, "updated_at": "2026-03-02T01:52:00Z"}
    assert after == before | changes
    assert server.found(1)["employer"] == after


@pytest.mark.parametrize("field", ["name", "industry", "region", "address"])
def test_a_required_field_of_a_known_company_cannot_be_emptied(server, field):
    server.filed(1)
    assert faults(server.put(1, changed(employer=REFERENCE | {field: None}))) == {f"employer.{field}"}


def test_a_vacancy_that_is_refused_changes_no_company(server):
    before = server.filed(1)["employer"]
    renamed = COMPANY | {"name": "PT Lain"}
    assert faults(server.put(1, changed(employer=renamed, quota=0))) == {"quota"}
    refused(server.put(2, changed(employer=renamed, status="filled", filled_count=1)), 400)
    assert server.found(1)["employer"] == before


def test_a_refused_vacancy_creates_no_company(server):
    refused(server.put(1, changed(status="closed", close_reason="other")), 400)
    assert server.company_row() is None
    assert server.row(1) is None


def test_a_closed_company_takes_no_vacancies(server):
    server.filed(1)
    server.close_company()
    assert "closed" in refused(server.put(1), 400)
    assert "closed" in refused(server.put(2), 400)


def test_ids_of_companies_are_compared_without_regard_to_case(server):
    server.filed(1)
    record = server.filed(2, employer={"id": COMPANY["id"].upper()})
    assert (record["employer"]["id"], record["employer"]["version"]) == (COMPANY["id"], 1)


def test_a_vacancy_may_move_to_another_company(server):
    server.filed(1)
    other = COMPANY | {"id": id_of(77), "name": "PT Lain"}
    moved = server.filed(1, employer=other)
    assert (moved["employer"]["name"], moved["version"]) == ("PT Lain", 2)
    assert server.filed(1, employer={"id": id_of(77)})["version"] == 2


def test_a_postal_code_must_fit_the_country_the_company_is_in(server):
    abroad = {"type": "country", "id": "0ac28afb-b1be-4df3-9db3-7448ddd3adbf", "country_code": "SG"}
    assert faults(server.put(1, changed(employer=COMPANY | {"postal_code": "123456"}))) == {"employer.postal_code"}
    server.filed(1, employer=COMPANY | {"region": abroad, "postal_code": "123456"})
    server.filed(1, employer=REFERENCE | {"postal_code": "EC1A 1BB"})
    assert faults(server.put(1, changed(employer=COMPANY))) == {"employer.postal_code"}
    server.filed(1, employer=COMPANY | {"postal_code": "12850"})
    assert faults(server.put(1, changed(employer=REFERENCE | {"postal_code": "EC1A 1BB"}))) == {"employer.postal_code"}


# Ids and owners


def test_what_another_client_owns_does_not_exist(server):
    mine = server.filed(1)
    for answer in (server.get(1, client="other"), server.delete(1, client="other")):
        unknown = server.get(2, client="other")
        assert (answer.status_code, answer.json()) == (404, unknown.json())
    assert server.found(1) == mine


def test_the_id_of_another_client_is_free_for_a_record_of_ones_own(server):
    mine = server.filed(1)
    theirs = server.put(1, changed(title="Theirs"), client="other")
    assert (theirs.status_code, theirs.json()["data"]["version"]) == (201, 1)
    assert server.found(1) == mine


def test_a_company_of_another_client_cannot_be_referred_to(server):
    server.filed(1)
    assert "employer.name" in faults(server.put(2, changed(employer=REFERENCE), client="other"))


@pytest.mark.parametrize(
    "written",
    [id_of(1).upper(), id_of(1).replace("-", "%2D"), "".join(f"%{ord(letter):02x}" for letter in id_of(1))],
    ids=["upper case", "hyphens encoded", "all encoded"],
)
def test_an_id_is_the_same_however_the_path_writes_it(server, written):
    created = server.put(written)
    assert (created.status_code, created.json()["data"]["id"]) == (201, id_of(1))
    assert created.headers["location"] == path_of(written)
    assert server.found(1) == server.get(written).json()["data"]
    assert server.put(1).status_code == 200
    assert server.delete(written).json()["data"]["status"] == "closed"


NO_UUIDS = ["1", "%00", "%ff", id_of(1).replace("-", ""), f"%7B{id_of(1)}%7D", f"{id_of(1)}%0A", f"%20{id_of(1)}",
            id_of(1) + "0", "%2e%2e", "a%2Fb", "%F0%9F%98%80", "x" * 3000, id_of(1).replace("2", "%D9%A2")]  # fmt: skip


@pytest.mark.parametrize("written", NO_UUIDS)
def test_an_id_in_another_form_is_invalid_to_put_and_unknown_otherwise(server, written):
    assert faults(server.put(written)) == {"id"}
    refused(server.get(written), 404)
    refused(server.delete(written), 404)


def test_a_body_may_repeat_the_id_of_the_path_and_no_other(server):
    assert server.filed(1, id=id_of(1))["version"] == 1
    assert server.filed(1, id=f" {id_of(1).upper()} ")["version"] == 1
    assert server.filed(1, id=None)["version"] == 1
    for other in (id_of(2), "", "x", 7, {}):
        assert faults(server.put(1, changed(id=other))) == {"id"}


@pytest.mark.parametrize("method", ["POST", "PATCH", "OPTIONS"])
def test_other_methods_have_no_route(server, method):
    answer = server.send(method, path_of(1), SMALLEST if method != "OPTIONS" else None)
    refused(answer, 405)
    assert answer.headers["allow"].split(", ") == ["PUT", "GET", "DELETE"]


@pytest.mark.parametrize(
    "path",
    ["/", "/api/v1/job", path_of(1) + "/", path_of(1).upper(), "/api/v2" + path_of(1)[7:], "//" + path_of(1)[1:],
     "/api/v1/trainings/" + id_of(1), "/api/v1/jobs//industrial-vacancy", path_of("a/b")],
)  # fmt: skip
def test_any_other_path_is_not_found(server, path):
    refused(server.send("GET", path), 404)
    refused(server.send("PUT", path, SMALLEST), 404)


def test_query_parameters_are_not_signed_and_ignored(server):
    answer = server.send("PUT", path_of(1) + "?a=1&b=%20", SMALLEST, signed={"target": path_of(1)})
    assert (answer.status_code, answer.headers["location"]) == (201, path_of(1))


def test_head_answers_like_get_without_the_body(server):
    server.filed(1)
    answer = server.send("HEAD", path_of(1))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(server.get(1).content))
