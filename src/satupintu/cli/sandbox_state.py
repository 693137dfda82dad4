"""`satupintu reset` and `satupintu snapshot`: the state of a sandbox as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from pathlib import Path

    from satupintu.bootstrap.house import House
    from satupintu.store.snapshots import Snapshot

snapshots = typer.Typer(help="Keep a sandbox as it is, and come back to it.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, dots, dashes and underscores.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def reset(yes: Yes = False, data: Data = DEFAULT_DATA, database: Database = None) -> None:
    """Make the sandbox as it was when it was new: records of every system, the ledger, the clock.

    Credentials, settings, connections and snapshots stay. A running server goes on with the fresh data.
    """
    from satupintu.bootstrap import sandbox_state

    with _existing_house(data, database) as house:
        if not yes:
            typer.confirm(f"Forget all records and the ledger in {data}?", abort=True, err=True)
        sandbox_state.reset(house)
    typer.echo("The sandbox is as new.")


@snapshots.callback()
def _snapshots() -> None:
    """Keep a sandbox as it is, and come back to it."""


@snapshots.command()
def save(name: Name, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False) -> None:
    """Keep everything as it is now under NAME, replacing an older snapshot of that name."""
    from satupintu.bootstrap.sandbox_state import save_snapshot

    with _existing_house(data, database) as house:
        _report(save_snapshot(house, name), "Kept", as_json)


@snapshots.command()
def restore(
    name: Name, yes: Yes = False, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False
) -> None:
    """Bring everything back to what it was when NAME was kept, the sandbox clock's offset included."""
    from satupintu.bootstrap.sandbox_state import restore_snapshot

    with _existing_house(data, database) as house:
        if not yes:
            typer.confirm(f"Replace all records and the ledger in {data} by the snapshot {name}?", abort=True, err=True)
        _report(restore_snapshot(house, name), "Restored", as_json)


@snapshots.command(name="list")
def list_(data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False) -> None:
    """Show the snapshots there are."""
    import json

    with _existing_house(data, database) as house:
        found = house.snapshots.all()
    if as_json:
        typer.echo(json.dumps([_as_object(each) for each in found], indent=2))
        return
    for each in found:
        typer.echo(f"{each.name}  {each.taken_at:%Y-%m-%d %H:%M} UTC  {each.rows} rows")
    if not found:
        typer.echo("There is no snapshot; `satupintu snapshot save NAME` takes one.", err=True)


@snapshots.command()
def delete(name: Name, data: Data = DEFAULT_DATA, database: Database = None) -> None:
    """Delete the snapshot NAME."""
    from satupintu.kernel.errors import DataError

    with _existing_house(data, database) as house:
        if not house.snapshots.remove(name):
            raise DataError(f"There is no snapshot {name}; `satupintu snapshot list` shows those there are.")


def _existing_house(data: Path, database: str | None) -> House:
    """The house of a data directory that is there: a mistyped place must not look like an empty sandbox."""
    from satupintu.bootstrap.house import House
    from satupintu.kernel.errors import DataError

    if not data.is_dir():
        raise DataError(f"There is no data directory {data}; name the sandbox's own with --data DIR.")
    return House.open(data, database)


def _report(snapshot: Snapshot, done: str, as_json: bool) -> None:
    import json

    if as_json:
        typer.echo(json.dumps(_as_object(snapshot)))
    else:
        typer.echo(f"{done} {snapshot.name}: {snapshot.rows} rows.")


def _as_object(snapshot: Snapshot) -> dict[str, Any]:
    return {"name": snapshot.name, "taken_at": snapshot.taken_at.isoformat(timespec="seconds"), "rows": snapshot.rows}
