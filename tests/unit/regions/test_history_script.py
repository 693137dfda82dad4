"""The build script derives by name which codes became which."""

from __future__ import annotations

import importlib
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from satupintu.regions.history_changes import read_steps

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "src" / "satupintu" / "regions" / "data"
ARCHIVES = "SATUPINTU_ARCHIVES"
"""Names a folder with the archives that the bundled file is made from."""


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "scripts")
        yield importlib.import_module("build_history")


def levels_of(names: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    lengths = {"province": 2, "city": 4, "district": 6, "village": 10}
    return {level: sorted(row for row in names.items() if len(row[0]) == length) for level, length in lengths.items()}


TOP = {"97": "Contoh", "9701": "Kab. Uji", "9702": "Kab. Coba"}


def derived(script: ModuleType, before: dict[str, str], after: dict[str, str]) -> set[tuple[str, str]]:
    rows = script.derive(levels_of({**TOP, **before}), levels_of({**TOP, **after}), [])
    return {(row.old_code, row.new_code) for row in rows}


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        pytest.param({"970101": "Atakera"}, {"970101": "Atakore"}, set(), id="similar-name-stays"),
        pytest.param({"970101": "Ra'as"}, {"970105": "Raas"}, {("970101", "970105")}, id="moved"),
        pytest.param(
            {"970101": "Ayau", "970102": "Kepulauan Ayau"},
            {"970101": "Kepulauan Ayau", "970102": "Ayau"},
            {("970101", "970102"), ("970102", "970101")},
            id="swapped",
        ),
        pytest.param({"970101": "Lama"}, {"970101": "Tegalrejo"}, {("970101", "970101")}, id="renamed"),
        pytest.param({"970101": "Lama"}, {"970201": "Lama"}, {("970101", ""), ("", "970201")}, id="not-across-cities"),
        pytest.param(
            {"970101": "Satu", "9701012001": "Kota Lama", "970102": "Dua"},
            {"970101": "Satu", "9701022007": "Kota Lama", "970102": "Dua"},
            {("9701012001", "9701022007")},
            id="to-another-district-of-the-city",
        ),
        pytest.param(
            {"970101": "Satu", "9701012001": "Mekar", "9701012002": "Sari"},
            {"970109": "Satu", "9701092002": "Mekar", "9701092001": "Sari"},
            {("970101", "970109"), ("9701012001", "9701092002"), ("9701012002", "9701092001")},
            id="below-a-moved-district",
        ),
        pytest.param(
            {"970101": "Satu", "9701011001": "Sorkam", "9701012001": "Sorkam"},
            {"970109": "Satu", "9701091001": "Sorkam", "9701092001": "Sorkam"},
            {("970101", "970109"), ("9701011001", "9701091001"), ("9701012001", "9701092001")},
            id="twins-keep-their-ending",
        ),
        pytest.param(
            {"970101": "Satu", "970102": "Satu"},
            {"970103": "Satu", "970104": "Satu"},
            {("970101", ""), ("970102", ""), ("", "970103"), ("", "970104")},
            id="twins-are-not-guessed",
        ),
    ],
)
def test_codes_are_matched_by_name_inside_regions_that_are_the_same(
    script: ModuleType, before: dict[str, str], after: dict[str, str], changes: set[tuple[str, str]]
) -> None:
    assert derived(script, before, after) == changes


def test_districts_follow_a_city_that_a_law_moved(script: ModuleType) -> None:
    before = levels_of({"97": "Contoh", "9701": "Kab. Uji", "970101": "Lama", "970102": "Baru"})
    after = levels_of({"97": "Contoh", "98": "Muda", "9801": "Kab. Uji", "980101": "Baru", "980102": "Lama"})
    facts = [script.Row("9701", "9801", "Kab. Uji", "Kab. Uji"), script.Row("", "98", "", "Muda")]
    rows = script.derive(before, after, facts)
    assert [(row.old_code, row.new_code) for row in rows] == [("970101", "980102"), ("970102", "980101")]


def test_changes_of_cities_that_no_law_tells_are_refused(script: ModuleType) -> None:
    before, after = levels_of({"97": "Contoh", "9701": "Kab. Uji"}), levels_of({"97": "Contoh", "9709": "Kab. Uji"})
    with pytest.raises(script.BuildError, match=r"history\.toml .*9709"):
        script.derive(before, after, [])


def test_the_bundled_file_is_what_the_archives_give(script: ModuleType) -> None:
    folder = os.environ.get(ARCHIVES)
    if not folder:
        pytest.skip(f"${ARCHIVES} names no folder with the archives of idn-area-data")
    given = {script.integrity_of(path.read_bytes()): path.read_bytes() for path in Path(folder).glob("*.tgz")}
    facts = tomllib.loads((DATA / "history.toml").read_text(encoding="utf-8"))
    built = script.build([(release, given[release.integrity]) for release in script.STATES], facts)
    assert built == (DATA / "history.xz").read_bytes()


def test_what_is_written_reads_back(script: ModuleType) -> None:
    before, _, after = script.STATES
    rows = [
        script.Row("970101", "970102", "Lama", "Lama"),
        script.Row("970103", "970103", "Lama", "Baru"),
        script.Row("970104", "", "Hilang", ""),
        script.Row("", "970105", "", "Muncul"),
    ]
    facts = {"decrees": [{"label": each.label, "name": each.decree} for each in (before, after)], "changes": []}
    (step,) = read_steps(facts, script.encode([(before, after, rows)]))
    changes = {*step.by_old_code.values(), *step.by_new_code.values()}
    assert {(each.kind.value, each.old_code, each.new_code, each.old_name, each.new_name) for each in changes} == {
        ("moved", "970101", "970102", "Lama", "Lama"),
        ("renamed", "970103", "970103", "Lama", "Baru"),
        ("dropped", "970104", None, "Hilang", None),
        ("new", None, "970105", None, "Muncul"),
    }
    assert step.reaches_villages and step.before.label == before.label
