"""`satupintu sync`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database, say_if_new

app = typer.Typer(
    help="File the vacancies of an applicant tracking system at JOSS, each exactly once.", no_args_is_help=True
)

Connection = Annotated[
    Path | None,
    typer.Option("--connection", metavar="FILE", help="The connection profile; without it the sandbox's own is used."),
]
Language = Annotated[
    Literal["en", "id"], typer.Option("--lang", help="Language of the reasons: English or Indonesian.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the plan and send nothing.")]

BARS = {"list": "Reading the list", "details": "Reading details", "submit": "Filing"}


@app.command()
def plan(
    connection: Connection = None,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
    lang: Language = "en",
) -> None:
    """Read the source and print what a run would do. Nothing is sent."""
    _sync(connection, data, database, as_json=as_json, lang=lang, dry_run=True)


@app.command()
def run(
    connection: Connection = None,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
    lang: Language = "en",
    dry_run: DryRun = False,
) -> None:
    """Bring JOSS up to date with the source. Safe to repeat after any interruption."""
    _sync(connection, data, database, as_json=as_json, lang=lang, dry_run=dry_run)


@app.command()
def status(
    connection: Connection = None, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False
) -> None:
    """What the ledger knows: how many vacancies are open or closed at the target, and what is not settled yet."""
    import json

    from satupintu.bootstrap.connecting import connection_of
    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import fill_sandbox
    from satupintu.recruitment.submission import FilingState

    with House.open(data, database) as house:
        fill_sandbox(house)
        target = connection_of(house, connection).target.name
        filings = house.ledger.filings(target).values()
        open_attempts = house.ledger.open_attempts(target)
    counts = {state.value: sum(filing.state is state for filing in filings) for state in FilingState}
    if as_json:
        unsettled = [{"vacancy": attempt.filing.vacancy, "action": attempt.action} for attempt in open_attempts]
        typer.echo(json.dumps({"target": target, **counts, "unsettled": unsettled}))
        return
    typer.echo(f"{target}: {counts['open']} open, {counts['closed']} closed, {counts['pending']} never accepted")
    for attempt in open_attempts:
        typer.echo(f"not settled: {attempt.action} of {attempt.filing.vacancy}; the next run asks the target first")


def _sync(
    connection: Path | None, data: Path, database: str | None, *, as_json: bool, lang: str, dry_run: bool
) -> None:
    import json

    from satupintu.bootstrap.connecting import connection_of, sync_of
    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import fill_sandbox
    from satupintu.cli.progress import QuotaWaits, progress_bars
    from satupintu.cli.reports import print_report, report_console
    from satupintu.kernel.errors import ConfigurationError, ConnectionFailedError
    from satupintu.sync.reporting import report_of_plan, report_of_run
    from satupintu.sync.running import STOPPED

    say_if_new(data)
    with House.open(data, database) as house:
        fill_sandbox(house)
        profile = connection_of(house, connection)
        try:
            with (
                sync_of(house, profile, on_wait=QuotaWaits("Talentics")) as sync,
                progress_bars(BARS) as progress,
            ):
                report = report_of_plan(sync.plan(progress)) if dry_run else report_of_run(sync.run(progress))
        except ConnectionFailedError as error:
            hint = (
                f"; start the sandbox with `satupintu serve --data {data}`"
                if profile.source.base_url == "sandbox"
                else ""
            )
            raise ConfigurationError(f"the source cannot be read: {error}{hint}") from None
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        title = f"{'Plan' if dry_run else 'Run'}: {profile.source.kind} to {profile.target.name}"
        print_report(report, title, console=report_console(), language=lang)
    if report.interrupted:
        raise typer.Exit(130 if report.interrupted == STOPPED else 1)
