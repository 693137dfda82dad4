"""Resolving a column of a file on disk or in a pipe: opening, progress, and a file that appears whole or not at all."""

from __future__ import annotations

import csv
import os
import signal
import stat
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

import typer

from satupintu.cli.progress import progress_bars
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.regions.place_file import LONGEST_RECORD, ResolvedFile, resolve_file
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.store.disk import replacing

PIPE = Path("-")
"""In place of a file: standard input or output."""

_TAB = ("tab", "\\t")


def resolve_places(
    file: Path,
    out: Path,
    resolve: Callable[[str], Resolution],
    column: str,
    *,
    decree: str,
    lang: str,
    delimiter: str | None,
    encoding: str,
) -> None:
    """Resolve a column of `file` into `out` and say on standard error what became of it."""
    csv.field_size_limit(LONGEST_RECORD)  # of the whole process, which is this command's own
    with (
        _ending_in_order(),
        _opened(file) as source,
        _appearing(out, file) as written,
        _progress_of(file, out, source) as progress,
    ):
        try:
            found = resolve_file(
                source,
                written,
                resolve,
                column,
                lang="id" if lang == "id" else "en",
                delimiter="\t" if delimiter in _TAB else delimiter,
                encoding=encoding,
                progress=progress,
            )
        except DataError as error:
            raise DataError(f"{'standard input' if file == PIPE else file}: {error}") from None
    _report(found, column, decree)


@contextmanager
def _ending_in_order() -> Generator[None]:
    """SIGTERM ends what is done inside as Ctrl-C does: what was begun is taken away."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        del frame
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _opened(file: Path) -> Generator[BinaryIO]:
    if file == PIPE:
        yield sys.stdin.buffer
        return
    try:
        source = file.open("rb")
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from None
    with source:
        yield source


@contextmanager
def _appearing(out: Path, file: Path) -> Generator[BinaryIO]:
    """A file to write that takes its place at the end. Whatever stops the writing leaves what was there before."""
    if out == PIPE:
        with _whole_writes(sys.stdout.buffer) as written:
            yield written
        return
    if file != PIPE and out.exists() and out.samefile(file):
        raise ConfigurationError(f"{out} is the file that is read; name another one with --out")
    try:
        if out.exists() and not out.is_file():  # a device or a named pipe: nothing can take its place
            with out.open("wb") as written:
                yield written
            return
        place = out.resolve()  # behind a link the file is replaced, and the link stays
        with replacing(place) as written:
            os.fchmod(written.fileno(), _mode_of(place))
            yield written
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DataError(f"{out} cannot be written ({error.strerror}); nothing was changed there") from None


@contextmanager
def _whole_writes(out: BinaryIO) -> Generator[BinaryIO]:
    """Standard output; with PYTHONUNBUFFERED it is bare and may write, and tell, only a piece of what it is given."""
    if isinstance(out, RawIOBase):
        with open(out.fileno(), "wb", closefd=False) as written:
            yield written
        return
    yield out
    out.flush()


def _mode_of(path: Path) -> int:
    """The mode that a file has, or that a new one gets."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


@contextmanager
def _progress_of(file: Path, out: Path, source: BinaryIO) -> Generator[Callable[[int], None]]:
    """A bar over the bytes of a file, or a count of the rows of a pipe; neither where the rows go to a terminal."""
    if out == PIPE and sys.stdout.isatty():
        yield lambda _: None
        return
    size = None if file == PIPE else file.stat().st_size
    with progress_bars({"bytes": "Resolving (kB)", "rows": "Resolving (rows)"}) as show:
        if size:
            yield lambda _: show("bytes", source.tell() // 1000, size // 1000)
        else:
            yield lambda rows: show("rows", rows, None)


def _report(found: ResolvedFile, column: str, decree: str) -> None:
    counts = ", ".join(f"{found.counts[verdict]:,} {verdict}" for verdict in Verdict)
    typer.echo(f"Rows: {found.rows:,} ({counts}). Kemendagri codes of {decree}.", err=True)
    notes = (
        (found.same_name > 1, f"{found.same_name} columns are named {column}; the first, #{found.column}, was read"),
        (found.short > 0, f"rows shorter than the header, filled up with empty fields: {found.short:,}"),
        (found.long > 0, f"rows longer than the header, their answers standing further right: {found.long:,}"),
    )
    for holds, note in notes:
        if holds:
            typer.echo(f"Note: {note}.", err=True)
