"""The history of a code as it stands in JSON, the same over HTTP and on the command line."""

from __future__ import annotations

from typing import Any

from satupintu.kernel.bilingual import Bilingual
from satupintu.regions.bps import BpsCodes
from satupintu.regions.history import CodeHistory, Place
from satupintu.regions.history_changes import Change, Decree
from satupintu.regions.history_words import bps_warning, headline_of, namesakes_of, reason_of
from satupintu.regions.region import Region
from satupintu.regions.snapshot import RegionTable


def history_object(history: CodeHistory, table: RegionTable, bps_codes: BpsCodes) -> dict[str, Any]:
    """An answer with every place the code named; `as_bps_code` is null unless the number means another place there."""
    warning = bps_warning(history, table, bps_codes)
    return {
        "system": "kemendagri",
        "decree": {"label": table.label, "name": table.decree, "date": table.decree_date.isoformat()},
        "code": history.code,
        "level": history.level.value,
        "known_since": _decree(history.known_since),
        "reused": history.is_reused,
        "places": [_place(history, place, table) for place in history.places],
        "as_bps_code": {"codes": list(namesakes_of(history, bps_codes)), "reason": _words(warning)}
        if warning
        else None,
    }


def _place(history: CodeHistory, place: Place, table: RegionTable) -> dict[str, Any]:
    return {
        "today": _region(place.today, table),
        "city": _region(place.city, table),
        "reason": _words(headline_of(history, place, table)),
        "changes": [_change(change) for change in place.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "from": _decree(change.before),
        "to": _decree(change.after),
        "kind": change.kind.value,
        "basis": change.basis.value,
        "old_code": change.old_code,
        "old_name": change.old_name,
        "new_code": change.new_code,
        "new_name": change.new_name,
        "law": {"name": change.law.name, "signed_on": change.law.signed_on.isoformat()} if change.law else None,
        "reason": _words(reason_of(change)),
    }


def _region(region: Region | None, table: RegionTable) -> dict[str, Any] | None:
    if region is None:
        return None
    return {
        "code": region.code,
        "level": region.level.value,
        "name": region.name,
        "path": table.path(region.code),
    }


def _decree(decree: Decree) -> dict[str, str]:
    return {"label": decree.label, "name": decree.name}


def _words(words: Bilingual) -> dict[str, str]:
    return {"id": words.id, "en": words.en}
