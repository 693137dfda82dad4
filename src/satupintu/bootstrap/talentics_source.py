"""A file from which records of Talentics come, as it is read: from the beginning, as often as it takes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final, Self

from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.systems.talentics.server.record_file import read_csv, read_json_lines
from satupintu.systems.talentics.server.record_rows import Fault, Kind, Row

Progress = Callable[[int, int], None]
"""Told the bytes read, of how many."""

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_LINES_BETWEEN_REPORTS: Final = 1_000


class TalenticsSource:
    """A file of records: CSV of one `kind` when its name ends in `.csv`, else JSON Lines.

    It is read more than once, and must not change meanwhile.
    """

    def __init__(self, file: BinaryIO, path: Path, kind: Kind | None) -> None:
        self._is_csv = path.suffix.lower() == ".csv"
        self._file = file
        self._path = path
        self._kind: Kind | None = kind
        self._digest: bytes | None = None

    @classmethod
    @contextmanager
    def open(cls, path: Path, kind: Kind | None) -> Generator[Self]:
        """Open a file; of what comes through a pipe, a copy that vanishes with the process is read.

        Raises ConfigurationError for CSV without a kind, DataError when the file cannot be read.
        """
        with ExitStack() as opened:
            try:
                file: BinaryIO = opened.enter_context(path.open("rb"))
                if not file.seekable():
                    copy = opened.enter_context(TemporaryFile())
                    shutil.copyfileobj(file, copy)
                    file = copy
            except OSError as error:
                raise _unreadable(path, error) from None
            source = cls(file, path, kind)
            if source._is_csv and kind is None:
                raise ConfigurationError(f"{path} is CSV, which holds one kind of record; name it with --kind.")
            yield source

    def rows(self, progress: Progress | None = None) -> Iterator[Row | Fault]:
        """The records and the faults, from the beginning. Raises DataError."""
        try:
            size = self._file.seek(0, SEEK_END)
            self._file.seek(0)
            digest = sha256()
            lines = _lines(self._file, size, progress or _nothing, digest.update)
            first = next(lines, b"")
            if first.startswith(_UTF16_MARKS):
                raise DataError(f"{self._path} is UTF-16; save it as UTF-8. Nothing was stored.")
            whole = _again(first.removeprefix(_UTF8_MARK), lines)
            if self._is_csv and self._kind:
                yield from read_csv(whole, self._kind)
            else:
                yield from read_json_lines(whole, self._kind)
        except OSError as error:
            raise _unreadable(self._path, error) from None
        if self._digest not in (None, digest.digest()):
            raise self.changed()
        self._digest = digest.digest()

    def changed(self) -> DataError:
        """The error about a file that holds something else than when it was checked."""
        return DataError(f"{self._path} changed while it was read; try again. Nothing was stored.")


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError(f"{path} cannot be read: {error.strerror}.")


def _lines(file: Iterable[bytes], size: int, progress: Progress, digest: Callable[[bytes], None]) -> Iterator[bytes]:
    done = 0
    for number, line in enumerate(file):
        digest(line)
        yield line
        done += len(line)
        if number % _LINES_BETWEEN_REPORTS == 0:
            progress(done, size)
    progress(size, size)


def _again(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _nothing(_done: int, _size: int) -> None:
    pass
