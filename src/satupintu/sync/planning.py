"""What should be done: a pure comparison of what the source offers with what was filed. A plan can be printed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from satupintu.recruitment.reason import Reason
from satupintu.recruitment.submission import Filing, FilingState
from satupintu.recruitment.vacancy import Vacancy
from satupintu.sync import reasons
from satupintu.sync.connection import Policy
from satupintu.sync.normalise_kemnaker import Composed
from satupintu.sync.reading import Cost, Reading
from satupintu.systems.kemnaker.contract.models import VacancyBody


class Action(StrEnum):
    """What a run does about one vacancy."""

    CREATE = "create"
    UPDATE = "update"
    RENEW = "renew"
    CLOSE = "close"
    UNCHANGED = "unchanged"
    NEEDS_PERSON = "needs_person"
    NOTHING_TO_FILE = "nothing_to_file"


WRITES = frozenset({Action.CREATE, Action.UPDATE, Action.RENEW, Action.CLOSE})


@dataclass(frozen=True, slots=True)
class Step:
    """One vacancy, what is done about it, and why.

    `filing` is the row it would make true. `digest` and `expires_at` are what the target will hold afterwards.
    """

    action: Action
    key: str
    title: str
    filing: Filing
    place: str = ""
    region: str = ""
    body: VacancyBody | None = field(default=None, repr=False)
    digest: str | None = None
    expires_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of one run, in the order of the source. Nothing was sent yet."""

    target: str
    steps: tuple[Step, ...]
    complete: bool
    cost: Cost

    def count(self, *actions: Action) -> int:
        """How many steps do one of these."""
        return sum(step.action in actions for step in self.steps)


MOST_GONE = 0.5
"""The share of filed vacancies that may be gone at once before somebody must look at the account of the source."""

FEWEST_SUSPICIOUS = 5
"""So few may always be gone at once."""

Compose = Callable[[Vacancy], "Composed | tuple[Reason, ...]"]
"""Resolves the place of a vacancy and composes its body; or says why a person must look."""


def make_plan(
    reading: Reading, filings: Mapping[str, Filing], *, target: str, now: datetime, policy: Policy, compose: Compose
) -> Plan:
    """Compare. Nothing is closed unless the source itself says that it is closed or gone."""
    steps = [_step(vacancy, filings.get(vacancy.key), target, now, policy, compose) for vacancy in reading.vacancies]
    steps += _closings(reading, filings)
    if not reading.complete:
        steps = [_kept_open(step) if step.action is Action.CLOSE else step for step in steps]
    return Plan(target, tuple(steps), reading.complete, reading.cost)


def _step(vacancy: Vacancy, filed: Filing | None, target: str, now: datetime, policy: Policy, compose: Compose) -> Step:
    filing = replace(_generation(vacancy, filed, target), title=vacancy.title)
    bare = Step(Action.UNCHANGED, vacancy.key, vacancy.title, filing, vacancy.place)
    if not vacancy.is_open:
        return _close(bare, filed)
    if vacancy.obstacles:
        return replace(bare, action=Action.NEEDS_PERSON, reasons=vacancy.obstacles)
    composed = compose(vacancy)
    if not isinstance(composed, Composed):
        return replace(bare, action=Action.NEEDS_PERSON, reasons=composed)
    digest = digest_of(composed.body, vacancy.due_at)
    expires_at, renew = _expiry(vacancy, filing, now, policy)
    action = _action(filing, digest, renew=renew)
    if action is Action.UNCHANGED and filing.expires_at is not None:
        expires_at = filing.expires_at
    notes = composed.notes
    if vacancy.due_at is not None and expires_at > vacancy.due_at:
        notes = (*notes, reasons.renewed_past_due(vacancy.due_at.date().isoformat()))
    return replace(
        bare,
        action=action,
        region=composed.region.code,
        body=composed.body.model_copy(update={"expires_at": expires_at}),
        digest=digest,
        expires_at=expires_at,
        reasons=notes,
    )


