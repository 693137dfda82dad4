"""What all records of Talentics have in common: tolerant reading, personal data that stays hidden, the raw body."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field

from satupintu.systems.talentics.contract.stamps import parse_stamp

MASK: Final = "********"
"""What a repr shows in place of a value that is personal or of unknown meaning."""

Personal = Annotated[str | None, Field(repr=False)]
"""A text about a person: it is read and dumped as it is, and masked wherever the record shows itself."""


class Record(BaseModel):
    """A record of Talentics. Frozen; where text is documented, a number is read as text; unknown keys are kept.

    Personal values, and those of unknown keys, show neither in `repr` and `str` nor in the text of a pydantic error;
    attributes and `model_dump` have them.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, coerce_numbers_to_str=True, hide_input_in_errors=True)

    # A slot and no private attribute: those are made anew for every record that is read.
    __slots__ = ("_raw",)

    @property
    def raw(self) -> bytes:
        """The body of the answer in which the record came, as received; for one of a list, that of its page.

        Empty for a record that was not received, and for one inside another.
        """
        return getattr(self, "_raw", b"")

    def moment(self, field: str, zone: tzinfo) -> datetime | None:
        """The date in a field, such as `exam.moment("started_at", zone)`; None where there is none.

        `zone` is the one the vendor means for dates without one. Raises StampError when it is no date.
        """
        text: str | None = getattr(self, field)
        return parse_stamp(text, zone) if text else None

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Every field, with stars for values that are not to be shown."""
        for name, info in type(self).model_fields.items():
            value = getattr(self, name)
            yield name, value if info.repr or value is None else MASK
        for name in self.model_extra or ():
            yield name, MASK


# Models refuse to be changed, and a page has a hundred of them: the slot itself is the cheapest way in.
_write_raw: Final[Callable[[Record, bytes], None]] = Record.__dict__["_raw"].__set__


def keep_raw(records: Iterable[Record], body: bytes) -> None:
    """Let records know the body in which they came."""
    for record in records:
        _write_raw(record, body)
