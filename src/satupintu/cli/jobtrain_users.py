"""`satupintu jobtrain users`: system users and their API passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.administering import ADMINISTRATOR, ActingUser, accepted, moment, open_house, print_json, print_table
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from datetime import datetime

    from satupintu.systems.jobtrain.contract.restrictions import Reach
    from satupintu.systems.jobtrain.server.people import User

LOGIN_PASSWORD = "SATUPINTU_LOGIN_PASSWORD"  # noqa: S105  (the name of a variable, no password)

app = typer.Typer(help="System users: who calls act as.", no_args_is_help=True)
api_password = typer.Typer(help="The API password of a user: generated, then saved.", no_args_is_help=True)
app.add_typer(api_password, name="api-password")

Username = Annotated[str, typer.Argument(metavar="USER", help="The username, in any case.")]
RoleOption = Annotated[str | None, typer.Option("--role", metavar="ROLE", help="The name of the security role.")]
Divisions = Annotated[
    list[int] | None,
    typer.Option("--division", metavar="ID", help="A division whose records the user sees; may be repeated."),
]
AllDivisions = Annotated[bool, typer.Option("--all-divisions", help="The user sees the records of all divisions.")]
FirstName = Annotated[str | None, typer.Option("--first-name", metavar="NAME")]
LastName = Annotated[str | None, typer.Option("--last-name", metavar="NAME")]
Email = Annotated[str | None, typer.Option("--email", metavar="ADDRESS")]
JobTitle = Annotated[str | None, typer.Option("--job-title", metavar="TITLE")]
Company = Annotated[str | None, typer.Option("--company", metavar="NAME")]
Department = Annotated[str | None, typer.Option("--department", metavar="NAME")]


@app.callback()
def users() -> None:
    """System users: who calls act as."""


@api_password.callback()
def api_passwords() -> None:
    """The API password of a user: generated, then saved."""


@app.command(name="list")
def list_(
    actor: ActingUser = ADMINISTRATOR, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False
) -> None:
    """The users with role, divisions and the state of their API passwords."""
    with open_house(data, database) as house:
        found = accepted(house.administration(actor).users())
        now = house.clock.now()
    shown = [as_object(user, now) for user in found]
    if as_json:
        print_json(shown)
        return
    rows = [
        (
            str(each["id"]),
            each["username"],
            str(each["securityRoleId"]),
            _divisions(user.reach),
            "yes" if user.is_active else "no",
            each["apiPasswordState"],
            each["apiPasswordSetAt"] or "",
        )
        for user, each in zip(found, shown, strict=True)
    ]
    print_table(("id", "username", "role", "divisions", "active", "API password", "set at"), rows)


@app.command()
def show(
    user: Username,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """One user. No password is ever shown."""
    with open_house(data, database) as house:
        _print(accepted(house.administration(actor).user(user)), house.clock.now(), as_json=as_json)


@app.command()
def add(
    user: Username,
    first_name: Annotated[str, typer.Option("--first-name", metavar="NAME")],
    last_name: Annotated[str, typer.Option("--last-name", metavar="NAME")],
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="The name of the security role.")],
    division: Divisions = None,
    all_divisions: AllDivisions = False,
    job_title: JobTitle = None,
    company: Company = None,
    department: Department = None,
    login_password: Annotated[
        bool,
        typer.Option(
            "--login-password",
            help=f"Give a password to log in with: from ${LOGIN_PASSWORD}, else asked for or read from standard input.",
        ),
    ] = False,
    inactive: Annotated[bool, typer.Option("--inactive", help="Not active yet: gets no token.")] = False,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Add a user, who has no API password at first. A password to log in with can be given only now."""
    from satupintu.systems.jobtrain.server.administration import NewUser
    from satupintu.systems.jobtrain.server.people import Profile

    reach = _reach(division, all_divisions=all_divisions)
    if reach is None:
        raise typer.BadParameter("say which divisions the user sees: --division ID, or --all-divisions")
    new = NewUser(
        username=user,
        profile=Profile(
            first_name=first_name,
            last_name=last_name,
            email_address=email,
            job_title=job_title,
            company=company,
            department=department,
        ),
        role=role,
        reach=reach,
        is_active=not inactive,
        login_password=_login_password() if login_password else None,
    )
    with open_house(data, database) as house:
        _print(accepted(house.administration(actor).add_user(new)), house.clock.now(), as_json=as_json)


