"""The files of Jobtrain's applications: bytes on the disk, named by their digest, beside the rows that refer to them.

A file is there before its row is. Whoever adds files or removes some holds one lock over all processes until the rows
are committed, so a file that nobody refers to then is one that nobody will refer to.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import select

from satupintu.store.database import Database
from satupintu.store.disk import disk_error, file_lock, replacing
from satupintu.store.tables import jobtrain_file

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_AT_ONCE: Final = 64 * 1024
"""Bytes that are written at once."""

_DIGESTS_AT_ONCE: Final = 500


class JobtrainFiles:
    """A `FileStore` in a directory. A digest is a name; what a file claims to be called is never one."""

    def __init__(self, directory: Path, lock: Path, database: Database) -> None:
        self._directory = directory
        self._lock = lock
        self._database = database

    def read(self, digest: str) -> bytes | None:
        """The bytes of a file; None when it is gone. Raises DataError when the disk fails."""
        path = self._path(digest)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise disk_error(error, path) from error

    @contextmanager
    def changing(self) -> Generator[None]:
        """Nobody else adds or removes files while the block runs, which ends with the commit of their rows."""
        with file_lock(self._lock):
            yield

    def put(self, content: bytes) -> str:
        """Keep bytes and give their digest; durable when this returns. Inside `changing`. Raises DataError."""
        digest = sha256(content).hexdigest()
        path = self._path(digest)
        try:
            if not path.exists():
                self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
                with replacing(path) as file:
                    for start in range(0, len(content), _AT_ONCE):
                        file.write(content[start : start + _AT_ONCE])
        except OSError as error:
            raise disk_error(error, path) from error
        return digest

    def remove_unreferenced(self, digests: Iterable[str]) -> int:
        """Remove those of these files that no row refers to; returns how many. Inside `changing`. Raises DataError."""
        wanted = sorted(set(digests))
        referenced: set[str] = set()
        digest = jobtrain_file.c.digest
        with self._database.reading() as connection:
            for start in range(0, len(wanted), _DIGESTS_AT_ONCE):
                some = digest.in_(wanted[start : start + _DIGESTS_AT_ONCE])
                referenced.update(connection.execute(select(digest).where(some).distinct()).scalars())
        orphans = [self._path(each) for each in wanted if each not in referenced]
        try:
            return sum(_unlinked(path) for path in orphans)
        except OSError as error:
            raise disk_error(error, self._directory) from error

    def sweep(self) -> int:
        """Remove every file that no row refers to, and what a crash left half written; returns how many."""
        with self.changing():
            try:
                paths = list(self._directory.iterdir()) if self._directory.is_dir() else []
                drafts = sum(_unlinked(path) for path in paths if not _DIGEST.fullmatch(path.name))
            except OSError as error:
                raise disk_error(error, self._directory) from error
            return drafts + self.remove_unreferenced(path.name for path in paths if _DIGEST.fullmatch(path.name))

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise ValueError("no digest")
        return self._directory / digest


def _unlinked(path: Path) -> int:
    path.unlink(missing_ok=True)
    return 1
