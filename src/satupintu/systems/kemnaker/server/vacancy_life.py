"""The life cycle of a vacancy (contract, section 11): pure rules over the stored fields, without clock and database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from satupintu.kernel.outcome import Refusal
from satupintu.systems.kemnaker.contract.models import VacancyBody
from satupintu.systems.kemnaker.contract.rules import Fault, is_absent, is_at_fault, value_of
from satupintu.systems.kemnaker.contract.texts import utc_text
from satupintu.systems.kemnaker.server.ports import Document

OPERATOR_DECISION: Final = "operator_decision"
"""`close_reason` of what an officer has closed."""

DEFAULT_EXPIRY = timedelta(days=60)
"""How long a vacancy is open when its body does not say."""


@dataclass(slots=True)
class Life:
    """Where a vacancy stands, and since when."""

    status: str
    published_at: datetime
    expires_at: datetime
    filled_count: int = 0
    close_reason: str | None = None
    close_note: str | None = None
    closed_at: datetime | None = None

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Life:
        """The life as a stored document has it."""
        closed_at: str | None = document["closed_at"]
        return cls(
            status=document["status"],
            published_at=datetime.fromisoformat(document["published_at"]),
            expires_at=datetime.fromisoformat(document["expires_at"]),
            filled_count=document["filled_count"],
            close_reason=document["close_reason"],
            close_note=document["close_note"],
            closed_at=None if closed_at is None else datetime.fromisoformat(closed_at),
        )

    def fields(self) -> dict[str, Any]:
        """The life as fields of a document."""
        return {
            "published_at": utc_text(self.published_at),
            "expires_at": utc_text(self.expires_at),
            "status": self.status,
            "close_reason": self.close_reason,
            "close_note": self.close_note,
            "filled_count": self.filled_count,
            "closed_at": None if self.closed_at is None else utc_text(self.closed_at),
        }

    def at(self, now: datetime) -> Life:
        """The same life at a later moment: what was open has expired when its end has come."""
        if self.status == "open" and now >= self.expires_at:
            return replace(self, status="expired", close_reason="expired", closed_at=self.expires_at)
        return self


class VacancyLife:
    """The life cycle of vacancies."""

    statuses = ("open", "closed", "filled", "expired")

    def at(self, document: Document, now: datetime) -> Document:
        """A vacancy at a later moment: one whose end has come has expired."""
        # Both texts are UTC and whole seconds, so they compare as the moments do.
        if document["status"] != "open" or utc_text(now) < document["expires_at"]:
            return document
        return document | Life.read(document).at(now).fields()

    def faults(self, before: Document | None, body: VacancyBody, now: datetime) -> Iterator[Fault]:
        """What a body asks that cannot be, given the vacancy as it stands now (None: a new one)."""
        return _faults(Life.read(before) if before else None, body, now)

    def put(self, before: Document | None, body: VacancyBody, now: datetime) -> Document | Refusal:
        """The fields of the life after a PUT, or why it cannot be."""
        life = _gone_on(Life.read(before), body, now) if before else _begun(body, now)
        return life if isinstance(life, Refusal) else life.fields()

    def delete(self, document: Document, now: datetime) -> Document:
        """A vacancy that is withdrawn. One that is not open stays as it is."""
        if document["status"] != "open":
            return document
        life = replace(Life.read(document), status="closed", close_reason="withdrawn", close_note=None, closed_at=now)
        return document | life.fields()

    def expires_at(self, document: Document) -> datetime | None:
        """When a vacancy expires by itself."""
        return datetime.fromisoformat(document["expires_at"]) if document["status"] == "open" else None

    def takes_content(self, document: Document) -> bool:
        """Whether its content may change: always."""
        del document
        return True


def _faults(life: Life | None, body: VacancyBody, now: datetime) -> Iterator[Fault]:
    if not (is_at_fault(body, "published_at") or is_at_fault(body, "expires_at")):
        yield from _term_faults(life, body, now)
    if life is None:
        return
    quota: int | None = value_of(body, "quota")
    if is_absent(body, "filled_count") and quota is not None and life.filled_count > quota:
        yield "filled_count", "Must not be more than quota."
    if value_of(body, "filled_count") == 0 and life.status == "filled":
        yield "filled_count", "Must be at least 1 when status is filled."


def _term_faults(life: Life | None, body: VacancyBody, now: datetime) -> Iterator[Fault]:
    published_at: datetime = value_of(body, "published_at") or (life.published_at if life else now)
    try:
        expires_at = value_of(body, "expires_at") or (life.expires_at if life else published_at + DEFAULT_EXPIRY)
    except OverflowError:
        yield "published_at", "Is too late for a vacancy of 60 days."
        return
    if expires_at <= published_at:
        yield "expires_at", "Must be later than published_at."
    elif life is None and expires_at <= now:
        yield "expires_at", "Must be in the future."


def _begun(body: VacancyBody, now: datetime) -> Life | Refusal:
    """A new vacancy. It begins open."""
    if body.status not in {None, "open"}:
        return Refusal(400, "A new vacancy must be open.")
    published_at = body.published_at or now
    return Life("open", published_at, body.expires_at or published_at + DEFAULT_EXPIRY, body.filled_count or 0)


def _gone_on(life: Life, body: VacancyBody, now: datetime) -> Life | Refusal:
    """What a PUT makes of a vacancy that exists (`life` as it stands now)."""
    kept = replace(
        life,
        published_at=body.published_at or life.published_at,
        expires_at=body.expires_at or life.expires_at,
        filled_count=life.filled_count if body.filled_count is None else body.filled_count,
    )
    match life.status, body.status:
        case "closed" | "filled", None:
            return kept
        case "closed", "filled" if life.close_reason == OPERATOR_DECISION:
            return Refusal(400, "An officer closed this vacancy; it cannot be reported as filled.")
        case "closed", "closed" if life.close_reason == OPERATOR_DECISION:
            return kept  # an officer's reason is not the client's to word
        case "closed", "closed":
            return replace(kept, close_reason=body.close_reason, close_note=body.close_note)
        case "filled", "filled":
            return kept
        case "filled", "closed":
            return Refusal(400, "A filled vacancy cannot be closed; use a new id for a new vacancy.")
        case "closed" | "filled", "open":
            return Refusal(400, f"A {life.status} vacancy cannot be opened again; use a new id.")
        case _, "filled":
            return replace(kept, status="filled", close_reason="filled", close_note=None, closed_at=now)
        case "expired", "closed":
            return Refusal(400, "An expired vacancy cannot be closed; it may be reported as filled.")
        case _, "closed":
            return replace(
                kept, status="closed", close_reason=body.close_reason, close_note=body.close_note, closed_at=now
            )
        case _:
            return replace(kept, status="open", close_reason=None, close_note=None, closed_at=None).at(now)
