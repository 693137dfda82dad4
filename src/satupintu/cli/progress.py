"""Showing progress of long work on standard error."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

Progress = Callable[[str, int, int | None], None]


@contextmanager
def progress_bars(names: dict[str, str]) -> Generator[Progress]:
    """A bar for each kind of work, made when its work begins; none without a terminal. `names` are its words."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(kind: str, done: int, total: int | None) -> None:
            if kind not in tasks:
                tasks[kind] = bars.add_task(names.get(kind, kind), total=total)
            bars.update(tasks[kind], completed=done, total=total)

        yield show
