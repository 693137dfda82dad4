"""The ministry's reference data as far as it is publicly known, and the ids it gives to regions (contract, section 13).

A region whose ministry id is unknown has an id of ours, made from its Kemendagri code. Such an id works in a sandbox
and must never be sent to the ministry.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

RegionCodes = Callable[[str], Sequence[str]]
"""The Kemendagri codes of one JOSS region type (`province`, `city`, `sub_district`, `village`), sorted."""

RegionName = Callable[[str], str | None]
"""The name of the region of a Kemendagri code."""

Row = Mapping[str, Any]
"""An entry of a list, as the list has it: an id with a name (`level` for education), or with the code of a region."""

NAMES = ("industry", "job_function", "job_type", "education", "country")
REGION: Final = "region"
LISTS: Final[Mapping[str, str]] = {
    "industries": "industry",
    "job-functions": "job_function",
    "job-types": "job_type",
    "education-levels": "education",
    "countries": "country",
    "regions": REGION,
}
"""Our name of each list by the name in its path. That of the regions has the ids which the ministry gives them."""

LENGTH_OF_CODE = {"province": 2, "city": 4, "sub_district": 6, "village": 10}
PARENT_LENGTH = {4: 2, 6: 4, 10: 6}


@dataclass(frozen=True, slots=True)
class RegionId:
    """A region's id at JOSS. `known` tells a ministry id from one of ours."""

    type: str
    id: str
    known: bool


class References:
    """Known entries by name, and region ids by Kemendagri code."""

    def __init__(
        self,
        entries: Mapping[str, Sequence[Row]],
        known_regions: Mapping[str, str],
        codes: RegionCodes,
        name_of: RegionName,
    ) -> None:
        self._entries = entries
        self._names = {name: {row["id"]: str(row["name"]) for row in rows} for name, rows in entries.items()}
        self._known = known_regions
        self._codes = codes
        self._name_of = name_of
        self._ids: dict[str, frozenset[str]] = {}

    @classmethod
    def bundled(
        cls,
        codes: RegionCodes,
        name_of: RegionName = lambda _: None,
        imported: Mapping[str, Sequence[Row]] = MappingProxyType({}),
    ) -> References:
        """The lists that ship with the package, and in place of some of them those that an installation imported.

        `codes` lists the official regions, `name_of` names them.
        """
        lists = {**bundled_lists(), **imported}
        regions = {str(row["code"]): str(row["id"]) for row in lists[REGION]}
        return cls({name: lists[name] for name in NAMES}, regions, codes, name_of)

    def knows(self, name: str, reference: str) -> bool:
        """Whether an id stands in the list of this name."""
        return reference in self._names[name]

    def id_of(self, name: str, entry: str) -> str | None:
        """The id of an entry by its printed name, without regard to case."""
        wanted = entry.casefold()
        return next((key for key, printed in self._names[name].items() if printed.casefold() == wanted), None)

    def names(self, name: str) -> Iterable[str]:
        """The printed names of a list."""
        return self._names[name].values()

    def entries(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The entries of a list."""
        return self._entries[name]

    def region(self, code: str) -> RegionId:
        """The id of a region by its Kemendagri code (2, 4, 6 or 10 digits)."""
        known = self._known.get(code)
        return RegionId(_type_of(code), known or our_region_id(code), known is not None)

    def knows_region(self, kind: str, region_id: str) -> bool:
        """Whether an id names a region of this type. `country` looks among the countries."""
        if kind == "country":
            return self.knows("country", region_id)
        if kind not in self._ids:
            self._ids[kind] = frozenset(self.region(code).id for code in self._codes(kind))
        return region_id in self._ids[kind]

    def regions(self, *, type: str | None = None, parent_id: str | None = None, code: str | None = None) -> list[str]:
        """The codes of regions, by level and code: all of them, or those that fit what is given."""
        kinds = [kind for kind in LENGTH_OF_CODE if type in {None, kind}]
        parent = None
        if parent_id is not None:
            parent = self._codes_of_parents.get(parent_id.lower())
            if parent is None:
                return []
        found: list[str] = []
        for kind in kinds:
            length = LENGTH_OF_CODE[kind]
            if code is not None and (len(code) != length or not code.startswith(parent or "")):
                continue
            if parent is not None and PARENT_LENGTH.get(length) != len(parent):
                continue
            codes, beginning = self._codes(kind), code or parent or ""
            # There are tens of thousands; ":" is the character after "9".
            found += codes[bisect_left(codes, beginning) : bisect_left(codes, f"{beginning}:")]
        return found

    def region_entry(self, code: str) -> Mapping[str, Any]:
        """A region by its code, as it is answered."""
        region = self.region(code)
        parent = PARENT_LENGTH.get(len(code))
        return {
            "id": region.id,
            "type": region.type,
            "name": self._name_of(code),
            "code": code,
            "parent_id": None if parent is None else self.region(code[:parent]).id,
            "origin": "ministry" if region.known else "ours",
        }

    @cached_property
    def _codes_of_parents(self) -> Mapping[str, str]:
        """The codes of all regions that have others below them, by id."""
        return {
            self.region(code).id: code for kind in ("province", "city", "sub_district") for code in self._codes(kind)
        }


def bundled_lists() -> Mapping[str, Sequence[Row]]:
    """The lists that ship with the package: what is publicly known of the ministry's."""
    text = (files("satupintu.systems.kemnaker.contract") / "reference.json").read_text(encoding="utf-8")
    data: Mapping[str, list[dict[str, Any]]] = json.loads(text)
    regions = [{"id": row["id"], "code": str(row["code"])} for kind in ("province", "city") for row in data[kind]]
    return {**{name: data[name] for name in NAMES}, REGION: regions}


def our_region_id(code: str) -> str:
    """The id of ours for a region: UUID v5 of `urn:kemendagri:<code>`."""
    return str(uuid5(NAMESPACE_URL, f"urn:kemendagri:{code}"))


def _type_of(code: str) -> str:
    return next(kind for kind, length in LENGTH_OF_CODE.items() if length == len(code))
