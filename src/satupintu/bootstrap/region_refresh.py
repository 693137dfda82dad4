"""A walk over the Master Wilayah API: all four levels, page by page into a file that can be imported.

A full walk takes thousands of calls. So what came is kept after each page, and a run that was cut off goes on where it
stopped.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from satupintu.kernel.errors import ConfigurationError, SatupintuError
from satupintu.regions.importing import HEADER
from satupintu.store.disk import disk_error
from satupintu.systems.satusehat.contract.levels import LEVELS, LevelName
from satupintu.systems.satusehat.contract.models import RegionRow, RegionsPage

_FILE: Final = "region-refresh.csv"
_PLACE_FILE: Final = "region-refresh.json"


class RefreshError(SatupintuError):
    """The API's pages do not add up; the message says how to go on."""


@dataclass(frozen=True, slots=True)
class Position:
    """Which page to fetch: of which level, the how many-th, and the cursor that leads to it ("" for the first)."""

    level: LevelName
    page: int = 1
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a walk has come: whole pages in the first `length` bytes of the file, and what is known of its level.

    `position` is the page to fetch next; None when all levels are there.
    """

    source: str
    length: int
    position: Position | None = Position(LEVELS[0].name)
    seen: int = 0
    total: int | None = None


class RegionRefresh:
    """One walk over the API, which may take several runs. Only one process may be at it."""

    def __init__(
        self,
        folder: Path,
        source: str,
        fetch_page: Callable[[Position], RegionsPage],
        *,
        pause_seconds: float,
        sleep: Callable[[float], None],
    ) -> None:
        """Keep what comes in a folder. `source` is the API's address: a walk is not continued at another one."""
        self.file = folder / _FILE
        self._place_file = folder / _PLACE_FILE
        self._source = source
        self._fetch_page = fetch_page
        self._pause_seconds = pause_seconds
        self._sleep = sleep

    def fetch(self, progress: Callable[[str, int, int | None], None]) -> Path:
        """Fetch what is missing; returns the whole file, in the form that can be imported.

        `progress` is told the level, its rows so far and its total. Raises RefreshError when the pages do not add up,
        ConfigurationError when an unfinished walk belongs to another address, DataError when the disk fails, and what
        `fetch_page` raises.
        """
        try:
            self._fetch(progress)
        except OSError as error:
            raise disk_error(error, self.file) from error
        return self.file

    def forget(self) -> None:
        """The walk is over, or given up: the next one begins anew. The file stays until then."""
        self._place_file.unlink(missing_ok=True)

    def _fetch(self, progress: Callable[[str, int, int | None], None]) -> None:
        place = self._known_place()
        if place is None:
            place = self._begin()
        elif place.source != self._source:
            raise ConfigurationError(
                f"A refresh from {place.source} is not finished; finish it from there, or give it up with --restart."
            )
        with self.file.open("r+b") as file:
            file.truncate(place.length)
            file.seek(place.length)
            pause = 0.0
            while (position := place.position) is not None:
                self._sleep(pause)
                pause = self._pause_seconds
                page = self._fetch_page(position)
                text = _as_csv(page.data)
                place = replace(_after(place, position, page), length=place.length + len(text))
                file.write(text)
                file.flush()
                self._keep(place)
                progress(position.level, place.seen, place.total)

    def _begin(self) -> _Place:
        header = f"{','.join(HEADER)}\n".encode()
        self.file.write_bytes(header)
        place = _Place(self._source, len(header))
        self._keep(place)
        return place

    def _known_place(self) -> _Place | None:
        """Where the last run stopped; None when there is nothing to go on with."""
        try:
            kept = _PLACE.validate_json(self._place_file.read_bytes())
            return kept if self.file.stat().st_size >= kept.length else None
        except (OSError, ValidationError):
            return None

    def _keep(self, place: _Place) -> None:
        draft = self._place_file.with_suffix(".new")
        draft.write_bytes(_PLACE.dump_json(place))
        draft.replace(self._place_file)


def _after(place: _Place, position: Position, page: RegionsPage) -> _Place:
    """Where the walk stands when a page has come. Raises RefreshError when it does not fit the ones before."""
    if page.meta is None:
        raise RefreshError(f"The API does not say how many {position.level} there are; try again later.")
    total, cursor = page.meta.page.total, page.meta.cursors.next
    if position.page > 1 and place.total != total:
        raise RefreshError(f"The API had {place.total:,} {position.level}, now {total:,}; begin anew with --restart.")
    seen = len(page.data) + (place.seen if position.page > 1 else 0)
    place = replace(place, seen=seen, total=total)
    if page.data and seen < total:
        if cursor in ("", position.cursor):
            raise RefreshError(f"The pages of {position.level} lead nowhere after {seen:,} rows; try again later.")
        return replace(place, position=Position(position.level, position.page + 1, cursor))
    if seen != total:
        raise RefreshError(f"The API gave {seen:,} of its {total:,} {position.level}; begin anew with --restart.")
    return replace(place, position=_first_below(position.level))


def _first_below(level: LevelName) -> Position | None:
    """The first page of the next level; None after the last."""
    after = [each.name for each in LEVELS].index(level) + 1
    return Position(LEVELS[after].name) if after < len(LEVELS) else None


def _as_csv(rows: Sequence[RegionRow]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((row.code, row.parent_code, row.bps_code, row.name) for row in rows)
    return text.getvalue().encode()


_PLACE: Final = TypeAdapter(_Place)
