"""Whether a record is as a write wanted it: what to compare when an answer of 409 says that the write came before.

When in doubt it is not: writing the same once more under the same id does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from pydantic import BaseModel

LEFT_ALONE: Final = frozenset(
    {"id", "published_at", "expires_at", "status", "filled_count", "close_reason", "close_note", "industry"}
    | {"salary_currency"}
)
"""Fields that keep their value, or take one from elsewhere, when a body does not have them."""

STANDING: Final = frozenset({"open", "active"})
"""States of a record that nobody has closed and that has not run out."""


def is_as_sent(body: BaseModel, record: BaseModel) -> bool:
    """Whether a record holds what a body asked for. A field that was not sent must have been reset."""
    there = record.model_dump(mode="json")
    for field, wanted in body.model_dump(mode="json", exclude={"id"}).items():
        if wanted is None:
            if there.get(field) and field not in LEFT_ALONE:
                return False
        elif not _agrees(wanted, there.get(field)):
            return False
    return True


def is_closed(record: BaseModel) -> bool:
    """Whether a record was closed, filled, or has expired."""
    return getattr(record, "status", None) not in STANDING


def _agrees(wanted: object, found: object) -> bool:
    """Of an object only what was sent counts: the rest of a company stays as it is."""
    if not isinstance(wanted, dict) or not isinstance(found, dict):
        return wanted == found
    there = cast("Mapping[str, Any]", found)
    sent = cast("Mapping[str, Any]", wanted)
    return all(_agrees(value, there.get(name)) for name, value in sent.items() if value is not None)
