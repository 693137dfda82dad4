"""`satupintu fault`: let the sandbox go wrong on request."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

app = typer.Typer(help="Let the sandbox go wrong on request, to try a client against it.", no_args_is_help=True)


class When(StrEnum):
    """When a connection is cut."""

    BEFORE = "before"
    AFTER = "after"


@app.callback()
def faults() -> None:
    """Let the sandbox go wrong on request, to try a client against it."""


@app.command()
def add(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="talentics, satusehat, joss or joss-live.")],
    operation: Annotated[
        str,
        typer.Argument(metavar="OPERATION", help="An operation's name, such as put_vacancy; * means every request."),
    ] = "*",
    delay: Annotated[int, typer.Option(metavar="MS", min=0, help="Wait this long first.")] = 0,
    status: Annotated[
        int | None, typer.Option(min=400, max=599, help="Answer with this status, in the vendor's shape.")
    ] = None,
    retry_after: Annotated[
        int | None, typer.Option(metavar="S", min=0, help="Send this Retry-After with the status.")
    ] = None,
    drop: Annotated[
        When | None,
        typer.Option(help="Cut the connection without an answer: before the request has an effect, or after it."),
    ] = None,
    times: Annotated[int | None, typer.Option(min=1, help="How often; without it until it is removed.")] = None,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Plan a fault. Every worker of a running server plays it from now on."""
    import json

    from pydantic import ValidationError

    from satupintu.bootstrap.fault_orders import FaultOrder, plan, shown
    from satupintu.bootstrap.house import House

    try:
        order = FaultOrder(
            system=system,
            operation=operation,
            delay_ms=delay,
            status=status,
            retry_after_s=retry_after,
            drop=drop.value if drop else None,
            times=times,
        )
    except ValidationError as error:
        raise typer.BadParameter(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
    with House.open(data, database) as house:
        planned = plan(house.faults, order)
    typer.echo(json.dumps(shown(planned)) if as_json else f"Planned: {planned.id}")


@app.command(name="list")
def list_(data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False) -> None:
    """Show the planned faults."""
    import json

    from satupintu.bootstrap.fault_orders import shown
    from satupintu.bootstrap.house import House

    with House.open(data, database) as house:
        planned = [shown(each) for each in house.faults.all()]
    if as_json:
        typer.echo(json.dumps(planned, indent=2))
        return
    for each in planned:
        effect = ", ".join(
            f"{name} {value}" for name, value in each.items() if name not in {"id", "system", "operation"} and value
        )
        typer.echo(f"{each['id']}  {each['system']} {each['operation']}: {effect}")
    if not planned:
        typer.echo("No fault is planned.", err=True)


@app.command()
def clear(
    fault_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One fault; without it all.")] = None,
    data: Data = DEFAULT_DATA,
    database: Database = None,
) -> None:
    """Remove one planned fault, or all of them."""
    from satupintu.bootstrap.house import House
    from satupintu.kernel.errors import DataError

    with House.open(data, database) as house:
        if fault_id is None:
            typer.echo(f"Removed: {house.faults.clear()}")
        elif not house.faults.remove(fault_id):
            raise DataError(f"There is no fault {fault_id}; `satupintu fault list` shows those there are.")
