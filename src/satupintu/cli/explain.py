"""`satupintu explain`: why JOSS or TOSS refused a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING_REFUSED = "No refused request is in the log; it holds the last 200 of a day."


def explain(
    request_id: Annotated[
        str | None, typer.Argument(metavar="[REQUEST-ID]", help="The Request-Id that the refused request carried.")
    ] = None,
    last: Annotated[
        bool,
        typer.Option("--last", help="The request that was refused last, which is also meant without a REQUEST-ID."),
    ] = False,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
    lang: Annotated[
        Literal["en", "id"], typer.Option("--lang", help="Language of the sentences: English or Indonesian.")
    ] = "en",
) -> None:
    """Say why JOSS or TOSS refused a request, and what to do.

    The sandbox keeps the last 200 refused requests of a day. Of a refused signature the usual mistakes are tried, and
    both texts are shown with the first byte in which they differ.
    """
    import json

    from satupintu.bootstrap.explaining import explain as explained
    from satupintu.bootstrap.house import House
    from satupintu.kernel.errors import DataError

    if request_id is not None and last:
        raise typer.BadParameter("give a REQUEST-ID or --last, not both")
    with House.open(data, database) as house:
        found = explained(house, request_id)
    if found is None:
        raise DataError(NOTHING_REFUSED if request_id is None else f"No refused request {request_id} is in the log.")
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found, lang)


def _print(found: Mapping[str, Any], lang: str) -> None:
    from datetime import timedelta

    from satupintu.kernel.clock import format_duration

    request = found["request"]
    query = f"?{request['query']}" if request["query"] else ""
    typer.echo(
        f"{request['method']} {request['path']}{query}, {request['at']}: {request['status']} {request['message']}"
    )
    for each in found["causes"]:
        typer.echo(f"- {each[lang]}")
    if any(each["key"].startswith("clock_") for each in found["causes"]):
        skew = format_duration(timedelta(seconds=found["skew_seconds"]))
        typer.echo(f"  Request-Timestamp: {skew}" if lang == "id" else f"  The timestamp is {skew} off.")
    for path, sentences in request["errors"].items():
        typer.echo(f"  {path}: {' '.join(sentences)}")
    signature = found["signature"]
    if signature is None:
        return
    if signature["other_secret"]:
        typer.echo(f"  The secret used is that of {signature['other_secret']}.")
    typer.echo(f"\nExpected to be signed:\n{signature['expected_string']}")
    difference = signature["first_difference"]
    if difference is not None:
        typer.echo(f"\nSigned instead:\n{signature['signed_string']}")
        typer.echo(
            f"\nFirst difference at byte {difference['offset']}, line {difference['line']}: "
            f"expected {_byte(difference['expected'])}, signed {_byte(difference['signed'])}"
        )


def _byte(text: str) -> str:
    return repr(text) if text else "the end"
