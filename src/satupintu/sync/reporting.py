"""The report of a run: counts, and a line for each vacancy with the reason in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from satupintu.recruitment.reason import Reason
from satupintu.sync.planning import Action, Plan, Step
from satupintu.sync.running import Run
from satupintu.sync.submitting import Done, Result

COUNTED_AS: Mapping[Action, str] = {
    Action.CREATE: "filed",
    Action.UPDATE: "updated",
    Action.RENEW: "renewed",
    Action.CLOSE: "closed",
    Action.UNCHANGED: "unchanged",
    Action.NEEDS_PERSON: "needs_person",
    Action.NOTHING_TO_FILE: "nothing_to_file",
}
COUNTS = (*dict.fromkeys(COUNTED_AS.values()), "unknown", "not_tried")


@dataclass(frozen=True, slots=True)
class Line:
    """One vacancy of a report. `count` is the column of the report it is counted in."""

    count: str
    step: Step
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, or what a plan would do."""

    lines: tuple[Line, ...]
    plan: Plan
    interrupted: str | None = None

    def counts(self) -> dict[str, int]:
        """How many vacancies came out how; every vacancy is counted once."""
        return {name: sum(line.count == name for line in self.lines) for name in COUNTS}

    def defaulted_headcounts(self) -> int:
        """How many vacancies are filed with the headcount of the policy, because the source gives none."""
        return sum(any(reason.key == "headcount_defaulted" for reason in line.reasons) for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            **self.counts(),
            "headcount_defaulted": self.defaulted_headcounts(),
            "complete": self.plan.complete,
            "interrupted": self.interrupted,
            "calls": {
                "list": self.plan.cost.list_calls,
                "details": self.plan.cost.detail_calls,
                "quota_windows": self.plan.cost.windows,
            },
            "vacancies": [_line_as_json(line) for line in self.lines],
        }


def report_of_run(run: Run) -> Report:
    """The report of a run."""
    return Report(tuple(_line(result) for result in run.results), run.plan, run.interrupted)


def report_of_plan(plan: Plan) -> Report:
    """The same report for a plan, as if every step were accepted."""
    return Report(tuple(Line(COUNTED_AS[step.action], step, step.reasons) for step in plan.steps), plan)


def _line(result: Result) -> Line:
    step = result.step
    reasons = (*((result.reason,) if result.reason else ()), *step.reasons)
    match result.done:
        case Done.ACCEPTED:
            return Line(COUNTED_AS[step.action], step, reasons)
        case Done.REFUSED:
            return Line("needs_person", step, reasons)
        case Done.UNKNOWN:
            return Line("unknown", step, reasons)
        case Done.NOT_TRIED:
            return Line("not_tried", step, reasons)


def _line_as_json(line: Line) -> dict[str, Any]:
    step = line.step
    return {
        "vacancy": step.key,
        "title": step.title,
        "outcome": line.count,
        "place": step.place,
        "region": step.region or None,
        "target_id": str(step.filing.target_id),
        "expires_at": step.expires_at.isoformat() if step.expires_at else None,
        "reasons": [_reason_as_json(reason) for reason in line.reasons],
    }


def _reason_as_json(reason: Reason) -> dict[str, str]:
    return {"key": reason.key, "id": reason.words.id, "en": reason.words.en}
