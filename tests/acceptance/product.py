"""The product as its user starts it: the command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "satupintu")


def environment() -> dict[str, str]:
    """The environment of this process without settings of the product."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SATUPINTU_")}


def satupintu(*arguments: str, extra: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end; `extra` are variables of its environment."""
    variables = environment() | dict(extra or {})
    return subprocess.run([*COMMAND, *arguments], capture_output=True, env=variables, timeout=120, check=False)


@dataclass(frozen=True)
class Served:
    """A running gateway."""

    process: subprocess.Popen[str]
    address: str
    credentials: Mapping[str, Any]


@contextmanager
def served(data: Path, *arguments: str) -> Generator[Served]:
    """`satupintu serve` on a free port, until the block ends. Ready when the command says so."""
    command = [*COMMAND, "serve", "--port", "0", "--data", str(data), *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment())
    try:
        yield Served(process, *_announced(process, data))
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()


def _announced(process: subprocess.Popen[str], data: Path) -> tuple[str, Mapping[str, Any]]:
    said: list[str] = []
    for line in process.stderr or ():
        said.append(line)
        if line.startswith("Serving on "):
            address = line.split()[2].rstrip(",")
            listed = satupintu("credentials", "--json", "--data", str(data))
            return address, json.loads(listed.stdout)
    raise AssertionError("the gateway did not start: " + "".join(said))
