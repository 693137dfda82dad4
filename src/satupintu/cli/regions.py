"""`satupintu regions`: official regions of Indonesia. Resolving needs no data directory; importing does."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from satupintu.cli import region_history
from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from satupintu.regions.resolution import Resolution
    from satupintu.regions.snapshot import RegionTable

app = typer.Typer(
    help="Official regions of Indonesia: their codes, and from a written place to its code.", no_args_is_help=True
)

Decree = Annotated[str, typer.Option("--decree", metavar="LABEL", help="The decree whose codes: 2025 or 6117-2022.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check and compare, and store nothing.")]


CodeSystem = Literal["kemendagri", "bps"]


class Language(StrEnum):
    """The language of the reasons."""

    INDONESIAN = "id"
    ENGLISH = "en"


@app.callback()
def regions() -> None:
    """Official regions of Indonesia: their codes, and from a written place to its code."""


@app.command()
def resolve(
    texts: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="Places as people write them.")] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Resolve a column of this file instead; - is standard input.")
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The column that holds the places: its name, or its number such as #3."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Where the answered rows go; standard output if not given, or -.")
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option(metavar="CHAR", help="What stands between fields; told from the header if not given.")
    ] = None,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="The encoding of the file that is read.")] = "utf-8",
    system: Annotated[
        CodeSystem | None,
        typer.Option(
            metavar="kemendagri|bps", help="Whose code a text is that is nothing but a code; without it none is read."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON alone: a list of objects.")] = False,
    lang: Annotated[Language, typer.Option(help="Language of the reasons.")] = Language.ENGLISH,
) -> None:
    """Say which region each TEXT means; what fits several is ambiguous, never guessed.

    With --file every row of a CSV file gets the columns code, level, name, verdict, confidence, candidates, reason.
    """
    import json

    from satupintu.regions import codes
    from satupintu.regions.bps import BpsCodes
    from satupintu.regions.history import RegionHistory
    from satupintu.regions.resolver import Resolver
    from satupintu.regions.snapshot import load_bundled

    if (file is None) == (not texts) or (as_json and file is not None):
        raise typer.BadParameter("give either TEXT... (with --json, if you like) or --file CSV --column NAME")
    table = load_bundled()
    resolver = Resolver(table, bps_codes=BpsCodes(table), former_codes=RegionHistory(table))
    read_as = codes.CodeSystem(system) if system else None

    def answer_to(text: str) -> Resolution:
        return resolver.resolve(text, read_as)

    if file is not None:
        from satupintu.cli.place_file import PIPE, resolve_places

        if column is None:
            raise typer.BadParameter("--file needs --column NAME, or --column '#3' for the third")
        resolve_places(
            file,
            out or PIPE,
            answer_to,
            column,
            decree=table.decree,
            lang=lang,
            delimiter=delimiter,
            encoding=encoding,
        )
        return
    answers = [answer_to(text) for text in texts or ()]
    if as_json:
        shown = json.dumps([_as_object(answer, table) for answer in answers], ensure_ascii=False, indent=2)
        typer.echo(shown.encode("utf-8", "replace").decode())  # an argument may hold bytes that are no text
        return
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_WITHOUT_TERMINAL)
    console.print(_as_table(answers, table, lang))


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV code,parent_code,bps_code,name; plain or gzip.")],
    decree: Decree = "2025",
    dry_run: DryRun = False,
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make the BPS codes of FILE those of a decree: all of them or, when one line is wrong, none."""
    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.region_import import import_bps_codes
    from satupintu.cli.progress import progress_bars
    from satupintu.cli.region_reports import report_import
    from satupintu.regions.snapshot import load_bundled

    table = load_bundled(decree)
    with House.open(data, database) as house, progress_bars({"rows": "Reading"}) as progress:
        outcome = import_bps_codes(
            house, file, table, dry_run=dry_run, progress=lambda done: progress("rows", done, len(table))
        )
    report_import(outcome, dry_run=dry_run, as_json=as_json)


