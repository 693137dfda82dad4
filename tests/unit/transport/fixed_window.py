"""A world in which several callers share a quota: a server that counts a fixed window, lines that take their time.

Every caller asks the pace, sends, waits for the answer, rests, and goes on. Nothing is random here: the plan of each
call says how long it takes on the line and what becomes of it. Moments are exact: those of borders matter.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Literal

from satupintu.kernel.quota import Quota
from satupintu.transport.pacing import Pace, Pause, answered, never_left, read_pace, refused, reserve, write_pace

START = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)

Fate = Literal["ok", "odd", "uncounted", "killed", "killed before sending", "never left"]
"""What becomes of a call: `odd` is counted and its answer proves nothing, `uncounted` the same and is not counted,
`killed` is counted and its caller is gone."""


@dataclass(frozen=True)
class Planned:
    """One call of a caller: the rest before it, its way there and back in seconds, its fate."""

    rest: float = 0
    there: float = 0
    back: float = 0
    fate: Fate = "ok"


@dataclass
class Server:
    """Counts a fixed window that opens with the first counted call."""

    quota: Quota
    tells: bool = False
    opened_at: datetime | None = None
    used: int = 0
    refusals: int = 0
    counted: int = 0

    def ask(self, now: datetime) -> tuple[bool, timedelta | None]:
        """Whether a call passes, and the Retry-After of a refusal if the server tells one."""
        if self.opened_at is None or now >= self.opened_at + self.quota.window:
            self.opened_at, self.used = now, 0
        if self.used >= self.quota.limit:
            self.refusals += 1
            left = math.ceil((self.opened_at + self.quota.window - now).total_seconds())
            return False, timedelta(seconds=left) if self.tells else None
        self.used += 1
        self.counted += 1
        return True, None


@dataclass
class World:
    """Callers, the pace they share, the server, and the time."""

    server: Server
    pace: Pace = field(default_factory=Pace)
    now: datetime = START
    ended_at: datetime = START
    waits: int = 0

    def __post_init__(self) -> None:
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()
        self._waiting: dict[int, Callable[[], None]] = {}

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._numbers), act))

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        self.at(self.now + timedelta(seconds=seconds), act)

    def run(self) -> float:
        """Let everything happen; gives the seconds until the last call was settled."""
        while self._agenda:
            self.now, _, act = heapq.heappop(self._agenda)
            act()
        return (self.ended_at - START).total_seconds()

    def wait(self, until: datetime, act: Callable[[], None]) -> None:
        """Let somebody wait. Whoever waits asks again when there is news, which in reality is within a second."""
        number = next(self._numbers)
        self._waiting[number] = act
        self.at(until, partial(self._wake, number))

    def _wake(self, number: int) -> None:
        if act := self._waiting.pop(number, None):
            act()

    def _news(self) -> None:
        for number in list(self._waiting):
            self._wake(number)

    def note(self, change, **arguments):
        """Change the shared pace, the way it is kept: as text."""
        pace, said = change(self.pace, self.now, quota=self.server.quota, **arguments)
        restored = read_pace(write_pace(pace))
        assert restored == pace
        self.pace = restored
        return said

    def caller(self, plan: Sequence[Planned], begin: float = 0) -> None:
        """Somebody who makes these calls one after the other; one who is killed is started again by the next."""
        left = list(plan)

        def next_call() -> None:
            if left:
                self.after(left[0].rest, partial(attempt, left.pop(0)))

        def attempt(call: Planned) -> None:
            self.ended_at = self.now
            said = self.note(reserve)
            if isinstance(said, Pause):
                assert said.wait > timedelta()
                self.waits += 1
                self.wait(said.until, partial(attempt, call))
            elif call.fate == "killed before sending":
                next_call()
            elif call.fate == "never left":
                self.note(never_left, sent=said)
                next_call()
            else:
                self.after(call.there, partial(arrive, call, said))
                if call.fate == "killed":
                    next_call()

        def arrive(call: Planned, sent) -> None:
            passed, told = (True, None) if call.fate == "uncounted" else self.server.ask(self.now)
            if call.fate != "killed":
                self.after(call.back, partial(hear, call, sent, passed, told))

        def hear(call: Planned, sent, passed: bool, told) -> None:
            self.ended_at = self.now
            if passed:
                self.note(answered, sent=sent, surely=call.fate == "ok")
                next_call()
            else:
                self.note(refused, sent=sent, retry_after=told)
                attempt(call)
            self._news()

        self.after(begin, next_call)

    def stranger(self, moments: Sequence[float]) -> None:
        """Somebody who uses the quota and shares no pace."""
        for moment in moments:
            self.after(moment, self._intrude)

    def _intrude(self) -> None:
        refusals = self.server.refusals
        self.server.ask(self.now)
        self.server.refusals = refusals
