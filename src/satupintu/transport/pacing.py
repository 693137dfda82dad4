"""Keeping a quota from the caller's side, without a word from the other side. Values and decisions, no I/O.

The other side's window opens with the first call that it counts, at a moment that the caller does not see. It lies
between the sending and the answer of that call, so the window ends between `sending + length` and `answer + length`.
Calls are let go up to the limit; the next ones wait until the latest moment at which the window can end. A call that
was answered (or may still be counted) after the earliest such moment may fall into the next window: it takes a place
in both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from satupintu.kernel.quota import Quota

LONGEST_FLIGHT: Final = timedelta(minutes=2)
"""A call without an answer has been counted after this time, or never will be: its process or its line is dead."""

STEP_BACK: Final = timedelta(seconds=5)
"""A clock that is behind by no more than this is taken for one that stands still: clocks of machines differ."""

_SECOND: Final = timedelta(seconds=1)

Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Sent:
    """A call that was let go. If the other side counts it, then between `sent_at` and `counted_by`."""

    number: Count
    sent_at: AwareDatetime
    counted_by: AwareDatetime


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of one quota: of the present window, and of the calls that may fall into the next one.

    `used` calls take a place in the window; those from number `first` on were sent in it. The other side opened it
    between `opened_after` and `opened_by`; the latter is unknown until an answer proves it, and then `heard_at`, the
    last answer that proves nothing, bounds it. `astray` are the calls whose window is not certain. `refused` tells
    that the other side itself said that the window is full. `changed_at` dates all this.
    """

    used: Count = 0
    first: Count = 1
    next: Count = 1
    opened_after: AwareDatetime | None = None
    opened_by: AwareDatetime | None = None
    heard_at: AwareDatetime | None = None
    astray: tuple[Sent, ...] = ()
    refused: bool = False
    changed_at: AwareDatetime | None = None

    def ends_by(self, quota: Quota) -> datetime | None:
        """The latest moment at which the window can end; None when no call may have opened one."""
        if self.used == 0:
            return None
        if self.opened_by is not None:
            return self.opened_by + quota.window
        arrivals = [sent.counted_by for sent in self.astray]
        if self.heard_at is not None:
            arrivals.append(self.heard_at)
        return max(arrivals) + quota.window if arrivals else None

    def ends_after(self, quota: Quota) -> datetime | None:
        """The earliest moment at which the window can end."""
        return None if self.opened_after is None else self.opened_after + quota.window


@dataclass(frozen=True, slots=True)
class Pause:
    """No call may go before `until`, which is `wait` ahead. `refused`: the other side said so itself."""

    until: datetime
    wait: timedelta
    quota: Quota
    refused: bool


Change = Callable[[Pace, datetime], "tuple[Pace, Sent | Pause | None]"]
"""A decision: what becomes of a pace at a moment, and what whoever asked is told."""


def reserve(pace: Pace, at: datetime, *, quota: Quota) -> tuple[Pace, Sent | Pause]:
    """Ask for a place: the call that may go now, or how long to wait. A call that is let go counts, come what may."""
    pace, now = _in_step(pace, at, quota)
    pace = _window_at(pace, now, quota)
    until = pace.ends_by(quota)
    if pace.used >= quota.limit and until is not None:
        return pace, Pause(until, until - now, quota, pace.refused)
    sent = Sent(pace.next, now, now + LONGEST_FLIGHT)
    taken = replace(
        pace,
        used=pace.used + 1,
        next=pace.next + 1,
        opened_after=pace.opened_after or now,
        astray=(*pace.astray, sent),
        changed_at=now,
    )
    return taken, sent


def answered(pace: Pace, at: datetime, *, quota: Quota, sent: Sent, surely: bool) -> tuple[Pace, None]:
    """An answer came. `surely` tells whether it proves that the call was counted: a success does."""
    pace, now = _in_step(pace, at, quota)
    settled = replace(_known(pace, sent) or sent, counted_by=now)
    others = _without(pace, sent)
    if others == pace.astray:
        # Later than any call should be, or of a pace that was lost: it may be counted in the present window.
        earliest = min(settled.sent_at, pace.opened_after or now, now)
        return replace(pace, used=pace.used + 1, opened_after=earliest, astray=(*others, settled), changed_at=now), None
    border = pace.ends_after(quota)
    is_astray = border is None or now > border
    is_proof = surely and sent.number >= pace.first
    return replace(
        pace,
        opened_by=min(pace.opened_by or now, now) if is_proof else pace.opened_by,
        heard_at=max(pace.heard_at or now, now),
        astray=(*others, settled) if is_astray else others,
        changed_at=now,
    ), None


