"""`satupintu jobtrain roles`: security roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.administering import ADMINISTRATOR, ActingUser, accepted, open_house, print_json, print_table
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from satupintu.systems.jobtrain.server.people import SecurityRole

app = typer.Typer(help="Security roles: what their users may do.", no_args_is_help=True)

RoleName = Annotated[str, typer.Argument(metavar="ROLE", help="The name of the role, in any case.")]


@app.callback()
def roles() -> None:
    """Security roles: what their users may do."""


@app.command(name="list")
def list_(
    actor: ActingUser = ADMINISTRATOR, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False
) -> None:
    """The roles, and how many permissions each has."""
    with open_house(data, database) as house:
        found = accepted(house.administration(actor).roles())
    if as_json:
        print_json([_as_object(role) for role in found])
    else:
        print_table(
            ("id", "name", "permissions"), ((str(role.id), role.name, str(len(role.permissions))) for role in found)
        )


@app.command()
def show(
    role: RoleName,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """One role with its permissions."""
    with open_house(data, database) as house:
        _print(accepted(house.administration(actor).role(role)), as_json=as_json)


@app.command()
def add(
    role: RoleName,
    permission: Annotated[
        list[str] | None,
        typer.Option("--permission", metavar="NAME", help="One it has, such as 'Jobs: View'; may be repeated."),
    ] = None,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Add a role."""
    with open_house(data, database) as house:
        _print(accepted(house.administration(actor).add_role(role, frozenset(permission or ()))), as_json=as_json)


@app.command()
def edit(
    role: RoleName,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="A new name.")] = None,
    permit: Annotated[
        list[str] | None,
        typer.Option("--permit", metavar="NAME", help="A permission to give it; may be repeated."),
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option("--forbid", metavar="NAME", help="A permission to take from it; may be repeated."),
    ] = None,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Rename a role, give and take permissions. The very next call of its users sees it."""
    with open_house(data, database) as house:
        outcome = house.administration(actor).edit_role(
            role, new_name=name, add=frozenset(permit or ()), remove=frozenset(forbid or ())
        )
        _print(accepted(outcome), as_json=as_json)


@app.command()
def permissions(as_json: AsJson = False) -> None:
    """The names of all permissions there are."""
    from satupintu.systems.jobtrain.contract.restrictions import PERMISSIONS

    if as_json:
        print_json(sorted(PERMISSIONS))
    else:
        typer.echo("\n".join(sorted(PERMISSIONS)))


def _print(role: SecurityRole, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_object(role))
    else:
        typer.echo("\n".join((f"{role.id} {role.name}", *(f"  {each}" for each in sorted(role.permissions)))))


def _as_object(role: SecurityRole) -> dict[str, Any]:
    return {"id": role.id, "name": role.name, "permissions": sorted(role.permissions)}
