"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path,
    typer.Option("--data", metavar="DIR", envvar="SATUPINTU_DATA", help="The data directory; made when it is missing."),
]
DEFAULT_DATA = Path("./.satupintu")

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        envvar="SATUPINTU_DATABASE",
        help="Keep rows in PostgreSQL, postgresql://USER@HOST/NAME; keys, clock and files stay in the data directory.",
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="JSON alone on standard output.")]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="The port; 8765 if not given, 0 takes any free one.")
]
