"""Showing progress of long work on standard error."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from satupintu.transport.pacing import Pause

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


def _to_stderr(sentence: str) -> None:
    typer.echo(sentence, err=True)


class QuotaWaits:
    """Says why nothing goes on, and until when: once for each wait, on standard error unless told otherwise."""

    def __init__(self, whose: str, say: Callable[[str], None] = _to_stderr) -> None:
        self._whose = whose
        self._say = say
        self._told_until: datetime | None = None

    def __call__(self, pause: Pause) -> None:
        """Take note of a wait."""
        # While the first answer of a window is awaited, its end is known to the second only.
        if self._told_until is None or abs(pause.until - self._told_until).total_seconds() > 1:
            self._told_until = pause.until
            self._say(self._sentence(pause))

    def _sentence(self, pause: Pause) -> str:
        from satupintu.bootstrap.pull_cost import in_words

        quota = pause.quota
        why = f"{self._whose} takes {quota.limit} calls in {in_words(quota.window)}"
        if pause.refused:
            why = f"{self._whose} answered 429: somebody else uses this App ID too"
        return f"{why}; going on in {in_words(pause.wait)}, at {local_time(pause.until)}"


def local_time(moment: datetime) -> str:
    """A moment of today, by the clock on the wall."""
    return f"{moment.astimezone():%H:%M:%S}"
