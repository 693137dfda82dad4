"""`satupintu joss vacancies`, `companies`, `satupintu toss trainings`: what officers of the ministry see and decide."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.administering import moment, open_house, print_json, print_table
from satupintu.cli.kemnaker_clients import Environment, InEnvironment
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from satupintu.bootstrap.house import House
    from satupintu.systems.kemnaker.server.kinds import Kind
    from satupintu.systems.kemnaker.server.ports import KindName
    from satupintu.systems.kemnaker.server.reviewing import Decision, Held, Review

RecordId = Annotated[str, typer.Argument(metavar="ID", help="The id that the client chose.", show_default=False)]
OfClient = Annotated[
    str | None, typer.Option("--client", metavar="CLIENT", help="Whose it is; needed when several have one of this id.")
]
Officer = Annotated[
    str | None, typer.Option("--as", metavar="OFFICER", help="Who decides; kept with the decision. You, if not given.")
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; the client is told.")]


def offers_of(name: KindName, plural: str) -> typer.Typer:
    """The commands about the vacancies of JOSS or the trainings of TOSS."""
    app = _records(name, plural, f"{plural.capitalize()} of all clients: seen, accepted, rejected, closed.")

    @app.command()
    def accept(
        record_id: RecordId,
        client: OfClient = None,
        officer: Officer = None,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Accept one: while it is open, it is public from now on."""
        with open_house(data, database) as house:
            _decide(house, name, record_id, "accept", environment, client, officer, None, as_json=as_json)

    @app.command()
    def reject(
        record_id: RecordId,
        reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the client is told.")],
        client: OfClient = None,
        officer: Officer = None,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Reject one. When its client changes it, it waits for an officer again."""
        with open_house(data, database) as house:
            _decide(house, name, record_id, "reject", environment, client, officer, reason, as_json=as_json)

    @app.command()
    def close(
        record_id: RecordId,
        reason: Reason = None,
        client: OfClient = None,
        officer: Officer = None,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Close one for good (`operator_decision`)."""
        with open_house(data, database) as house:
            _decide(house, name, record_id, "close", environment, client, officer, reason, as_json=as_json)

    return app


def companies_of(name: KindName, plural: str) -> typer.Typer:
    """The commands about the companies of JOSS."""
    app = _records(name, plural, f"{plural.capitalize()} of all clients: seen, verified.")

    @app.command()
    def verify(
        record_id: RecordId,
        client: OfClient = None,
        officer: Officer = None,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        """Say that one is who it says it is. Vacancies are judged apart."""
        with open_house(data, database) as house:
            _decide(house, name, record_id, "verify", environment, client, officer, None, as_json=as_json)

    return app


def _records(name: KindName, plural: str, help_text: str) -> typer.Typer:
    app = typer.Typer(help=help_text, no_args_is_help=True)

    @app.callback(help=help_text)
    def records() -> None:
        pass

    @app.command(name="list", help=f"The {plural} of all clients, by their last change.")
    def list_(
        status: Annotated[
            str | None, typer.Option(metavar="STATUS", help="Only those that stand so, such as open or pending.")
        ] = None,
        client: Annotated[
            str | None, typer.Option("--client", metavar="CLIENT", help="Only those of this one.")
        ] = None,
        environment: Annotated[Environment | None, typer.Option("--environment", help="Only this one.")] = None,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        with open_house(data, database) as house:
            kind = _kind(name)
            found = house.kemnaker_office.all(
                kind, environment=environment.value if environment else None, client_id=client, status=status
            )
            twins = _licence_holders(found)
        if as_json:
            print_json([_as_object(held) for held in found])
            return
        _print_list(name, found, twins)

    @app.command(help=f"One of the {plural}, with what was decided about it.")
    def show(
        record_id: RecordId,
        client: OfClient = None,
        environment: InEnvironment = Environment.STAGING,
        data: Data = DEFAULT_DATA,
        database: Database = None,
        as_json: AsJson = False,
    ) -> None:
        with open_house(data, database) as house:
            kind = _kind(name)
            held = house.kemnaker_office.one(kind, record_id, environment=environment.value, client_id=client)
            reviews = house.kemnaker_office.reviews(kind, held)
        _print(held, reviews, as_json=as_json)

    return app


def _print_list(name: KindName, found: Sequence[Held], twins: dict[tuple[str, str], set[str]]) -> None:
    from rich.table import Column

    # Commands are given an id, so it is shown whole however narrow the terminal.
    columns = ["environment", "client", Column("id", min_width=36), "title", "status", "verification", "changed"]
    if name == "company":
        columns[3:4] = ["name", "same licence at"]
    rows: list[list[str]] = []
    for held in found:
        document = held.record.document
        row = [held.owner.environment, held.owner.client_id, held.record.id, str(document.get("title") or "")]
        if name == "company":
            others = twins.get(_licence(held), set()) - {held.owner.client_id}
            row[3:4] = [str(document.get("name") or ""), ", ".join(sorted(others))]
        verification = str(document.get("verification_status") or "")
        rows.append([*row, held.record.status, verification, moment(held.record.updated_at)])
    print_table(columns, rows)


def _kind(name: KindName) -> Kind:
    from satupintu.systems.kemnaker.server.reviewing import KINDS

    return KINDS[name]


def _decide(
    house: House,
    name: KindName,
    record_id: str,
    decision: str,
    environment: Environment,
    client: str | None,
    officer: str | None,
    reason: str | None,
    *,
    as_json: bool,
) -> None:
    from satupintu.bootstrap.sandbox import is_served
    from satupintu.cli.talentics_callbacks import NOT_SERVED
    from satupintu.systems.kemnaker.server.notifications import SYSTEMS
    from satupintu.systems.kemnaker.server.reviewing import Decision

    kind, office = _kind(name), house.kemnaker_office
    held = office.one(kind, record_id, environment=environment.value, client_id=client)
    wanted: Decision = Decision(decision)
    decided = office.decide(kind, held, wanted, officer=officer or getpass.getuser(), reason=reason)
    if as_json:
        print_json(_as_object(decided))
        return
    record = decided.record
    typer.echo(
        f"{name} {record.id} of {held.owner.client_id} ({environment.value}): {record.status}, "
        f"{record.document['verification_status']}, version {record.version}"
    )
    told = house.kemnaker_clients(SYSTEMS[name]).url_of(environment.value, held.owner.client_id)
    if told is None:
        typer.echo("Its client has registered no URL and is not told.", err=True)
    elif not is_served(house.directory.path):
        typer.echo(NOT_SERVED, err=True)


def _as_object(held: Held) -> dict[str, Any]:
    record = held.record
    return {
        "environment": held.owner.environment,
        "client_id": held.owner.client_id,
        **record.document,
        **({"parent_id": record.parent_id} if record.parent_id else {}),
        "version": record.version,
        "created_at": moment(record.created_at),
        "updated_at": moment(record.updated_at),
    }


def _print(held: Held, reviews: Sequence[Review], *, as_json: bool) -> None:
    shown = _as_object(held)
    if as_json:
        decisions = [
            {
                "version": each.version,
                "at": moment(each.at),
                "officer": each.officer,
                "decision": each.decision,
                "reason": each.reason,
            }
            for each in reviews
        ]
        print_json({**shown, "decisions": decisions})
        return
    for name, value in shown.items():
        if value is not None:
            typer.echo(f"{name:<20} {value}")
    for each in reviews:
        why = f": {each.reason}" if each.reason else ""
        typer.echo(f"{f'version {each.version}':<20} {moment(each.at)} {each.decision} by {each.officer}{why}")


def _licence(held: Held) -> tuple[str, str]:
    return held.owner.environment, str(held.record.document.get("license_number") or "")


def _licence_holders(found: Sequence[Held]) -> dict[tuple[str, str], set[str]]:
    """Which clients have a company of the same licence number: possibly the same one, and never merged."""
    holders: dict[tuple[str, str], set[str]] = {}
    for held in found:
        if _licence(held)[1]:
            holders.setdefault(_licence(held), set()).add(held.owner.client_id)
    return holders
