"""Fills the parts of the documentation that the code gives: tables of commands, settings, errors, operations, quirks.

A page holds such a part between `<!-- made: NAME -->` and `<!-- end -->`. Run this after a change of the code; a test
compares the pages with what it writes.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from satupintu.cli.app import app
from satupintu.kernel import errors
from satupintu.kernel.bilingual import Bilingual
from satupintu.kernel.operation import Operation
from satupintu.settings import Settings
from satupintu.sync import reasons
from satupintu.sync.connection import Connection
from satupintu.systems.jobtrain.client.async_client import AsyncJobtrain
from satupintu.systems.jobtrain.client.sync_client import Jobtrain
from satupintu.systems.jobtrain.contract import operations as jobtrain
from satupintu.systems.jobtrain.server.handlers import handlers as jobtrain_handlers
from satupintu.systems.jobtrain.server.settings import JobtrainSettings
from satupintu.systems.kemnaker.client.async_client import AsyncJoss, AsyncToss
from satupintu.systems.kemnaker.client.sync_client import Joss, Toss
from satupintu.systems.kemnaker.contract import operations as kemnaker
from satupintu.systems.kemnaker.server.checks import Checks as JossChecks
from satupintu.systems.kemnaker.server.handlers import HANDLERS as JOSS_HANDLERS
from satupintu.systems.kemnaker.server.settings import KemnakerSettings
from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.systems.satusehat.contract import operations as satusehat
from satupintu.systems.satusehat.server.checks import Checks as SatusehatChecks
from satupintu.systems.satusehat.server.handlers import handlers as satusehat_handlers
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.systems.talentics.client.async_client import AsyncTalentics
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract import operations as talentics
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.server.checks import Checks as TalenticsChecks
from satupintu.systems.talentics.server.handlers import handlers as talentics_handlers
from satupintu.systems.talentics.server.settings import TalenticsSettings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MEANINGS = DOCS / "reference" / "settings.toml"
SYSTEMS = ROOT / "src" / "satupintu" / "systems"

Lines = Iterable[str]

_NOBODY: Any = None


class _Parts:
    """Stands for something of which only the parts are taken, never used."""

    def __getattr__(self, name: str) -> Any:
        return self


_PARTS_OF_NOBODY: Any = _Parts()
"""In place of callers and rows: checks and handlers are only looked at here."""
_TALENTICS_SETTINGS = TalenticsSettings()


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Lines:
    """A table."""
    for cells in (headings, ["---"] * len(headings), *rows):
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def first_paragraph(thing: object) -> str:
    """What a docstring says first, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n", maxsplit=1)[0].split())


def commands() -> Lines:
    """Every command with every argument and option."""
    return _commands_of(typer.main.get_command(app), "satupintu", "##")


def _commands_of(group: Any, path: str, heading: str) -> Lines:
    for name, command in group.commands.items():
        yield from (f"{heading} {path} {name}", "")
        for paragraph in command.help.split("\n\n"):
            yield from (" ".join(paragraph.split()), "")
        if hasattr(command, "commands"):
            yield from _commands_of(command, f"{path} {name}", heading + "#")
            continue
        hints = get_type_hints(inspect.unwrap(command.callback))
        parameters = [_parameter(each, hints.get(each.name)) for each in command.params]
        yield from (*table(("Argument or option", "Default", "Meaning"), parameters), "")


def _parameter(parameter: Any, hint: Any) -> tuple[str, str, str]:
    is_flag = getattr(parameter, "is_flag", False)
    if parameter.opts[0].startswith("-"):
        names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
        name = names if is_flag else f"{names} `{parameter.metavar or _written_type(hint)}`"
    else:
        name = f"`{parameter.metavar or parameter.name.upper()}`"
    default = "required" if parameter.required else ""
    if not (parameter.required or is_flag or parameter.default is None):
        default = f"`{_written_default(parameter.default)}`"
    environment = f" Also `${parameter.envvar}`." if parameter.envvar else ""
    return name, default, (parameter.help or "") + environment


def _written_default(value: object) -> str:
    if isinstance(value, Path):
        return str(value) if value.is_absolute() else f"./{value}"
    return str(value.value if isinstance(value, Enum) else value)


