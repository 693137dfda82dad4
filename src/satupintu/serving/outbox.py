"""The outbox: messages to other people's servers, as values, and what stores and sends them.

A delivery is written in the transaction of the change that causes it and sent later, at least once, under an id that
stays. Every try has a number and is recorded before its call. Times are the sandbox's, except for `claimed_until`: a
claim lasts by the machine's time, so that moving the sandbox's clock does not give a delivery under way to a second
worker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from satupintu.kernel.errors import ConfigurationError

LEASE: Final = timedelta(seconds=60)
"""How long a claim lasts unless its worker records what came of it: longer than any try may take."""

LONGEST_TRY: Final = timedelta(seconds=30)
"""The longest time that a sender may give the other side to answer."""

SET_BACK: Final = timedelta(minutes=1)
"""A wait that began more than this in the future began before the clock was set back: it is over. Less than this is
a difference between machines."""

PER_OWNER: Final = 2
"""How many deliveries of one owner a process has under way at the same time, so that a receiver that hangs holds up
nobody else's."""

KEPT_FOR: Final = timedelta(days=30)
"""How long a finished delivery is kept."""


Owner = tuple[str, str, str]
"""An owner among those of all systems: the system, the environment, and the owner in the system's own words."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    """It is to be sent, or sent again."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """All tries were used up."""


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """How long to wait after each failed try: one try, then one more after each pause (whole seconds)."""

    pauses: tuple[timedelta, ...]

    @classmethod
    def even(cls, retries: int, interval: timedelta) -> RetrySchedule:
        """The same pause before every retry."""
        return cls((interval,) * retries)

    @classmethod
    def after(cls, seconds: Sequence[int]) -> RetrySchedule:
        """These pauses, one after the other."""
        return cls(tuple(timedelta(seconds=each) for each in seconds))

    @property
    def tries(self) -> int:
        """How many tries there are in all."""
        return len(self.pauses) + 1

    def pause(self, tries_left: int) -> timedelta:
        """How long to wait while this many tries are left, at least one."""
        return self.pauses[-tries_left]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one URL. Make it with `queued`.

    `id` stays the same over all tries. `owner` is whose message it is, in the system's own words. `tries` counts the
    tries that were begun, over all cycles; `tries_left` those that the present cycle still has. `waits_since` is when
    the present wait began and `due_at` when it ends.
    """

    id: UUID
    system: str
    environment: str
    owner: str
    event: str
    url: str = field(repr=False)
    body: str = field(repr=False)
    schedule: RetrySchedule
    created_at: datetime
    waits_since: datetime
    due_at: datetime
    tries_left: int
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    claimed_until: datetime | None = None
    finished_at: datetime | None = None

    @classmethod
    def queued(
        cls,
        id: UUID,
        *,
        system: str,
        environment: str = "",
        owner: str,
        event: str,
        url: str,
        body: str,
        schedule: RetrySchedule,
        now: datetime,
    ) -> Delivery:
        """A new delivery, due at once."""
        return cls(
            id=id,
            system=system,
            environment=environment,
            owner=owner,
            event=event,
            url=url,
            body=body,
            schedule=schedule,
            created_at=now,
            waits_since=now,
            due_at=now,
            tries_left=schedule.tries,
        )

    @property
    def whose(self) -> Owner:
        """Whose message it is, among the owners of all systems."""
        return self.system, self.environment, self.owner

    def is_due(self, now: datetime, machine_now: datetime) -> bool:
        """Whether it is to be tried: its wait is over and no claim lasts. A clock that was set back ends a wait."""
        waited = self.due_at <= now or self.waits_since > now + SET_BACK
        until = self.claimed_until
        unclaimed = until is None or until <= machine_now or until > machine_now + LEASE + SET_BACK
        return self.state is DeliveryState.WAITING and waited and unclaimed

    def claimed(self, machine_now: datetime) -> Delivery:
        """The delivery with its next try begun."""
        return replace(self, tries=self.tries + 1, claimed_until=machine_now + LEASE)

    def is_decided_by(self, claimed: Delivery) -> bool:
        """Whether the try begun with that claim still decides: it waits, and no later try was begun."""
        return self.state is DeliveryState.WAITING and self.tries == claimed.tries

    def settled(self, result: Result, *, started_at: datetime, finished_at: datetime) -> Delivery:
        """What the result of the present try makes of it. A try whose result is never known uses up none."""
        left = self.tries_left - 1
        settled = replace(self, claimed_until=None, tries_left=left)
        if result.success:
            return replace(settled, state=DeliveryState.DELIVERED, finished_at=finished_at)
        if left <= 0:
            return replace(settled, state=DeliveryState.FAILED, finished_at=finished_at)
        return replace(settled, waits_since=started_at, due_at=started_at + self.schedule.pause(left))

    def resent(self, now: datetime) -> Delivery:
        """The delivery at the begin of a fresh cycle, due at once. A try under way goes on and counts as its first."""
        return replace(
            self,
            state=DeliveryState.WAITING,
            tries_left=self.schedule.tries,
            waits_since=now,
            due_at=now,
            finished_at=None,
        )


