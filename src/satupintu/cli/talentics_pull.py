"""`satupintu talentics pull`: all records of an account, as received, in files."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from satupintu.cli.options import DEFAULT_DATA, Data, Database, say_if_new

if TYPE_CHECKING:
    from datetime import timedelta

    from satupintu.bootstrap.talentics_pull import Watcher
    from satupintu.store.secrets import KeyRing
    from satupintu.transport.pacing import Pause

SECRET = "SATUPINTU_TALENTICS_SECRET"  # noqa: S105 - the name of the variable, not the secret


def pull(
    what: Annotated[
        Literal["jobs", "exams", "tickets", "applicants", "all"],
        typer.Argument(help="tickets take exams along, applicants take jobs along."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write to; made when it is missing.")],
    details: Annotated[
        bool,
        typer.Option(
            "--details", help="Also the job in full, the employment form of each applicant, the scores of each ticket."
        ),
    ] = False,
    per_page: Annotated[int, typer.Option(min=1, max=100, help="Records in a page.")] = 100,
    again: Annotated[bool, typer.Option("--again", help="Read anew what is there already.")] = False,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Talentics itself: https://api.talentics.id. Without it the sandbox is read."),
    ] = None,
    app_id: Annotated[
        str | None, typer.Option(metavar="ID", help=f"Your App ID there; its secret is read from ${SECRET}.")
    ] = None,
    data: Data = DEFAULT_DATA,
    database: Database = None,
) -> None:
    """Write all records of a Talentics account to DIR: JSON Lines, one file per kind, each record as received.

    Keeps the quota of 50 calls in 15 minutes together with every other command on the same data. May be interrupted:
    the same command goes on where it stopped.
    """
    from satupintu.bootstrap.connecting import SANDBOX, talentics_of
    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.pull_folder import Note, PullFolder
    from satupintu.bootstrap.pull_kinds import chosen, with_what_hangs_on
    from satupintu.bootstrap.sandbox import fill_sandbox
    from satupintu.bootstrap.talentics_pull import Pull
    from satupintu.kernel.clock import SystemClock
    from satupintu.kernel.errors import ConfigurationError, ConnectionFailedError

    say_if_new(data)
    with House.open(data, database) as house, _display() as (watcher, on_wait):
        fill_sandbox(house)
        account, secret = _credential(base_url, app_id, house.keys)
        kinds = chosen(what, details=details)
        asked = Note(base_url=base_url or SANDBOX, app_id=account, per_page=per_page)
        client = talentics_of(house, base_url or SANDBOX, account, secret, on_wait=on_wait)
        clock = SystemClock() if base_url else house.clock
        started_anew = with_what_hangs_on(kinds) if again else ()
        try:
            with client, PullFolder.open(out, asked, again=started_anew) as folder:
                Pull(client, folder, per_page, clock, watcher).run(kinds)
                found = {kind.name: folder.progress(kind.name) for kind in kinds}
        except KeyboardInterrupt:
            typer.echo(f"satupintu: stopped; the same command goes on from here ({out})", err=True)
            raise typer.Exit(130) from None
        except ConnectionFailedError as error:
            hint = "" if base_url else f"; start the sandbox with `satupintu serve --data {data}`"
            raise ConfigurationError(f"Talentics cannot be read: {error}{hint}") from None
    for name, progress in found.items():
        typer.echo(f"{name}: {progress.records:,} in {out / name}.jsonl")
        for remark in progress.remarks:
            typer.echo(f"{name}: {remark}", err=True)
    if any(progress.remarks for progress in found.values()):
        typer.echo("satupintu: not everything is certain to be there; --again reads anew", err=True)
        raise typer.Exit(1)


def _credential(base_url: str | None, app_id: str | None, keys: KeyRing) -> tuple[str, str]:
    import os

    from satupintu.bootstrap.sandbox import TALENTICS_MAIN
    from satupintu.kernel.errors import ConfigurationError

    if base_url is None and app_id is None:
        return TALENTICS_MAIN.client_id, TALENTICS_MAIN.secret(keys)
    if base_url is None or app_id is None:
        raise ConfigurationError("--base-url and --app-id go together; without both the sandbox is read")
    if secret := os.environ.get(SECRET):
        return app_id, secret
    raise ConfigurationError(f"the environment variable {SECRET} is not set; the App Secret is read from it")


@contextmanager
def _display() -> Generator[tuple[Watcher, Callable[[Pause], None]]]:
    """A bar for each kind, with the time that is left or the wait; plain lines where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    from satupintu.bootstrap.pull_cost import in_words
    from satupintu.bootstrap.talentics_pull import Watcher
    from satupintu.cli.progress import QuotaWaits, local_time

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def say(sentence: str) -> None:
            console.print(sentence, markup=False, soft_wrap=True)

        say_wait = QuotaWaits("Talentics", say)

        def show(kind: str, done: int, total: int | None, left: timedelta) -> None:
            if kind not in tasks:
                tasks[kind] = bars.add_task(kind, total=total, left="")
            bars.update(tasks[kind], completed=done, total=total, left=f"{in_words(left)} left" if left else "")

        def on_wait(pause: Pause) -> None:
            say_wait(pause)
            for task in list(tasks.values())[-1:]:
                bars.update(task, left=f"waits until {local_time(pause.until)}, {in_words(pause.wait)}")

        yield Watcher(say, show), on_wait
