"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from satupintu.store.sandbox_clock import SandboxClock

Data = Annotated[
    Path,
    typer.Option("--data", metavar="DIR", envvar="SATUPINTU_DATA", help="The data directory; made when it is missing."),
]
DEFAULT_DATA = Path("./.satupintu")

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        envvar="SATUPINTU_DATABASE",
        help="Keep rows in PostgreSQL, postgresql://USER@HOST/NAME; keys, clock and files stay in the data directory.",
    ),
]

UnusedDatabase = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="Accepted as everywhere; this command needs no rows."),
]
"""For commands that need no rows, so that the same options can be given to every command."""

AsJson = Annotated[bool, typer.Option("--json", help="JSON alone on standard output.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="The port; 8765 if not given, 0 takes any free one.")]


def say_if_new(data: Path) -> None:
    """Say on standard error that a data directory is about to be made: a mistyped place should not go unnoticed."""
    if not data.exists():
        typer.echo(f"There was no data directory {data}; a new one is made.", err=True)


def clock_of(data: Path) -> SandboxClock | None:
    """The clock of a data directory; None where there is none, and then the machine's own time counts."""
    from satupintu.bootstrap.sandbox import sandbox_clock

    return sandbox_clock(data) if data.is_dir() else None
