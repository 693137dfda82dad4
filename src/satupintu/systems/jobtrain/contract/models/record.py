"""What all documents of Jobtrain have in common: camelCase on the wire, hidden personal data, the raw body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from satupintu.kernel.paging import NumberedPage

MASK: Final = "********"
"""What a repr shows in place of a value that is personal or of unknown meaning."""

LARGEST_ID: Final = 2_147_483_647

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
"""The number of a record."""

PersonalText = Annotated[str, Field(repr=False)]
"""A text about a person: it is read and dumped as it is, and masked wherever the record shows itself."""

Personal = Annotated[str | None, Field(repr=False)]
"""The same, where it may be missing."""

Number = int | Annotated[float, Field(allow_inf_nan=False)]
"""An amount; a whole one is written without a point."""

_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:.*)?", re.DOTALL)

ItemT = TypeVar("ItemT")


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and _WRITTEN.fullmatch(value) else None
        if moment is not None:
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError("Must be a moment such as 2025-10-20T09:15:00Z")


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _WRITTEN.fullmatch(value):
            return datetime.fromisoformat(value).date()
    except ValueError:
        pass
    raise ValueError("Must be a day such as 2025-12-01")


# Read here and not by pydantic: it reads numbers as dates and, when strict, no texts.
Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A moment, written in UTC with `Z`. One without a zone is read as UTC: what the vendor means is unpublished."""

Day = Annotated[date, BeforeValidator(_day)]
"""A day, written `YYYY-MM-DD`; a time behind it is passed over."""


class Record(BaseModel):
    """A document of Jobtrain. Frozen; where text is documented, a number is read as text; unknown keys are kept.

    Attributes are in snake_case, keys on the wire in camelCase: `model_dump(by_alias=True)` writes them. Personal
    values, and those of unknown keys, show neither in `repr` and `str` nor in the text of a pydantic error; attributes
    and `model_dump` have the former, `model_extra` the latter.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,
    )

    # A slot and no private attribute: those are made anew for every record that is read.
    __slots__ = ("_raw",)

    @property
    def raw(self) -> bytes:
        """The body of the answer in which the record came, as received; for one of a list, that of its page.

        Empty for a record that was not received, and for one inside another.
        """
        return getattr(self, "_raw", b"")

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Every field, with stars for values that are not to be shown."""
        for name, info in type(self).model_fields.items():
            value = getattr(self, name)
            yield name, value if info.repr or value is None else MASK
        for name in self.model_extra or ():
            yield name, MASK


def keep_raw(record: Record, body: bytes) -> None:
    """Let a record know the body in which it came."""
    object.__setattr__(record, "_raw", body)


class Page(NumberedPage[ItemT], Record, Generic[ItemT]):
    """One page of a list: `total` records in all, `results` of them here, in `data`.

    The vendor publishes the two counts, and not the key of the list. Where that is not `data`, the first key that
    holds a list is taken; a bare list is a page without counts.
    """

    @model_validator(mode="before")
    @classmethod
    def _find_data(cls, value: object) -> object:
        if isinstance(value, list):
            return {"data": cast("list[object]", value)}
        if isinstance(value, Mapping) and "data" not in value:
            document = cast("Mapping[str, object]", value)
            for name, found in document.items():
                if isinstance(found, list):
                    others = {key: other for key, other in document.items() if key != name}
                    return {**others, "data": cast("object", found)}
        return cast("object", value)


class Ref(Record):
    """A setting that a record refers to."""

    id: int
    name: str
