"""Files beside the database: made once whoever comes first, locked across processes, and their troubles in words."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from satupintu.kernel.errors import DataError


def create_once(path: Path, content: bytes) -> None:
    """Make a file (mode 0600) with this content, unless it is there already. It appears complete or not at all.

    Of several processes at once one wins; the others find its file. Raises OSError.
    """
    with _draft(path) as (file, draft):
        file.write(content)
        _flush(file)
        with suppress(FileExistsError):
            os.link(draft, path)
    _flush_directory(path.parent)


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO]:
    """Write a file (mode 0600) anew. It is replaced when the block ends well; otherwise the old one stays.

    Raises OSError.
    """
    with _draft(path) as (file, draft):
        yield file
        _flush(file)
        draft.replace(path)
    _flush_directory(path.parent)


@contextmanager
def _draft(path: Path) -> Generator[tuple[BinaryIO, Path]]:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_directory(path: Path) -> None:
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextmanager
def file_lock(path: Path, *, wait: bool = True) -> Generator[None]:
    """Hold the lock of a file or directory against every other thread and process; the system frees it at a kill.

    A file that is missing is made. Raises BlockingIOError when it is taken and `wait` is off, OSError otherwise.
    """
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    # Opened anew each time: a descriptor that a fork shares would share the lock as well.
    descriptor = os.open(path, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


def disk_error(error: OSError, path: Path) -> DataError:
    """What to tell the user when a file of the data directory cannot be made, read or written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError(f"The disk that holds {path} is full; free some space and start again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return DataError(f"{path} cannot be written; give yourself write permission or choose another with --data DIR.")
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return DataError(f"{path} cannot be used ({reason}); choose another data directory with --data DIR.")
