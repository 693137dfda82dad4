"""The resolver against places as people really write them, where the labelled set is at hand."""

import csv
from pathlib import Path

import pytest

from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.resolver import Resolver

PLACES = Path(__file__).resolve().parents[4] / "shared" / "data" / "places_dev.csv"

LEAST_CORRECT = 0.97
MOST_CONFIDENTLY_WRONG = 0.01


def judge(row: dict[str, str], answer: Resolution) -> str:
    fitting = {code for code in (row["expected_code"], *row["acceptable_codes"].split(";")) if code}
    if row["verdict"] == "resolved":
        if answer.verdict is not Verdict.RESOLVED or answer.code is None:
            return "missed"
        if answer.code in fitting:
            return "correct"
        return "shallow" if any(code.startswith(answer.code) for code in fitting) else "wrong"
    if answer.verdict is Verdict.RESOLVED:
        return "wrong"
    if row["verdict"] == "ambiguous":
        shared = fitting & {candidate.code for candidate in answer.candidates}
        return "correct" if answer.verdict is Verdict.AMBIGUOUS and shared else "missed"
    return "correct" if answer.verdict is Verdict.UNRESOLVED else "missed"


@pytest.mark.skipif(not PLACES.exists(), reason="the labelled places are not beside this checkout")
def test_most_written_places_are_answered_right_and_hardly_any_confidently_wrong(resolver: Resolver) -> None:
    with PLACES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    judged = [(judge(row, resolver.resolve(row["text"])), row["text"]) for row in rows]
    misses = "\n".join(f"{outcome}: {text}" for outcome, text in judged if outcome != "correct")
    outcomes = [outcome for outcome, _ in judged]
    assert outcomes.count("correct") / len(rows) >= LEAST_CORRECT, misses
    assert outcomes.count("wrong") / len(rows) <= MOST_CONFIDENTLY_WRONG, misses
