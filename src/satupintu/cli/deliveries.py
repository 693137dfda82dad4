"""`satupintu deliveries`: what the served systems send of their own accord, and what became of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from satupintu.serving.outbox import Delivery, DeliveryAttempt

app = typer.Typer(
    help="What the served systems send of their own accord, such as callbacks, and what became of it.",
    no_args_is_help=True,
)

MASK = "********"

DeliveryId = Annotated[UUID, typer.Argument(metavar="ID", help="The delivery's id, as `list` shows it.")]


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@app.callback()
def deliveries() -> None:
    """What the served systems send of their own accord, such as callbacks, and what became of it."""


@app.command(name="list")
def list_(
    state: Annotated[State | None, typer.Option(help="Only those that stand so.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")] = 50,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """The latest deliveries, newest first."""
    import json

    from satupintu.bootstrap.house import House
    from satupintu.serving.outbox import DeliveryState

    with House.open(data, database) as house:
        found = house.outbox.latest(limit, DeliveryState(state.value) if state else None)
    if as_json:
        typer.echo(json.dumps([_as_object(each) for each in found], indent=2))
    elif found:
        _print_list(found)
    else:
        typer.echo("There are no deliveries.", err=True)


@app.command()
def show(
    delivery_id: DeliveryId,
    payload: Annotated[bool, typer.Option("--payload", help="Show personal data of the payload too.")] = False,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """One delivery with its tries and its payload, in which personal data is masked."""
    import json

    from satupintu.bootstrap.house import House

    with House.open(data, database) as house:
        found = house.outbox.find(delivery_id)
        attempts = house.outbox.attempts(delivery_id)
        senders = house.senders()
    if found is None:
        raise _unknown(delivery_id)
    sender = senders.get((found.system, found.environment))
    body: dict[str, Any] = json.loads(found.body)
    if not payload:
        personal = body.keys() if sender is None else sender.personal
        body |= {name: MASK for name in personal if body.get(name) is not None}
    if as_json:
        shown = {
            **_as_object(found),
            "url": found.url,
            "attempts": [_attempt_as_object(attempt) for attempt in attempts],
            "payload": body,
        }
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for name, value in (*_as_object(found).items(), ("url", found.url)):
        if value not in {None, ""}:
            typer.echo(f"{name:<12} {value}")
    for attempt in attempts:
        typer.echo(f"try {attempt.number:<8} {_when(attempt.started_at)} {_outcome(attempt)}")
    typer.echo(json.dumps(body, ensure_ascii=False, indent=2))


@app.command()
def resend(
    delivery_id: DeliveryId, data: Data = DEFAULT_DATA, database: Database = None, as_json: AsJson = False
) -> None:
    """Send a delivery once more, whatever became of it: a fresh cycle of tries under the same id."""
    import json

    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import is_served
    from satupintu.cli.talentics_callbacks import NOT_SERVED

    with House.open(data, database) as house:
        resent = house.outbox.resend(delivery_id, house.clock.now())
    if resent is None:
        raise _unknown(delivery_id)
    if as_json:
        typer.echo(json.dumps(_as_object(resent), indent=2))
        return
    tries = "one try" if resent.tries_left == 1 else f"up to {resent.tries_left} tries"
    typer.echo(f"{resent.id} is queued again: {tries}, the first at once.")
    if not is_served(data):
        typer.echo(NOT_SERVED)


def _unknown(delivery_id: UUID) -> Exception:
    from satupintu.kernel.errors import DataError

    return DataError(f"There is no delivery {delivery_id}; `satupintu deliveries list` shows those there are.")


def _as_object(kept: Delivery) -> dict[str, Any]:
    """What is shown of a delivery everywhere: nothing of its payload."""
    from satupintu.serving.outbox import DeliveryState

    return {
        "id": str(kept.id),
        "system": kept.system,
        "environment": kept.environment,
        "owner": kept.owner,
        "event": kept.event,
        "state": kept.state.value,
        "tries": kept.tries,
        "tries_left": kept.tries_left,
        "created_at": _when(kept.created_at),
        "due_at": _when(kept.due_at) if kept.state is DeliveryState.WAITING else None,
        "finished_at": _when(kept.finished_at) if kept.finished_at else None,
    }


def _attempt_as_object(attempt: DeliveryAttempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "started_at": _when(attempt.started_at),
        "finished_at": _when(attempt.finished_at) if attempt.finished_at else None,
        "status": attempt.status,
        "fault": attempt.fault,
    }


def _outcome(attempt: DeliveryAttempt) -> str:
    if attempt.finished_at is None:
        return "under way, or cut off"
    return attempt.fault or f"answered {attempt.status}"


def _when(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _print_list(found: Sequence[Delivery]) -> None:
    from rich import box
    from rich.table import Table

    from satupintu.cli.reports import report_console

    table = Table(
        "id", "event", "state", "tries", "created", "due", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False
    )
    for kept in found:
        shown = _as_object(kept)
        event = f"{kept.system} {kept.event}"
        tries = f"{kept.tries}, {kept.tries_left} left" if shown["due_at"] else str(kept.tries)
        table.add_row(shown["id"], event, shown["state"], tries, shown["created_at"], shown["due_at"] or "")
    report_console().print(table)
