"""The ministry's reference data as it is now: the bundled lists, and in place of some those that were imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pydantic_core import to_json

from satupintu.bootstrap.reference_file import ReferenceFile, read_reference_file
from satupintu.store.changes import Changes
from satupintu.systems.kemnaker.contract.references import LISTS, References, Row, bundled_lists


class ImportedLists(Protocol):
    """Where imported lists are kept."""

    def digests(self) -> Mapping[str, str]:
        """What changes when a list does, by its name."""
        ...

    def all(self) -> Mapping[str, Sequence[Row]]:
        """Every imported list by name."""
        ...

    def replace(self, name: str, rows: Sequence[Row]) -> None:
        """Make a list these entries; none at all: the bundled list again."""
        ...


class Generation(Protocol):
    """Tells when what is kept in memory may be out of date."""

    @property
    def generation(self) -> int:
        """Changes whenever stored data was changed."""
        ...


@dataclass(frozen=True, slots=True)
class _Kept:
    generation: int
    digests: Mapping[str, str]
    references: References


class ReferenceLists:
    """The lists of one installation. JOSS and TOSS have them in common, in both environments."""

    def __init__(
        self,
        imported: ImportedLists,
        clock: Generation,
        make: Callable[[Mapping[str, Sequence[Row]]], References],
        is_region: Callable[[str], bool],
    ) -> None:
        self._imported = imported
        self._clock = clock
        self._make = make
        self._is_region = is_region
        self._kept: _Kept | None = None

    def __call__(self) -> References:
        """The lists as they are now. The database is asked only when the data generation has changed."""
        kept = self._kept
        generation = self._clock.generation  # read before the rows: what is committed later brings another one
        if kept is None or kept.generation != generation:
            digests = self._imported.digests()
            if kept is None or kept.digests != digests:
                kept = _Kept(generation, digests, self._make(self._imported.all() if digests else {}))
            else:
                kept = replace(kept, generation=generation)
            self._kept = kept
        return kept.references

    def rows(self, path_name: str) -> tuple[Sequence[Row], bool]:
        """The entries of a list by the name in its path, and whether they were imported."""
        name, imported = LISTS[path_name], self._imported.all()
        return imported.get(name) or bundled_lists()[name], name in imported

    def read(self, path_name: str, path: Path) -> ReferenceFile:
        """Read and check a file for a list. Raises DataError when it cannot be read at all."""
        return read_reference_file(path, LISTS[path_name], self._is_region)

    def replace(self, path_name: str, rows: Sequence[Row], *, dry_run: bool = False) -> Changes:
        """Make a list these entries, all or none, and say what that changes of what is served."""
        changes = Changes.between(_by_id(self.rows(path_name)[0]), _by_id(rows))
        if not dry_run:
            self._imported.replace(LISTS[path_name], rows)
        return changes

    def reset(self, path_name: str) -> Changes:
        """Make a list the bundled one again."""
        before, _ = self.rows(path_name)
        self._imported.replace(LISTS[path_name], ())
        return Changes.between(_by_id(before), _by_id(self.rows(path_name)[0]))


def _by_id(rows: Sequence[Row]) -> Mapping[str, str]:
    return {str(row["id"]): to_json(row).decode() for row in rows}