@app.command()
def edit(
    user: Username,
    role: RoleOption = None,
    division: Divisions = None,
    all_divisions: AllDivisions = False,
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Whether the user may do anything at all.")
    ] = None,
    first_name: FirstName = None,
    last_name: LastName = None,
    email: Email = None,
    job_title: JobTitle = None,
    company: Company = None,
    department: Department = None,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Change a user; the very next call sees it. Who becomes inactive loses all tokens; '' empties an entry."""
    from satupintu.systems.jobtrain.server.administration import UserChange

    required = {"first_name": first_name, "last_name": last_name, "email_address": email}
    optional = {"job_title": job_title, "company": company, "department": department}
    profile: dict[str, str | None] = {name: value for name, value in required.items() if value is not None}
    profile |= {name: value or None for name, value in optional.items() if value is not None}
    change = UserChange(
        role=role, reach=_reach(division, all_divisions=all_divisions), is_active=active, profile=profile
    )
    with open_house(data, database) as house:
        _print(accepted(house.administration(actor).edit_user(user, change)), house.clock.now(), as_json=as_json)


@api_password.command()
def generate(
    user: Username,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Generate an API password and show it, this once. It has no effect before it is saved."""
    with open_house(data, database) as house:
        generated = accepted(house.administration(actor).generate_api_password(user))
        minutes = house.settings.jobtrain.pending_password_ttl_s // 60
    value = generated.api_password.reveal()
    if as_json:
        print_json({"pendingId": generated.pending_id, "apiPassword": value})
        return
    typer.echo(f"API password: {value}\nPending ID: {generated.pending_id}")
    typer.echo(
        f"It is not shown again, and has no effect before it is saved, within {minutes} minutes and by the same user:\n"
        f"satupintu jobtrain users api-password save {user} --pending {generated.pending_id} --tick",
        err=True,
    )


@api_password.command()
def save(
    user: Username,
    pending: Annotated[str, typer.Option("--pending", metavar="ID", help="The Pending ID that was shown with it.")],
    tick: Annotated[
        bool,
        typer.Option(
            "--tick", help="Tick the box, so that it takes effect and the one before ends; else it is dropped."
        ),
    ] = False,
    actor: ActingUser = ADMINISTRATOR,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Save the API password that was generated; only who generated it can."""
    with open_house(data, database) as house:
        saved = accepted(house.administration(actor).save_api_password(user, pending, ticked=tick))
        now = house.clock.now()
    if as_json:
        print_json(as_object(saved, now))
    elif tick:
        typer.echo(f"{saved.username}: the new API password is active; the one before it, if any, is dead.")
    else:
        typer.echo(f"{saved.username}: the box was not ticked; the generated API password is dropped.")


def as_object(user: User, now: datetime) -> dict[str, Any]:
    """A user as it is shown: of the API password only its state."""
    profile, password = user.profile, user.api_password
    return {
        "id": user.id,
        "username": user.username,
        "firstName": profile.first_name,
        "lastName": profile.last_name,
        "emailAddress": profile.email_address,
        "jobTitle": profile.job_title,
        "company": profile.company,
        "department": profile.department,
        "securityRoleId": user.role_id,
        "allDivisions": user.reach.all_divisions,
        "divisionIds": sorted(user.reach.division_ids),
        "isActive": user.is_active,
        "apiPasswordState": password.state(now).value,
        "apiPasswordSetAt": moment(password.set_at) or None,
    }


def _print(user: User, now: datetime, *, as_json: bool) -> None:
    shown = as_object(user, now)
    if as_json:
        print_json(shown)
        return
    for name, value in shown.items():
        if value is not None:
            typer.echo(f"{name:<17} {value}")


def _divisions(reach: Reach) -> str:
    return "all" if reach.all_divisions else ", ".join(map(str, sorted(reach.division_ids)))


def _reach(divisions: list[int] | None, *, all_divisions: bool) -> Reach | None:
    """The reach that two options mean; None when neither is given."""
    from satupintu.systems.jobtrain.contract.restrictions import Reach

    if divisions and all_divisions:
        raise typer.BadParameter("--division and --all-divisions exclude each other")
    return Reach(all_divisions, frozenset(divisions or ())) if divisions or all_divisions else None


def _login_password() -> Any:
    """The password that was given, never as an argument: those can be read by others on the machine."""
    import os
    import sys

    from satupintu.kernel.redaction import Secret

    given = os.environ.get(LOGIN_PASSWORD)
    if given is None and sys.stdin.isatty():
        given = typer.prompt("Login password", hide_input=True, confirmation_prompt=True, err=True)
    return Secret(sys.stdin.readline().rstrip("\n") if given is None else given)
