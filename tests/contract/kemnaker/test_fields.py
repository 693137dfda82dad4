"""What may stand in each field of a body, and that all faults are told together."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.contract.kemnaker.bodies import (
    BODY,
    COMPANY,
    CONTRACT,
    INDONESIA,
    JAKARTA_SELATAN,
    SMALLEST,
    UNKNOWN,
    VILLAGE,
    WHOLE,
    WHOLE_COMPANY,
    changed,
    paths,
    replaced,
    without,
)

STRINGS = [7, 1.5, True, [], {}, ["text"]]
INTEGERS = ["10", "", 10.5, 10.0, 1e3, True, False, [], {}, -1]
BOOLEANS = ["true", "", 1, 0, 1.0, [], {}]
OBJECTS = ["text", "", 7, True, [], [{}]]
MOMENTS = [7, 1.5, True, [], {}, "", "soon", "2026-13-01", "2026-02-30", "2026-04-01T10:00:00", "2026-04-01 10:00:00",
           "2026-04-01T25:00:00Z", "0001-01-01", "9999-12-31T23:59:59-01:00", "2026-04-01T10:00:00Z\0",
           "2026-04-01T10:00:00+99:99"]  # fmt: skip
REFERENCES = [*STRINGS, "", "x", UNKNOWN, JAKARTA_SELATAN + "0", JAKARTA_SELATAN.replace("-", ""), f"{{{UNKNOWN}}}"]
CHOICES = [*STRINGS, "", "other choice"]
URLS = [*STRINGS, "", "x", "ftp://a.example", "//a.example", "https://", "https:a.example", "https://a b.example",
        "https://a.example/a\nb", "https://a.example/a\tb", "https://a.example:99999/", "https://[a", "javascript:x",
        "https://a.example/" + "x" * 2031]  # fmt: skip
COORDINATES = [
    True,
    [],
    {},
    "",
    "x",
    "1e1",
    "1,5",
    "nan",
    "inf",
    "٣",
    "0x1",
    "--1",
    "1.",
    ".5",
    "\u00b2",
    1e300,
    10**400,
]


def longer_than(length: int) -> str:
    return "x" * (length + 1)


WRONG: dict[str, list[Any]] = {
    "id": [*STRINGS, "", UNKNOWN],
    "title": [*STRINGS, None, "", " \t\n", longer_than(200)],
    "employer": [*OBJECTS, None],
    "description": [*STRINGS, None, "", longer_than(20_000)],
    "qualification": [*STRINGS, longer_than(20_000)],
    "job_type": [*REFERENCES, None],
    "job_function": REFERENCES,
    "min_education": REFERENCES,
    "industry": REFERENCES,
    "region": [*OBJECTS, None],
    "min_salary": INTEGERS,
    "max_salary": [*INTEGERS, 4_999_999],
    "salary_currency": [*CHOICES, "idr", "USD"],
    "show_salary": BOOLEANS,
    "min_year_experience": [*INTEGERS, 51],
    "min_age": [*INTEGERS, 14, 100],
    "max_age": [*INTEGERS, 14, 17, 100],
    "gender": [*CHOICES, "Male"],
    "physical_condition": CHOICES,
    "marital_status": CHOICES,
    "quota": [*INTEGERS, None, 0],
    "work_arrangement": CHOICES,
    "skills": ["text", "", 7, True, {}, ["x"] * 51],
    "skills.0": [*STRINGS, None, "", " ", longer_than(100)],
    "confidential": BOOLEANS,
    "published_at": MOMENTS,
    "expires_at": MOMENTS,
    "apply_url": [*URLS, "http://a.example"],
    "status": [*CHOICES, "expired", "Open"],
    "close_reason": [*CHOICES, "filled", "operator_decision"],
    "close_note": [*STRINGS, longer_than(500)],
    "filled_count": [*INTEGERS, 4],
    "region.type": [*CHOICES, None, "City"],
    "region.id": [*REFERENCES, None],
    "region.country_code": [*STRINGS, "", "id", "IDN", "I"],
    "employer.id": [*STRINGS, None, "", "x", COMPANY["id"] + "\n0"],
    "employer.name": [*STRINGS, None, "", longer_than(200)],
    "employer.industry": [*REFERENCES, None],
    "employer.region": [*OBJECTS, None],
    "employer.address": [*STRINGS, None, "", longer_than(500)],
    "employer.postal_code": [*STRINGS, "", "1234", "123456", "1234a", "١٢٣٤٥", longer_than(20)],
    "employer.phone": [*STRINGS, "", "021 ext. 5", "0٣", "0\t1", "1" * 31],
    "employer.email": [*STRINGS, "", "x", "a@b", "a@@b.id", "a b@c.id", "@b.id", "a@.id", "x" * 250 + "@a.id"],
    "employer.license_number": [*STRINGS, longer_than(50)],
    "employer.about": [*STRINGS, longer_than(5000)],
    "employer.website": URLS,
    "employer.latitude": [*COORDINATES, 91, -91, "90.1", 90.000001],
    "employer.longitude": [*COORDINATES, 181, -181, "-180.5"],
    "employer.logo_uri": URLS,
    "employer.cover_uri": URLS,
    "employer.region.type": [*CHOICES, None],
    "employer.region.id": [*REFERENCES, None],
    "employer.region.country_code": [*STRINGS, "", "id", "Indonesia"],
}

RIGHT: dict[str, list[tuple[Any, Any]]] = {
    "title": [
        ("x" * 200, "x" * 200),
        ("  A\tB\n ", "A\tB"),
        ("😀" * 200, "😀" * 200),
        ("<b>A & B</b>", "<b>A & B</b>"),
    ],
    "description": [
        ("x" * 20_000, "x" * 20_000),
        ("a\nb", "a\nb"),
        ("<p onclick='x'>A</p><script>x</script>", "<p>A</p>"),
        ('<a href="javascript:x" rel="a">B</a>', "<a>B</a>"),
        ("<h3>A</h3><h1>B</h1>", "<h3>A</h3>B"),
        ('<a href="https://a.example">B</a>', '<a href="https://a.example">B</a>'),
    ],
    "qualification": [("", ""), (None, None)],
    "min_salary": [(0, 0)],
    "max_salary": [(5_000_000, 5_000_000), (10**30, 10**30)],
    "min_year_experience": [(0, 0), (50, 50)],
    "min_age": [(15, 15), (35, 35)],
    "max_age": [(18, 18), (99, 99)],
    "gender": [("male", "male"), (None, None)],
    "physical_condition": [("disabled", "disabled")],
    "marital_status": [("married", "married")],
    "work_arrangement": [("onsite", "onsite"), ("remote", "remote")],
    "skills": [([], []), (None, []), (["b", "a", " b "], ["b", "a"]), (["x" * 100], ["x" * 100])],
    "published_at": [
        ("2026-03-01", "2026-02-28T17:00:00Z"),
        ("2026-03-01T10:00:00+07:00", "2026-03-01T03:00:00Z"),
        ("2026-03-01T10:00:00.999Z", "2026-03-01T10:00:00Z"),
    ],
    "expires_at": [("2026-04-01", "2026-04-01T16:59:59Z"), (" 2026-04-01T10:00:00-05:30 ", "2026-04-01T15:30:00Z")],
    "apply_url": [("HTTPS://A.example/?x=1#y", "HTTPS://A.example/?x=1#y"), (None, None)],
    "job_type": [(CONTRACT.upper(), CONTRACT)],
    "filled_count": [(0, 0), (3, 3)],
    "region": [
        ({"type": "village", "id": VILLAGE}, {"type": "village", "id": VILLAGE, "country_code": None}),
        ({"type": "country", "id": INDONESIA, "country_code": "SG"},) * 2,
    ],
    "employer.phone": [("+62 (21) 879-1124.5", "+62 (21) 879-1124.5"), ("1" * 30, "1" * 30)],
    "employer.email": [("a@b.id", "a@b.id"), ("x" * 249 + "@a.id", "x" * 249 + "@a.id")],
    "employer.website": [
        ("http://a.example:8080/x", "http://a.example:8080/x"),
        ("https://a.example/" + "x" * 2030, "https://a.example/" + "x" * 2030),
    ],
    "employer.latitude": [
        ("-06.50", "-06.50"),
        ("+1.0", "+1.0"),
        (-6.5, "-6.5"),
        (-6, "-6"),
        (5.0, "5"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (90, "90"),
        (-90.0, "-90"),
        (" 1.5 ", "1.5"),
    ],
    "employer.longitude": [
        (180, "180"),
        ("-180", "-180"),
        (106.82998199652216, "106.82998199652216"),
        (5e-324, "0." + "0" * 323 + "5"),
    ],
    "employer.postal_code": [("00000", "00000"), (None, None)],
    "employer.about": [("x" * 5000, "x" * 5000)],
}


def errors(answer) -> dict[str, list[str]]:
    assert answer.status_code == 422, answer.text
    assert set(answer.json()) == {"message", "errors"}
    assert answer.json()["message"] == "The given data was invalid."
    return answer.json()["errors"]


def test_the_lists_above_leave_no_field_out():
    assert set(WRONG) == set(paths(BODY))


@pytest.mark.parametrize(
    ("path", "value"),
    [pytest.param(path, value, id=f"{path} {number}") for path in WRONG for number, value in enumerate(WRONG[path])],
)
def test_a_wrong_value_is_a_fault_of_its_field_and_of_no_other(server, path, value):
    found = errors(server.put(1, replaced(path, value)))
    assert list(found) == [path]
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in found[path])


@pytest.mark.parametrize(
    ("path", "sent", "kept"),
    [pytest.param(path, *pair, id=f"{path} {number}") for path in RIGHT for number, pair in enumerate(RIGHT[path])],
)
def test_a_right_value_is_accepted_and_comes_back_in_its_form(server, path, sent, kept):
    record: Any = server.filed(1, replaced(path, sent))
    for key in path.split("."):
        record = record[key]
    assert record == kept


@pytest.mark.parametrize("path", [path for path in paths(BODY) if path not in {"skills.0"}])
def test_a_field_is_required_or_not_as_documented(server, path):
    *parents, last = path.split(".")
    body: Any = copy.deepcopy(BODY)
    place = body
    for parent in parents:
        place = place[parent]
    del place[last]
    required = {"title", "employer", "description", "job_type", "region", "quota", "region.type", "region.id"}
    of_the_company = {f"employer.{field}" for field in COMPANY} | {"employer.region.type", "employer.region.id"}
    partner = {"min_salary": "max_salary", "employer.latitude": "employer.longitude"}
    partner |= {second: first for first, second in partner.items()}
    answer = server.put(1, body)
    if path in required | of_the_company:
        assert errors(answer) == {path: ["Required."]}
    elif path in partner:
        assert errors(answer) == {path: [f"Required together with {partner[path].removeprefix('employer.')}."]}
    else:
        assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("raw", [b"{}", b"[]", b"null", b'"x"', b"7", b"true", b"[{}]", b""])
def test_a_body_is_an_object_with_fields(server, raw):
    assert set(errors(server.put(1, raw, headers={"Content-Length": str(len(raw))}))) == {"body"}


def test_all_faults_are_told_together(server):
    body = changed(WHOLE, id=UNKNOWN, quota="3", min_salary=None, min_age=40, gender="x", expires_at="2020-01-01")
    body |= {
        "job_type": UNKNOWN,
        "job_function": "x",
        "min_education": UNKNOWN,
        "skills": ["ok", 7],
        "status": "closed",
    }
    body |= {"region": {"type": "province", "id": JAKARTA_SELATAN, "country_code": "xx"}}
    body["close_reason"] = None
    body["employer"] = {"id": COMPANY["id"], "industry": UNKNOWN, "region": {"type": "city", "id": UNKNOWN}}
    body["employer"] |= {"latitude": 95, "postal_code": "x", "name": None, "address": "\0"}
    del body["title"]
    assert set(errors(server.put(1, body))) == {
        *("id", "quota", "min_salary", "max_age", "gender", "expires_at"),  # shape and between the fields
        *("job_type", "job_function", "min_education", "skills.1", "close_reason"),
        *("region.id", "region.country_code", "title"),
        *("employer.industry", "employer.region.id", "employer.latitude", "employer.longitude"),
        *("employer.postal_code", "employer.name", "employer.address"),
    }


def test_faults_against_the_record_that_is_kept_are_told_with_the_others(server):
    server.filed(1, filled_count=3)
    found = errors(server.put(1, changed(title=7, quota=2, published_at="2027-01-01")))
    assert set(found) == {"title", "filled_count", "expires_at"}


def test_an_id_of_the_path_in_another_form_is_told_with_the_others(server):
    assert set(errors(server.put("x", changed(quota=0)))) == {"id", "quota"}
    assert set(errors(server.put("x", []))) == {"id", "body"}
    assert server.put("x", b"{").status_code == 400


def test_a_field_at_fault_in_itself_is_not_blamed_for_anything_else(server):
    assert errors(server.put(1, replaced("max_salary", "10"))).keys() == {"max_salary"}
    assert len(errors(server.put(1, replaced("close_reason", 7) | {"status": "closed"}))["close_reason"]) == 1
    assert len(errors(server.put(1, replaced("filled_count", "1") | {"status": "filled"}))["filled_count"]) == 1


def test_a_place_must_be_of_the_level_it_claims(server):
    for level in ("province", "sub_district", "village"):
        body = changed(region={"type": level, "id": JAKARTA_SELATAN})
        assert set(errors(server.put(1, body))) == {"region.id"}


@pytest.mark.parametrize(
    ("region", "path"),
    [
        ({"type": "country", "id": INDONESIA}, "region.type"),
        ({"type": "country", "id": INDONESIA, "country_code": "ID"}, "region.type"),
        ({"type": "city", "id": JAKARTA_SELATAN, "country_code": "SG"}, "region.type"),
        ({"type": "country", "id": UNKNOWN, "country_code": "SG"}, "region.id"),
    ],
)
def test_a_place_is_in_indonesia_unless_another_country_is_named(server, region, path):
    assert set(errors(server.put(1, changed(region=region)))) == {path}
    employer = COMPANY | {"region": region}
    assert set(errors(server.put(1, changed(employer=employer)))) == {f"employer.{path}"}


def test_nothing_and_zero_salaries_are_accepted(server):
    record = server.filed(1, min_salary=0, max_salary=0, show_salary=True)
    assert (record["min_salary"], record["max_salary"], record["show_salary"]) == (0, 0, True)
    assert server.filed(1)["min_salary"] is None


def test_the_last_of_repeated_keys_counts(server):
    raw = json.dumps(SMALLEST)[:-1] + ', "title": "A", "title": "B", "quota": "x", "quota": 2}'
    answer = server.put(1, raw.encode())
    assert (answer.json()["data"]["title"], answer.json()["data"]["quota"]) == ("B", 2)


def test_a_company_without_its_options_has_none(server):
    employer = server.filed(1)["employer"]
    assert all(employer[field] is None for field in without(WHOLE_COMPANY, *COMPANY))
