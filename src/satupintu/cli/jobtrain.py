"""`satupintu jobtrain`: who may use the served Jobtrain, and what was done about it."""

from __future__ import annotations

import typer

from satupintu.cli import jobtrain_candidates, jobtrain_roles, jobtrain_users
from satupintu.cli.administering import ADMINISTRATOR, ActingUser, accepted, moment, open_house, print_json, print_table
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

app = typer.Typer(help="Jobtrain: its system users, their roles and API passwords.", no_args_is_help=True)


@app.callback()
def jobtrain() -> None:
    """Jobtrain: its system users, their roles and API passwords."""


app.add_typer(jobtrain_users.app, name="users")
app.add_typer(jobtrain_roles.app, name="roles")
app.add_typer(jobtrain_candidates.app, name="candidates")


@app.command()
def audit(
    actor: ActingUser = ADMINISTRATOR, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False
) -> None:
    """Who did, or tried to do, what to which user or role, in the order it was done. It holds no password."""
    with open_house(data, database) as house:
        entries = accepted(house.administration(actor).audit())
    if as_json:
        print_json(
            [
                {"at": moment(entry.at), "actor": entry.actor, "target": entry.target, "event": entry.event}
                for entry in entries
            ]
        )
    else:
        print_table(
            ("at", "actor", "target", "event"),
            ((moment(entry.at), entry.actor, entry.target, entry.event) for entry in entries),
        )
