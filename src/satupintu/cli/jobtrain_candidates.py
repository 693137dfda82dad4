"""`satupintu jobtrain candidates`: people who applied."""

from __future__ import annotations

from typing import Annotated

import typer

from satupintu.cli.administering import open_house, print_json
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

app = typer.Typer(help="People who applied.", no_args_is_help=True)


@app.callback()
def candidates() -> None:
    """People who applied."""


@app.command()
def delete(
    candidate: Annotated[int, typer.Argument(metavar="ID", min=1, help="The candidate's id.")],
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Delete a candidate: applications, checks, forms, and the files that nobody else sent."""
    with open_house(data, database) as house:
        was_there = house.jobtrain_records.candidates.delete(candidate)
    if as_json:
        print_json({"id": candidate, "deleted": was_there})
    elif was_there:
        typer.echo(f"Candidate {candidate} is deleted.")
    if not was_there:
        typer.echo(f"There is no candidate {candidate}.", err=True)
        raise typer.Exit(1)