def _closings(reading: Reading, filings: Mapping[str, Filing]) -> list[Step]:
    """Vacancies that are gone are closed; when most of what is filed seems gone, a person must look first."""
    gone = [filings[key] for key in sorted(reading.gone) if key in filings]
    gone = [filing for filing in gone if filing.state is not FilingState.CLOSED]
    filed = sum(filing.state is not FilingState.CLOSED for filing in filings.values())
    if len(gone) >= FEWEST_SUSPICIOUS and len(gone) > filed * MOST_GONE:
        why = (reasons.too_many_gone(len(gone), filed),)
        return [Step(Action.NEEDS_PERSON, filing.vacancy, filing.title, filing, reasons=why) for filing in gone]
    return [Step(Action.CLOSE, filing.vacancy, filing.title, filing) for filing in gone]


def _close(bare: Step, filed: Filing | None) -> Step:
    if filed is not None and filed.state is not FilingState.CLOSED:
        return replace(bare, action=Action.CLOSE)
    if filed is not None and filed.state is FilingState.CLOSED:
        return replace(bare, action=Action.UNCHANGED)
    return replace(bare, action=Action.NOTHING_TO_FILE, reasons=(reasons.closed_before_filing(),))


def _kept_open(step: Step) -> Step:
    return replace(step, action=Action.NEEDS_PERSON, reasons=(reasons.walk_incomplete(),))


def _action(filing: Filing, digest: str, *, renew: bool) -> Action:
    if filing.state is FilingState.PENDING:
        return Action.CREATE
    if filing.digest != digest:
        return Action.UPDATE
    return Action.RENEW if renew else Action.UNCHANGED


def _generation(vacancy: Vacancy, filed: Filing | None, target: str) -> Filing:
    """The filing a vacancy belongs to: the one there is, or the next generation when it reopens after closing."""
    if filed is None:
        return new_filing(target, vacancy.key, 1)
    if filed.state is FilingState.CLOSED and vacancy.is_open:
        return new_filing(target, vacancy.key, filed.generation + 1)
    return filed


def new_filing(target: str, key: str, generation: int) -> Filing:
    """A filing of which nothing was accepted yet.

    Its id at the target follows from what it names: even if the ledger were lost, the same vacancy would be filed
    under the same id again and not twice.
    """
    return Filing(target, key, generation, target_id(target, key, generation))


def target_id(target: str, key: str, generation: int) -> UUID:
    """The id of a vacancy at the target."""
    return uuid5(NAMESPACE_URL, f"urn:satupintu:{target}:{key}:{generation}")


def _expiry(vacancy: Vacancy, filing: Filing, now: datetime, policy: Policy) -> tuple[datetime, bool]:
    """When the vacancy should expire at the target, and whether what is filed must be renewed for it.

    The due date rules while it lies well ahead. Within its last days a little is added, so that a vacancy that is
    still open does not lapse between two runs. Behind it, or without one, the vacancy is renewed for a while.
    """
    soon = now + policy.renew_before
    runs_out = filing.expires_at is not None and filing.expires_at <= soon
    due = vacancy.due_at
    if due is not None and due > soon:
        return due, runs_out
    if due is not None and due > now:
        return due + policy.renew_before, runs_out
    if filing.expires_at is None or runs_out:
        return now + policy.renew_for, runs_out
    return filing.expires_at, False


def digest_of(body: VacancyBody, due_at: datetime | None) -> str:
    """A digest over the content of a vacancy, with the due date of the source in place of the expiry filed."""
    content = body.model_dump(mode="json", exclude={"expires_at"}, exclude_unset=True)
    text = json.dumps([content, due_at.isoformat() if due_at else None], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def writes(steps: Sequence[Step]) -> list[Step]:
    """The steps that send something."""
    return [step for step in steps if step.action in WRITES]
