"""Reading a body before the transaction: everything about it that can be said without the rows."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic_core import from_json

from satupintu.kernel.documents import INVALID, InvalidDocumentError, MalformedJsonError, read_model
from satupintu.kernel.outcome import FieldErrors, Refusal
from satupintu.serving.turns import turn
from satupintu.systems.kemnaker.contract.models import RegionReference
from satupintu.systems.kemnaker.contract.rules import Fault, profile_faults, value_of
from satupintu.systems.kemnaker.contract.texts import is_canonical_uuid
from satupintu.systems.kemnaker.server.kinds import Kind, Offer
from satupintu.systems.kemnaker.server.ports import CurrentReferences, Document, ReferenceData
from satupintu.systems.kemnaker.server.profiles import Profile, Profiles

NO_UUID: FieldErrors = {"id": ("Must be a UUID.",)}


@dataclass(slots=True)
class Draft:
    """A body that was read. With `errors`, `body` has only those fields that are good, and there is no `content`.

    `profile` is what the body of an offer tells of the company or institution. `record_id` is None when the path has no
    id that a record could have, which is one of the errors.
    """

    record_id: str | None
    body: Any = field(repr=False)
    sent: str = field(repr=False)
    errors: FieldErrors = field(default_factory=dict[str, tuple[str, ...]])
    content: Document = field(default_factory=dict[str, Any], repr=False)
    profile: Profile | None = field(default=None, repr=False)

    def refusal(self, faults: Iterator[Fault]) -> Refusal | None:
        """All faults of the body together: those that were found before, and those that the rows tell."""
        found = dict(self.errors)
        for path, sentence in faults:
            if sentence not in found.get(path, ()):
                found[path] = (*found.get(path, ()), sentence)
        return Refusal(422, INVALID, found) if found else None


class DraftReader:
    """Reads bodies, with the ministry's lists at hand."""

    def __init__(self, references: CurrentReferences) -> None:
        self._current = references
        self._reading = _Reading(references())

    def read(self, kind: Kind, path_id: str, raw: bytes) -> Awaitable[Draft | Refusal]:
        """Read a body. Refuses what is no JSON (400), or no object with fields (422): no row can add to that."""
        references = self._current()
        if references is not self._reading.references:
            self._reading = _Reading(references)  # what was good may not be any more
        return self._reading.read(kind, path_id, raw)


class _Reading:
    """Reading bodies by one state of the ministry's lists."""

    def __init__(self, references: ReferenceData) -> None:
        self.references = references
        self._profiles = Profiles()

    async def read(self, kind: Kind, path_id: str, raw: bytes) -> Draft | Refusal:
        """See `DraftReader.read`."""
        record_id = path_id.lower() if is_canonical_uuid(path_id) else None
        draft = await self._faultless(kind, record_id, raw) if record_id is not None else None
        return draft or self._faulty(kind, record_id, path_id, raw)

    async def _faultless(self, kind: Kind, record_id: str, raw: bytes) -> Draft | None:
        """A body without a fault, read in the quickest way.

        What is refused here is read again by `read_model`, which says what is wrong. Both read JSON alike, except that
        this one takes a number with an exponent out of range in a field that nobody knows.
        """
        try:
            fields: dict[str, Any] = from_json(raw, allow_inf_nan=False)
            key, profile = b"", None
            if isinstance(kind, Offer):
                key = self._profiles.key_of(kind.parent.name, fields[kind.parent_field])
                profile = self._profiles.get(key)
                if profile is not None:
                    fields[kind.parent_field] = profile.body
            await turn()
            body: Any = kind.body.model_validate(fields, strict=True)
        except (ValueError, LookupError, TypeError):
            return None
        await turn()
        if any(self._own_faults(kind, body, record_id)):
            return None
        if isinstance(kind, Offer) and profile is None:
            if any(self._profile_faults(kind, body)):
                return None
            profile = _profile_of(kind, body)
            self._profiles.keep(key, profile)
        return Draft(record_id, body, raw.decode(), content=kind.content(body), profile=profile)

    def _faulty(self, kind: Kind, record_id: str | None, path_id: str, raw: bytes) -> Draft | Refusal:
        """A body with all its faults."""
        good: list[BaseModel] = []

        def rules(body: BaseModel) -> Iterator[Fault]:
            good.append(body)
            yield from self._own_faults(kind, body, path_id)
            if isinstance(kind, Offer):
                yield from self._profile_faults(kind, body)

        own: FieldErrors = {} if record_id is not None else NO_UUID
        try:
            body = read_model(kind.body, raw, rules)
        except MalformedJsonError as error:
            return Refusal(400, str(error))
        except InvalidDocumentError as error:
            errors = {**error.errors, **own}
            return Draft(record_id, good[0], raw.decode(), errors) if good else Refusal(422, INVALID, errors)
        if own:
            return Draft(record_id, body, raw.decode(), own)
        profile = _profile_of(kind, body) if isinstance(kind, Offer) else None
        return Draft(record_id, body, raw.decode(), content=kind.content(body), profile=profile)

    def _own_faults(self, kind: Kind, body: Any, path_id: str) -> Iterator[Fault]:
        yield from kind.faults(body, path_id)
        yield from self._unknown_ids(kind, body, "")

    def _profile_faults(self, kind: Offer, body: Any) -> Iterator[Fault]:
        """Faults of the company or the institution that a body tells of."""
        told: BaseModel | None = value_of(body, kind.parent_field)
        if told is not None:
            prefix = f"{kind.parent_field}."
            yield from profile_faults(told, prefix)
            yield from self._unknown_ids(kind.parent, told, prefix)

    def _unknown_ids(self, kind: Kind, body: BaseModel, prefix: str) -> Iterator[Fault]:
        said = vars(body)
        for name, listed in kind.lists.items():
            value: str | None = said.get(name)
            if value is not None and not self.references.knows(listed, value):
                yield f"{prefix}{name}", f"Unknown {listed.replace('_', ' ')} id."
        region: RegionReference | None = said.get("region")
        level: str | None = value_of(region, "type") if region else None
        region_id: str | None = value_of(region, "id") if region else None
        if level is not None and region_id is not None and not self.references.knows_region(level, region_id):
            yield f"{prefix}region.id", "Unknown region id."


def _profile_of(kind: Offer, body: BaseModel) -> Profile:
    told: BaseModel = value_of(body, kind.parent_field)
    return Profile(told, kind.parent.content(told))
