"""Words with a meaning of their own in written places, and the names that the decree does not know."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from satupintu.regions.normalising import Spelling
from satupintu.regions.region import Level, is_kota_code


class Kind(StrEnum):
    """What a word beside a name says about the region; kabupaten and kota tell the two kinds of city apart."""

    PROVINCE = "province"
    KABUPATEN = "kabupaten"
    KOTA = "kota"
    DISTRICT = "district"
    VILLAGE = "village"

    def fits(self, code: str) -> bool:
        """Whether the region with this Kemendagri code is of this kind."""
        level = Level.of_code(code)
        if self in (Kind.KABUPATEN, Kind.KOTA):
            return level is Level.CITY and is_kota_code(code) == (self is Kind.KOTA)
        return level is not None and level.value == self.value


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `data/words.toml`."""

    spelling: Spelling
    directions: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]
    kinds_after: frozenset[str]
    kinds_ending_streets: frozenset[str]
    between: frozenset[str]
    street_start: frozenset[str]
    street_end: frozenset[str]
    street_filler: frozenset[str]
    noise: frozenset[str]
    country: frozenset[str]
    joining: frozenset[str]
    joining_unless_before: frozenset[str]
    remote: tuple[str, ...]
    abroad: frozenset[str]
    us_states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Aliases:
    """The names of `data/aliases.toml`, by key, with the codes they stand for.

    `areas` are the keys whose codes are meant all together, not one or the other.
    """

    codes: Mapping[str, tuple[str, ...]]
    areas: frozenset[str]
    former_provinces: Mapping[str, tuple[str, ...]]


def load_words() -> Words:
    """Read the bundled word lists."""
    data = _load("words.toml")
    kinds, streets, noise, abroad = data["kinds"], data["streets"], data["noise"], data["abroad"]
    return Words(
        spelling=Spelling(data["spellings"], data["dotted_spellings"]),
        directions={word: tuple(ours) for word, ours in data["directions"].items()},
        kinds={word: kind for kind in Kind for word in kinds[kind]},
        kinds_after=frozenset(kinds["after"]),
        kinds_ending_streets=frozenset(kinds["ending_streets"]),
        between=frozenset(kinds["between"]),
        street_start=frozenset(streets["start"]),
        street_end=frozenset(streets["end"]),
        street_filler=frozenset(streets["filler"]),
        noise=frozenset(noise["words"]),
        country=frozenset(noise["country"]),
        joining=frozenset(noise["joining"]),
        joining_unless_before=frozenset(noise["joining_unless_before"]),
        remote=tuple(noise["remote"]),
        abroad=frozenset(abroad["names"]),
        us_states=frozenset(abroad["us_states"]),
    )


def load_aliases(spelling: Spelling, known: Container[str]) -> Aliases:
    """Read the bundled aliases, keeping the codes that are among `known`."""
    data = _load("aliases.toml")
    codes: dict[str, tuple[str, ...]] = {}
    areas: set[str] = set()
    for group in data["alias"]:
        for name, stands_for in group["names"].items():
            kept = tuple(code for code in stands_for if code in known)
            if kept:
                codes[spelling.key(name)] = kept
                if group["kind"] == "area":
                    areas.add(spelling.key(name))
    former = {code: tuple(before) for code, before in data["former_provinces"]["provinces"].items()}
    return Aliases(codes, frozenset(areas), former)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("satupintu.regions").joinpath("data", name).read_text("utf-8"))