def refused(pace: Pace, at: datetime, *, quota: Quota, sent: Sent, retry_after: timedelta | None) -> tuple[Pace, None]:
    """The other side refused: somebody else uses the quota too. Its window is full until `retry_after` is over.

    Without that word the window lasts as long as ours, timed from the answer to its first call.
    """
    pace, now = _in_step(pace, at, quota)
    known = _known(pace, sent) or sent
    if retry_after is not None:
        # In whole seconds, rounded up, counted from a moment between the sending and the answer.
        told = min(max(retry_after, _SECOND), quota.window)
        opened_after, opened_by = known.sent_at + told - _SECOND - quota.window, now + told - quota.window
    else:
        opened_after, opened_by = known.sent_at - quota.window, pace.opened_by
        if opened_by is None or opened_by + quota.window <= now:
            opened_by = now
    return replace(
        pace,
        used=max(pace.used, quota.limit),
        opened_after=opened_after,
        opened_by=opened_by,
        astray=_without(pace, sent),
        refused=True,
        changed_at=now,
    ), None


def never_left(pace: Pace, at: datetime, *, quota: Quota, sent: Sent) -> tuple[Pace, None]:
    """The call never left this machine: its place is free again."""
    pace, now = _in_step(pace, at, quota)
    others = _without(pace, sent)
    gives_back = others != pace.astray and not pace.refused
    return replace(pace, used=pace.used - gives_back, astray=others, changed_at=now), None


def unknown(at: datetime, quota: Quota) -> Pace:
    """The pace when what was kept cannot be read: the window may have opened this moment, and be full."""
    return Pace(used=quota.limit, opened_after=at - quota.window, opened_by=at, changed_at=at)


_FORM: Final = TypeAdapter(Pace)


def write_pace(pace: Pace) -> str:
    """A pace as text, to be kept."""
    return _FORM.dump_json(pace, exclude_defaults=True).decode()


def read_pace(text: str) -> Pace | None:
    """A pace from its text; None when it is damaged."""
    try:
        return _FORM.validate_json(text)
    except ValidationError:
        return None


def _window_at(pace: Pace, now: datetime, quota: Quota) -> Pace:
    """The pace with the window that is open now. A new one begins with the calls that may be counted in it."""
    ends_by, ends_after = pace.ends_by(quota), pace.ends_after(quota)
    if ends_by is not None and now < ends_by:
        return pace
    carried = tuple(
        sent
        for sent in pace.astray
        if (ends_after is None or sent.counted_by > ends_after) and sent.counted_by + quota.window > now
    )
    opened_after = min((sent.sent_at for sent in carried), default=None)
    if opened_after is not None and ends_after is not None:
        opened_after = max(opened_after, ends_after)
    return Pace(
        used=len(carried),
        first=pace.next,
        next=pace.next,
        opened_after=opened_after,
        astray=carried,
        changed_at=pace.changed_at,
    )


def _in_step(pace: Pace, at: datetime, quota: Quota) -> tuple[Pace, datetime]:
    """A pace whose moments are not in the future, and the moment to go by.

    When the clock was set back, everything is taken to have happened just now: a wait is never longer than a window
    and a flight, and never shorter than it should be. Where the border lies is unknown then.
    """
    if pace.changed_at is None or at >= pace.changed_at:
        return pace, at
    back = pace.changed_at - at
    if back <= STEP_BACK:
        return pace, pace.changed_at
    return replace(
        pace,
        opened_after=None if pace.opened_after is None else at - quota.window,
        opened_by=None if pace.opened_by is None else pace.opened_by - back,
        heard_at=None if pace.heard_at is None else pace.heard_at - back,
        astray=tuple(Sent(sent.number, sent.sent_at - back, sent.counted_by - back) for sent in pace.astray),
        changed_at=at,
    ), at


def _known(pace: Pace, sent: Sent) -> Sent | None:
    return next((known for known in pace.astray if known.number == sent.number), None)


def _without(pace: Pace, sent: Sent) -> tuple[Sent, ...]:
    return tuple(other for other in pace.astray if other.number != sent.number)
