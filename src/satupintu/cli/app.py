"""The command `satupintu`."""

from __future__ import annotations

import errno
import os
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from satupintu.cli import (
    clock,
    deliveries,
    demo,
    explain,
    faults,
    jobtrain,
    kemnaker,
    regions,
    sandbox_state,
    serving,
    signing,
    sync,
    talentics,
)
from satupintu.kernel.errors import SatupintuError

app = typer.Typer(
    name="satupintu",
    help="One door to the recruitment APIs of Indonesia: serve them, call them, connect them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(serving.serve)
app.command()(serving.credentials)
# -1h is a duration here, so -h is no help.
app.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})(clock.clock)
app.command()(signing.sign)
app.command()(signing.verify)
app.command()(explain.explain)
app.command()(demo.demo)
app.command()(sandbox_state.reset)
app.add_typer(sandbox_state.snapshots, name="snapshot")
app.add_typer(faults.app, name="fault")
app.add_typer(sync.app, name="sync")
app.add_typer(regions.app, name="regions")
app.add_typer(talentics.app, name="talentics")
app.add_typer(jobtrain.app, name="jobtrain")
app.add_typer(kemnaker.joss, name="joss")
app.add_typer(kemnaker.toss, name="toss")
app.add_typer(deliveries.app, name="deliveries")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"satupintu {version('satupintu')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """One door to the recruitment APIs of Indonesia: serve them, call them, connect them."""
    del version


def main() -> None:
    """Run the command line. An error of ours is one line on standard error and exit status 1."""
    _stand_in_for_closed_streams()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # while a full disk can still be told in a sentence
    except SatupintuError as error:
        typer.echo(f"satupintu: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("satupintu: stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        _let_go_of_output()
        sys.exit(0)
    except OSError as error:
        if error.errno not in _STREAM_TROUBLES or error.filename is not None:
            raise
        _let_go_of_output()
        typer.echo(
            f"satupintu: standard input or output failed ({error.strerror}); redirect it elsewhere",
            err=True,
        )
        sys.exit(1)
    finally:
        # What was to be done is done: Ctrl-C while the interpreter takes itself down ends it at once.
        signal.signal(signal.SIGINT, _leave)


_STREAM_TROUBLES = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What a standard stream can fail with. Files of ours have a name in the error, or an error of their own."""


def _stand_in_for_closed_streams() -> None:
    """Python has no object for a stream that is closed; these fail when they are used, like any stream that cannot."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")


def _let_go_of_output() -> None:
    """What is still to be written has nowhere to go, and the interpreter would complain about it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(signal_number: int, frame: FrameType | None) -> None:
    del signal_number, frame
    os._exit(130)
