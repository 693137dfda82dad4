"""Where a vacancy is filed: at the region its place means, or at the one that holds every region it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from satupintu.recruitment.reason import Reason
from satupintu.regions.reason import ReasonKey
from satupintu.regions.region import Region, ancestor_codes
from satupintu.regions.resolution import Resolution, Verdict
from satupintu.regions.snapshot import RegionTable
from satupintu.sync import reasons
from satupintu.sync.connection import Policy

CERTAIN_ABOVE = frozenset(
    {ReasonKey.SAME_NAME, ReasonKey.KOTA_OR_KABUPATEN, ReasonKey.WIDER_AREA, ReasonKey.SEVERAL_PLACES}
)
"""Why a place is ambiguous that is surely one of its candidates, so that what holds them all is certain.

For other reasons it may be none of them: a place abroad, or a text that contradicts itself.
"""

_CANDIDATES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """The region of a vacancy; what its report notes when it is filed there, and what stands open when it cannot be."""

    region: Region
    notes: tuple[Reason, ...] = ()
    open: tuple[Reason, ...] = ()


def place(found: Resolution, policy: Policy, table: RegionTable) -> Placed | Reason:
    """The region under which the policy files a place; or why a person must look at it."""
    region = table.get(found.code) if found.code else None
    if found.verdict is Verdict.RESOLVED and region is not None:
        if found.confidence < policy.min_confidence:
            return reasons.uncertain_place(region.name, region.code, round(found.confidence * 100))
        return Placed(region)
    shown = ", ".join(f"{each.name} ({each.code})" for each in found.candidates[:_CANDIDATES_SHOWN])
    unclear = reasons.unclear_place(str(found.reason.key), found.reason.words, shown)
    is_one_of = found.verdict is Verdict.AMBIGUOUS and found.reason.key in CERTAIN_ABOVE and len(found.candidates) > 1
    certain = region_of_all(found.candidates, table) if is_one_of else None
    if policy.ambiguous_place == "person" or certain is None:
        return unclear
    note = reasons.filed_at_certain_level(certain.name, certain.code, unclear.words)
    return Placed(certain, notes=(note,), open=(unclear,))


def region_of_all(regions: Iterable[Region], table: RegionTable) -> Region | None:
    """The deepest region that holds all these, itself among them or above; None when they share no province."""
    paths = [(*ancestor_codes(region.code), region.code) for region in regions]
    shared = [codes[0] for codes in zip(*paths, strict=False) if len(set(codes)) == 1]
    return table.get(shared[-1]) if shared else None