def _written_type(hint: Any) -> str:
    """What is written for a value of this type: `en|id`, `INTEGER`."""
    if get_origin(hint) is Literal:
        return "|".join(map(str, get_args(hint)))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "|".join(str(member.value) for member in hint)
    hint = _without_none(hint)
    return {int: "INTEGER", float: "NUMBER", Path: "FILE"}.get(hint, "TEXT")


def _without_none(hint: Any) -> Any:
    alternatives = get_args(hint)
    return next(part for part in alternatives if part is not type(None)) if type(None) in alternatives else hint


def settings() -> Lines:
    """The settings of the gateway."""
    rows = (
        (
            f"`SATUPINTU_{section.replace('.', '__')}__{name}`".upper(),
            f"`[{section}] {name}`",
            *_about(section, name, field),
        )
        for section, name, field in _fields(Settings)
    )
    return table(("Environment", "In the file", "Values", "Default", "Meaning"), rows)


def connection() -> Lines:
    """The entries of a connection profile."""
    rows = (
        (f"`[{section}]`", f"`{name}`", *_about(section, name, field)) for section, name, field in _fields(Connection)
    )
    return table(("Section", "Entry", "Values", "Default", "Meaning"), rows)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, str, FieldInfo]]:
    for section, outer in model.model_fields.items():
        yield from _fields_in(section, outer.annotation)


