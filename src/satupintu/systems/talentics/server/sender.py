"""Sending callbacks: an operation with its ends swapped. What goes out, how often, and what proves its origin.

Published (https://talentics.id/docs/talentics-callback) are the token's header, the payload but for `current_stage`,
and one try with three retries 15 minutes apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, Literal
from uuid import UUID

from satupintu.kernel.redaction import Secret
from satupintu.serving.outbox import Delivery, RetrySchedule, checked_url
from satupintu.systems.talentics.contract.callbacks import (
    MOVED_APPLICANT,
    TOKEN_HEADER,
    MovedApplicant,
    MovedJob,
    StageName,
)
from satupintu.systems.talentics.contract.models import Applicant, Job

SYSTEM: Final = "talentics"
"""`Delivery.system` of callbacks."""

SuccessRule = Literal["2xx", "any_response"]
"""Which answers end a delivery: those of success, or, as the page words it, whatever the receiver responds."""

PUBLISHED_SCHEDULE: Final = RetrySchedule.even(3, timedelta(minutes=15))
"""One try and three retries, 15 minutes apart."""

_PERSONAL: Final = frozenset(name for name, field in MovedApplicant.model_fields.items() if not field.repr)


@dataclass(frozen=True, slots=True)
class CallbackSettings:
    """What an operator may choose about callbacks. An empty URL means that the event is not sent.

    Raises ConfigurationError for a URL that nothing can be sent to.
    """

    moved_applicant_url: str = ""
    schedule: RetrySchedule = PUBLISHED_SCHEDULE
    timeout: timedelta = timedelta(seconds=10)
    success: SuccessRule = "2xx"

    def __post_init__(self) -> None:
        if self.moved_applicant_url:
            checked_url(self.moved_applicant_url, "talentics.callback_urls.moved_applicant")


class CallbackSender:
    """The `Sender` of Talentics: the account's token, the same at every try."""

    def __init__(self, token: Secret, settings: CallbackSettings) -> None:
        self._token = token
        self._success = settings.success
        self.timeout = settings.timeout
        self.personal = _PERSONAL

    def headers_for(self, delivery: Delivery, now: datetime) -> Mapping[str, str]:
        """The headers of every try."""
        del delivery, now
        return {"Content-Type": "application/json", TOKEN_HEADER: self._token.reveal()}

    def is_success(self, status: int) -> bool:
        """Whether this answer ends the delivery."""
        return self._success == "any_response" or HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def moved_applicant(
    delivery_id: UUID,
    applicant: Applicant,
    job: Job | None,
    *,
    organization_id: int,
    job_id: int,
    previous: StageName | None,
    current: StageName,
    settings: CallbackSettings,
    now: datetime,
) -> Delivery:
    """The delivery that tells of an applicant who went to another stage at `now`."""
    payload = MovedApplicant(
        applicant_id=applicant.id,
        name=applicant.name,
        email=applicant.email,
        moved_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        job=MovedJob(job_id=job_id, title=job.title if job else None, code=job.code if job else None),
        previous_stage=previous,
        current_stage=current,
    )
    return Delivery.queued(
        delivery_id,
        system=SYSTEM,
        owner=str(organization_id),
        event=MOVED_APPLICANT,
        url=settings.moved_applicant_url,
        body=payload.model_dump_json(),
        schedule=settings.schedule,
        now=now,
    )
