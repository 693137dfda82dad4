"""A house whose regions are served, with BPS codes that are made up, and the real ones where they are at hand."""

from __future__ import annotations

import csv
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
from click.testing import Result
from typer.testing import CliRunner

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_catalogue import CurrentBpsCodes, DecreeCatalogue, Province96
from satupintu.cli.app import app
from satupintu.kernel.ids import CountingIds
from satupintu.regions.bps import BpsCodes
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable
from satupintu.serving.system import SystemApp
from satupintu.store.memory.satusehat_tokens import MemorySatusehatTokens
from satupintu.store.region_bps import SqlRegionBps
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.systems.satusehat.server.app import SatusehatSystem
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.testing.in_process import InProcessTransport

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
SHARED_FILES = {"2025": SHARED / "regions_2025.csv.gz", "6117-2022": SHARED / "regions_6117_2022.csv.gz"}


def made_up(table: RegionTable) -> dict[str, str]:
    """A BPS code for every region: the bundled one, else digits of the right number; every 500th village has none."""
    bundled = BpsCodes(table)
    codes = {code: bundled.of(code) for level in Level for code in table.codes(level)}
    codes |= {code: codes[code] or f"{code}0" for code in table.codes(Level.DISTRICT)}
    villages = enumerate(table.codes(Level.VILLAGE))
    return codes | {code: codes[code] or (f"{code[5:]}{code[:5]}" if number % 500 else "") for number, code in villages}


def write_csv(path: Path, table: RegionTable, bps_codes: Mapping[str, str]) -> Path:
    """A file that can be imported."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "parent_code", "bps_code", "name"))
        for code, bps_code in bps_codes.items():
            region = table.get(code)
            assert region is not None
            writer.writerow((code, region.parent_code or "", bps_code, region.name))
    return path


def run(*arguments: object) -> Result:
    """`satupintu regions ...`."""
    return CliRunner().invoke(app, ["regions", *map(str, arguments)], env={"COLUMNS": "200"})


def stored(house: House, decree: str = "2025") -> Mapping[str, str]:
    """What was imported into a house."""
    return region_bps(house).all(decree)


def region_bps(house: House) -> SqlRegionBps:
    return SqlRegionBps(house.database, house.writer, house.clock)


def catalogue_of(house: House, table: RegionTable, province_96: Province96 = "documented") -> DecreeCatalogue:
    return DecreeCatalogue(CurrentBpsCodes(table, region_bps(house), house.clock), province_96)


class _Anyone:
    def authenticate(self, client_id: str, client_secret: str) -> bool:
        return True


@contextmanager
def wilayah_at(house: House, table: RegionTable) -> Generator[Wilayah]:
    """A client of a Master Wilayah that serves a decree with what was imported into a house."""
    system = SatusehatSystem(
        catalogue_of(house, table), MemorySatusehatTokens(), _Anyone(), SatusehatSettings(), CountingIds()
    )
    with (
        closing(InProcessTransport(SystemApp(system, house.clock))) as http,
        Wilayah("someone", "secret", base_url="https://satusehat.localhost", clock=house.clock, http=http) as found,
    ):
        yield found


@contextmanager
def http_of(application) -> Generator[httpx2.Client]:
    """A client of an ASGI application."""
    with (
        closing(InProcessTransport(application)) as transport,
        httpx2.Client(transport=transport, base_url="http://localhost") as http,
    ):
        yield http
