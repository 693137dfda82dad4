"""The history of a Kemendagri code: which places it named across decrees, and which codes those have today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from satupintu.regions.history_changes import CITY_LENGTH, Basis, Change, ChangeKind, Decree, Step, load_steps
from satupintu.regions.region import Level, Region
from satupintu.regions.snapshot import RegionTable


@dataclass(frozen=True, slots=True)
class Place:
    """One place that has or had the code: what happened to it, from the oldest change to the newest.

    `today` is the region it is in the table's decree: `None` when its code was dropped, or when only its city is known;
    then `city` is that city. Without changes it is the same as far back as `CodeHistory.known_since`.
    """

    changes: tuple[Change, ...]
    today: Region | None
    city: Region | None = None


@dataclass(frozen=True, slots=True)
class CodeHistory:
    """All places that a code named. The place that has the code today, if any, comes first, then the later ones."""

    code: str
    level: Level
    places: tuple[Place, ...]
    known_since: Decree
    """The oldest decree known here that has the code; where only the city is known, the oldest that has the city's."""

    @property
    def current(self) -> Region | None:
        """The region that has this code today; `None` when the code is retired."""
        first = self.places[0].today
        return first if first is not None and first.code == self.code else None

    @property
    def is_reused(self) -> bool:
        """Whether the code named more than one place in the course of time."""
        return len(self.places) > 1


class RegionHistory:
    """Follows Kemendagri codes, never BPS codes, to and from the decree of a table. Read when first asked.

    Provinces and cities are followed by the laws that moved them; districts and villages from the oldest release of the
    source on, by names inside regions that are known to be the same. Before that only the city is known, and no code
    below it is made by gluing its new code to an old ending: most of them would name another place.
    """

    def __init__(self, table: RegionTable) -> None:
        """Follow the codes to the regions of a bundled table."""
        self._table = table

    def of(self, code: str) -> CodeHistory | None:
        """The history of a code without dots; `None` when no decree that is known here has it."""
        level = Level.of_code(code)
        if level is None or not (code.isascii() and code.isdigit()):
            return None
        if places := tuple(dict.fromkeys(self._places(code))):
            return CodeHistory(code, level, places, self._known_since(code))
        if places := tuple(self._below_a_moved_city(code)):
            return CodeHistory(code, level, places, self._known_since(code[:CITY_LENGTH]))
        return None

    def successors(self, code: str) -> tuple[str, ...]:
        """The codes that the places of a retired code have today, sorted.

        Empty for a code that is unknown or still in use (even if it named another place before), was dropped, or of
        which only the city is known: `of` tells which.
        """
        history = None if code in self._table else self.of(code)
        places = history.places if history else ()
        return tuple(sorted({place.today.code for place in places if place.today is not None}))

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        """The steps up to the table's decree."""
        steps = load_steps()
        labels = [step.after.label for step in steps]
        return steps[: labels.index(self._table.label) + 1] if self._table.label in labels else ()

    def _known_since(self, code: str) -> Decree:
        oldest = min(self._decrees_with(code))
        if oldest < len(self._steps):
            return self._steps[oldest].before
        return self._steps[-1].after if self._steps else Decree(self._table.label, self._table.decree)

    def _places(self, code: str) -> Iterator[Place]:
        """The place the code names in each decree, from the newest to the oldest."""
        for at in self._decrees_with(code):
            earlier, (later, last_code) = self._back(code, at), self._forth(code, at)
            yield Place((*earlier, *later), self._table.get(last_code) if last_code else None)

    def _decrees_with(self, code: str) -> Iterator[int]:
        """The decrees that have the code, from the newest to the oldest, each by the step that begins with it."""
        oldest = 0
        if len(code) > CITY_LENGTH:
            oldest = sum(not step.reaches_villages for step in self._steps)  # these steps are the oldest
        exists = code in self._table
        for at in range(len(self._steps), oldest - 1, -1):
            if at < len(self._steps):
                step = self._steps[at]
                exists = code in step.by_old_code or (exists and code not in step.by_new_code)
            if exists:
                yield at

    def _forth(self, code: str, at: int) -> tuple[tuple[Change, ...], str | None]:
        """What happened to the place from a decree on, and its code in the end."""
        changes: list[Change] = []
        last_code: str | None = code
        for step in self._steps[at:]:
            change = step.by_old_code.get(last_code or "")
            if change is not None:
                changes.append(change)
                last_code = change.new_code
        return tuple(changes), last_code

    def _back(self, code: str, at: int) -> tuple[Change, ...]:
        """What happened to the place up to a decree, as far as it is known."""
        changes: list[Change] = []
        for step in reversed(self._steps[:at]):
            change = step.by_new_code.get(code)
            if change is None and len(code) > CITY_LENGTH and not step.reaches_villages:
                change = _for_the_city_only(step.by_new_code.get(code[:CITY_LENGTH]))
                if change is not None:
                    changes.append(change)
                    break
            if change is not None:
                changes.append(change)
                if change.old_code is None:
                    break
                code = change.old_code
        return tuple(reversed(changes))

    def _below_a_moved_city(self, code: str) -> Iterator[Place]:
        """A code that is not known, below a city that has another code today."""
        if len(code) <= CITY_LENGTH:
            return
        for place in self._places(code[:CITY_LENGTH]):
            changes = tuple(filter(None, map(_for_the_city_only, place.changes)))
            if changes and place.today is not None and changes[0].old_code == code[:CITY_LENGTH]:
                yield Place(changes, None, place.today)
                return


def _for_the_city_only(change: Change | None) -> Change | None:
    """The move of a city, as what is known of a region below it."""
    if change is None or change.kind is not ChangeKind.MOVED:
        return None
    return replace(change, basis=Basis.CITY_LEVEL_ONLY)
