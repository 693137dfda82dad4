"""`satupintu regions history`: which places a code named across decrees. Needs no data directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from satupintu.cli.options import AsJson
from satupintu.cli.sync import Language

if TYPE_CHECKING:
    from rich.table import Table

    from satupintu.kernel.bilingual import Bilingual
    from satupintu.regions.history import Place
    from satupintu.regions.history_changes import Law


def history(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code without dots, of today or of an earlier decree.")],
    as_json: AsJson = False,
    lang: Language = "en",
) -> None:
    """Say which places a Kemendagri code named across decrees, and which codes these have today."""
    import json

    from satupintu.cli.reports import report_console
    from satupintu.regions.bps import BpsCodes
    from satupintu.regions.history import RegionHistory
    from satupintu.regions.history_answer import history_object
    from satupintu.regions.history_words import bps_warning, headline_of, why_unknown
    from satupintu.regions.snapshot import load_bundled

    table = load_bundled()
    bps_codes = BpsCodes(table)
    found = RegionHistory(table).of(code)
    if found is None:
        typer.echo(f"satupintu: {_said(why_unknown(code, table, bps_codes), lang)}", err=True)
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps(history_object(found, table, bps_codes), ensure_ascii=False, indent=2))
        return
    console = report_console()
    for place in found.places:
        console.print(_said(headline_of(found, place, table), lang), markup=False, highlight=False)
        if place.changes:
            console.print(_as_table(place, lang))
    warning = bps_warning(found, table, bps_codes)
    if warning is not None:
        console.print(_said(warning, lang), style="yellow", markup=False, highlight=False)


def _said(words: Bilingual, lang: str) -> str:
    return words.id if lang == "id" else words.en


def _as_table(place: Place, lang: str) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from satupintu.regions.history_words import reason_of

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("From", "To", "Change", "Old", "New", "Basis", "Law", "Meaning"):
        shown.add_column(heading, overflow="fold")
    for change in place.changes:
        cells = (
            change.before.label,
            change.after.label,
            change.kind.value,
            f"{change.old_code or '-'} {change.old_name or ''}",
            f"{change.new_code or '-'} {change.new_name or ''}",
            change.basis.value.replace("_", " "),
            _law(change.law),
            _said(reason_of(change), lang),
        )
        shown.add_row(*map(Text, cells))
    return shown


def _law(law: Law | None) -> str:
    return f"{law.name} of {law.signed_on}" if law else "-"
