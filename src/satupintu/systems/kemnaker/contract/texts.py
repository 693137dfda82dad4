"""The building blocks of JOSS and TOSS bodies: texts, moments, ids, places (contract, section 8)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time: days without a zone mean days there."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_EMAIL = re.compile(r"[^\s@\x00-\x1f]+@[^\s@.\x00-\x1f]+(\.[^\s@.\x00-\x1f]+)+")
_PHONE = re.compile(r"[0-9 +().-]+", re.ASCII)
_LONGEST_URL = 2048


def is_canonical_uuid(text: str) -> bool:
    """Whether a text is a UUID in its usual form with hyphens, in any case."""
    return _UUID.fullmatch(text) is not None


def _without_controls(text: str) -> str:
    if (found := _CONTROL.search(text)) is not None:
        raise ValueError(f"Contains the control character U+{ord(found[0]):04X}")
    return text


def _uuid(text: str) -> str:
    if not is_canonical_uuid(text):
        raise ValueError("Must be a UUID")
    return text.lower()


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or " " in text or len(text) > _LONGEST_URL:
        raise ValueError(f"Must be an http or https address of at most {_LONGEST_URL} characters")
    return text


def _secure_address(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("Must be an https address")
    return text


def _email(text: str) -> str:
    if _EMAIL.fullmatch(text) is None:
        raise ValueError("Must be an e-mail address")
    return text


def _phone(text: str) -> str:
    if _PHONE.fullmatch(text) is None:
        raise ValueError("May hold digits, blanks and + - ( ) . only")
    return text


def _moment(value: Any, *, day_ends: bool) -> Any:
    """Read a moment: ISO 8601 with `Z` or an offset, or a plain day, which is a day in WIB."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        if _DAY.fullmatch(text):
            clock = time(23, 59, 59) if day_ends else time()
            return datetime.combine(date.fromisoformat(text), clock, WIB).astimezone(UTC)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("Needs a time zone: end it with Z or an offset such as +07:00")
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("Is not a moment that can be stored") from None
    except ValueError as error:
        if "time zone" in str(error):
            raise
        raise ValueError("Must be a date-time such as 2026-01-31T17:00:00Z, or a day such as 2026-01-31") from None


def _starts(value: Any) -> Any:
    return _moment(value, day_ends=False)


def _ends(value: Any) -> Any:
    return _moment(value, day_ends=True)


def utc_text(moment: datetime) -> str:
    """A moment the way JOSS and TOSS write it: UTC, whole seconds, final `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_without_controls)]
"""Trimmed text without control characters other than LF and TAB."""

Reference = Annotated[Text, AfterValidator(_uuid)]
"""The id of an entry of the reference data."""

Url = Annotated[Text, AfterValidator(_web_address)]
SecureUrl = Annotated[Url, AfterValidator(_secure_address)]
Email = Annotated[Text, StringConstraints(max_length=254), AfterValidator(_email)]
Phone = Annotated[Text, StringConstraints(max_length=30), AfterValidator(_phone)]

_AsUtc = PlainSerializer(utc_text, return_type=str, when_used="unless-none")
Start = Annotated[datetime, BeforeValidator(_starts), _AsUtc]
"""A moment; a plain day means its beginning in WIB."""
End = Annotated[datetime, BeforeValidator(_ends), _AsUtc]
"""A moment; a plain day means its last second in WIB."""


def _coordinate(value: Any) -> Any:
    """A coordinate as text: a text stays as it is, a number gets its shortest decimal form."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("Must be a number, or a number as text")
    if isinstance(value, str):
        return value.strip()
    return (
        format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) and "e" in repr(value) else repr(value)
    )


def _within(limit: int) -> Any:
    def check(text: str) -> str:
        try:
            number = float(text) if re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,30})?", text, re.ASCII) else None
        except ValueError:
            number = None
        if number is None or not -limit <= number <= limit:
            raise ValueError(f"Must be a number from -{limit} to {limit}")
        return text

    return check


Latitude = Annotated[str, BeforeValidator(_coordinate), AfterValidator(_within(90))]
Longitude = Annotated[str, BeforeValidator(_coordinate), AfterValidator(_within(180))]
