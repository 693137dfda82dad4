"""`satupintu joss clients` and `satupintu toss clients`: who may call, with which secret, and where they are told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.administering import moment, open_house, print_json, print_table
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from datetime import datetime

    from satupintu.bootstrap.kemnaker_clients import Issued
    from satupintu.store.credentials import Credential
    from satupintu.systems.kemnaker.server.settings import Api


class Environment(StrEnum):
    """The two environments that an API has."""

    STAGING = "staging"
    LIVE = "live"


InEnvironment = Annotated[Environment, typer.Option("--environment", help="Credentials and records of each are apart.")]
ClientId = Annotated[str, typer.Argument(metavar="CLIENT", help="The Client-Id.", show_default=False)]
Permissions = Annotated[
    list[str] | None,
    typer.Option("--permission", metavar="AREA.RIGHT", help="What it may do; may be repeated. All, if not given."),
]


def clients_of(api: Api) -> typer.Typer:
    """The commands about the clients of one API."""
    app = typer.Typer(help="Clients: their secrets, permissions and notification URLs.", no_args_is_help=True)

    @app.callback()
    def clients() -> None:
        """Clients: their secrets, permissions and notification URLs."""

    @app.command(name="list")
    def list_(
        environment: Annotated[Environment | None, typer.Option("--environment", help="Only this one.")] = None,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """The clients with permissions, secrets in force and notification URLs. No secret is ever shown again."""
        with open_house(data, database) as house:
            found = [each for each in house.kemnaker_clients(api).all() if environment in (None, each.environment)]
            now = house.clock.now()
        shown = [_as_object(each, now) for each in found]
        if as_json:
            print_json(shown)
            return
        print_table(
            ("environment", "client", "name", "active", "secrets", "older until", "permissions", "notified at"),
            (
                (
                    each["environment"],
                    each["client_id"],
                    each["label"],
                    "yes" if each["active"] else "no",
                    str(each["secrets"]),
                    each["overlap_ends_at"] or "",
                    ", ".join(each["permissions"]),
                    each["notification_url"] or "",
                )
                for each in shown
            ),
        )

    @app.command()
    def add(
        label: Annotated[str, typer.Argument(metavar="NAME", help="Whose client it is.", show_default=False)],
        client_id: Annotated[
            str | None, typer.Option("--client-id", metavar="ID", help="Its Client-Id; made up if not given.")
        ] = None,
        permission: Permissions = None,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Add a client and show its secret, this once."""
        with open_house(data, database) as house:
            desk = house.kemnaker_clients(api)
            issued = desk.add(label, environment.value, client_id=client_id, permissions=permission or ())
        _print_issued(issued, environment, as_json=as_json)

    @app.command()
    def rotate(
        client: ClientId,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Give a client a new secret and show it, this once. The one before stays valid for a while."""
        with open_house(data, database) as house:
            issued = house.kemnaker_clients(api).rotate(environment.value, client)
        _print_issued(issued, environment, as_json=as_json)

    @app.command()
    def revoke(
        client: ClientId,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Let a client in no more, from its next call on. Its records stay."""
        with open_house(data, database) as house:
            revoked = house.kemnaker_clients(api).revoke(environment.value, client)
            now = house.clock.now()
        if as_json:
            print_json(_as_object(revoked, now))
        else:
            typer.echo(f"{revoked.client_id} is revoked in {environment.value}.")

    @app.command()
    def notify(
        client: ClientId,
        url: Annotated[str | None, typer.Argument(metavar="URL", help="Where events are posted to.")] = None,
        off: Annotated[bool, typer.Option("--off", help="Tell it of nothing any more.")] = False,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Register the URL at which a client is told of events, or end that."""
        if (url is None) != off:
            raise typer.BadParameter("give either a URL or --off")
        with open_house(data, database) as house:
            changed = house.kemnaker_clients(api).notify(environment.value, client, url)
            now = house.clock.now()
        if as_json:
            print_json(_as_object(changed, now))
        elif changed.notification_url:
            typer.echo(f"{client} is told of events of {environment.value} at {changed.notification_url}.")
        else:
            typer.echo(f"{client} is told of no events of {environment.value}.")

    return app


def _as_object(client: Credential, now: datetime) -> dict[str, Any]:
    """What is shown of a client: of its secrets only how many are valid, and until when the older one is."""
    valid = client.secrets_at(now)
    return {
        "environment": client.environment,
        "client_id": client.client_id,
        "label": client.label,
        "active": client.active,
        "secrets": len(valid) if client.active else 0,
        "overlap_ends_at": moment(client.overlap_ends_at) or None if len(valid) > 1 else None,
        "permissions": sorted(client.permissions),
        "notification_url": client.notification_url,
    }


def _print_issued(issued: Issued, environment: Environment, *, as_json: bool) -> None:
    secret = issued.secret.reveal()
    until = moment(issued.overlap_ends_at) or None
    if as_json:
        print_json(
            {
                "environment": environment.value,
                "client_id": issued.client_id,
                "secret": secret,
                "overlap_ends_at": until,
            }
        )
        return
    typer.echo(f"Client-Id: {issued.client_id}\nSecret: {secret}")
    before = f" The one before it is valid until {until}." if until else ""
    typer.echo(f"The secret is not shown again.{before}", err=True)
