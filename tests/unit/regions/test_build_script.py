"""The build script turns archives of the npm package into the bundled file."""

import base64
import gzip
import hashlib
import importlib.util
import io
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable, read_table

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "build_regions.py"

FILES = {
    "provinces.csv": "code,name\n97,Contoh\n98,Percobaan\n",
    "regencies.csv": "code,province_code,name\n97.71,97,Kota Uji\n97.01,97,Kabupaten Uji\n98.01,98,Kabupaten Coba\n",
    "districts.csv": 'code,regency_code,name\n97.01.01,97.01,"Ra""as"\n97.01.02,97.01,Kosong\n98.01.01,98.01,Coba\n',
    "villages.csv": (
        "code,district_code,name\n97.01.01.2002,97.01.01,Teuw*\n97.01.01.2001,97.01.01,U Baro.\n"
        "98.01.01.1001,98.01.01,Regapu\u2019u\n"
    ),
    "LICENSE.md": "the licence text\n",
}
COUNTS = {"province": 2, "city": 3, "district": 3, "village": 3}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_regions", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def archive_of(files: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/data/{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return held.getvalue()


EARLIER_FILES = {
    "provinces.csv": "code,name\n97,CONTOH\n98,DKI LAMA\n",
    "regencies.csv": (
        "code,province_code,name\n97.71,97,KOTA UJI\n97.01,97,KABUPATEN UJI LAMA\n98.01,98,KABUPATEN COBA\n"
    ),
    "districts.csv": (
        'code,regency_code,name\n97.01.01,97.01,"Ra""as"\n98.01.01,98.01,Coba Lama\n98.01.02,98.01,Pindah\n'
    ),
    "villages.csv": "code,district_code,name\n97.01.01.2001,97.01.01,U Baro.\n98.01.02.1001,98.01.02,Regapu\u2019u\n",
}
EARLIER_COUNTS = {"province": 2, "city": 3, "district": 3, "village": 2}


def release_of(script: ModuleType, archive: bytes, counts: dict[str, int] = COUNTS, label: str = "made-up"):
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    in_capitals = label == "earlier"
    return script.Release(label, "Decree 1/2000", "2000-01-02", "0.0.1", f"sha512-{digest}", counts, in_capitals)


def build(script: ModuleType, archive: bytes, counts: dict[str, int] = COUNTS) -> bytes:
    return script.build([(release_of(script, archive, counts), archive)])


def build_both(script: ModuleType) -> bytes:
    later, earlier = archive_of(FILES), archive_of(EARLIER_FILES)
    releases = (release_of(script, later), release_of(script, earlier, EARLIER_COUNTS, "earlier"))
    return script.build(list(zip(releases, (later, earlier), strict=True)))


def rows_of(table: RegionTable) -> list[tuple[str, str]]:
    return [(region.code, region.name) for level in Level for region in table.regions(level)]


def test_the_same_archives_give_the_same_bytes(script: ModuleType) -> None:
    assert build_both(script) == build_both(script)


def test_what_was_built_reads_back_sorted_and_cleaned(script: ModuleType) -> None:
    table = read_table(build(script, archive_of(FILES)))
    assert rows_of(table) == [
        ("97", "Contoh"),
        ("98", "Percobaan"),
        ("9701", "Kab. Uji"),
        ("9771", "Kota Uji"),
        ("9801", "Kab. Coba"),
        ("970101", "Ra'as"),
        ("970102", "Kosong"),
        ("980101", "Coba"),
        ("9701012001", "U Baro"),
        ("9701012002", "Teuw"),
        ("9801011001", "Regapu'u"),
    ]
    assert (table.label, table.decree, table.decree_date.isoformat()) == ("made-up", "Decree 1/2000", "2000-01-02")


def test_a_further_table_has_its_own_regions_and_the_spelling_of_the_first_where_names_agree(
    script: ModuleType,
) -> None:
    packed = build_both(script)
    assert rows_of(read_table(packed, "earlier")) == [
        ("97", "Contoh"),
        ("98", "DKI Lama"),
        ("9701", "Kab. Uji Lama"),
        ("9771", "Kota Uji"),
        ("9801", "Kab. Coba"),
        ("970101", "Ra'as"),
        ("980101", "Coba Lama"),
        ("980102", "Pindah"),
        ("9701012001", "U Baro"),
        ("9801021001", "Regapu'u"),
    ]
    assert rows_of(read_table(packed, "made-up")) == rows_of(read_table(build(script, archive_of(FILES))))


def test_another_archive_than_the_published_one_is_refused(script: ModuleType) -> None:
    archive = archive_of(FILES)
    with pytest.raises(script.BuildError, match="not the expected one"):
        script.build([(release_of(script, archive), archive + b"\0")])


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("villages.csv", "97.01.01.2002,97.01.01", "97.01.01.2001,97.01.01", "stands there twice"),
        ("villages.csv", "98.01.01.1001,98.01.01", "98.02.01.1001,98.02.01", "has no parent"),
        ("districts.csv", "97.01.02,97.01", "97.01.2,97.01", "is not a code"),
        ("districts.csv", ",Kosong", ",", "no usable name"),
        ("regencies.csv", "98.01,98,Kabupaten Coba\n", "", "2 rows of level city, expected 3"),
    ],
)
def test_a_faulty_archive_is_refused_with_the_fault_named(
    script: ModuleType, file: str, old: str, new: str, message: str
) -> None:
    assert old in FILES[file]
    archive = archive_of({**FILES, file: FILES[file].replace(old, new)})
    with pytest.raises(script.BuildError, match=message):
        build(script, archive)


def test_an_archive_without_one_of_the_files_is_refused(script: ModuleType) -> None:
    archive = archive_of({name: text for name, text in FILES.items() if name != "villages.csv"})
    with pytest.raises(script.BuildError, match=r"villages\.csv"):
        build(script, archive)
