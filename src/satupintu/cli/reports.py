"""Printing the report of a run."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from satupintu.sync.reporting import Line, Report

COLOURS = {
    "filed": "green",
    "updated": "cyan",
    "renewed": "cyan",
    "closed": "magenta",
    "nothing_to_file": "default",
    "needs_person": "yellow",
    "unknown": "red",
    "not_tried": "red",
}
"""The outcomes that get a line, in their order."""

NOTES = frozenset({"headcount_defaulted"})
"""Reasons that are counted below the table and not repeated in each line."""


def report_console(*, stderr: bool = False) -> Console:
    """A console for reports: as wide as the terminal, and wide enough for a table where there is none."""
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=140)


def print_report(report: Report, title: str, *, console: Console, language: str) -> None:
    """Print a line for each vacancy that was not simply unchanged, then the counts."""
    console.print(f"[bold]{escape(title)}[/bold]")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("outcome", "vacancy", "place", "region", "reason"):
        table.add_column(column, overflow="fold")
    for count in COLOURS:
        for line in report.lines:
            if line.count == count:
                _add(table, line, language)
    if table.row_count:
        console.print(table)
    console.print(_summary(report))
    if report.interrupted:
        console.print(f"[red]Stopped early: {escape(report.interrupted)}.[/red] The next run goes on from here.")


def _add(table: Table, line: Line, language: str) -> None:
    colour = COLOURS[line.count]
    sentences = [
        reason.words.id if language == "id" else reason.words.en for reason in line.reasons if reason.key not in NOTES
    ]
    step = line.step
    table.add_row(
        f"[{colour}]{line.count.replace('_', ' ')}[/{colour}]",
        escape(f"{step.key.rpartition('/')[2]} {step.title}"),
        escape(step.place),
        step.region,
        escape(" ".join(sentences)),
    )


def _summary(report: Report) -> str:
    counts = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in report.counts().items() if number)
    cost = report.plan.cost
    calls = f"read with {cost.list_calls} list and {cost.detail_calls} detail calls"
    defaulted = report.defaulted_headcounts()
    notes = f"; headcount by policy for {defaulted}" if defaulted else ""
    walk = "" if report.plan.complete else "; the source's list was not complete, nothing was closed"
    return f"{counts or 'no vacancies'} ({calls}{notes}{walk})"
