"""The ministry's reference data as far as it is publicly known, and the ids it gives to regions (contract, section 13).

A region whose ministry id is unknown has an id of ours, made from its Kemendagri code. Such an id works in a sandbox
and must never be sent to the ministry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, uuid5

RegionCodes = Callable[[str], Iterable[str]]
"""The Kemendagri codes of one JOSS region type (`province`, `city`, `sub_district`, `village`)."""

NAMES = ("industry", "job_function", "job_type", "education", "country")
LENGTH_OF_CODE = {"province": 2, "city": 4, "sub_district": 6, "village": 10}


@dataclass(frozen=True, slots=True)
class RegionId:
    """A region's id at JOSS. `known` tells a ministry id from one of ours."""

    type: str
    id: str
    known: bool


class References:
    """Known entries by name, and region ids by Kemendagri code."""

    def __init__(
        self, entries: Mapping[str, Mapping[str, str]], known_regions: Mapping[str, str], codes: RegionCodes
    ) -> None:
        self._entries = entries
        self._known = known_regions
        self._codes = codes
        self._ids: dict[str, frozenset[str]] = {}

    @classmethod
    def bundled(cls, codes: RegionCodes) -> References:
        """The entries that ship with the package. `codes` lists the official regions."""
        text = (files("satupintu.systems.kemnaker.contract") / "reference.json").read_text(encoding="utf-8")
        data: Mapping[str, list[dict[str, Any]]] = json.loads(text)
        entries = {name: {row["id"]: row["name"] for row in data[name]} for name in NAMES}
        regions = {str(row["code"]): row["id"] for kind in ("province", "city") for row in data[kind]}
        return cls(entries, regions, codes)

    def knows(self, name: str, reference: str) -> bool:
        """Whether an id stands in the list of this name."""
        return reference in self._entries[name]

    def id_of(self, name: str, entry: str) -> str | None:
        """The id of an entry by its printed name, without regard to case."""
        wanted = entry.casefold()
        return next((key for key, printed in self._entries[name].items() if printed.casefold() == wanted), None)

    def names(self, name: str) -> Iterable[str]:
        """The printed names of a list."""
        return self._entries[name].values()

    def region(self, code: str) -> RegionId:
        """The id of a region by its Kemendagri code (2, 4, 6 or 10 digits)."""
        kind = next(kind for kind, length in LENGTH_OF_CODE.items() if length == len(code))
        known = self._known.get(code)
        return RegionId(kind, known or our_region_id(code), known is not None)

    def knows_region(self, kind: str, region_id: str) -> bool:
        """Whether an id names a region of this type. `country` looks among the countries."""
        if kind == "country":
            return self.knows("country", region_id)
        if kind not in self._ids:
            self._ids[kind] = frozenset(self.region(code).id for code in self._codes(kind))
        return region_id in self._ids[kind]


def our_region_id(code: str) -> str:
    """The id of ours for a region: UUID v5 of `urn:kemendagri:<code>`."""
    return str(uuid5(NAMESPACE_URL, f"urn:kemendagri:{code}"))
