"""What the commands about the users and roles of Jobtrain share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from rich.table import Column

    from satupintu.bootstrap.house import House
    from satupintu.kernel.outcome import Refusal

T = TypeVar("T")

ActingUser = Annotated[
    str, typer.Option("--as", metavar="USERNAME", help="The system user who does this; the role decides what may be.")
]
ADMINISTRATOR = "hr.admin"
"""Who does it in a sandbox, unless another is named."""


def open_house(data: Path, database: str | None) -> House:
    """The house of a sandbox with everything a new one has."""
    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import fill_sandbox

    house = House.open(data, database)
    try:
        fill_sandbox(house)
    except BaseException:
        house.close()
        raise
    return house


def accepted(outcome: T | Refusal) -> T:
    """What was asked for. Raises JobtrainAdministrationError with the sentence and the status of a refusal."""
    from satupintu.kernel.outcome import Refusal
    from satupintu.systems.jobtrain.server.administration import JobtrainAdministrationError

    if isinstance(outcome, Refusal):
        raise JobtrainAdministrationError(outcome)
    return cast("T", outcome)


def moment(at: datetime | None) -> str:
    """A moment as it is shown; empty for none."""
    return "" if at is None else at.isoformat(timespec="seconds").replace("+00:00", "Z")


def print_json(value: Any) -> None:
    """Print JSON."""
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[Column | str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, as wide as the terminal and wide enough where there is none."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from satupintu.cli.reports import report_console

    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in rows:
        table.add_row(*map(escape, row))
    report_console().print(table)
