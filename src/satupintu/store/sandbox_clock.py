"""The clock of the sandbox: the machine's time plus an offset that every process of a data directory sees at once."""

from __future__ import annotations

import mmap
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.store.disk import create_once, disk_error, file_lock

FARTHEST: Final = timedelta(days=36_525)
"""A century either way: farther than any test needs, and dates keep their four digits."""

# Three native 64-bit numbers: a mark, the offset in microseconds, the data generation. A number of that size at an
# aligned place is read and written in one piece, so readers need no lock. In the other byte order the mark differs.
_MARK: Final = int.from_bytes(b"satupin1", "big")
_OFFSET: Final = 1
_GENERATION: Final = 2
_WIDTH: Final = 8
_SIZE: Final = 3 * _WIDTH
_MICROSECOND: Final = timedelta(microseconds=1)


class SandboxClock:
    """Time that can be moved, and a data generation that tells caches when to read again.

    Both live in one mapped file: reading costs no system call, a change is visible to all processes at once and
    survives them. Raises DataError when the file is damaged or cannot be made.
    """

    def __init__(self, path: Path, base: Clock | None = None) -> None:
        self._path = path
        self._base = base or SystemClock()
        try:
            if not path.exists():
                fresh = (_MARK, 0, 1)
                create_once(path, b"".join(number.to_bytes(_WIDTH, sys.byteorder) for number in fresh))
            with path.open("r+b") as file:
                if len(file.read()) != _SIZE:
                    raise self._damaged()
                self._numbers = memoryview(mmap.mmap(file.fileno(), _SIZE)).cast("q")
        except OSError as error:
            raise disk_error(error, path) from error
        if self._numbers[0] != _MARK or abs(self._numbers[_OFFSET]) > FARTHEST // _MICROSECOND:
            raise self._damaged()

    def now(self) -> datetime:
        """The present moment of the sandbox, aware, in UTC."""
        offset = self._numbers[_OFFSET]
        return self._base.now() + timedelta(microseconds=offset) if offset else self._base.now()

    @property
    def offset(self) -> timedelta:
        """How far the sandbox is ahead of the machine (negative: behind)."""
        return timedelta(microseconds=self._numbers[_OFFSET])

    def move(self, by: timedelta) -> None:
        """Go forward or back, on top of earlier moves. Raises ConfigurationError beyond `FARTHEST`."""
        with file_lock(self._path):
            offset = self._numbers[_OFFSET] + by // _MICROSECOND
            if abs(offset) > FARTHEST // _MICROSECOND:
                raise ConfigurationError(
                    f"The sandbox clock moves at most {FARTHEST.days} days away from the machine's; "
                    "`satupintu clock reset` brings it back."
                )
            self._set(offset)

    def reset(self) -> None:
        """Go back to the machine's time."""
        with file_lock(self._path):
            self._set(0)

    @property
    def generation(self) -> int:
        """Changes whenever data that processes keep in memory was changed."""
        return self._numbers[_GENERATION]

    def bump_generation(self) -> None:
        """Tell every process that what it keeps in memory is out of date. Call it after the commit."""
        with file_lock(self._path):
            self._numbers[_GENERATION] += 1

    def _set(self, offset: int) -> None:
        self._numbers[_OFFSET] = offset
        self._numbers[_GENERATION] += 1  # what was remembered until some moment may be over, or not have begun

    def _damaged(self) -> DataError:
        return DataError(f"{self._path} is damaged; delete it, and the sandbox clock starts at the machine's time.")
