"""How well the resolver answers a labelled list of places: the shares, by kind, and every miss.

Run:    .venv/bin/python scripts/report_places.py FILE [FILE ...]

The file is CSV in UTF-8 with the columns `text,expected_code,acceptable_codes,verdict,kind`; others are passed over.
`verdict` is `resolved`, `ambiguous` or `unresolved`; `acceptable_codes` are joined by `;` and hold the other right
codes, for `ambiguous` rows the candidates.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import load_bundled


class Outcome(StrEnum):
    """How an answer compares with its label.

    Correct: a right code with the verdict `resolved`; for an ambiguous label the verdict `ambiguous` with a candidate
    of the label; for an unresolved label the verdict `unresolved`. Shallow: resolved to a region above a right one.
    Confidently wrong: resolved to any other region, or resolved where the label says ambiguous or unresolved. Missed:
    everything else, such as no answer where there is one.
    """

    CORRECT = "correct"
    SHALLOW = "shallow"
    WRONG = "confidently wrong"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of the list with its answer and outcome."""

    row: Mapping[str, str]
    answer: Resolution
    outcome: Outcome


def judge(row: Mapping[str, str], answer: Resolution) -> Outcome:
    """Compare an answer with its label."""
    right = {code for code in (row["expected_code"], *row["acceptable_codes"].split(";")) if code}
    if answer.verdict is not Verdict.RESOLVED:
        if row["verdict"] != answer.verdict:
            return Outcome.MISSED
        shares = bool(right & {candidate.code for candidate in answer.candidates})
        return Outcome.CORRECT if shares or row["verdict"] == Verdict.UNRESOLVED else Outcome.MISSED
    if row["verdict"] != Verdict.RESOLVED or answer.code is None:
        return Outcome.WRONG
    if answer.code in right:
        return Outcome.CORRECT
    return Outcome.SHALLOW if any(code.startswith(answer.code) for code in right) else Outcome.WRONG


def judge_file(file: Path, resolver: Resolver) -> list[Judged]:
    """Answer and judge every row of a file."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    answers = [resolver.resolve(row["text"]) for row in rows]
    return [Judged(row, answer, judge(row, answer)) for row, answer in zip(rows, answers, strict=True)]


def share(judged: Sequence[Judged], outcome: Outcome) -> float:
    """How many of the answers, between 0 and 1, have this outcome."""
    return sum(each.outcome is outcome for each in judged) / len(judged) if judged else 0.0


def report(judged: Sequence[Judged]) -> Iterable[str]:
    """The report line by line: all rows, each kind, then every row that is not correct."""
    kinds = Counter(each.row["kind"] for each in judged)
    yield f"{'':<16}{'rows':>6}" + "".join(f"{outcome:>22}" for outcome in Outcome)
    for kind in ("all", *sorted(kinds)):
        chosen = [each for each in judged if kind in ("all", each.row["kind"])]
        counts = Counter(each.outcome for each in chosen)
        figures = (f"{counts[outcome]:>13} {share(chosen, outcome):>7.1%}" for outcome in Outcome)
        yield f"{kind:<16}{len(chosen):>6}" + "".join(f"{figure:>22}" for figure in figures)
    for each in judged:
        if each.outcome is not Outcome.CORRECT:
            yield from _miss(each)


def _miss(each: Judged) -> Iterable[str]:
    row, answer = each.row, each.answer
    label = " ".join(filter(None, (row["verdict"], row["expected_code"], row["acceptable_codes"][:60])))
    candidates = ", ".join(f"{region.code} {region.name}" for region in answer.candidates[:5])
    yield f"\n{each.outcome} ({row['kind']}): {row['text']}"
    yield f"  expected  {label}"
    yield f"  got       {answer.verdict} {answer.code or ''} {answer.name or ''} [{candidates}]"
    yield f"  because   {answer.reason.key}: {answer.reason.en}"


def main() -> None:
    """Print the report for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    resolver = Resolver(load_bundled())
    for file in parser.parse_args().files:
        print(f"{file}\n")
        print("\n".join(report(judge_file(file, resolver))), end="\n\n")


if __name__ == "__main__":
    main()
