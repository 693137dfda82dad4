"""Reading a file of records: every fault by its line, no value in any of them."""

from __future__ import annotations

import csv
import json

import pytest

from satupintu.systems.talentics.server.record_file import read_csv, read_json_lines
from satupintu.systems.talentics.server.record_rows import KINDS, ROWS, Fault, Row

EXAM = {"id": 7, "title": "Tes", "started_at": "2026-01-01 08:00:00", "ended_at": "2026-01-02 08:00:00"}
APPLICANT = {"id": 1, "job_id": 2, "name": "Siti Rahayu", "email": "siti@example.com"}


def lines(*documents):
    return [(each if isinstance(each, str) else json.dumps(each)).encode() + b"\n" for each in documents]


def words(found):
    return [str(each) for each in found if isinstance(each, Fault)]


def rows(found):
    return [each for each in found if isinstance(each, Row)]


def test_each_line_is_a_record_of_the_kind_it_names():
    found = list(read_json_lines(lines({"kind": "exams", **EXAM}, "", {"kind": "applicants", **APPLICANT}), None))

    assert [(row.line, row.kind, row.id) for row in found] == [(1, "exams", 7), (3, "applicants", 1)]
    assert found[0].record.title == "Tes"


def test_one_kind_may_be_said_for_all_lines_and_is_held_against_those_that_name_another():
    found = list(read_json_lines(lines(EXAM, {"kind": "exams", **EXAM}, {"kind": "jobs", **EXAM}), "exams"))

    assert [row.line for row in rows(found)] == [1, 2]
    assert words(found) == ["line 3: kind is not exams"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"kind": "exams", "id": 7,', "is not JSON"),
        ("[1]", "is no JSON object"),
        ('{"kind": "people", "id": 1}', f"kind must be one of {', '.join(KINDS)}"),
        ('{"kind": ["exams"], "id": 1}', f"kind must be one of {', '.join(KINDS)}"),
        ({"kind": "exams", **EXAM, "id": "7"}, "id must be a whole number"),
        ({"kind": "exams", **EXAM, "id": True}, "id must be a whole number"),
        ({"kind": "exams", **EXAM, "id": 0}, "id must be a number from 1 to 999999999999999999"),
        ({"kind": "exams", **EXAM, "id": 10**18}, "id must be a number from 1 to 999999999999999999"),
        ({"kind": "exams", **EXAM, "titel": "x"}, "titel is no field of exams"),
        ({"kind": "exams", **EXAM, "Budi Santoso": "x"}, "a key is no field of exams"),
        ({"kind": "exams", **EXAM, "title": None}, "title is required"),
        ({"kind": "exams", **EXAM, "ended_at": "2026-02-30 08:00:00"},
         "ended_at must be a date such as 2021-06-10 00:00:00"),
        ({"kind": "applicants", **APPLICANT, "name": 5}, "name must be a text"),
        ('{"kind": "applicants", "id": 1, "job_id": 2, "email": "x", "name": "\\ud800"}',
         "holds a character that is not text (lone surrogate)"),
        ({"kind": "applicants", **APPLICANT, "name": "Si\0ti"}, "name holds a character that is not text"),
        ({"kind": "tickets", "id": 1, "name": "A", "email": "a"},
         "exam_id is required, or exam as in an answer, not both"),
        ({"kind": "scores", "ticket_id": 1, "name": "A", "email": "a", "results": [{"total_score": "x"}]},
         "results.0.total_score must be a number"),
        ({"kind": "scores", "ticket_id": 1, "name": "A", "email": "a", "results": {}}, "results must be a list"),
        ({"kind": "forms", "id": 1, "applicant_id": 2, "application_time": "2026-01-01 08:00:00",
          "employment_application_form": []}, "applicant_id must be the id"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "applicable": 1}, "applicable must be true or false"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "type": 2**63}, "type is too large a number"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "min_salary": -1}, "min_salary must not be negative"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "max_salary": 2**63}, "max_salary is too large a number"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "closed": 2}, "closed must be 0 or 1"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "required_aspects": [{"a": [-(2**63) - 1]}]},
         "required_aspects holds a number that is too large"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "organization": {"id": 1, "trial": -1}},
         "organization.trial must be 0 or 1"),
        ({"kind": "applicants", **APPLICANT, "draft": 7}, "draft must be 0 or 1"),
        ('{"kind": "stages", "id": 1, "name": "a", "name": "b"}', "names a key twice"),
        ('{"kind": "jobs", "id": 1, "title": "Kasir", "organization": {"id": 1, "id": 2}}', "names a key twice"),
        ({"kind": "jobs", "id": 1, "title": "Kasir", "organization": {"id": "x"}},
         "organization.id must be a whole number"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line_is_said_in_one_sentence(line, said):
    assert words(read_json_lines(lines("", line), None)) == [f"line 2: {said}"]


def test_all_faults_of_a_line_are_found_together():
    found = read_json_lines(lines({"kind": "applicants", "id": "x", "job_id": "y", "dob": "z"}), None)

    assert [each.removeprefix("line 1: ") for each in words(found)] == [
        "id must be a whole number",
        "job_id must be a whole number",
        "name is required",
        "email is required",
        "dob must be a date such as 2021-06-10 00:00:00",
    ]


def test_a_byte_that_is_not_utf8_is_a_fault_of_its_line():
    latin = json.dumps({"kind": "exams", **EXAM}).encode() + b"\n", '{"title": "Tés"}'.encode("latin-1")

    assert words(read_json_lines(latin, None)) == ["line 2: is not UTF-8"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_fault_quotes_a_value(kind):
    secret = "Rahasia 3201150001100223"
    for name in ROWS[kind].model_fields:
        for value in (secret, [secret], {secret: secret}, -5, 1.5, True):
            for fault in words(read_json_lines(lines({"kind": kind, name: value, secret: secret}), None)):
                assert "Rahasia" not in fault
                assert "3201150001100223" not in fault


def test_csv_reads_numbers_truths_and_json_by_the_field_and_an_empty_cell_as_null():
    file = [
        b"id,title,min_salary,applicable,required_aspects,description\r\n",
        b'10,"Kasir, shift",4000000,true,"[1,""a""]","Baris satu\r\n',
        b'baris dua"\r\n',
        b"\r\n",
        b"11,Koki,,,,\r\n",
    ]
    first, second = (row.record for row in read_csv(file, "jobs"))

    assert (first.id, first.title, first.min_salary, first.applicable) == (10, "Kasir, shift", 4_000_000, True)
    assert (first.required_aspects, first.description) == ([1, "a"], "Baris satu\r\nbaris dua")
    assert (second.min_salary, second.applicable, second.required_aspects) == (None, None, None)


def test_csv_keeps_texts_that_look_like_numbers():
    header, row = b"id,job_id,name,email,phone_number,nik\n", b"1,2,007,a@example.com,0800000001,9901010000000001\n"
    (found,) = read_csv([header, row], "applicants")

    assert (found.record.name, found.record.phone_number, found.record.nik) == ("007", "0800000001", "9901010000000001")


def test_csv_takes_a_cell_of_any_sensible_length_and_leaves_the_limit_of_others_alone():
    usual = 131_072  # as a new process has it
    before = csv.field_size_limit(usual)
    try:
        file = [b"id,title,description\n", b'1,Kasir,"' + b"x" * (usual + 1) + b'"\n']
        (found,) = read_csv(file, "jobs")

        assert len(found.record.description) == usual + 1
        assert csv.field_size_limit() == usual
    finally:
        csv.field_size_limit(before)


def test_a_quote_that_is_never_closed_does_not_take_the_rest_of_the_file():
    file = [b"id,title\n", b'1,"', *[b"x" * 1_000_000 + b"\n"] * 17]

    assert any("is not CSV" in each for each in words(read_csv(file, "jobs")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the file is empty; the first line names the fields"),
        ("1,Budi Santoso,2\n", "line 1: the first line must name the fields, id among them"),
        ("id;title\n", "line 1: the first line must name the fields, id among them; they are separated by commas"),
        ("id,title,title\n", "line 1: a field is named twice"),
        ("id,titel,Budi S.\n", "line 1: titel, a name: no field of exams"),
        ("id,title,started_at,ended_at\n1,Tes\n", "line 2: has 2 fields instead of 4"),
        ("id,title,started_at,ended_at\nx,Tes,2026-01-01,2026-01-01\n", "line 2: id must be a whole number"),
        ("id,title,started_at,ended_at\n1,T\udce9s,2026-01-01,2026-01-01\n", "line 2: is not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_csv_file_is_said_by_its_line(text, said):
    raw = text.encode("utf-8", "surrogateescape").splitlines(keepends=True)

    assert words(read_csv(raw, "exams")) == [said]


def test_a_cell_that_is_no_json_is_a_fault_of_its_field():
    file = [b"ticket_id,name,email,results\n", b"1,A,a@example.com,none\n"]

    assert words(read_csv(file, "scores")) == ["line 2: results must be a list"]
