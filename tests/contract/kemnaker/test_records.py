"""What holds for records of every kind: companies (under both names), vacancies, institutions, trainings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.kemnaker.bodies import id_of
from tests.contract.kemnaker.records import KINDS, TRAININGS, VACANCIES, of_every_kind

CLOSED = {"status": "closed"}


@of_every_kind
def test_put_creates_then_replaces_and_an_identical_put_changes_nothing(serve, kind):
    server = serve(api=kind.api)
    created = server.send("PUT", kind.at(1), kind.body)
    assert (created.status_code, created.headers["location"]) == (201, kind.at(1))
    first = created.json()["data"]
    assert (first["id"], first["version"], first["status"]) == (id_of(1), 1, kind.begins)
    assert first["created_at"] == first["updated_at"] == "2026-03-02T01:51:00Z"
    server.clock.move(timedelta(minutes=1))
    again = server.send("PUT", kind.at(1), kind.body)
    assert (again.status_code, again.json()["data"]) == (200, first)
    second = server.record("PUT", kind.at(1), kind.body | {kind.text: "Baru"})
    assert (second[kind.text], second["version"], second["updated_at"]) == ("Baru", 2, "2026-03-02T01:52:00Z")
    assert second["created_at"] == first["created_at"]
    assert server.record("GET", kind.at(1)) == second


@of_every_kind
def test_what_was_sent_comes_back(serve, kind):
    record = serve(api=kind.api).record("PUT", kind.at(1), kind.body)
    nested = {"employer", "institution", "region"}
    assert {name: record[name] for name in kind.body if name not in nested} == {
        name: value for name, value in kind.body.items() if name not in nested
    }
    assert record["region"] == kind.body["region"] | {"country_code": None}


@of_every_kind
def test_delete_closes_softly_and_again_changes_nothing(serve, kind):
    server = serve(api=kind.api)
    server.record("PUT", kind.at(1), kind.body)
    server.clock.move(timedelta(minutes=1))
    closed = server.record("DELETE", kind.at(1))
    assert (closed["status"], closed["version"], closed["updated_at"]) == ("closed", 2, "2026-03-02T01:52:00Z")
    server.clock.move(timedelta(minutes=1))
    assert server.record("DELETE", kind.at(1)) == closed == server.record("GET", kind.at(1))


@of_every_kind
def test_unknown_and_malformed_ids_are_404_and_a_malformed_one_cannot_be_put(serve, kind):
    server = serve(api=kind.api)
    for path in (kind.at(9), kind.path.format(id="9"), kind.path.format(id="x" * 36)):
        for method in ("GET", "DELETE"):
            answer = server.send(method, path)
            assert (answer.status_code, answer.json()) == (404, {"message": "Not found."})
    refused = server.send("PUT", kind.path.format(id="9"), kind.body | {kind.text: ""})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"id", kind.text})


@of_every_kind
def test_ids_are_compared_without_regard_to_case_and_a_body_may_repeat_the_one_of_the_path(serve, kind):
    server = serve(api=kind.api)
    server.record("PUT", kind.path.format(id=id_of(10).upper()), kind.body | {"id": id_of(10).upper()})
    assert server.record("GET", kind.at(10))["id"] == id_of(10)
    refused = server.send("PUT", kind.at(10), kind.body | {"id": id_of(11)})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"id"})


@of_every_kind
def test_all_faults_of_a_body_are_told_together(serve, kind):
    body = {"region": {"type": "city", "id": id_of(1)}, kind.text: 7, "id": id_of(2), "logo_uri": "x", "cover_uri": "x"}
    answer = serve(api=kind.api).send("PUT", kind.at(1), body)
    assert (answer.status_code, answer.json()["message"]) == (422, "The given data was invalid.")
    found = answer.json()["errors"]
    required = set(kind.body) - set(body)
    assert {field for field, sentences in found.items() if sentences == ["Required."]} == required
    own = {"region.id", kind.text, "id"} | ({"logo_uri"} & set(found)) | ({"cover_uri"} & set(found))
    assert set(found) == required | own
    assert ("cover_uri" in found) == (kind is not VACANCIES)


@of_every_kind
def test_a_body_that_says_nothing_is_422_and_one_that_is_no_json_is_400(serve, kind):
    server = serve(api=kind.api)
    for raw in (b"{}", b"[]", b"null", b"7"):
        assert set(server.send("PUT", kind.at(1), raw).json()["errors"]) == {"body"}
    assert server.send("PUT", kind.at(1), b'{"title":').status_code == 400


@of_every_kind
def test_post_and_patch_have_no_route(serve, kind):
    server = serve(api=kind.api)
    for path, allowed in ((kind.at(1), ["PUT", "GET", "DELETE"]), (kind.list_path, ["GET"])):
        for method in ("POST", "PATCH"):
            answer = server.send(method, path, kind.body)
            assert answer.status_code == 405
            assert answer.headers["allow"].split(", ") == allowed


@of_every_kind
def test_each_api_serves_its_own_kinds_alone(serve, kind):
    server = serve(api="toss" if kind.api == "joss" else "joss")
    for method, path in (("PUT", kind.at(1)), ("GET", kind.at(1)), ("GET", kind.list_path)):
        assert server.send(method, path, kind.body if method == "PUT" else None).status_code == 404


@of_every_kind
def test_the_kinds_permission_is_needed(serve, kind):
    server = serve(api=kind.api)
    client = "writer" if kind is VACANCIES else "reader"
    refused = server.send("GET", kind.list_path, client=client)
    assert refused.status_code == 403
    assert server.send("GET", kind.at(1), client=client).status_code == 403
    assert server.send("PUT", kind.at(1), kind.body, client="reader").status_code == 403
    assert server.send("DELETE", kind.at(1), client="reader").status_code == 403


@of_every_kind
def test_another_client_cannot_read_change_list_or_detect_a_record(serve, kind):
    server, untouched = serve(api=kind.api), serve(api=kind.api)
    mine = server.record("PUT", kind.at(1), kind.body)

    def stranger(server):
        calls = [
            ("GET", kind.at(1), None),
            ("DELETE", kind.at(1), None),
            ("GET", kind.list_path, None),
            ("PUT", kind.at(1), kind.body | {kind.text: "Milik orang lain"}),
            ("GET", kind.list_path, None),
            ("DELETE", kind.at(1), None),
            ("GET", kind.at(1), None),
        ]
        answers = [server.send(*call, client="other", request_id=f"r-{n}") for n, call in enumerate(calls)]
        return [(answer.status_code, dict(answer.headers), answer.content) for answer in answers]

    # To the letter what they would be answered if there were no such record.
    assert stranger(server) == stranger(untouched)
    assert server.record("GET", kind.at(1)) == mine
    listed = server.send("GET", kind.list_path).json()
    assert (listed["data"], listed["meta"]["total"]) == ([mine], 1)


@pytest.mark.parametrize("offer", [VACANCIES, TRAININGS], ids=["vacancy", "training"])
def test_a_client_cannot_refer_to_what_another_one_owns(serve, offer):
    server = serve(api=offer.api)
    field = "employer" if offer is VACANCIES else "institution"
    server.record("PUT", offer.at(1), offer.body)
    answer = server.send("PUT", offer.at(2), offer.body | {field: {"id": offer.body[field]["id"]}}, client="other")
    assert answer.status_code == 422
    assert f"{field}.name" in answer.json()["errors"]


def test_there_is_nothing_else(serve):
    for api in ("joss", "toss"):
        for path in ("/", "/api/v1", "/api/v1/references", "/api/v1/references/skills", "/api/v1/notifications"):
            assert serve(api=api).send("GET", path).status_code == 404


def test_the_kinds_are_told_apart_by_more_than_their_id(serve):
    for api in ("joss", "toss"):
        server = serve(api=api)
        for kind in KINDS:
            if kind.api == api and kind.name != "employer":
                assert server.send("PUT", kind.at(1), kind.body).status_code == 201
