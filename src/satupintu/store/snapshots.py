"""Snapshots of a sandbox: all rows and the clock in one file, and the files beside them, to come back to.

Files never change once they are there, so a snapshot holds them as links and costs no space.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.store.contents import COLUMNS, Row, empty, insert_rows, rows_of
from satupintu.store.database import Database
from satupintu.store.disk import disk_error, replacing
from satupintu.store.migrating import HEAD
from satupintu.store.sandbox_clock import FARTHEST
from satupintu.store.secrets import KeyRing
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

FORMAT: Final = "satupintu-snapshot/1"
_ENDING: Final = ".jsonl.gz"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a snapshot says of itself. `taken_at` is the machine's time, `offset` that of the sandbox clock."""

    name: str
    taken_at: datetime
    started_at: datetime
    offset: timedelta
    rows: int


class Snapshots:
    """The snapshots of one data directory. They open with its key alone, since secrets stay sealed in them."""

    def __init__(self, directory: Path, files: Path, database: Database, writer: Writer, keys: KeyRing) -> None:
        self._directory = directory
        self._files = files
        self._database = database
        self._writer = writer
        self._key_mark = keys.digest("snapshot").hex()

    def save(self, name: str, *, taken_at: datetime, started_at: datetime, offset: timedelta) -> Snapshot:
        """Write everything as it is at one moment, replacing an older snapshot of the name.

        Raises ConfigurationError for a name that is none, DataError when the disk does not take it.
        """
        path = self._path(name)
        try:
            self._directory.mkdir(mode=0o700, exist_ok=True)
            draft = self._directory / f".{name}"
            shutil.rmtree(draft, ignore_errors=True)
            _link_files(self._files, draft)
            with replacing(path) as file, gzip.open(file, "wt", encoding="utf-8", compresslevel=3) as lines:
                head = _Head(
                    FORMAT, HEAD, self._key_mark, taken_at.isoformat(), started_at.isoformat(), offset // _MICROSECOND
                )
                lines.write(json.dumps(asdict(head)) + "\n")
                count = 0
                for row in rows_of(self._database):
                    lines.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
                    count += 1
                lines.write(json.dumps({"rows": count}) + "\n")
                _link_files(self._files, draft)  # those that came while the rows were written
                shutil.rmtree(self._files_of(name), ignore_errors=True)
                draft.rename(self._files_of(name))
        except OSError as error:
            raise disk_error(error, path) from error
        return Snapshot(name, taken_at, started_at, offset, count)

    def restore(self, name: str) -> Snapshot:
        """Make all rows those of a snapshot, in one transaction. The clock is the caller's to set.

        Raises DataError when there is no such snapshot, or it is damaged or of another version or data directory.
        """
        head, rows = self._read(name)
        if head.tables != HEAD:
            raise DataError(f"The snapshot {name} was made by another version of satupintu; take a new one.")
        if head.key != self._key_mark:
            raise DataError(f"The snapshot {name} belongs to another data directory, whose key opens its secrets.")

        def restoring(transaction: Transaction) -> int:
            empty(transaction)
            return insert_rows(transaction, rows)

        try:
            _link_files(self._files_of(name), self._files)  # before the rows that refer to them
        except OSError as error:
            raise disk_error(error, self._files) from error
        try:
            return head.snapshot(name, self._writer.run(restoring))
        except DataError as error:
            raise DataError(f"The snapshot {name} was not restored, and nothing was changed: {error}") from None

    def remove(self, name: str) -> bool:
        """Delete a snapshot. False when there is none of this name."""
        path = self._path(name)
        known = path.exists()
        path.unlink(missing_ok=True)
        shutil.rmtree(self._files_of(name), ignore_errors=True)
        return known

    def all(self) -> Sequence[Snapshot]:
        """The snapshots that can be read, by name."""
        found: list[Snapshot] = []
        for path in sorted(self._directory.glob(f"*{_ENDING}")):
            name = path.name.removesuffix(_ENDING)
            try:
                head, rows = self._read(name)
            except DataError:
                continue
            found.append(head.snapshot(name, len(rows)))
        return found

    def _files_of(self, name: str) -> Path:
        return self._directory / f"{name}.files"

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ConfigurationError("the name of a snapshot is up to 64 letters, digits, dots, dashes and underscores")
        return self._directory / f"{name}{_ENDING}"

    def _read(self, name: str) -> tuple[_Head, Sequence[Row]]:
        path = self._path(name)
        try:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                head = _Head(**json.loads(next(lines)))
                if head.format != FORMAT or abs(head.snapshot(name, 0).offset) > FARTHEST:
                    raise ValueError(head.format)
                return head, list(_rows(lines))
        except FileNotFoundError:
            raise DataError(f"There is no snapshot {name}; `satupintu snapshot list` shows those there are.") from None
        except (ValueError, TypeError, KeyError, OverflowError, EOFError, StopIteration, zlib.error, gzip.BadGzipFile):
            raise DataError(f"{path} is damaged; delete it and take a new snapshot.") from None
        except OSError as error:
            raise disk_error(error, path) from error


@dataclass(frozen=True, slots=True)
class _Head:
    format: str
    tables: str
    key: str
    taken_at: str
    started_at: str
    offset_us: int

    def snapshot(self, name: str, rows: int) -> Snapshot:
        return Snapshot(
            name,
            datetime.fromisoformat(self.taken_at),
            datetime.fromisoformat(self.started_at),
            timedelta(microseconds=self.offset_us),
            rows,
        )


def _rows(lines: Iterator[str]) -> Iterator[Row]:
    """The rows of a file. Raises ValueError unless the last line tells as many."""
    for count, line in enumerate(lines):
        document: Any = json.loads(line)
        if isinstance(document, dict):
            if document != {"rows": count} or next(lines, None) is not None:
                raise ValueError("the end does not fit")
            return
        name, values = document
        if frozenset(values) != COLUMNS[name]:
            raise ValueError(name)
        yield name, values
    raise ValueError("the end is missing")


def _link_files(source: Path, target: Path) -> None:
    """Make every file of a folder and those below it appear in another one. What is half written is left out."""
    target.mkdir(mode=0o700, exist_ok=True)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        there = target / path.relative_to(source)
        if path.is_dir():
            there.mkdir(mode=0o700, exist_ok=True)
        elif not path.name.startswith("."):
            with suppress(FileExistsError, FileNotFoundError):  # there already, or deleted since
                os.link(path, there)
