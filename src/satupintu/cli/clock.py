"""`satupintu clock`: move the time of a sandbox."""

from __future__ import annotations

from typing import Annotated

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, UnusedDatabase, say_if_new


def clock(
    change: Annotated[
        str, typer.Argument(metavar="+15m|reset|show", help="A duration such as +15m, -1h or 2d; `reset`; or `show`.")
    ] = "show",
    data: Data = DEFAULT_DATA,
    database: UnusedDatabase = None,
    as_json: AsJson = False,
) -> None:
    """Move the sandbox's clock. Every worker sees it when the command returns; tokens and windows follow it."""
    import json

    from satupintu.bootstrap.sandbox import sandbox_clock
    from satupintu.kernel.clock import format_duration, parse_duration

    del database
    say_if_new(data)
    moved = sandbox_clock(data)
    if change == "reset":
        moved.reset()
    elif change != "show":
        try:
            moved.move(parse_duration(change))
        except ValueError as error:
            raise typer.BadParameter(f"{error}; or `reset`, or `show`") from None
    now = moved.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    if as_json:
        typer.echo(json.dumps({"now": now, "offset_seconds": moved.offset.total_seconds()}))
    else:
        typer.echo(f"{now} ({format_duration(moved.offset)})")
