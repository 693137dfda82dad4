"""`satupintu regions resolve`."""

import json

import pytest
from typer.testing import CliRunner

from satupintu.cli.regions import app


def run(*arguments: str):
    return CliRunner().invoke(app, ["resolve", *arguments], env={"COLUMNS": "200"})


def test_json_is_one_list_with_an_object_for_each_text_in_order() -> None:
    result = run("--json", "Bogor", "Kandanghaur, Kabupaten Indramayu", "Luar Negeri")
    assert result.exit_code == 0
    bogor, kandanghaur, abroad = json.loads(result.stdout)
    assert (bogor["verdict"], bogor["code"]) == ("ambiguous", None)
    assert [each["code"] for each in bogor["candidates"]] == ["3201", "3271"]
    assert (kandanghaur["code"], kandanghaur["level"]) == ("321221", "district")
    assert kandanghaur["path"] == "Kandanghaur, Kab. Indramayu, Jawa Barat"
    assert (kandanghaur["system"], kandanghaur["decree"]) == ("kemendagri", "2025")
    assert (abroad["verdict"], abroad["reason"]["key"]) == ("unresolved", "abroad")
    assert abroad["reason"]["id"] != abroad["reason"]["en"]


def test_the_table_shows_path_verdict_and_candidates() -> None:
    result = run("Bogor", "Kandanghaur, Kabupaten Indramayu")
    assert result.exit_code == 0
    for shown in ("ambiguous", "3201", "3271", "321221", "Kab. Indramayu", "0.98", "Kepmendagri 300.2.2-2138/2025"):
        assert shown in result.stdout


def test_a_table_that_goes_into_a_pipe_keeps_a_place_on_one_line() -> None:
    piped = CliRunner().invoke(app, ["resolve", "Kandanghaur, Kabupaten Indramayu"], env={"COLUMNS": "80"})
    (line,) = [line for line in piped.stdout.splitlines() if "321221" in line]
    assert "Kandanghaur, Kab. Indramayu, Jawa Barat" in line


@pytest.mark.parametrize(("lang", "words"), [("id", "di luar Indonesia"), ("en", "outside Indonesia")])
def test_reasons_stand_in_the_language_asked_for(lang: str, words: str) -> None:
    assert words in " ".join(run("--lang", lang, "Luar Negeri").stdout.split())


def test_brackets_in_a_place_are_shown_and_not_read_as_markup() -> None:
    assert "[red]Bogor" in run("[red]Bogor").stdout


def test_a_text_that_is_no_place_is_still_a_success() -> None:
    assert run("N/A").exit_code == 0


@pytest.mark.parametrize(
    ("system", "text", "code", "reason"),
    [
        ("kemendagri", "3171", "3171", "code"),
        ("bps", "3171", "3174", "code"),
        ("bps", "3212190", None, "unknown_code"),
        ("kemendagri", "9102", "9501", "former_code"),
        ("kemendagri", "9101012001", "9301", "former_code_city"),
        ("bps", "Kota Bogor", "3271", "name"),
        ("kemendagri", "Ujung Pandang", "7371", "former_name"),
    ],
)
def test_a_bare_code_is_read_in_the_system_that_is_named(system: str, text: str, code: str | None, reason: str) -> None:
    result = run("--json", "--system", system, text)
    assert result.exit_code == 0
    (answer,) = json.loads(result.stdout)
    assert (answer["code"], answer["reason"]["key"]) == (code, reason)


def test_without_a_system_a_bare_code_is_not_read() -> None:
    (answer,) = json.loads(run("--json", "3171").stdout)
    assert (answer["verdict"], answer["reason"]["key"]) == ("unresolved", "bare_code")


def test_a_system_that_nobody_keeps_is_refused() -> None:
    assert run("--system", "pos", "3171").exit_code == 2
