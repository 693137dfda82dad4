"""The documentation is true: what it tells readers to type works, and nothing of the product is left out."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from satupintu.recruitment.submission import AttemptOutcome, FilingState
from satupintu.store.tables import attempt, filing
from tests.acceptance.pages import ROOT, Block, blocks, commands, is_shown, pages
from tests.acceptance.reader import PRINTED_DATABASE, Reader

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
HOME_PATH = re.compile(r"(?<![\w.])/(?:work|tmp|home|root|Users)/")
RUNNABLE = {"console", "python"}


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def is_run(block: Block) -> bool:
    return block.language in RUNNABLE and not block.run.startswith("no,")


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_reference", ROOT / "scripts" / "build_reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", [page for page in pages() if any(map(is_run, blocks(page)))], ids=name_of)
def test_what_a_page_tells_readers_to_type_works(page: Path, tmp_path: Path, new_url: Callable[[str], str]) -> None:
    speaks_of_postgresql = PRINTED_DATABASE in page.read_text(encoding="utf-8")
    with Reader(tmp_path, new_url("postgresql") if speaks_of_postgresql else "") as reader:
        for block in blocks(page):
            try:
                reader.follow(block)
            except AssertionError as error:
                raise AssertionError(f"{name_of(page)}, line {block.line}: {error}") from None


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_the_parts_of_a_page_that_the_code_gives_are_up_to_date(page: Path, reference: ModuleType) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == reference.filled(text), f"{name_of(page)} is out of date: run scripts/build_reference.py"


def test_every_part_that_the_code_gives_stands_on_one_page(reference: ModuleType) -> None:
    named = [name for page in pages() for _, name, _ in reference.MADE.findall(page.read_text(encoding="utf-8"))]
    assert sorted(named) == sorted(reference.PARTS)


def test_no_setting_is_explained_that_does_not_exist(reference: ModuleType) -> None:
    explained = tomllib.loads(reference.MEANINGS.read_text(encoding="utf-8"))
    described = "\n".join((*reference.settings(), *reference.connection()))
    assert [name for entries in explained.values() for name in entries if name not in described] == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_relative_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (page.parent / unquote(path)).resolve() if path else page
        assert there.exists(), f"{name_of(page)} leads to {target}, which does not exist"
        assert ROOT in there.parents, f"{name_of(page)} leads out of the project: {target}"
        if anchor:
            assert anchor in anchors(there), f"{name_of(page)} leads to {target}; there is no such heading"


def anchors(page: Path) -> set[str]:
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_speaks_of_one_machine(page: Path) -> None:
    assert not HOME_PATH.findall(page.read_text(encoding="utf-8"))


def test_every_page_is_reached_from_the_index() -> None:
    index = DOCS / "README.md"
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall(index.read_text(encoding="utf-8"))}
    missing = [name_of(page) for page in DOCS.rglob("*.md") if page != index and page.resolve() not in linked]
    assert missing == []


def test_decisions_are_numbered_without_gaps_and_say_what_holds_them() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for page in decisions:
        sections = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert sections == ["Context", "Decision", "Consequences", "What holds it"], name_of(page)


def test_files_and_tests_that_pages_name_exist() -> None:
    named = re.compile(r"`((?:src|tests|scripts|docs|benchmarks)/[\w./-]+)`")
    for page in pages():
        for path in named.findall(page.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{name_of(page)} names {path}, which does not exist"


def test_the_ledger_page_names_every_column_state_and_outcome() -> None:
    page = (DOCS / "reference" / "ledger.md").read_text(encoding="utf-8")
    names = {column.name for table in (filing, attempt) for column in table.columns}
    names |= {state.value for state in FilingState} | {outcome.value for outcome in AttemptOutcome}
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


def test_a_console_block_is_read_as_commands_and_what_they_print() -> None:
    block = Block("console", "$ echo one \\\n>   two\nthree\n\nfour\n$ true\n", 1)
    assert [(command.text, command.shown) for command in commands(block)] == [
        ("echo one \\\n  two", "three\n\nfour"),
        ("true", ""),
    ]


@pytest.mark.parametrize(
    ("shown", "output", "expected"),
    [
        ("one two", "one   two\n", True),
        ("one ... four", "one two\nthree four", True),
        ("one\n...", "one two", True),
        ("one", "one two", False),
        ("one ... five", "one two\nthree four", False),
    ],
)
def test_output_is_compared_with_what_a_page_shows(shown: str, output: str, *, expected: bool) -> None:
    assert is_shown(shown, output) is expected
