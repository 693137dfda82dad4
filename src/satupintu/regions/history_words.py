"""The history of a code in words, Indonesian and English: what it is today, how that is known, why it is not known."""

from __future__ import annotations

from collections.abc import Sequence

from satupintu.kernel.bilingual import Bilingual
from satupintu.regions.bps import BPS_CODE_LENGTHS, BpsCodes
from satupintu.regions.history import CodeHistory, Place
from satupintu.regions.history_changes import Basis, Change, ChangeKind
from satupintu.regions.region import Level, Region
from satupintu.regions.snapshot import RegionTable

_CODE_SHOWN = 20

_REASONS = {
    (ChangeKind.MOVED, Basis.OFFICIAL): Bilingual(
        id="Kabupaten/kota ini pindah ke provinsi baru menurut undang-undang dan mendapat kode baru.",
        en="By law, the city went to a new province and got a new code.",
    ),
    (ChangeKind.MOVED, Basis.DERIVED): Bilingual(
        id="Nama yang sama di dalam wilayah yang sama; disimpulkan dari nama, bukan keterangan resmi.",
        en="The same name inside the same region; derived from names, not official.",
    ),
    (ChangeKind.MOVED, Basis.CITY_LEVEL_ONLY): Bilingual(
        id="Hanya perpindahan kabupaten/kotanya yang diketahui; kode di bawahnya tidak disimpulkan.",
        en="Only the move of the city is known; codes below it are not derived.",
    ),
    (ChangeKind.RENAMED, Basis.OFFICIAL): Bilingual(
        id="Nama berubah secara resmi, kode tetap.",
        en="The name changed officially, the code did not.",
    ),
    (ChangeKind.RENAMED, Basis.DERIVED): Bilingual(
        id="Kode sama, nama lain sama sekali; disimpulkan sebagai ganti nama, bukan keterangan resmi.",
        en="The same code with quite another name; derived to be a new name, not official.",
    ),
    (ChangeKind.DROPPED, Basis.DERIVED): Bilingual(
        id="Kode ini tidak ada lagi dan namanya tidak ditemukan; digabung atau dihapus. Bukan keterangan resmi.",
        en="The code is gone and its name was not found; merged or ended. Derived, not official.",
    ),
    (ChangeKind.NEW, Basis.OFFICIAL): Bilingual(
        id="Dibentuk dengan undang-undang.",
        en="Founded by law.",
    ),
    (ChangeKind.NEW, Basis.DERIVED): Bilingual(
        id="Tidak ada pendahulu bernama sama; disimpulkan dari nama, bukan keterangan resmi.",
        en="Nothing of this name came before; derived from names, not official.",
    ),
}


def reason_of(change: Change) -> Bilingual:
    """How a change is known, and what it means."""
    return _REASONS[change.kind, change.basis]


def headline_of(history: CodeHistory, place: Place, table: RegionTable) -> Bilingual:
    """What one place of a code is today."""
    code, since = history.code, history.known_since.name
    if place.city is not None:
        where = _shown(place.city, table)
        return Bilingual(
            id=f"{code}: hanya kabupaten/kotanya yang diketahui, sekarang {where}. "
            "Kode di bawahnya tidak disimpulkan; cari wilayahnya menurut nama di dalamnya.",
            en=f"{code}: only its city is known, today {where}. "
            "Codes below it are not derived; look the region up by name inside it.",
        )
    if place.today is None and history.current is not None:
        return Bilingual(
            id=f"{code} dahulu juga kode wilayah lain, yang penerusnya tidak diketahui.",
            en=f"{code} was also the code of another region before; what took its place is not known.",
        )
    if place.today is None:
        return Bilingual(
            id=f"{code} tidak dipakai lagi, dan wilayah penerusnya tidak diketahui.",
            en=f"{code} is no longer in use, and which region took its place is not known.",
        )
    where = _shown(place.today, table)
    if place.today.code != code and history.current is not None:
        return Bilingual(
            id=f"{code} dahulu juga kode wilayah lain, yang sekarang {where}.",
            en=f"{code} was also the code of another region before, which is {where} today.",
        )
    if place.today.code != code:
        return Bilingual(
            id=f"{code} tidak dipakai lagi; wilayahnya sekarang {where}.",
            en=f"{code} is no longer in use; its region is {where} today.",
        )
    if not place.changes:
        return Bilingual(
            id=f"{where}. Tidak berubah sejak {since}.",
            en=f"{where}. Unchanged since {since}.",
        )
    return Bilingual(id=f"{where}.", en=f"{where}.")


def namesakes_of(history: CodeHistory, bps_codes: BpsCodes) -> tuple[str, ...]:
    """The Kemendagri codes of other places that have this number as their BPS code."""
    meant = {place.today.code for place in history.places if place.today is not None}
    return tuple(found for found in bps_codes.codes_for(history.code) if found not in meant)


def bps_warning(history: CodeHistory, table: RegionTable, bps_codes: BpsCodes) -> Bilingual | None:
    """What the number means as a BPS code, if that is another place."""
    places = _listed(namesakes_of(history, bps_codes), table)
    if not places:
        return None
    return Bilingual(
        id=f"Dibaca sebagai kode Kemendagri. Sebagai kode BPS {history.code} wilayah lain: {places} (kode Kemendagri).",
        en=f"Read as a Kemendagri code. As a BPS code {history.code} is another place: {places} (Kemendagri code).",
    )


def why_unknown(code: str, table: RegionTable, bps_codes: BpsCodes) -> Bilingual:
    """Why a code has no history, and what to ask instead."""
    shown, level = code[:_CODE_SHOWN], Level.of_code(code)
    if level is None or not (code.isascii() and code.isdigit()):
        indonesian = f"{shown} bukan kode Kemendagri: 2, 4, 6, atau 10 angka tanpa titik, misalnya 9102."
        english = f"{shown} is no Kemendagri code: those have 2, 4, 6 or 10 digits without dots, such as 9102."
        if code.isdigit() and len(code) == BPS_CODE_LENGTHS[Level.DISTRICT]:
            indonesian += " Kode dengan 7 angka adalah kode kecamatan BPS."
            english += " A code of 7 digits is that of a district at BPS."
    else:
        indonesian = f"Kode Kemendagri {shown} tidak ada di {table.decree} dan tidak dikenal sebagai kode lama."
        english = f"The Kemendagri code {shown} is neither in {table.decree} nor known as an earlier code."
    if places := _listed(bps_codes.codes_for(code), table):
        indonesian += f" Sebagai kode BPS: {places}; pakai kode Kemendagri itu."
        english += f" As a BPS code it is {places}; ask with that Kemendagri code."
    else:
        indonesian += " Periksa angkanya, atau cari menurut nama dengan `satupintu regions resolve`."
        english += " Check the digits, or look the place up by name with `satupintu regions resolve`."
    return Bilingual(id=indonesian, en=english)


def _shown(region: Region, table: RegionTable) -> str:
    return f"{region.code} {table.path(region.code)}"


def _listed(codes: Sequence[str], table: RegionTable) -> str:
    return "; ".join(f"{code} {table.path(code)}" for code in codes)
