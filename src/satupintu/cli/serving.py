"""`satupintu serve` and `satupintu credentials`: the sandbox on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database, Port, UnusedDatabase, say_if_new

if TYPE_CHECKING:
    from collections.abc import Mapping


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; a sandbox stays on this machine.")] = "127.0.0.1",
    port: Port = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer.")] = 1,
    data: Data = DEFAULT_DATA,
    database: Database = None,
) -> None:
    """Serve all systems on this machine, with sample data and ready credentials. Ctrl-C stops it."""
    from contextlib import suppress

    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.sandbox import DEFAULT_PORT, credentials_of, fill_sandbox, listening_at
    from satupintu.gateway import server
    from satupintu.gateway.assembly import gateway_of

    opened = server.reserve(host, DEFAULT_PORT if port is None else port)
    house = House.open(data, database)
    fill_sandbox(house)
    app = gateway_of(house, on_stop=house.close)
    address = server.base_url_of(opened)
    print_credentials(credentials_of(house.keys, address), stderr=True)
    said = f"\nServing on {address}, data in {house.directory.path}. Ctrl-C stops."
    with listening_at(house.directory, address) as first, suppress(KeyboardInterrupt):
        if not first:
            typer.echo("Another gateway serves this data; commands go on calling that one.", err=True)
        server.when_open(opened, lambda: typer.echo(said, err=True))
        if workers == 1:
            server.serve(app, opened)
        else:
            house.close()
            server.serve_with_workers(house.directory.path, database, opened, workers)


def credentials(data: Data = DEFAULT_DATA, database: UnusedDatabase = None, as_json: AsJson = False) -> None:
    """Show the sandbox's credentials and base addresses. They stay the same in one data directory."""
    import json

    from satupintu.bootstrap.sandbox import credentials_of, noted_address
    from satupintu.store.data_directory import DataDirectory
    from satupintu.store.secrets import KeyRing

    del database
    say_if_new(data)
    directory = DataDirectory.open(data)
    found = credentials_of(KeyRing(directory.key), noted_address(directory.path))
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    else:
        print_credentials(found)


def print_credentials(found: Mapping[str, Any], *, stderr: bool = False) -> None:
    """Print credentials as a table. Of the others, what is as in the entry of their system is not repeated."""
    from rich.console import Console
    from rich.table import Table

    table = Table("system", "credential", "value", box=None, pad_edge=False)
    for system, fields in (*found.items(), *found["others"].items()):
        first: Mapping[str, str] = {} if system in found else found.get(system.partition("_")[0], {})
        own = {name: value for name, value in fields.items() if first.get(name) != value}
        for number, (name, value) in enumerate(own.items()):
            if system != "others":
                table.add_row("" if number else system, name, value)
    # Wider than any terminal: what is copied from here must not be cut or broken in two.
    Console(stderr=stderr, soft_wrap=True, width=500).print(table)
