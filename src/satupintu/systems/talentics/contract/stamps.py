"""The dates of Talentics: three forms, none with a published zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import Final

from satupintu.kernel.errors import SatupintuError

_FORMS: Final = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:[ T](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?(?P<utc>Z)?)?"
)


class StampError(SatupintuError, ValueError):
    """A text in a date field that is no date in any of the published forms. It is not quoted: it may be personal."""


def parse_stamp(text: str, zone: tzinfo) -> datetime:
    """Read `2021-06-10 00:00:00`, `2020-05-27T13:12:50.000000Z` or `1986-12-19`; a one-digit day or month is accepted.

    A final `Z` means UTC; every other text is wall-clock time in `zone`, and a bare day is its first moment.
    Digits beyond microseconds are cut. Raises StampError.
    """
    match = _FORMS.fullmatch(text.strip())
    if match is None:
        raise StampError("the text is not a date of Talentics; expected for example 2021-06-10 00:00:00")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    microsecond = int((match["fraction"] or "").ljust(6, "0")[:6])
    try:
        return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=UTC if match["utc"] else zone)
    except ValueError:
        raise StampError("the text is not a date of Talentics: there is no such day or time") from None


def format_stamp(moment: datetime) -> str:
    """Write a moment as `2021-06-10 00:00:00`, in the zone it carries."""
    return moment.replace(tzinfo=None).isoformat(" ", "seconds")
