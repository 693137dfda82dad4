"""Words with a meaning of their own in written places, and the names that the decree does not know."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
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
    KELURAHAN = "kelurahan"
    DESA = "desa"

    def fits(self, code: str) -> bool:
        """Whether the region with this Kemendagri code is of this kind. Desa and kelurahan are often mixed up."""
        if len(code) != _CODE_LENGTHS[self]:
            return False
        return len(code) != Level.CITY.code_length or is_kota_code(code) == (self is Kind.KOTA)

    def fits_exactly(self, code: str) -> bool:
        """Whether it fits, and a village is also of the right sort."""
        is_village = self in (Kind.KELURAHAN, Kind.DESA)
        return self.fits(code) and (not is_village or (code[6] == "1") == (self is Kind.KELURAHAN))


_CODE_LENGTHS = {Kind.PROVINCE: 2, Kind.KABUPATEN: 4, Kind.KOTA: 4, Kind.DISTRICT: 6, Kind.KELURAHAN: 10, Kind.DESA: 10}


class Naming(StrEnum):
    """How a region is called in a text."""

    OFFICIAL = "official"
    SHORT = "short"
    """An abbreviation, foreign form or everyday name."""
    FORMER = "former"
    """A name the region bore before."""
    SEAT = "seat"
    """The town where the region's government sits, when no district of it is called so."""
    QUARTER = "quarter"
    """A neighbourhood or estate that is no region of its own; stands for the city around it."""
    AREA = "area"
    """A name for several regions together."""
    MISSPELT = "misspelt"


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `data/words.toml`."""

    spelling: Spelling
    directions: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]
    kinds_after: frozenset[str]
    kinds_ending_streets: frozenset[str]
    kinds_ending_named_streets: frozenset[str]
    between: frozenset[str]
    street_start: frozenset[str]
    street_estate: frozenset[str]
    street_behind: frozenset[str]
    street_end: frozenset[str]
    street_filler: frozenset[str]
    noise: frozenset[str]
    general: frozenset[str]
    country: frozenset[str]
    joining: frozenset[str]
    joining_unless_before: frozenset[str]
    remote: tuple[str, ...]
    abroad: frozenset[str]
    us_states: frozenset[str]
    numbers: Mapping[str, str]
    village_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aliases:
    """The names of `data/aliases.toml`, `data/landmarks.toml` and `data/seats.toml`, by key.

    `names` tell how the regions are called by them and which. `seats` are the towns from which a regency is governed,
    with the codes of the regencies.
    """

    names: Mapping[str, tuple[Naming, tuple[str, ...]]]
    seats: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Divisions:
    """From which provinces and cities others were divided off (`data/divisions.toml`), and the way back."""

    former_parents: Mapping[str, tuple[str, ...]]
    divided_off: Mapping[str, tuple[str, ...]]


def load_words() -> Words:
    """Read the bundled word lists."""
    data = _load("words.toml")
    kinds, streets, noise, abroad = data["kinds"], data["streets"], data["noise"], data["abroad"]
    return Words(
        spelling=Spelling(data["spellings"], data["dotted_spellings"], data["spellings_before_names"]),
        directions={word: tuple(ours) for word, ours in data["directions"].items()},
        kinds={word: kind for kind in Kind for word in kinds[kind]},
        kinds_after=frozenset(kinds["after"]),
        kinds_ending_streets=frozenset(kinds["ending_streets"]),
        kinds_ending_named_streets=frozenset(kinds["ending_named_streets"]),
        between=frozenset(kinds["between"]),
        street_start=frozenset(streets["start"]),
        street_estate=frozenset(streets["estate"]),
        street_behind=frozenset(streets["behind"]),
        street_end=frozenset(streets["end"]),
        street_filler=frozenset(streets["filler"]),
        noise=frozenset(noise["words"]),
        general=frozenset(noise["general"]),
        country=frozenset(noise["country"]),
        joining=frozenset(noise["joining"]),
        joining_unless_before=frozenset(noise["joining_unless_before"]),
        remote=tuple(noise["remote"]),
        abroad=frozenset(abroad["names"]),
        us_states=frozenset(abroad["us_states"]),
        numbers=data["numbers"],
        village_prefixes=tuple(data["village_prefixes"]["words"]),
    )


def load_aliases(spelling: Spelling, known: Container[str]) -> Aliases:
    """Read the bundled aliases, keeping the codes that are among `known`."""
    return Aliases(
        names={
            **dict(_landmarks(spelling, known)),
            **{
                key: (Naming(group["naming"]), codes)
                for group in _load("aliases.toml")["alias"]
                for key, codes in _by_key(group["names"], spelling, known)
            },
        },
        seats=dict(_by_key(_load("seats.toml")["regencies"], spelling, known)),
    )


def load_divisions() -> Divisions:
    """Read the bundled divisions."""
    former_parents: dict[str, tuple[str, ...]] = {}
    divided_off: dict[str, tuple[str, ...]] = {}
    for laws in _load("divisions.toml").values():
        for law in laws.values():
            for code, before in law.items():
                former_parents[code] = tuple(before)
                divided_off |= {former: (*divided_off.get(former, ()), code) for former in before}
    return Divisions(former_parents, divided_off)


def _landmarks(spelling: Spelling, known: Container[str]) -> Iterator[tuple[str, tuple[Naming, tuple[str, ...]]]]:
    """Every landmark by each word before and behind its name."""
    for group in _load("landmarks.toml")["landmark"]:
        before, behind = spelling.keys(group["before"]), spelling.keys(group["behind"])
        for key, codes in _by_key(group["names"], spelling, known):
            for written in (*(word + key for word in before), *(key + word for word in behind)):
                yield written, (Naming.QUARTER, codes)


def _by_key(
    names: Mapping[str, Sequence[str]], spelling: Spelling, known: Container[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, stands_for in names.items():
        codes = tuple(code for code in stands_for if code in known)
        if codes:
            yield spelling.key(name), codes


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("satupintu.regions").joinpath("data", name).read_text("utf-8"))
