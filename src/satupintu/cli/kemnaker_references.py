"""`satupintu joss references`: the lists whose ids JOSS and TOSS take, bundled or imported."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.administering import open_house, print_json, print_table
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from satupintu.store.changes import Changes

_MOST_FAULTS = 20


class ReferenceList(StrEnum):
    """The lists by the names in their paths."""

    INDUSTRIES = "industries"
    JOB_FUNCTIONS = "job-functions"
    JOB_TYPES = "job-types"
    EDUCATION_LEVELS = "education-levels"
    COUNTRIES = "countries"
    REGIONS = "regions"


ListName = Annotated[ReferenceList, typer.Argument(metavar="LIST", help="Which list.", show_default=False)]

references = typer.Typer(help="The lists whose ids JOSS and TOSS take: shown, imported.", no_args_is_help=True)


@references.callback()
def _references() -> None:
    """The lists whose ids JOSS and TOSS take: shown, imported."""


@references.command(name="list")
def list_(
    name: Annotated[ReferenceList | None, typer.Argument(metavar="LIST", help="Show the entries of this one.")] = None,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """The lists and how many entries each has, or the entries of one. Of regions: those whose ministry id is known."""
    with open_house(data, database) as house:
        lists = {each.value: house.reference_lists.rows(each.value) for each in ([name] if name else ReferenceList)}
    if name is None:
        overview = [
            {"list": each, "entries": len(rows), "origin": "imported" if imported else "bundled"}
            for each, (rows, imported) in lists.items()
        ]
        if as_json:
            print_json(overview)
        else:
            print_table(("list", "entries", "origin"), ([str(value) for value in row.values()] for row in overview))
        return
    rows, _ = lists[name.value]
    if as_json:
        print_json(list(rows))
        return
    columns = list(rows[0])
    print_table(columns, ([str(row.get(column, "")) for column in columns] for row in rows))


@references.command(name="import")
def import_(
    name: ListName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON or CSV with the whole list.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and compare, and store nothing.")] = False,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make a list what FILE says, all of it or nothing. Running servers follow at once.

    FILE has id and name (level too for education-levels), or for regions the ministry's id and the Kemendagri code. An
    id that is not in it is refused in new bodies; what was filed with it stays readable.
    """
    with open_house(data, database) as house:
        read = house.reference_lists.read(name.value, file)
        changes = None if read.faults else house.reference_lists.replace(name.value, read.rows, dry_run=dry_run)
    if changes is None:
        if as_json:
            print_json({"list": name.value, "stored": False, "faults": list(read.faults)})
        else:
            _print_faults(file, read.faults)
        raise typer.Exit(1)
    _print_changes(name, changes, stored=not dry_run, as_json=as_json)


@references.command()
def reset(name: ListName, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False) -> None:
    """Make a list the bundled one again."""
    with open_house(data, database) as house:
        changes = house.reference_lists.reset(name.value)
    _print_changes(name, changes, stored=True, as_json=as_json)


def _print_faults(file: Path, faults: tuple[str, ...]) -> None:
    typer.echo(f"{file}: nothing was stored.", err=True)
    for fault in faults[:_MOST_FAULTS]:
        typer.echo(f"  {fault}", err=True)
    if len(faults) > _MOST_FAULTS:
        typer.echo(f"  and {len(faults) - _MOST_FAULTS} more", err=True)


def _print_changes(name: ReferenceList, changes: Changes, *, stored: bool, as_json: bool) -> None:
    counts: dict[str, Any] = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "removed": len(changes.removed),
        "unchanged": changes.unchanged,
    }
    if as_json:
        print_json({"list": name.value, "stored": stored, **counts})
        return
    told = ", ".join(f"{count} {word}" for word, count in counts.items())
    typer.echo(f"{name.value}: {told}.{'' if stored else ' Nothing was stored.'}")
