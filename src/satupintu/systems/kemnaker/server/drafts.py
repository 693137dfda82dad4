"""Reading a body before the transaction: everything about it that can be said without the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic_core import from_json

from satupintu.kernel.documents import INVALID, InvalidDocumentError, MalformedJsonError, read_model
from satupintu.kernel.outcome import FieldErrors, Refusal
from satupintu.systems.kemnaker.contract.models import RegionReference
from satupintu.systems.kemnaker.contract.rules import Fault, value_of
from satupintu.systems.kemnaker.contract.texts import is_canonical_uuid
from satupintu.systems.kemnaker.server.kinds import Kind, Offer
from satupintu.systems.kemnaker.server.ports import Document, ReferenceData

NO_UUID: FieldErrors = {"id": ("Must be a UUID.",)}


@dataclass(slots=True)
class Draft:
    """A body that was read. With `errors`, `body` has only those fields that are good, and there is no `content`.

    `record_id` is None when the path has no id that a record could have, which is one of the errors.
    """

    record_id: str | None
    body: Any = field(repr=False)
    sent: str = field(repr=False)
    errors: FieldErrors = field(default_factory=dict[str, tuple[str, ...]])
    content: Document = field(default_factory=dict[str, Any], repr=False)

    def refusal(self, faults: Iterator[Fault]) -> Refusal | None:
        """All faults of the body together: those that were found before, and those that the rows tell."""
        found = dict(self.errors)
        for path, sentence in faults:
            if sentence not in found.get(path, ()):
                found[path] = (*found.get(path, ()), sentence)
        return Refusal(422, INVALID, found) if found else None


def read_draft(kind: Kind, path_id: str, raw: bytes, references: ReferenceData) -> Draft | Refusal:
    """Read a body. Refuses what is no JSON (400), or no object with fields (422): no row can add to that."""
    record_id = path_id.lower() if is_canonical_uuid(path_id) else None

    def faults(body: Any) -> Iterator[Fault]:
        yield from kind.faults(body, path_id)
        yield from _reference_faults(kind, body, references)

    body = _faultless(kind.body, raw)
    if body is not None and record_id is not None and next(faults(body), None) is None:
        return Draft(record_id, body, raw.decode(), content=kind.content(body))
    return _faulty(kind, record_id, raw, faults)


def _faultless(model: type[BaseModel], raw: bytes) -> BaseModel | None:
    """A body whose fields are good in themselves, read in the quickest way.

    What is refused here is read again by `read_model`, which says what is wrong. Both read JSON alike, except that
    this one takes a number with an exponent out of range in a field that nobody knows.
    """
    try:
        return model.model_validate(from_json(raw, allow_inf_nan=False), strict=True)
    except ValueError:
        return None


def _faulty(kind: Kind, record_id: str | None, raw: bytes, faults: Callable[[Any], Iterator[Fault]]) -> Draft | Refusal:
    good: list[BaseModel] = []

    def rules(body: BaseModel) -> Iterator[Fault]:
        good.append(body)
        return faults(body)

    own: FieldErrors = {} if record_id is not None else NO_UUID
    try:
        body = read_model(kind.body, raw, rules)
    except MalformedJsonError as error:
        return Refusal(400, str(error))
    except InvalidDocumentError as error:
        errors = {**error.errors, **own}
        return Draft(record_id, good[0], raw.decode(), errors) if good else Refusal(422, INVALID, errors)
    return Draft(record_id, body, raw.decode(), own, {} if own else kind.content(body))


def _reference_faults(kind: Kind, body: Any, references: ReferenceData) -> Iterator[Fault]:
    yield from _unknown_ids(kind, body, "", references)
    if isinstance(kind, Offer):
        profile: BaseModel | None = value_of(body, kind.parent_field)
        if profile is not None:
            yield from _unknown_ids(kind.parent, profile, f"{kind.parent_field}.", references)


def _unknown_ids(kind: Kind, body: Any, prefix: str, references: ReferenceData) -> Iterator[Fault]:
    for name, listed in kind.lists.items():
        value: str | None = value_of(body, name)
        if value is not None and not references.knows(listed, value):
            yield f"{prefix}{name}", f"Unknown {listed.replace('_', ' ')} id."
    region: RegionReference | None = value_of(body, "region")
    level: str | None = value_of(region, "type") if region else None
    region_id: str | None = value_of(region, "id") if region else None
    if level is not None and region_id is not None and not references.knows_region(level, region_id):
        yield f"{prefix}region.id", "Unknown region id."
