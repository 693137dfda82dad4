"""A file of BPS codes comes into the database of a house: read whole, checked whole, then stored in one transaction."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from satupintu.bootstrap.house import House
from satupintu.kernel.errors import DataError
from satupintu.regions.importing import BpsFile, read_bps_file
from satupintu.regions.snapshot import RegionTable
from satupintu.store.region_bps import Changes, SqlRegionBps

_GZIP_MARK: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class BpsImport:
    """What became of a file. `changes` is None when the file has faults; then nothing was stored."""

    table: RegionTable
    file: BpsFile
    changes: Changes | None


def import_bps_codes(
    house: House,
    path: Path,
    table: RegionTable,
    *,
    dry_run: bool = False,
    leave_out_unknown: bool = False,
    progress: Callable[[int], None] | None = None,
) -> BpsImport:
    """Read a file against a decree and make its codes the imported ones, all or none.

    Raises DataError when the file cannot be opened or the database fails.
    """
    with _lines_of(path) as lines:
        read = read_bps_file(lines, table, leave_out_unknown=leave_out_unknown, progress=progress)
    if read.fault_count:
        return BpsImport(table, read, None)
    imported = SqlRegionBps(house.database, house.writer, house.clock)
    if dry_run:
        changes = Changes.between(imported.all(table.label), read.bps_codes)
    else:
        changes = imported.replace(table.label, read.bps_codes)
    return BpsImport(table, read, changes)


@contextmanager
def _lines_of(path: Path) -> Generator[Iterable[str]]:
    """The lines of a file, plain or gzip, UTF-8 with or without a byte order mark; other bytes become surrogates."""
    try:
        with path.open("rb") as start:
            packed = start.read(len(_GZIP_MARK)) == _GZIP_MARK
        with gzip.open(path) if packed else path.open("rb") as content:
            yield TextIOWrapper(content, encoding="utf-8-sig", errors="surrogateescape", newline="")
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise DataError(
            f"{path} is damaged: it cannot be unpacked. Nothing was stored; fetch the file again."
        ) from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
