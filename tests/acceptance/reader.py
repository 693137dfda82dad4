"""A reader who does what a page says: one shell, one directory, one gateway at a time."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.acceptance.pages import ROOT, Block, commands, is_shown
from tests.acceptance.product import environment

PRINTED_PORT = "8765"
PRINTED_DATABASE = "postgresql://satupintu@localhost/satupintu"
SERVING = re.compile(r"^Serving on (\S+),", re.MULTILINE)
PATIENCE_SECONDS = 30
_END = "end of command"


class Reader:
    """Follows one page. `database` stands in for the PostgreSQL that a page speaks of."""

    def __init__(self, directory: Path, database: str = "") -> None:
        self._directory = directory
        self._database = database
        self._port = str(_free_port())
        self._gateway = ""
        self._secrets: Mapping[str, str] = {}
        self._shell = subprocess.Popen(
            ["bash", "--norc"],
            cwd=directory,
            env=_environment(directory),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )
        self._do("set -m")  # the gateway is a job of its own, which Ctrl-C can reach

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._gateway:
            self._end(signal.SIGTERM)
        self._shell.communicate("exit\n", timeout=PATIENCE_SECONDS)

    def follow(self, block: Block) -> None:
        """Do what a block says. Raises AssertionError when something else comes of it than the page shows."""
        if block.file:
            (self._directory / block.file).write_text(self._meant(block.text), encoding="utf-8")
        elif block.run.startswith("no,"):
            return
        elif block.language == "console":
            self._type(block)
        elif block.language == "python":
            self._run_python(self._meant(block.text))
        elif not block.language and block.text == "stop":
            self._end(signal.SIGINT)
        elif not block.language and block.text == "kill":
            self._end(signal.SIGKILL)

    def _type(self, block: Block) -> None:
        typed = commands(block)
        for number, command in enumerate(typed, start=1):
            if block.run == "serves":
                status, output = 0, self._serve(self._meant(command.text))
            else:
                status, output = self._do(self._meant(command.text))
            fails = block.run == "fails" and number == len(typed)
            assert (status != 0) is fails, f"{command.text!r} ended with {status}:\n{output}"
            shown = self._meant(command.shown)
            assert not shown or is_shown(shown, output), f"{command.text!r} shows\n{shown}\nbut printed\n{output}"

    def _serve(self, command: str) -> str:
        log = self._directory / f"{self._port}.log"
        _, self._gateway = self._do(f"{_as_made(command)} --port {self._port} >{log} 2>&1 & echo $!")
        for _ in range(PATIENCE_SECONDS * 20):
            said = log.read_text(encoding="utf-8") if log.exists() else ""
            if SERVING.search(said) and _answers(int(self._port)):
                self._secrets = self._secrets_of(command)
                return said
            assert self._do(f"kill -0 {self._gateway}")[0] == 0, f"{command!r} ended at once:\n{said}"
            time.sleep(0.05)  # between two looks, never in place of one
        raise AssertionError(f"{command!r} did not begin to serve:\n{said}")

    def _secrets_of(self, command: str) -> Mapping[str, str]:
        data = re.search(r"--data \S+", command)
        _, printed = self._do(f"satupintu credentials --json {data[0] if data else ''}")
        found = json.loads(printed)
        return {"APP_SECRET": found["talentics"]["app_secret"], "JOSS_SECRET": found["joss"]["secret"]}

    def _end(self, how: signal.Signals) -> None:
        self._do(f"kill -{how.value} {self._gateway}; wait {self._gateway} 2>/dev/null")
        self._gateway = ""

    def _run_python(self, text: str) -> None:
        file = self._directory / ("test_page.py" if "def test_" in text else "page.py")
        file.write_text(text, encoding="utf-8")
        runner = "pytest -q -p no:cacheprovider" if file.name.startswith("test_") else ""
        status, output = self._do(f"{sys.executable} {f'-m {runner}' if runner else ''} {file.name}")
        assert status == 0, f"{text}\nended with {status}:\n{output}"

    def _do(self, command: str) -> tuple[int, str]:
        assert self._shell.stdin is not None and self._shell.stdout is not None
        self._shell.stdin.write(f"{{ {command}\n}} </dev/null; printf '\\n%s %d\\n' '{_END}' $?\n")
        said: list[str] = []
        for line in self._shell.stdout:
            if line.startswith(_END):
                return int(line.split()[-1]), "".join(said).strip()
            said.append(line)
        raise AssertionError(f"the shell ended in {command!r}:\n{''.join(said)}")

    def _meant(self, text: str) -> str:
        """A text of the page with the values of this reader's own sandbox."""
        text = text.replace(PRINTED_PORT, self._port).replace(PRINTED_DATABASE, self._database or PRINTED_DATABASE)
        for name, value in self._secrets.items():
            text = re.sub(rf"\b{name}\b(?!=)", value, text)
        return text


def _as_made(command: str) -> str:
    """A command, or in place of `make TARGET` the command that the Makefile has for it."""
    if not command.startswith("make "):
        return command
    dry = ["make", "--dry-run", "--silent", "--old-file", ".venv/.installed", *command.split()[1:]]
    made = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    return made.removeprefix(".venv/bin/")


def _environment(home: Path) -> dict[str, str]:
    own = environment() | {"HOME": str(home), "TERM": "dumb", "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"}
    own["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), own["PATH"]))
    return own


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
