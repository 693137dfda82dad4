"""Where a pull writes: one file of JSON Lines per kind of record, and a note of how far each one is."""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.store.disk import disk_error, file_lock, replacing

NOTE: Final = "pull.json"

MOST: Final = 10**12
"""A larger number in a note, or in what a list says of itself, is a mistake."""

_Count = Annotated[int, Field(ge=0, le=MOST)]
_Number = Annotated[int, Field(ge=1, le=MOST)]


class Progress(BaseModel):
    """How far one kind of record is. `length` bytes of its file are good; what is behind them was torn off by a kill.

    Next comes `page` of the list that belongs to record number `parent` of the kind above (0 where there is none).
    `seen` records of that list are in the file; `total` and `per_page` are what its pages said. `remarks` are what a
    person should know about the result.
    """

    model_config = ConfigDict(frozen=True)

    length: _Count = 0
    records: _Count = 0
    parent: _Count = 0
    page: _Number = 1
    seen: _Count = 0
    total: _Count | None = None
    per_page: _Number | None = None
    remarks: tuple[str, ...] = ()
    finished_at: AwareDatetime | None = None


class Note(BaseModel):
    """What a folder holds: records of which account, in pages of which size."""

    model_config = ConfigDict(frozen=True)

    base_url: str
    app_id: str
    per_page: int
    kinds: dict[str, Progress] = {}


class _Numbered(BaseModel):
    id: int


class PullFolder:
    """The folder of one pull. Files are for their owner's eyes only: they hold personal data."""

    def __init__(self, path: Path, note: Note) -> None:
        self.path = path
        self._note = note

    @classmethod
    @contextmanager
    def open(cls, path: Path, asked: Note, *, again: Collection[str] = ()) -> Generator[Self]:
        """Open a folder, made when it is missing, and keep every other pull away from it. `again` begins kinds anew.

        Raises ConfigurationError when it holds another account or other pages, DataError when it cannot be used.
        """
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with file_lock(path / "pull.lock", wait=False):
                for draft in path.glob(f".{NOTE}.*"):
                    draft.unlink()  # left by a pull that was killed
                yield cls(path, _noted(path / NOTE, asked, again))
        except BlockingIOError:
            raise ConfigurationError(f"another pull is writing to {path}; wait until it ends") from None
        except OSError as error:
            raise disk_error(error, path) from error

    @property
    def base_url(self) -> str:
        """Where the records come from."""
        return self._note.base_url

    def check(self, kind: str) -> None:
        """Make sure that a kind's file is as a pull left it, or not there yet.

        Raises ConfigurationError for a file that is no pull's, DataError for one that lost what was written.
        """
        try:
            found = os.lstat(self.file(kind))
        except FileNotFoundError:
            found = None
        if found is not None and (kind not in self._note.kinds or not S_ISREG(found.st_mode)):
            raise ConfigurationError(
                f"{self.file(kind)} was not written by a pull; move it away, or choose another folder with --out"
            )
        if (found.st_size if found else 0) < self.progress(kind).length:
            raise self._lost(kind)

    def progress(self, kind: str) -> Progress:
        """How far a kind is."""
        return self._note.kinds.get(kind, Progress())

    def note(self, kind: str, progress: Progress) -> None:
        """Note how far a kind is."""
        self._keep({**self._note.kinds, kind: progress})

    def append(self, kind: str, records: Iterable[bytes]) -> int:
        """Write records behind the good part of a kind's file; durable when this returns. Gives the new length.

        Raises DataError when the file is shorter than it was.
        """
        good = self.progress(kind).length
        if good == 0:
            # Noted before the file is touched: one that the note does not know is somebody else's.
            self.note(kind, self.progress(kind))
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(self.file(kind), flags, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            if os.fstat(descriptor).st_size < good:
                raise self._lost(kind)
            os.fchmod(descriptor, 0o600)
            file.truncate(good)
            file.seek(good)
            file.writelines(record + b"\n" for record in records)
            file.flush()
            os.fsync(descriptor)
            return file.tell()

    def file(self, kind: str) -> Path:
        """The file of a kind."""
        return self.path / f"{kind}.jsonl"

    def ids(self, kind: str) -> Iterator[int]:
        """The ids of the records that are there, in their order."""
        good = self.progress(kind).length
        try:
            with self.file(kind).open("rb") as file:
                while file.tell() < good:
                    yield _Numbered.model_validate_json(file.readline()).id
        except (OSError, ValidationError):
            raise DataError(f"{self.file(kind)} cannot be read; pull again with --again.") from None

    def _lost(self, kind: str) -> DataError:
        return DataError(f"{self.file(kind)} lost records since they were written; pull again with --again.")

    def _keep(self, kinds: dict[str, Progress]) -> None:
        self._note = self._note.model_copy(update={"kinds": kinds})
        with replacing(self.path / NOTE) as file:
            file.write(self._note.model_dump_json(indent=1).encode())


def _noted(file: Path, asked: Note, again: Collection[str]) -> Note:
    if not file.exists():
        return asked
    try:
        note = Note.model_validate_json(file.read_bytes())
    except ValidationError:
        raise DataError(
            f"{file} is damaged; delete it and the records beside it, or choose another folder with --out."
        ) from None
    if (note.base_url, note.app_id) != (asked.base_url, asked.app_id):
        raise ConfigurationError(
            f"{file.parent} holds the records of {note.app_id} at {note.base_url}; choose another folder with --out"
        )
    kinds = {name: Progress() if name in again else progress for name, progress in note.kinds.items()}
    under_way = [name for name, progress in kinds.items() if progress.finished_at is None and progress.page > 1]
    if under_way and note.per_page != asked.per_page:
        raise ConfigurationError(
            f"{under_way[0]} were begun with --per-page {note.per_page}; go on with that, or begin anew with --again"
        )
    return asked.model_copy(update={"kinds": kinds})
