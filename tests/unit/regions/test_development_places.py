"""The resolver against labelled places: those that people really wrote, where they are at hand, and our own."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from satupintu.regions.resolver import Resolver

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = ROOT.parent / "shared" / "data" / "places_dev.csv"
OURS = sorted((ROOT / "tests" / "data").glob("places_*.csv"))

LEAST_CORRECT = 0.97
MOST_CONFIDENTLY_WRONG = 0.01


@pytest.fixture(scope="module")
def report_places() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report_places", ROOT / "scripts" / "report_places.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(WRITTEN, marks=pytest.mark.skipif(not WRITTEN.exists(), reason="not beside this checkout")),
        *OURS,
    ],
    ids=lambda file: file.stem,
)
def test_most_written_places_are_answered_right_and_hardly_any_confidently_wrong(
    report_places: ModuleType, resolver: Resolver, file: Path
) -> None:
    judged = report_places.judge_file(file, resolver)
    report = "\n".join(report_places.report(judged))
    assert report_places.share(judged, report_places.Outcome.CORRECT) >= LEAST_CORRECT, report
    assert report_places.share(judged, report_places.Outcome.WRONG) <= MOST_CONFIDENTLY_WRONG, report


@pytest.mark.parametrize(
    ("label", "text", "outcome"),
    [
        (("resolved", "3273", ""), "Kota Bandung", "correct"),
        (("resolved", "3204", "3273"), "Kota Bandung", "correct"),
        (("resolved", "327302", ""), "Kota Bandung", "shallow"),
        (("resolved", "3204", ""), "Kota Bandung", "confidently wrong"),
        (("ambiguous", "", "3273;3204"), "Kota Bandung", "confidently wrong"),
        (("unresolved", "", "3273"), "Kota Bandung", "confidently wrong"),
        (("ambiguous", "", "3204;9999"), "Bandung", "correct"),
        (("ambiguous", "", "3201;3271"), "Bandung", "missed"),
        (("resolved", "3273", ""), "Bandung", "missed"),
        (("unresolved", "", ""), "Remote", "correct"),
        (("resolved", "32", ""), "Remote", "missed"),
    ],
)
def test_an_answer_is_judged_as_its_label_says(
    report_places: ModuleType, resolver: Resolver, label: tuple[str, str, str], text: str, outcome: str
) -> None:
    row = dict(zip(("verdict", "expected_code", "acceptable_codes"), label, strict=True))
    assert report_places.judge(row, resolver.resolve(text)) == outcome
