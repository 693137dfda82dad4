"""What JOSS and TOSS send of their own accord: a POST of JSON to the URL of a client, signed like a request.

That there are notifications, how they are signed and over which path is published ("Autentikasi" of the JOSS
documentation). Events and body are ours (contract, section 14).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer

from satupintu.systems.kemnaker.contract.texts import utc_text

Actor = Literal["client", "officer", "system"]
"""Who caused an event: the client itself, an officer of the ministry, or the passing of time and the settings."""

EVENTS: Final = (
    "vacancy.accepted",
    "vacancy.rejected",
    "vacancy.closed",
    "vacancy.expired",
    "company.verified",
    "training.accepted",
    "training.rejected",
    "training.closed",
    "training.expired",
)

_Moment = Annotated[AwareDatetime, PlainSerializer(utc_text, return_type=str)]


class NotifiedRecord(BaseModel):
    """The record of an event as it stands since. `id` is the client's own.

    `version` counts its changes: an event with a lower one than you have is older than what you know.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)

    type: str
    id: str
    status: str | None = None
    verification_status: str | None = None
    reason: str | None = None
    actor: str | None = None
    version: int | None = None


class Notification(BaseModel):
    """One event. `id` stays the same when it is sent again; unknown keys are kept."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: UUID
    event: str
    occurred_at: _Moment
    environment: str
    data: NotifiedRecord


def read_notification(body: bytes) -> Notification:
    """Read an event tolerantly. Raises pydantic's ValidationError when it is none."""
    return Notification.model_validate_json(body, extra="allow")