def _fields_in(section: str, model: Any) -> Iterator[tuple[str, str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if isinstance(field.default, BaseModel):  # a table within a table
            yield from _fields_in(f"{section}.{name}", field.annotation)
        else:
            yield section, name, field


def _about(section: str, name: str, field: FieldInfo) -> tuple[str, str, str]:
    """Values, default and meaning of a setting. Raises KeyError for one that nobody explained."""
    explained = tomllib.loads(MEANINGS.read_text(encoding="utf-8"))
    for part in section.split("."):
        explained = explained[part]
    return _values(field), _default(field), explained[name]


def _values(field: FieldInfo) -> str:
    hint = _without_none(field.annotation)
    bounds = {type(mark).__name__: mark for mark in field.metadata}
    if get_origin(hint) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(hint))
    if hint is bool:
        return "`true`, `false`"
    if hint is int:
        return f"{bounds['Ge'].ge} to {bounds['Le'].le}" if "Le" in bounds else f"{bounds['Ge'].ge} or more"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return "a place"
    return "table" if get_origin(hint) else "text"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{written}`" if value or isinstance(value, int) else ""


def error_classes() -> Lines:
    """The errors that clients and commands raise, as a tree."""
    return table(("Error", "Meaning"), _tree(errors.SatupintuError, 0))


def _tree(error: type[Exception], depth: int) -> Iterator[tuple[str, str]]:
    yield "&emsp;" * depth + f"`{error.__name__}`", first_paragraph(error)
    for child in error.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _tree(child, depth + 1)


def statuses() -> Lines:
    """The refusals of the served systems."""
    known = sorted(TEXTS.keys() | kemnaker.REFUSALS.keys())
    rows = ((status, TEXTS.get(status, ""), kemnaker.REFUSALS.get(status, "")) for status in known)
    return table(("Status", "Talentics", "JOSS and TOSS"), rows)


def reasons_of_reports() -> Lines:
    """The reasons of reports; `…` stands for what differs from vacancy to vacancy."""
    anything: Mapping[str, Any] = {"Bilingual": Bilingual("…", "…")}
    rows: list[tuple[str, str, str]] = []
    for _, make in inspect.getmembers(reasons, inspect.isfunction):
        if make.__module__ == reasons.__name__ and not make.__name__.startswith("_"):
            given = [anything.get(str(each.annotation), "…") for each in inspect.signature(make).parameters.values()]
            reason = make(*given)
            rows.append((f"`{reason.key}`", reason.words.en, reason.words.id))
    return table(("Key", "English", "Indonesian"), rows)


def operations(described: Sequence[Operation[Any, Any]], handled: Iterable[str], clients: tuple[type, type]) -> Lines:
    """What is served and called of a system."""
    served = set(handled)
    rows = (
        (
            f"`{operation.name}`",
            ", ".join(f"`{operation.method} {path}`" for path in operation.paths),
            f"[{operation.summary}]({operation.source})",
            "yes" if operation.name in served else "no",
            "yes" if all(hasattr(client, operation.name) for client in clients) else "no",
            _quota(operation),
            "yes" if operation.repeatable else "no",
            f"`{operation.permission}`" if operation.permission else "",
        )
        for operation in described
    )
    headings = ("Operation", "Request", "Meaning", "Served", "Called", "Printed quota", "Repeatable", "Permission")
    return table(headings, rows)


def _quota(operation: Operation[Any, Any]) -> str:
    quota = operation.quota
    return f"{quota.limit} in {quota.window.total_seconds() / 60:.0f} min" if quota else ""


def checks(steps: Sequence[Callable[..., Any]]) -> Lines:
    """The checks of a system, in their order, without the numbers they have in the vendor's contract."""
    for number, step in enumerate(steps, start=1):
        yield f"{number}. `{step.__name__}`: {re.sub(r'^[0-9]+( and [0-9]+)?: ', '', first_paragraph(step))}"


def quirks(system: str) -> Lines:
    """The quirks of a system."""
    file = SYSTEMS / system / "contract" / "quirks.toml"
    for quirk in tomllib.loads(file.read_text(encoding="utf-8"))["quirk"]:
        setting = "" if quirk["setting"] == "none" else f" *Setting:* `{quirk['setting']}`."
        yield f"- **{quirk['id']}.** {quirk['what']} *Here:* {quirk['ours']}{setting} *Source:* {quirk['source']}."


_JOSS_CHECKS = JossChecks(_NOBODY, KemnakerSettings())
_SATUSEHAT_CHECKS = SatusehatChecks(_NOBODY, SatusehatSettings())

PARTS: Mapping[str, Callable[[], Lines]] = {
    "commands": commands,
    "settings": settings,
    "connection": connection,
    "errors": error_classes,
    "statuses": statuses,
    "reasons": reasons_of_reports,
    "talentics operations": partial(
        operations,
        talentics.OPERATIONS,
        talentics_handlers(_NOBODY, _NOBODY, _TALENTICS_SETTINGS),
        (Talentics, AsyncTalentics),
    ),
    "talentics checks": partial(checks, TalenticsChecks(_NOBODY, _NOBODY, _TALENTICS_SETTINGS).in_order),
    "talentics quirks": partial(quirks, "talentics"),
    "satusehat operations": partial(
        operations,
        satusehat.OPERATIONS,
        [satusehat.TOKEN.name, *satusehat_handlers(_NOBODY)],
        (Wilayah, AsyncWilayah),
    ),
    "satusehat token checks": partial(checks, _SATUSEHAT_CHECKS.of_token),
    "satusehat data checks": partial(checks, _SATUSEHAT_CHECKS.of_data),
    "satusehat quirks": partial(quirks, "satusehat"),
    "jobtrain operations": partial(
        operations,
        jobtrain.OPERATIONS,
        [jobtrain.TOKEN.name, *jobtrain_handlers(_PARTS_OF_NOBODY, JobtrainSettings())],
        (Jobtrain, AsyncJobtrain),
    ),
    "jobtrain quirks": partial(quirks, "jobtrain"),
    "joss operations": partial(operations, kemnaker.JOSS_OPERATIONS, JOSS_HANDLERS, (Joss, AsyncJoss)),
    "joss quirks": partial(quirks, "kemnaker"),
    "joss checks": partial(
        checks, (*_JOSS_CHECKS.before_transaction, *_JOSS_CHECKS.in_transaction, *_JOSS_CHECKS.foreseen)
    ),
    "toss operations": partial(operations, kemnaker.TOSS_OPERATIONS, JOSS_HANDLERS, (Toss, AsyncToss)),
}
"""Each part and what makes it."""

MADE = re.compile(r"(?P<begin><!-- made: (?P<name>[a-z ]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """A page with all its parts made anew. Raises KeyError for a part that nobody makes."""

    def fill(found: re.Match[str]) -> str:
        made = "\n".join(PARTS[found["name"]]()).strip()
        return f"{found['begin']}\n{made}\n\n{found['end']}"

    return MADE.sub(fill, text)


def main() -> None:
    """Write all pages that have such parts."""
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if MADE.search(text):
            page.write_text(filled(text), encoding="utf-8")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
