"""The building blocks of JOSS and TOSS bodies: texts, moments, ids, places (contract, section 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time: days without a zone mean days there."""

VISIBLE_ID = r"^[\x21-\x7e]{1,128}$"
"""The form of a `Request-Id` and of a `Client-Id`."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_UUID = re.compile(_UUID_FORM, re.ASCII)
_WITHOUT_CONTROLS = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[!#-;=?-Z_a-z~%]*)?", re.ASCII)
_BLANK = re.compile(r"\s")
_COORDINATE = re.compile(r"[+-]?\d{1,3}(\.\d{1,400})?", re.ASCII)
_LONGEST_URL = 2048
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_visible_id(text: str) -> bool:
    """Whether a text can be a `Request-Id` or a `Client-Id`: 1 to 128 visible ASCII characters."""
    return 1 <= len(text) <= 128 and text.isascii() and text.isprintable() and " " not in text


def is_canonical_uuid(text: str) -> bool:
    """Whether a text is a UUID in its usual form with hyphens, in any case."""
    return _UUID.fullmatch(text) is not None


def _without_controls(text: str) -> str:
    if (found := _CONTROL.search(text)) is not None:
        raise ValueError(f"Contains the control character U+{ord(found[0]):04X}")
    return text


def _trimmed(text: str) -> str:
    return _without_controls(text).strip()


def _web_address(text: str) -> str:
    if len(text) <= _LONGEST_URL and _PLAIN_ADDRESS.fullmatch(text):
        return text  # as nearly all are; the others are taken apart
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or _BLANK.search(text) or len(text) > _LONGEST_URL:
        raise ValueError(f"Must be an http or https address of at most {_LONGEST_URL} characters")
    return text


def _secure_address(text: str) -> str:
    if not text.lower().startswith("https://"):
        raise ValueError("Must be an https address")
    return text


def _moment(value: Any, *, day_ends: bool) -> Any:
    """Read a moment: ISO 8601 with `Z` or an offset, or a plain day, which is a day in WIB. A fraction is cut."""
    if isinstance(value, str):
        value = _written_moment(_trimmed(value), day_ends=day_ends)
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("Needs a time zone: end it with Z or an offset such as +07:00")
    try:
        return value.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise ValueError("Is not a moment that can be stored") from None


def _written_moment(text: str, *, day_ends: bool) -> datetime:
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59) if day_ends else time(), WIB)
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("Must be a date-time such as 2026-01-31T17:00:00Z, or a day such as 2026-01-31") from None


def _starts(value: Any) -> Any:
    return _moment(value, day_ends=False)


def _ends(value: Any) -> Any:
    return _moment(value, day_ends=True)


def utc_text(moment: datetime) -> str:
    """A moment the way JOSS and TOSS write it: UTC, whole seconds, final `Z`."""
    since = moment - _EPOCH
    return _text_of_second(since.days * 86_400 + since.seconds)


# Requests of one second and the stamps of one company are written again and again.
@lru_cache(maxsize=1024)
def _text_of_second(second: int) -> str:
    return (_EPOCH + timedelta(seconds=second)).isoformat()[:19] + "Z"


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A text without control characters other than LF and TAB, trimmed, then held to a length and a form.

    `form` is a regular expression for the whole text, `sentence` what is said of a text of another form, and
    `lowered` puts it into lower case. All of it is checked outside of Python: a body has two dozen texts.
    """

    longest: int | None = None
    shortest: int | None = None
    form: str | None = None
    sentence: str = ""
    lowered: bool = False

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """One step after the other, each with its own sentence."""
        steps: list[core_schema.CoreSchema] = [
            core_schema.str_schema(),
            _saying(core_schema.str_schema(pattern=_WITHOUT_CONTROLS), "Contains a control character"),
            core_schema.str_schema(
                strip_whitespace=True,
                min_length=self.shortest,
                max_length=self.longest,
                to_lower=self.lowered,
            ),
        ]
        if self.form is not None:
            steps.append(_saying(core_schema.str_schema(pattern=f"^(?:{self.form})$"), self.sentence))
        return core_schema.chain_schema(steps)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The lengths and the form; blanks around the text are nobody's concern there."""
        described = handler(core_schema.str_schema(min_length=self.shortest, max_length=self.longest))
        return described if self.form is None else described | {"pattern": f"^(?:{self.form})$"}


def _saying(schema: core_schema.CoreSchema, sentence: str) -> core_schema.CoreSchema:
    return core_schema.custom_error_schema(schema, "text_form", custom_error_message=sentence)


Text = Annotated[str, Trimmed()]
"""Trimmed text without control characters other than LF and TAB."""

Reference = Annotated[str, Trimmed(form=_UUID_FORM, sentence="Must be a UUID", lowered=True)]
"""The id of an entry of the reference data."""

Url = Annotated[Text, AfterValidator(_web_address)]
SecureUrl = Annotated[Url, AfterValidator(_secure_address)]
Email = Annotated[
    str,
    Trimmed(
        longest=254,
        form=r"[^\s@\x00-\x1f]+@[^\s@.\x00-\x1f]+(\.[^\s@.\x00-\x1f]+)+",
        sentence="Must be an e-mail address",
    ),
]
Phone = Annotated[str, Trimmed(longest=30, form="[0-9 +().-]+", sentence="May hold digits, blanks and + - ( ) . only")]

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
        return _trimmed(value)
    digits = format(Decimal(repr(value)), "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def _within(limit: int) -> Any:
    def check(text: str) -> str:
        if _COORDINATE.fullmatch(text) is None or not -limit <= float(text) <= limit:
            raise ValueError(f"Must be a number from -{limit} to {limit}")
        return text

    return check


def _day(value: Any) -> Any:
    """Read a plain day."""
    if not isinstance(value, str):
        return value
    text = _trimmed(value)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("Must be a day such as 2026-01-31")


Day = Annotated[date, BeforeValidator(_day)]
"""A day in WIB."""

Latitude = Annotated[str, BeforeValidator(_coordinate), AfterValidator(_within(90))]
Longitude = Annotated[str, BeforeValidator(_coordinate), AfterValidator(_within(180))]


def _utc_moment(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return utc_text(value)
    return value


_UTC_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z$"
UtcMoment = Annotated[str, BeforeValidator(_utc_moment), StringConstraints(pattern=_UTC_FORM)]
"""A moment as text, `2026-01-31T17:00:00Z`; an aware datetime becomes one, without its fraction."""
