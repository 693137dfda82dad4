"""`satupintu regions history`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from satupintu.cli.app import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["regions", "history", *arguments])


def words_of(shown: str) -> str:
    return " ".join(shown.split())


def test_an_old_city_code_leads_to_its_code_of_today_with_the_law() -> None:
    result = run("9102")
    assert result.exit_code == 0
    for shown in ("9501 Kab. Jayawijaya, Papua Pegunungan", "moved", "official", "UU 16/2022", "2022-07-25"):
        assert shown in words_of(result.stdout)


def test_json_is_one_object_with_every_place_the_code_named() -> None:
    found = json.loads(run("960305", "--json").stdout)
    assert (found["system"], found["code"], found["reused"], found["decree"]["label"]) == (
        *("kemendagri", "960305", True),
        "2025",
    )
    assert [(place["today"]["code"], place["today"]["name"]) for place in found["places"]] == [
        ("960305", "Ayau"),
        ("960323", "Kepulauan Ayau"),
    ]
    assert {change["basis"] for place in found["places"] for change in place["changes"]} == {"derived"}


@pytest.mark.parametrize("code", ["910201", "9102012001", "920199"])
def test_below_an_old_city_the_city_alone_is_told(code: str) -> None:
    (place,) = json.loads(run(code, "--json").stdout)["places"]
    assert place["today"] is None and place["city"]["code"] in ("9501", "9601")
    assert [change["basis"] for change in place["changes"]] == ["city_level_only"]
    assert "only its city is known" in words_of(run(code).stdout)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("id", ("tidak dipakai lagi", "Sebagai kode BPS", "Kaimana")), ("en", ("no longer in use", "As a BPS code"))],
)
def test_sentences_stand_in_the_language_asked_for(lang: str, words: tuple[str, ...]) -> None:
    assert all(each in words_of(run("9102", "--lang", lang).stdout) for each in words)


def test_a_number_that_means_the_same_place_in_both_systems_brings_no_warning() -> None:
    assert "BPS" not in run("9271").stdout
    assert json.loads(run("9271", "--json").stdout)["as_bps_code"] is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("99", ("neither in", "regions resolve")),
        ("9115999999", ("neither in",)),
        ("9426", ("As a BPS code", "9115")),
        ("91.02", ("without dots", "9102")),
        ("1103020", ("district at BPS", "110101 Bakongan")),
        ("9" * 500, ("no Kemendagri code",)),
    ],
)
def test_an_unknown_code_ends_with_an_error_that_names_the_remedy(code: str, words: tuple[str, ...]) -> None:
    result = run(code)
    assert result.exit_code == 1 and result.stdout == ""
    assert all(each in result.stderr for each in words)
    assert len(result.stderr) < 400


def test_an_unknown_code_is_explained_in_indonesian_too() -> None:
    assert "tidak dikenal sebagai kode lama" in run("99", "--lang", "id").stderr


def test_no_data_directory_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("9102").exit_code == 0 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("redirected", [">/dev/full", ">&-"])
def test_an_answer_that_cannot_be_written_ends_with_one_sentence(redirected: str) -> None:
    command = [sys.executable, "-m", "satupintu", "regions", "history", "9102", "--json"]
    ended = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirected}', "sh", *command], stderr=subprocess.PIPE, check=False
    )
    (said,) = ended.stderr.decode().splitlines()
    assert ended.returncode == 1 and said.startswith("satupintu: standard input or output failed (")
