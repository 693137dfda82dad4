"""The data directory: the key, the sandbox clock, the files and, unless a server is named, the database."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from satupintu.kernel.errors import DataError
from satupintu.store.disk import create_once, disk_error

KEY_BYTES: Final = 32
"""Length of the key that all secrets of a data directory hang on."""


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A directory that is ready for use. `key` protects stored secrets and yields the sandbox's credentials."""

    path: Path
    key: bytes = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> DataDirectory:
        """Make what is missing and read the key. Two processes that open a new directory at once agree on one key.

        Raises DataError, whose one sentence names the remedy.
        """
        root = path.expanduser().absolute()
        if root.exists() and not root.is_dir():
            raise DataError(f"{root} is a file, not a directory; choose another with --data DIR.")
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(root, os.W_OK | os.X_OK):
                raise DataError(
                    f"{root} cannot be written; give yourself write permission or choose another with --data DIR."
                )
            directory = cls(root, _key(root))
            directory.files.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise disk_error(error, root) from error
        return directory

    @property
    def database_path(self) -> Path:
        """The SQLite database."""
        return _database(self.path)

    @property
    def clock_path(self) -> Path:
        """The file of the sandbox clock."""
        return self.path / "clock"

    @property
    def files(self) -> Path:
        """Where files that are not rows are kept."""
        return self.path / "files"

    @property
    def snapshots(self) -> Path:
        """Where snapshots are kept."""
        return self.path / "snapshots"

    def lock_path(self, name: str) -> Path:
        """The file whose lock stands for a kind of run."""
        return self.path / f"{name}.lock"

    def url(self, database: str | None = None) -> str:
        """The database to open: the one given, else the SQLite file of this directory."""
        return database or f"sqlite:///{self.database_path}"


def _database(root: Path) -> Path:
    return root / "satupintu.sqlite3"


def _key(root: Path) -> bytes:
    path = root / "key"
    # Asked before the key is: a key is always made first, so a database without a key has truly lost it.
    has_database = _database(root).exists()
    if not path.exists():
        if has_database:
            raise DataError(
                f"{path} is missing, so the secrets in {_database(root)} cannot be read; "
                "put the key back from a backup or choose another directory with --data DIR."
            )
        create_once(path, os.urandom(KEY_BYTES))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise DataError(
            f"{path} is damaged ({len(key)} bytes instead of {KEY_BYTES}); "
            "put the key back from a backup or choose another directory with --data DIR."
        )
    return key
