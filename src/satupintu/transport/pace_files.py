"""Paces in files: shared by all processes that name the same directory."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TypeVar

from satupintu.kernel.errors import ConfigurationError
from satupintu.transport.pacer import DAMAGED

T = TypeVar("T")


class PaceFiles:
    """`PaceStore` in a directory (made when missing, mode 0700): a file and a lock per account.

    A process may be killed at any moment: the system frees its lock, and the file is replaced as a whole. It is not
    flushed to the disk, since windows are shorter than it takes to notice that a machine lost its power; what such a
    loss leaves half-written counts as a full window. The directory belongs on a local disk. Raises ConfigurationError.
    """

    blocking = True

    def __init__(self, directory: str | PathLike[str]) -> None:
        self._directory = Path(directory).expanduser()
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._trouble(error) from None

    def update(self, account: str, change: Callable[[str | None], tuple[str | None, T]]) -> T:
        """Change the text of an account."""
        file = self._directory / account
        try:
            # Opened anew each time: threads that shared a descriptor would share the lock as well.
            lock = os.open(file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                text, said = change(_read(file))
                if text is not None:
                    _replace(file, text)
            finally:
                # Said before closing: a process that was forked meanwhile holds a copy of the descriptor.
                fcntl.flock(lock, fcntl.LOCK_UN)
                os.close(lock)
        except OSError as error:
            raise self._trouble(error) from None
        return said

    def _trouble(self, error: OSError) -> ConfigurationError:
        reason = error.strerror or type(error).__name__
        return ConfigurationError(f"paces cannot be kept in {self._directory} ({reason}); name another directory")


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return DAMAGED


def _replace(file: Path, text: str) -> None:
    # Whoever holds the lock is alone, so a draft that a killed process left is simply written over.
    draft = file.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(text)
    draft.replace(file)
