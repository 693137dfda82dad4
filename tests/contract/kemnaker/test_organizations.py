"""Companies and institutions, on their own and inside what they offer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.kemnaker.bodies import INDONESIA, changed, id_of
from tests.contract.kemnaker.records import COMPANIES, EMPLOYERS, INSTITUTIONS, TRAININGS, VACANCIES

HOMES = [(COMPANIES, VACANCIES, "employer"), (INSTITUTIONS, TRAININGS, "institution")]
of_both = pytest.mark.parametrize(("kind", "offer", "field"), HOMES, ids=["company", "institution"])


def offered(offer, field, home=1, **changes):
    """An offer of the organization of this number."""
    return changed(offer.body, **{field: {"id": id_of(home)}}, **changes)


@of_both
def test_a_put_replaces_the_whole_while_an_offer_changes_only_what_it_sends(serve, kind, offer, field):
    server = serve(api=kind.api)
    server.record("PUT", kind.at(1), kind.body | {"phone": "021-1", "about": "Satu"})
    inside = server.record("PUT", offer.at(1), offered(offer, field) | {field: {"id": id_of(1), "about": "Dua"}})
    assert (inside[field]["phone"], inside[field]["about"], inside[field]["version"]) == ("021-1", "Dua", 2)
    replaced = server.record("PUT", kind.at(1), kind.body)
    assert (replaced["phone"], replaced["about"], replaced["version"]) == (None, None, 3)
    assert server.record("GET", offer.at(1))[field] == replaced


@of_both
def test_an_offer_creates_the_organization_it_names_in_full(serve, kind, offer, field):
    server = serve(api=kind.api)
    inside = server.record("PUT", offer.at(1), offer.body)[field]
    assert server.record("GET", kind.path.format(id=inside["id"])) == inside
    assert (inside["version"], inside["verification_status"]) == (1, "pending")


@of_both
def test_one_with_an_open_offer_is_not_closed(serve, kind, offer, field):
    server = serve(api=kind.api)
    server.record("PUT", kind.at(1), kind.body)
    server.record("PUT", offer.at(1), offered(offer, field))
    refused = server.send("DELETE", kind.at(1))
    assert (refused.status_code, set(refused.json())) == (400, {"message"})
    assert server.record("GET", kind.at(1))["status"] == "active"
    server.record("DELETE", offer.at(1))
    assert server.record("DELETE", kind.at(1))["status"] == "closed"


@of_both
def test_an_offer_that_has_expired_keeps_nobody_open(serve, kind, offer, field):
    server = serve(api=kind.api)
    server.record("PUT", kind.at(1), kind.body)
    server.record("PUT", offer.at(1), offered(offer, field))
    server.clock.move(timedelta(days=365))
    assert server.record("DELETE", kind.at(1))["status"] == "closed"


@of_both
def test_a_closed_one_takes_no_offers_until_it_is_put_again(serve, kind, offer, field):
    server = serve(api=kind.api)
    server.record("PUT", kind.at(1), kind.body)
    server.record("DELETE", kind.at(1))
    refused = server.send("PUT", offer.at(1), offered(offer, field))
    assert (refused.status_code, set(refused.json())) == (400, {"message"})
    assert server.send("GET", offer.at(1)).status_code == 404
    again = server.record("PUT", kind.at(1), kind.body)
    assert (again["status"], again["version"]) == ("active", 3)
    assert server.record("PUT", offer.at(1), offered(offer, field))["status"] == "open"


@of_both
def test_a_refused_offer_changes_nothing_of_the_organization(serve, kind, offer, field):
    server = serve(api=kind.api)
    before = server.record("PUT", kind.at(1), kind.body)
    body = offered(offer, field, quota=0) | {field: {"id": id_of(1), "name": "Lain"}}
    assert server.send("PUT", offer.at(1), body).status_code == 422
    assert server.record("GET", kind.at(1)) == before


@of_both
@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"postal_code": "1285"}, "postal_code"),
        ({"latitude": "-6.2"}, "longitude"),
        ({"region": {"type": "city", "id": INDONESIA}}, "region.id"),
        ({"region": {"type": "country", "id": INDONESIA}}, "region.type"),
        ({"email": "x"}, "email"),
        ({"phone": "x"}, "phone"),
        ({"website": "x"}, "website"),
        ({"address": " "}, "address"),
    ],
)
def test_the_same_rules_hold_alone_and_inside_an_offer(serve, kind, offer, field, wrong, path):
    server = serve(api=kind.api)
    alone = server.send("PUT", kind.at(1), kind.body | wrong)
    assert (alone.status_code, list(alone.json()["errors"])) == (422, [path])
    inside = server.send("PUT", offer.at(1), offer.body | {field: offer.body[field] | wrong})
    assert (inside.status_code, list(inside.json()["errors"])) == (422, [f"{field}.{path}"])
    assert alone.json()["errors"][path] == inside.json()["errors"][f"{field}.{path}"]


def test_an_institution_has_no_industry(serve):
    server = serve(api="toss")
    record = server.record("PUT", INSTITUTIONS.at(1), INSTITUTIONS.body | {"industry": "whatever"})
    assert "industry" not in record


def test_companies_and_employers_are_one_thing_under_two_names(server):
    created = server.send("PUT", EMPLOYERS.at(1), COMPANIES.body)
    assert (created.status_code, created.headers["location"]) == (201, EMPLOYERS.at(1))
    assert server.send("GET", COMPANIES.at(1)).json() == server.send("GET", EMPLOYERS.at(1)).json() == created.json()
    assert server.send("PUT", COMPANIES.at(1), COMPANIES.body).status_code == 200
    pages = [server.send("GET", kind.list_path).json() for kind in (COMPANIES, EMPLOYERS)]
    assert pages[0]["data"] == pages[1]["data"] == [created.json()["data"]]
    server.record("DELETE", COMPANIES.at(1))
    assert server.record("GET", EMPLOYERS.at(1))["status"] == "closed"


def test_the_signed_target_is_the_name_that_was_sent(server):
    server.record("PUT", COMPANIES.at(1), COMPANIES.body)
    assert server.send("GET", EMPLOYERS.at(1), signed={"target": COMPANIES.at(1)}).status_code == 401
