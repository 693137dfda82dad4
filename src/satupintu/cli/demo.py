"""`satupintu demo`: the main job on sample data, from nothing to reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database, Port
from satupintu.cli.sync import BARS, Language

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from rich.console import Console

    from satupintu.bootstrap.house import House

Change = tuple[str, "Callable[[House], None]"]
"""What happens in the applicant tracking system before a run: a title, and the deed."""


def demo(
    leave: Annotated[bool, typer.Option("--exit", help="End after the reports instead of going on serving.")] = False,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    port: Port = None,
    as_json: AsJson = False,
    lang: Language = "en",
) -> None:
    """Fill a sandbox, file its vacancies, change some, file again; print each report and go on serving."""
    import json

    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import credentials_of, fill_sandbox, listening_at
    from satupintu.cli.reports import report_console
    from satupintu.cli.serving import print_credentials
    from satupintu.gateway import server
    from satupintu.gateway.assembly import gateway_of

    opened = _port(0 if leave and port is None else port)
    console = report_console(stderr=as_json)
    with House.open(data, database) as house:
        fill_sandbox(house)
        address = server.base_url_of(opened)
        with listening_at(house.directory, address), server.served_in_background(gateway_of(house), opened) as stopped:
            runs = [_run(house, title, change, console, lang) for title, change in _changes()]
            if as_json:
                typer.echo(json.dumps({"runs": runs}, ensure_ascii=False, indent=2))
            if leave:
                return
            print_credentials(credentials_of(house.keys, address), stderr=True)
            typer.echo(f"\nServing on {address}, data in {house.directory.path}. Ctrl-C stops.", err=True)
            stopped()


def _port(port: int | None) -> socket.socket:
    """The port asked for; without one the usual port, or a free one when that is taken."""
    from satupintu.bootstrap.sandbox import DEFAULT_PORT
    from satupintu.gateway import server
    from satupintu.kernel.errors import ConfigurationError

    if port is not None:
        return server.reserve("127.0.0.1", port)
    try:
        return server.reserve("127.0.0.1", DEFAULT_PORT)
    except ConfigurationError:
        return server.reserve("127.0.0.1", 0)


def _run(house: House, title: str, change: Callable[[House], None], console: Console, lang: str) -> dict[str, Any]:
    from satupintu.bootstrap.connecting import connection_of, sync_of
    from satupintu.cli.progress import progress_bars
    from satupintu.cli.reports import print_report
    from satupintu.sync.reporting import report_of_run
    from satupintu.sync.running import STOPPED

    change(house)
    with sync_of(house, connection_of(house, None)) as sync, progress_bars(BARS) as progress:
        report = report_of_run(sync.run(progress))
    print_report(report, title, console=console, language=lang)
    console.print()
    if report.interrupted:
        raise typer.Exit(130 if report.interrupted == STOPPED else 1)
    return {"title": title, **report.as_json()}


def _changes() -> list[Change]:
    from satupintu.bootstrap import sandbox_story as story

    return [
        ("Run 1: the vacancies as they are in the applicant tracking system", story.begin),
        ("Run 2: nothing has changed, so nothing is sent", story.nothing),
        ("Run 3: some were edited, some closed, one was deleted, two unclear places were put right", story.change),
        ("Run 4: the edits were taken back, a closed one was opened again", story.take_back),
    ]
