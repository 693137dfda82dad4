"""Pages of the documentation as a reader meets them: blocks to run, files to make, a gateway that is stopped.

What a page says about its own blocks stands in HTML comments, which readers do not see:

- ``<!-- run: serves -->`` before a block: its one command goes on serving, in a terminal of its own.
- ``<!-- run: fails -->`` before a block: its last command ends with another status than 0.
- ``<!-- run: no, REASON -->`` before a block: it is not run.
- ``<!-- file: NAME -->`` before a block: its text is what stands in that file.
- ``<!-- run: stop -->`` and ``<!-- run: kill -->`` alone: the gateway is stopped with Ctrl-C, or with SIGKILL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"(?P<indent> *)```(?P<language>[a-z]*)\s*")
_DIRECTIVE = re.compile(r"<!-- (?P<kind>run|file): (?P<value>.+) -->")
ALONE = ("stop", "kill")


@dataclass(frozen=True)
class Block:
    """A fenced block, or a directive that stands alone (`language` is empty, `text` is the directive)."""

    language: str
    text: str
    line: int
    run: str = ""
    file: str = ""


def pages() -> list[Path]:
    """Every page that readers are given."""
    top = (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"))
    return [*top, *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in its order."""
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), start=1))
    said = {"run": "", "file": ""}
    for number, line in lines:
        if directive := _DIRECTIVE.fullmatch(line.strip()):
            if directive["value"] in ALONE:
                yield Block("", directive["value"], number)
            else:
                said[directive["kind"]] = directive["value"]
        elif fence := _FENCE.fullmatch(line):
            indent = len(fence["indent"])
            body: list[str] = []
            for _, inner in lines:
                if inner.strip() == "```":
                    break
                body.append(inner[indent:])
            yield Block(fence["language"], "\n".join(body) + "\n", number, **said)
            said = {"run": "", "file": ""}


@dataclass(frozen=True)
class Command:
    """A command of a console block, and what the page shows of its output."""

    text: str
    shown: str


def commands(block: Block) -> list[Command]:
    """The commands of a console block: `$ ` begins one, `> ` goes on with it, all other lines are output."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1][0].append(line[2:])
        elif found:
            found[-1][1].append(line)
    return [Command("\n".join(text), "\n".join(shown).strip()) for text, shown in found]


def is_shown(shown: str, output: str) -> bool:
    """Whether output is what a page shows of it.

    `...` stands for anything, blanks for one blank or more, and a line end for blanks or nothing.
    """
    pieces = [
        r"\s*".join(r"\s+".join(map(re.escape, line.split())) for line in piece.splitlines())
        for piece in shown.split("...")
    ]
    return re.fullmatch(r"\s*.*?\s*".join(pieces), output.strip(), re.DOTALL) is not None
