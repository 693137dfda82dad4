"""BPS codes come into the database of a house, from a file or from the API.

Either way they are read whole, checked whole, and stored in one transaction.
"""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_refresh import Position, RegionRefresh
from satupintu.bootstrap.sandbox import ALL, noted_address
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.regions.importing import BpsFile, read_bps_file
from satupintu.regions.snapshot import RegionTable
from satupintu.store.changes import Changes
from satupintu.store.run_lock import run_lock
from satupintu.store.satusehat_tokens import SATUSEHAT
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.systems.satusehat.contract.models import RegionsPage

SATUSEHAT_VARIABLE: Final = "SATUPINTU_SATUSEHAT_SECRET"
"""The environment variable that holds the client secret."""

_GZIP_MARK: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class BpsImport:
    """What became of a file. `changes` is None when the file has faults; then nothing was stored."""

    path: Path
    table: RegionTable
    file: BpsFile
    changes: Changes | None


def import_bps_codes(
    house: House,
    path: Path,
    table: RegionTable,
    *,
    dry_run: bool = False,
    of_another_state: bool = False,
    progress: Callable[[int], None] | None = None,
) -> BpsImport:
    """Read a file against a decree and make its codes the imported ones, all or none.

    Raises DataError when the file cannot be opened or the database fails.
    """
    with _lines_of(path) as lines:
        read = read_bps_file(lines, table, of_another_state=of_another_state, progress=progress)
    if read.fault_count:
        return BpsImport(path, table, read, None)
    imported = house.region_bps
    if dry_run:
        changes = Changes.between(imported.all(table.label), read.bps_codes)
    else:
        changes = imported.replace(table.label, read.bps_codes)
    return BpsImport(path, table, read, changes)


@contextmanager
def wilayah_of(
    house: House, base_url: str | None, client_id: str | None, secret: str | None
) -> Generator[tuple[str, Wilayah]]:
    """A client and the address it calls: the sandbox of this data directory, unless an address is given.

    Raises ConfigurationError when a foreign address comes without credentials.
    """
    if base_url is None:
        own = next((each for each in ALL if each.system == SATUSEHAT and client_id in (None, each.client_id)), None)
        if own is None:
            raise ConfigurationError("The sandbox has no such client id; leave out --client-id, or give --base-url.")
        base_url = f"{noted_address(house.directory.path)}/satusehat"
        client_id, secret = own.client_id, own.secret(house.keys)
    if not client_id or not secret:
        raise ConfigurationError(
            f"The API of another address needs --client-id and the secret in ${SATUSEHAT_VARIABLE}."
        )
    with Wilayah(client_id, secret, base_url=base_url, clock=house.clock) as wilayah:
        yield base_url, wilayah


def pages_of(wilayah: Wilayah, limit: int | None) -> Callable[[Position], RegionsPage]:
    """The pages of the API by position, read with a client; `limit` rows each, or as many as the API likes."""
    lists = {
        "provinces": wilayah.provinces_v2,
        "cities": wilayah.cities_v2,
        "districts": wilayah.districts_v2,
        "sub-districts": wilayah.sub_districts_v2,
    }
    return lambda position: lists[position.level](current_page=position.page, next=position.cursor or None, limit=limit)


def refresh_bps_codes(
    house: House,
    table: RegionTable,
    source: str,
    fetch_page: Callable[[Position], RegionsPage],
    *,
    restart: bool = False,
    pause_seconds: float = 0.1,
    sleep: Callable[[float], None] = time.sleep,
    progress: Callable[[str, int, int | None], None],
) -> BpsImport:
    """Walk over the API at an address, going on where the last run stopped, and import what came.

    The API may be at another state, so regions that the decree does not have under the same name are left out.

    Raises what `RegionRefresh.fetch` and `import_bps_codes` raise, and RunLockedError when another refresh is at work.
    """
    with run_lock(house.database, house.directory, "refresh"):
        refresh = RegionRefresh(house.directory.files, source, fetch_page, pause_seconds=pause_seconds, sleep=sleep)
        if restart:
            refresh.forget()
        outcome = import_bps_codes(house, refresh.fetch(progress), table, of_another_state=True)
        refresh.forget()
        return outcome


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
