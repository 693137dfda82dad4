"""What changed between two decrees: facts of laws for provinces and cities, and below them what was derived by name."""

from __future__ import annotations

import json
import lzma
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from itertools import pairwise
from typing import Any, Final, cast

from satupintu.kernel.errors import DataError

FORMAT: Final = "satupintu-history/1"
FILE_NAME: Final = "history.xz"
FACTS_NAME: Final = "history.toml"

CITY_LENGTH: Final = 4
"""How many digits of a Kemendagri code name its city."""


class ChangeKind(StrEnum):
    """What became of a code between two decrees. Nothing tells a merger from an end: both are `dropped`."""

    MOVED = "moved"
    RENAMED = "renamed"
    DROPPED = "dropped"
    NEW = "new"


class Basis(StrEnum):
    """How a change is known: from a law, by comparing names, or only for the city above."""

    OFFICIAL = "official"
    DERIVED = "derived"
    CITY_LEVEL_ONLY = "city_level_only"


@dataclass(frozen=True, slots=True)
class Decree:
    """A state of the codes: a short label such as `6117-2022`, and the decree as it is quoted."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Law:
    """The law that made a change, and the day on which it was signed."""

    name: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one code between two decrees.

    `old_code` is `None` for what is new, `new_code` for what was dropped; so are the names. With the basis
    `city_level_only` the codes are those of the city, and what lies below it is not known. A derived change has a law
    when its region moved along with the city that the law moved.
    """

    before: Decree
    after: Decree
    kind: ChangeKind
    basis: Basis
    old_code: str | None
    new_code: str | None
    old_name: str | None
    new_name: str | None
    law: Law | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """All changes between two decrees, by old and by new code. A code in neither stayed what it was.

    `reaches_villages` is false where only provinces and cities are known.
    """

    before: Decree
    after: Decree
    by_old_code: Mapping[str, Change]
    by_new_code: Mapping[str, Change]
    reaches_villages: bool


def load_steps() -> tuple[Step, ...]:
    """The bundled history, from the oldest step to the newest.

    Raises `DataError` when a file is damaged or of another format.
    """
    folder = resources.files("satupintu.regions").joinpath("data")
    facts = tomllib.loads(folder.joinpath(FACTS_NAME).read_text(encoding="utf-8"))
    return read_steps(facts, folder.joinpath(FILE_NAME).read_bytes())


def read_steps(facts: Mapping[str, Any], packed: bytes) -> tuple[Step, ...]:
    """Join the facts with a file of scripts/build_history.py (docs/reference/regions.md).

    Raises `DataError` when the file is damaged or of another format.
    """
    decrees = [Decree(each["label"], each["name"]) for each in facts["decrees"]]
    derived = _read_rows(packed)
    steps: list[Step] = []
    for before, after in pairwise(decrees):
        changes = list(_facts_between(before, after, facts["changes"]))
        rows = derived.get((before.label, after.label))
        moves = {change.old_code: change for change in changes if change.kind is ChangeKind.MOVED}
        changes += [_derived(before, after, row, moves) for row in rows or ()]
        steps.append(
            Step(
                before,
                after,
                {change.old_code: change for change in changes if change.old_code},
                {change.new_code: change for change in changes if change.new_code},
                reaches_villages=rows is not None,
            )
        )
    return tuple(steps)


def _facts_between(before: Decree, after: Decree, facts: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    for fact in facts:
        if (fact["from"], fact["to"]) != (before.label, after.label):
            continue
        law = Law(fact["law"], fact["signed_on"]) if "law" in fact else None
        told = [(ChangeKind.MOVED, old, new, name, name) for old, new, name in fact.get("moved", ())]
        told += [(ChangeKind.RENAMED, code, code, old, new) for code, old, new in fact.get("renamed", ())]
        told += [(ChangeKind.NEW, None, code, None, name) for code, name in fact.get("new", ())]
        for kind, *codes_and_names in told:
            yield Change(before, after, kind, Basis.OFFICIAL, *codes_and_names, law=law)


def _derived(before: Decree, after: Decree, row: str, moves: Mapping[str | None, Change]) -> Change:
    old_code, new_code, old_name, new_name = row.split("\t")
    if not new_code:
        kind = ChangeKind.DROPPED
    elif not old_code:
        kind = ChangeKind.NEW
    else:
        kind = ChangeKind.RENAMED if old_code == new_code else ChangeKind.MOVED
        new_name = new_name or old_name
    move = moves.get(old_code[:CITY_LENGTH])
    along = move is not None and kind is ChangeKind.MOVED and new_code[:CITY_LENGTH] == move.new_code
    law = move.law if along and move is not None else None
    codes_and_names = (text or None for text in (old_code, new_code, old_name, new_name))
    return Change(before, after, kind, Basis.DERIVED, *codes_and_names, law=law)


def _read_rows(packed: bytes) -> dict[tuple[str, str], list[str]]:
    """The lines of each step, by the labels of its decrees."""
    try:
        lines = lzma.decompress(packed).decode().splitlines()
        header = cast("dict[str, Any]", json.loads(lines[0]))
        if header["format"] != FORMAT:
            raise DataError(f"{FILE_NAME} has the format {header['format']!r}, this version reads {FORMAT!r}.")
        rows: dict[tuple[str, str], list[str]] = {}
        at = 1
        for about in header["steps"]:
            found = lines[at : at + about["changes"]]
            if len(found) != about["changes"] or any(row.count("\t") != 3 for row in found):
                raise ValueError(about)
            rows[about["from"], about["to"]] = found
            at += len(found)
    except (lzma.LZMAError, EOFError, UnicodeDecodeError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DataError(
            f"{FILE_NAME} is damaged ({type(error).__name__}); reinstall satupintu or run scripts/build_history.py."
        ) from error
    return rows
