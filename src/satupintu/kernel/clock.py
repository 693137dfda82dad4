"""Time as an argument. Everything that expires or waits asks a `Clock`; tests and the sandbox move it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

_DURATION = re.compile(
    r"(?P<sign>[+-])?(?:(?P<days>\d{1,5})d)?(?:(?P<hours>\d{1,5})h)?(?:(?P<minutes>\d{1,7})m)?(?:(?P<seconds>\d{1,8})s)?"
)


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class FrozenClock:
    """A clock that stands still until it is moved. For tests."""

    at: datetime

    def now(self) -> datetime:
        """The moment the clock was set to."""
        return self.at

    def move(self, by: timedelta) -> None:
        """Go forward (or back) by a duration."""
        self.at += by


def parse_duration(text: str) -> timedelta:
    """Read `+15m`, `2h30m`, `-1d`, `45s`. Raises ValueError, which says what is understood."""
    match = _DURATION.fullmatch(text.strip())
    parts = {
        unit: int(value) for unit, value in (match.groupdict() if match else {}).items() if unit != "sign" and value
    }
    if match is None or not parts:
        raise ValueError(f"{text!r} is not a duration; write for example +15m, 2h30m, -1d or 45s")
    found = timedelta(**parts)
    return -found if match["sign"] == "-" else found


def format_duration(duration: timedelta) -> str:
    """Write a duration the way `parse_duration` reads it, with its sign: `+1h30m`, `-15m`, `+0s`."""
    total = round(duration.total_seconds())
    minutes, seconds = divmod(abs(total), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s"))
    return ("-" if total < 0 else "+") + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0s")
