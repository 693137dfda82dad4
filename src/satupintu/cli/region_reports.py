"""What became of an import of BPS codes, as text or as JSON."""

from __future__ import annotations

import json
from typing import Any

import typer

from satupintu.bootstrap.region_import import BpsImport
from satupintu.store.changes import Changes

_CHANGES_SHOWN = 20


def report_import(outcome: BpsImport, *, dry_run: bool, as_json: bool) -> None:
    """Print what became of a file; one with faults ends the command with status 1."""
    if as_json:
        typer.echo(json.dumps(_import_as_object(outcome, dry_run=dry_run), ensure_ascii=False, indent=2))
    elif outcome.changes is None:
        _print_faults(outcome)
    else:
        _print_changes(outcome, outcome.changes, dry_run=dry_run)
    if outcome.changes is None:
        raise typer.Exit(1)


def _print_faults(outcome: BpsImport) -> None:
    read = outcome.file
    for fault in read.faults:
        typer.echo(str(fault), err=True)
    not_shown = read.fault_count - len(read.faults)
    more = f" ({not_shown:,} more are not shown)" if not_shown else ""
    typer.echo(f"satupintu: {read.fault_count:,} faults in {outcome.path}{more}; nothing was stored.", err=True)


def _print_changes(outcome: BpsImport, changes: Changes, *, dry_run: bool) -> None:
    read = outcome.file
    lines = [f"{code}: {before or '-'} -> {after or '-'}" for code, (before, after) in changes.changed.items()]
    lines += [f"{code}: {before or '-'} removed" for code, before in changes.removed.items()]
    for line in lines[:_CHANGES_SHOWN]:
        typer.echo(line)
    if len(lines) > _CHANGES_SHOWN:
        typer.echo(f"... and {len(lines) - _CHANGES_SHOWN:,} more")
    counts = (
        f"{len(changes.added):,} added, {len(changes.changed):,} changed, {len(changes.removed):,} removed, "
        f"{changes.unchanged:,} unchanged"
    )
    typer.echo(f"BPS codes of the decree {outcome.table.label}: {counts}{' (nothing was stored)' if dry_run else ''}")
    for number, words in (
        (read.missing, "regions of the decree have no row"),
        (read.left_out, "rows were left out: the decree has no such region, or has it under another name"),
        (read.other_names, "names are written otherwise than in the decree"),
    ):
        if number:
            typer.echo(f"{number:,} {words}")


def _import_as_object(outcome: BpsImport, *, dry_run: bool) -> dict[str, Any]:
    """What became of a file, as it stands in the JSON output. Added codes are counted only."""
    read, changes = outcome.file, outcome.changes
    found: dict[str, Any] = {"decree": outcome.table.label, "dry_run": dry_run, "stored": False}
    if changes is not None:
        found |= {
            "stored": not dry_run,
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
            "unchanged": changes.unchanged,
            "changes": [
                {"code": code, "before": before, "after": after} for code, (before, after) in changes.changed.items()
            ],
            "removals": [{"code": code, "before": before} for code, before in changes.removed.items()],
        }
    return found | {
        "missing": read.missing,
        "left_out": read.left_out,
        "other_names": read.other_names,
        "faults": [{"line": fault.line, "words": fault.words} for fault in read.faults],
        "fault_count": read.fault_count,
    }
