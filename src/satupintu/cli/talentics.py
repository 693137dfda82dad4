"""`satupintu talentics`: the records of the served Talentics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from satupintu.cli import talentics_callbacks, talentics_pull
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from satupintu.bootstrap.talentics_import import TalenticsImport

app = typer.Typer(help="Talentics: bring records in, pull them out, move applicants.", no_args_is_help=True)


@app.callback()
def talentics() -> None:
    """Talentics: bring records in, pull them out, move applicants."""


app.command()(talentics_callbacks.move_applicant)
app.command()(talentics_pull.pull)


@app.command(name="import")
def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSON Lines; or CSV (*.csv), whose first line names the fields.")
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="stages, jobs, applicants, forms, exams, tickets or scores; needed for CSV and for lines without it.",
        ),
    ] = None,
    organization: Annotated[
        int | None, typer.Option(metavar="ID", help="Take records of this organization only; it need not be named.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, and store nothing.")] = False,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Add or replace the records of FILE: all of them or, when one line is wrong, none."""
    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import fill_sandbox
    from satupintu.bootstrap.talentics_import import import_talentics_records
    from satupintu.cli.progress import progress_bars
    from satupintu.kernel.errors import ConfigurationError
    from satupintu.systems.talentics.server.record_rows import KINDS

    if kind not in (None, *KINDS):
        raise ConfigurationError(f"--kind is one of {', '.join(KINDS)}.")
    with House.open(data, database) as house, progress_bars({"bytes": "Reading"}) as progress:
        fill_sandbox(house)
        outcome = import_talentics_records(
            house,
            file,
            kind=kind,
            organization_id=organization,
            dry_run=dry_run,
            progress=lambda done, size: progress("bytes", done, size),
        )
    _report(outcome, as_json=as_json)


def _report(outcome: TalenticsImport, *, as_json: bool) -> None:
    """Print what became of a file; one with faults ends the command with status 1."""
    import json

    if as_json:
        found = {
            "stored": outcome.stored,
            "records": dict(outcome.records),
            "fault_count": outcome.fault_count,
            "faults": [{"line": fault.line, "words": fault.words} for fault in outcome.faults],
        }
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif outcome.fault_count:
        for fault in outcome.faults:
            typer.echo(str(fault), err=True)
        not_shown = outcome.fault_count - len(outcome.faults)
        more = f" ({not_shown:,} more are not shown)" if not_shown else ""
        typer.echo(f"satupintu: {outcome.fault_count:,} faults in {outcome.path}{more}; nothing was stored.", err=True)
    else:
        counts = ", ".join(f"{kind} {count:,}" for kind, count in outcome.records.items()) or "no records"
        typer.echo(f"Talentics: {counts}{'' if outcome.stored else ' (nothing was stored)'}")
    if outcome.fault_count:
        raise typer.Exit(1)
