"""Lists of the ministry's reference data that an installation imports in place of the bundled ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from satupintu.bootstrap.house import House
from satupintu.bootstrap.reference_file import read_reference_file
from satupintu.cli.app import app
from satupintu.kernel.errors import DataError, ValidationFailedError
from satupintu.systems.kemnaker.contract.references import LISTS, our_region_id
from tests.contract.kemnaker.bodies import JAKARTA_SELATAN, id_of
from tests.integration.kemnaker_office.office import Office, vacancy

MINING = "898b0b80-4ce3-4b6f-3413-f6b518e9c557"
FISHERY = "11111111-2222-4333-8444-555555555555"
DISTRICT = "317401"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def office(data: Path, database_url: str | None) -> Iterator[Office]:
    with Office.opened(data, database_url) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, new_url: Any) -> str | None:
    return None if request.param == "sqlite" else new_url(request.param)


def saved(folder: Path, content: Any, name: str = "list.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def imported(office: Office, name: str, rows: list[dict[str, Any]]) -> None:
    office.house.reference_lists.replace(name, rows)


def test_an_imported_list_is_served_and_judged_by_at_once(office):
    portal = office.joss(office.client())
    imported(office, "industries", [{"id": MINING, "name": "Pertambangan"}, {"id": FISHERY, "name": "Perikanan"}])

    assert [entry.name for entry in portal.industries()] == ["Pertambangan", "Perikanan"]
    filed = portal.put_vacancy(id_of(1), vacancy(industry=FISHERY)).data
    assert filed.industry == FISHERY


def test_an_id_that_fell_out_is_refused_in_new_bodies_and_what_was_filed_with_it_stays_readable(office):
    portal = office.joss(office.client())
    filed = portal.put_vacancy(id_of(1), vacancy()).data  # the company, its industry included, is known from now on
    imported(office, "industries", [{"id": FISHERY, "name": "Perikanan"}])

    with pytest.raises(ValidationFailedError) as refused:
        portal.put_vacancy(id_of(2), vacancy())

    assert refused.value.errors == {"employer.industry": ("Unknown industry id.",)}
    assert portal.find_vacancy(id_of(1)).data == filed


def test_ids_of_regions_that_the_ministry_has_given_replace_ours(office):
    portal, given = office.joss(office.client()), "22222222-2222-4333-8444-555555555555"
    place = {"type": "sub_district", "id": given}
    with pytest.raises(ValidationFailedError):
        portal.put_vacancy(id_of(1), vacancy(region=place))

    imported(office, "regions", [{"id": JAKARTA_SELATAN, "code": "3174"}, {"id": given, "code": DISTRICT}])

    assert portal.put_vacancy(id_of(1), vacancy(region=place)).data.region.id == given
    [entry] = portal.regions(code=DISTRICT)
    assert (entry.id, entry.origin) == (given, "ministry")
    assert office.house.references.region("31").known is False  # what is not in the imported list is known no more
    with pytest.raises(ValidationFailedError):
        portal.put_vacancy(id_of(2), vacancy(region={"type": "sub_district", "id": our_region_id(DISTRICT)}))


def test_other_processes_follow_and_a_restart_changes_nothing(office, data, database_url):
    with House.open(data, database_url) as other:
        before = other.references
        imported(office, "job-types", [{"id": FISHERY, "name": "Magang"}])
        assert list(other.references.names("job_type")) == ["Magang"]
        assert before is not other.references
    with House.open(data, database_url) as again:
        assert list(again.references.names("job_type")) == ["Magang"]
        again.reference_lists.reset("job-types")
        assert "Full time" in set(again.references.names("job_type"))
    assert "Full time" in set(office.house.references.names("job_type"))


def test_lists_that_stay_the_same_are_not_made_anew_when_other_data_changes(office):
    before = office.house.references
    office.house.clock.bump_generation()
    assert office.house.references is before


def run(data: Path, *arguments: str, status: int = 0) -> Any:
    ended = CliRunner().invoke(app, ["joss", "references", *arguments, "--data", str(data)])
    assert ended.exit_code == status, ended.output
    return ended


def test_the_commands_compare_store_and_take_back(data, tmp_path):
    file = saved(
        tmp_path, {"data": [{"id": MINING.upper(), "name": " Mining, Oil & Gas "}, {"id": FISHERY, "name": "Ikan"}]}
    )
    counted = "industries: 1 added, 0 changed, 22 removed, 1 unchanged."

    assert f"{counted} Nothing was stored." in run(data, "import", "industries", str(file), "--dry-run").stdout
    assert "23" in run(data, "list").stdout
    assert run(data, "import", "industries", str(file)).stdout.strip() == counted
    assert json.loads(run(data, "list", "industries", "--json").stdout)[1] == {"id": FISHERY, "name": "Ikan"}
    overview = {each["list"]: each for each in json.loads(run(data, "list", "--json").stdout)}
    assert overview["industries"] == {"list": "industries", "entries": 2, "origin": "imported"}
    assert overview["regions"]["origin"] == "bundled"
    again = json.loads(run(data, "import", "industries", str(file), "--json").stdout)
    assert again == {"list": "industries", "stored": True, "added": 0, "changed": 0, "removed": 0, "unchanged": 2}
    assert json.loads(run(data, "reset", "industries", "--json").stdout)["added"] == 22


def test_a_file_with_faults_is_told_all_of_them_and_stores_nothing(data, tmp_path):
    rows = f"id,name,level\n{MINING},SD,10\n{MINING},,x\n7,SMP,20\n"
    file = saved(tmp_path, rows, "levels.csv")

    ended = run(data, "import", "education-levels", str(file), status=1)

    assert ended.stderr.splitlines() == [
        f"{file}: nothing was stored.",
        "  entry 2: name must be 1 to 200 printable characters",
        "  entry 2: level must be a whole number; a higher one is a higher education",
        f"  entry 2: {MINING} stands in entry 1 already",
        "  entry 3: id must be a UUID, not '7'",
    ]
    assert json.loads(run(data, "import", "education-levels", str(file), "--json", status=1).stdout)["stored"] is False
    assert json.loads(run(data, "list", "--json").stdout)[3]["origin"] == "bundled"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "neither JSON nor a CSV"),
        ("[", "is not JSON"),
        ("[1]", "a JSON list of objects"),
        ('{"entries": []}', "a JSON list of objects"),
        ("[]", "there is no entry in it"),
        ("id,name\n", "there is no entry in it"),
        ('[{"name": "x"}]', "id is missing"),
    ],
)
def test_a_file_that_is_no_list_is_told_so(data, tmp_path, content, says):
    ended = run(data, "import", "industries", str(saved(tmp_path, content)), status=1)
    assert says in f"{ended.stderr}{ended.exception}"


def test_a_region_must_be_official_and_stand_once(data, tmp_path):
    file = saved(tmp_path, f"id,code\n{MINING},31.74\n{FISHERY},3174\n{id_of(3)},9999\n{id_of(4)},\n", "regions.csv")

    told = run(data, "import", "regions", str(file), status=1).stderr

    assert "entry 2: 3174 stands in entry 1 already" in told
    assert "entry 3: code must be an official Kemendagri code, not '9999'" in told
    assert "entry 4: code is missing" in told


@given(content=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: f"id,name\n{text}".encode()))
def test_any_file_is_read_or_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "list"
    path.write_bytes(content)
    for name in LISTS.values():
        try:
            read = read_reference_file(path, name, lambda _: True)
        except DataError:
            continue
        assert read.faults or all(row["id"] for row in read.rows)