def shared_out(due: Iterable[Delivery], at_most: int, under_way: Iterable[Owner]) -> list[Delivery]:
    """The first of these deliveries, no owner's more than `PER_OWNER` together with those under way."""
    taken = Counter(under_way)
    chosen: list[Delivery] = []
    for each in due:
        if len(chosen) < at_most and taken[each.whose] < PER_OWNER:
            taken[each.whose] += 1
            chosen.append(each)
    return chosen


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a try: the status of the answer, or what went wrong in a few words without personal data."""

    success: bool
    status: int | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One try. Without `finished_at` it is under way, or its process died and nobody knows what came of it."""

    number: int
    started_at: datetime
    finished_at: datetime | None = None
    status: int | None = None
    fault: str | None = None


class Sender(Protocol):
    """How one system, in one environment, sends its deliveries."""

    @property
    def timeout(self) -> timedelta:
        """How long the other side may take to answer; at most `LONGEST_TRY`."""
        ...

    @property
    def personal(self) -> frozenset[str]:
        """The fields of the body that are personal data: they are shown only on request."""
        ...

    def headers_for(self, delivery: Delivery, now: datetime) -> Mapping[str, str]:
        """The headers of one try, made anew each time. Called in a worker thread."""
        ...

    def is_success(self, status: int) -> bool:
        """Whether an answer with this status ends the delivery well."""
        ...


Senders = Mapping[tuple[str, str], Sender]
"""The senders by system and environment."""


class Outbox(Protocol):
    """What whoever sends needs of the place where deliveries are kept."""

    def has_due(self, now: datetime, machine_now: datetime) -> bool:
        """Whether any delivery is due. A cheap look, asked often; blocks, so call it in a thread."""
        ...

    async def claim(
        self, at_most: int, now: datetime, machine_now: datetime, *, under_way: Sequence[Owner] = ()
    ) -> Sequence[Delivery]:
        """Take deliveries that are due, longest due first, and begin a try of each.

        `under_way` names the owner of each delivery that the caller has under way: with them, no owner gets more than
        `PER_OWNER`.
        Nobody else gets them until their claim runs out. Durable when it returns.
        """
        ...

    async def settle(self, claimed: Delivery, result: Result, *, started_at: datetime, finished_at: datetime) -> None:
        """Record what came of the try that was begun with the claim.

        Once a later try was begun, it alone decides about the delivery.
        """
        ...


def checked_url(url: str, setting: str) -> str:
    """A URL that deliveries may go to. Raises ConfigurationError, which names the setting."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable, parts = False, urlsplit("")
    if not usable or parts.fragment or not (url.isascii() and url.isprintable()) or " " in url:
        raise ConfigurationError(f"{setting} must be an address such as https://example.com/callbacks")
    if parts.username or parts.password:
        raise ConfigurationError(f"{setting} must not hold credentials; the receiver checks what proves the origin")
    return url
