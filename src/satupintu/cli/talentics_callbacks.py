"""`satupintu talentics move-applicant`: the change of Talentics that is told by a callback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database, say_if_new

if TYPE_CHECKING:
    from satupintu.systems.talentics.server.moving import Moved

NO_URL = (
    "No callback: no URL is set. Set SATUPINTU_TALENTICS__CALLBACK_URLS__MOVED_APPLICANT, or moved_applicant under "
    "[talentics.callback_urls] in satupintu.toml of the data directory."
)
NOT_SERVED = "No gateway runs on this data; the delivery waits until `satupintu serve` does."


def move_applicant(
    applicant_id: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="The applicant's id.", show_default=False)
    ],
    to: Annotated[str, typer.Option("--to", metavar="STAGE", help="The stage to move to: its id or its name.")],
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Move an applicant to another stage, and queue the callback that tells of it."""
    import json

    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import fill_sandbox, is_served

    say_if_new(data)
    with House.open(data, database) as house:
        fill_sandbox(house)
        moved = house.move_applicant(applicant_id, to)
    served = is_served(data)
    if as_json:
        typer.echo(json.dumps(_as_object(moved, served=served), ensure_ascii=False, indent=2))
        return
    before = moved.previous.name if moved.previous else "no stage"
    typer.echo(f"Applicant {moved.applicant_id} of job {moved.job_id}: {before} -> {moved.current.name}")
    if moved.delivery is None:
        typer.echo(NO_URL)
        return
    typer.echo(f"Callback {moved.delivery.event} to {moved.delivery.url} is queued as {moved.delivery.id}.")
    if not served:
        typer.echo(NOT_SERVED)


def _as_object(moved: Moved, *, served: bool) -> dict[str, Any]:
    delivery = moved.delivery
    return {
        "applicant_id": moved.applicant_id,
        "job_id": moved.job_id,
        "previous_stage": moved.previous.model_dump() if moved.previous else None,
        "current_stage": moved.current.model_dump(),
        "delivery": {"id": str(delivery.id), "event": delivery.event, "url": delivery.url} if delivery else None,
        "served": served,
    }