@app.command()
def refresh(
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The API's address without version; without it the sandbox's own.")
    ] = None,
    client_id: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Your client id, its secret being in $SATUPINTU_SATUSEHAT_SECRET."),
    ] = None,
    pause: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="How long to wait between two calls.")] = 0.1,
    limit: Annotated[
        int | None, typer.Option(min=1, max=2000, help="Rows of a page; without it the API decides, usually 10.")
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew instead of going on where it stopped.")
    ] = False,
    decree: Decree = "2025",
    data: Data = DEFAULT_DATA,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the BPS codes of a decree from Master Wilayah and import them. A run that is cut off can be taken up."""
    import os
    from contextlib import ExitStack

    from satupintu.bootstrap.house import House
    from satupintu.bootstrap.region_import import SATUSEHAT_VARIABLE, pages_of, refresh_bps_codes, wilayah_of
    from satupintu.cli.progress import progress_bars
    from satupintu.cli.region_reports import report_import
    from satupintu.kernel.errors import ApiError
    from satupintu.regions.snapshot import load_bundled

    table = load_bundled(decree)
    with ExitStack() as opened:
        house = opened.enter_context(House.open(data, database))
        address, wilayah = opened.enter_context(
            wilayah_of(house, base_url, client_id, os.environ.get(SATUSEHAT_VARIABLE))
        )
        progress = opened.enter_context(progress_bars({}))
        try:
            outcome = refresh_bps_codes(
                house,
                table,
                address,
                pages_of(wilayah, limit),
                restart=restart,
                pause_seconds=pause,
                progress=progress,
            )
        except ApiError:
            typer.echo("What came so far is kept; the same command goes on from there.", err=True)
            raise
    report_import(outcome, dry_run=False, as_json=as_json)


app.command()(region_history.history)


def _as_object(answer: Resolution, table: RegionTable) -> dict[str, Any]:
    """An answer as it stands in the JSON output."""
    return {
        "text": answer.text,
        "verdict": answer.verdict.value,
        "system": "kemendagri",
        "decree": table.label,
        "code": answer.code,
        "level": answer.level.value if answer.level else None,
        "name": answer.name,
        "path": table.path(answer.code) if answer.code else None,
        "confidence": answer.confidence,
        "candidates": [
            {"code": each.code, "level": each.level.value, "name": each.name, "path": table.path(each.code)}
            for each in answer.candidates
        ],
        "matched": list(answer.matched),
        "reason": {"key": answer.reason.key.value, "id": answer.reason.id, "en": answer.reason.en},
    }


def _as_table(answers: Sequence[Resolution], table: RegionTable, lang: Language) -> Table:
    from rich.table import Table
    from rich.text import Text

    shown = Table(caption=f"{table.decree}, Kemendagri codes", show_lines=True)
    for heading in ("Text", "Code", "Region", "Verdict", "Confidence", "Reason"):
        shown.add_column(heading, justify="right" if heading == "Confidence" else "left")
    for answer in answers:
        names = [table.path(answer.code)] if answer.code else []
        names += [f"? {each.code} {table.path(each.code)}" for each in answer.candidates[:_CANDIDATES_SHOWN]]
        left_out = len(answer.candidates) - _CANDIDATES_SHOWN
        if left_out > 0:
            names.append(f"? and {left_out} more" if lang is Language.ENGLISH else f"? dan {left_out} lagi")
        cells = (
            answer.text,
            answer.code or "-",
            "\n".join(names) or "-",
            answer.verdict.value,
            f"{answer.confidence:.2f}",
            answer.reason.id if lang is Language.INDONESIAN else answer.reason.en,
        )
        shown.add_row(*map(Text, cells))  # Text, so that brackets in a place are no markup
    return shown


_CANDIDATES_SHOWN = 6
_WIDTH_WITHOUT_TERMINAL = 200
