"""Writes the pages of the documentation that the code gives: commands, settings, errors, and one for each system.

Run it after a change of any of these; a test compares the pages with what this writes.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
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
from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.sync import reasons
from satupintu.sync.connection import Connection
from satupintu.systems.kemnaker.client.async_client import AsyncJoss
from satupintu.systems.kemnaker.client.sync_client import Joss
from satupintu.systems.kemnaker.contract import operations as kemnaker
from satupintu.systems.kemnaker.server.checks import Checks as JossChecks
from satupintu.systems.kemnaker.server.handlers import HANDLERS as JOSS_HANDLERS
from satupintu.systems.kemnaker.server.settings import KemnakerSettings
from satupintu.systems.talentics.client.async_client import AsyncTalentics
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract import operations as talentics
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.server.checks import Checks as TalenticsChecks
from satupintu.systems.talentics.server.handlers import handlers as talentics_handlers
from satupintu.systems.talentics.server.settings import TalenticsSettings

ROOT = Path(__file__).resolve().parents[1]
SYSTEMS = ROOT / "src" / "satupintu" / "systems"
MADE = "<!-- Written by scripts/build_reference.py from the code. Change the code, not this page. -->\n"

MEANINGS = {
    "talentics.error_profile": "The shape of a refusal: as on the vendor's page, or as the live service answered in August 2026.",
    "talentics.per_page_default": "Records on a page when the query does not say. The vendor's own default is not published.",
    "talentics.per_page_max": "Records on a page at most; a larger `per_page` counts as this many.",
    "talentics.query_mode": "What becomes of an unusable `page` or `per_page`: `lenient` replaces it, `strict` answers 422.",
    "talentics.public_base_url": "What stands before `/v2` in printed links; empty means scheme and host of the request.",
    "joss.profile": "The recipe of the signature. The ministry's pages leave its last step open; see [signatures](../explanation/signatures.md).",
    "joss.review_mode": "Whether a new vacancy is accepted at once (`auto`) or waits as `pending` (`manual`).",
    "joss.behind_tls": "Answer plain HTTP with 308 to HTTPS. For a gateway behind a proxy that ends TLS.",
    "source.kind": "The applicant tracking system.",
    "source.base_url": 'Its address, or `"sandbox"`: wherever the gateway of the data directory listens.',
    "source.app_id": "App ID from the Talentics Developer Console.",
    "source.app_secret": "Where the App Secret is kept; see [secrets](#secrets).",
    "source.timezone": "Where dates without a zone are meant.",
    "source.job_types": "The source's `type` to one of `full_time`, `part_time`, `contract`, `internship`. A value without an entry needs a person.",
    "target.kind": "`sandbox` takes region ids of ours; to the `ministry` they are never sent.",
    "target.base_url": 'Its address, or `"sandbox"`.',
    "target.client_id": "Client-Id issued for JOSS. Together with `kind` it names the target in the ledger.",
    "target.secret": "Where the secret is kept; see [secrets](#secrets).",
    "employer.id": "The id of the company at JOSS, a UUID of your choice that stays the same.",
    "employer.name": "Name of the company.",
    "employer.industry": "A printed name from the ministry's list of industries, or its id.",
    "employer.region": "Kemendagri code of the seat: 2, 4, 6 or 10 digits.",
    "employer.address": "Street address of the seat.",
    "employer.postal_code": "Five digits.",
    "employer.phone": "Telephone number.",
    "employer.email": "E-mail address.",
    "employer.license_number": "Number of the business licence.",
    "employer.about": "A few sentences about the company.",
    "employer.website": "Address of the company's web site.",
    "policy.headcount": "People wanted, where the source gives no number. Counted in every report.",
    "policy.climb_to_known_region": "Whether a place whose ministry id is not known is filed under the nearest higher region whose id is known. Without it such a vacancy needs a person.",
    "policy.renew_before_days": "Days before its end at JOSS at which a vacancy that is still open is renewed.",
    "policy.renew_for_days": "Days a vacancy without a due date ahead stays open, when it is filed and when it is renewed.",
    "policy.parallel": "Calls made at the same time, to either end.",
}  # fmt: skip
"""What each setting means. A setting without an entry here stops the script."""


def row(*cells: object) -> str:
    """One line of a table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A whole table, with an empty line after it."""
    yield row(*headings)
    yield "|" + "---|" * len(headings)
    yield from (row(*cells) for cells in rows)
    yield ""


def first_line(thing: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def page(title: str, lines: Iterable[str]) -> str:
    """A page with its heading."""
    return f"# {title}\n\n{MADE}\n" + "\n".join(lines).rstrip() + "\n"


# Commands


def commands_page() -> str:
    """Every command with every option."""
    return page("Commands", _commands())


def _commands() -> Iterator[str]:
    yield "`satupintu COMMAND --help` prints the same. `--json` writes JSON alone to standard output; progress and logs go to standard error."
    yield "An error is one sentence on standard error and exit status 1; a wrong argument ends with 2, Ctrl-C with 130."
    yield ""
    group: Any = typer.main.get_command(app)
    yield from _group(group, "satupintu")


def _group(group: Any, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        full = f"{path} {name}"
        yield f"## {full}"
        yield ""
        if hasattr(command, "commands"):
            yield command.help
            yield ""
            yield from _group(command, full)
            continue
        yield from (" ".join(paragraph.split()) + "\n" for paragraph in command.help.split("\n\n"))
        hints = get_type_hints(inspect.unwrap(command.callback))
        rows = [_parameter(parameter, hints.get(parameter.name)) for parameter in command.params]
        yield from table(("Argument or option", "Default", "Meaning"), rows)


def _parameter(parameter: Any, hint: Any) -> tuple[str, str, str]:
    is_flag = getattr(parameter, "is_flag", False)
    if parameter.opts[0].startswith("-"):
        names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
        value = "" if is_flag else f" `{parameter.metavar or _kind(hint)}`"
    else:
        names, value = f"`{parameter.metavar or parameter.name.upper()}`", ""
    default = "required" if parameter.required else ""
    if not (parameter.required or is_flag or parameter.default is None):
        default = f"`{_default(parameter.default)}`"
    environment = f" Also `${parameter.envvar}`." if parameter.envvar else ""
    return names + value, default, (parameter.help or "") + environment


def _default(value: object) -> str:
    if isinstance(value, Path):
        return f"./{value}" if not value.is_absolute() else str(value)
    return str(value.value if isinstance(value, Enum) else value)


def _kind(hint: Any) -> str:
    """A type as the value that is written: `en|id`, `INTEGER`."""
    alternatives = (
        [part for part in get_args(hint) if part is not type(None)] if get_origin(hint) is not Literal else []
    )
    if alternatives and get_origin(hint) is not list:
        return _kind(alternatives[0])
    if get_origin(hint) is Literal:
        return "|".join(map(str, get_args(hint)))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "|".join(str(member.value) for member in hint)
    return {int: "INTEGER", float: "NUMBER", Path: "FILE"}.get(hint, "TEXT")


# Settings


def settings_page() -> str:
    """Every setting of a gateway and every entry of a connection profile."""
    return page("Settings", _settings())


def _settings() -> Iterator[str]:
    yield "## The gateway"
    yield ""
    yield "Read from the environment, then from `satupintu.toml` in the data directory. An unknown entry in the file stops the start."
    yield ""
    rows = (
        (f"`SATUPINTU_{name.upper().replace('.', '__')}`", f"`{name}`", _type(field), _written(field), MEANINGS[name])
        for name, field in _fields(Settings)
    )
    yield from table(("Environment", "In the file", "Values", "Default", "Meaning"), rows)
    yield "Two options have variables of their own: `SATUPINTU_DATA` and `SATUPINTU_DATABASE`, see [commands](commands.md)."
    yield ""
    yield "## The connection profile"
    yield ""
    yield "A TOML file with four sections. The sandbox's own stands in `connections/sandbox.toml` in the data directory; another one is"
    yield "named with `--connection FILE`. [How to connect your own account](../how-to/connect-your-own-ats.md) shows a whole one."
    yield ""
    section = ""
    rows_of: dict[str, list[tuple[str, str, str, str]]] = {}
    for name, field in _fields(Connection):
        section, _, entry = name.partition(".")
        rows_of.setdefault(section, []).append((f"`{entry}`", _type(field), _written(field), MEANINGS[name]))
    for section, rows in rows_of.items():
        yield f"### [{section}]"
        yield ""
        yield from table(("Entry", "Values", "Default", "Meaning"), rows)
    yield "### Secrets"
    yield ""
    yield "A secret never stands in the profile itself. It names one place:"
    yield ""
    places = (
        ('`{ env = "NAME" }`', "an environment variable"),
        ('`{ file = "PATH" }`', "a file that holds the secret alone"),
        ("`{ sandbox = true }`", "the data directory; for the sandbox's own credentials"),
    )
    yield from table(("Written", "Kept in"), places)
    unused = MEANINGS.keys() - {name for name, _ in (*_fields(Settings), *_fields(Connection))}
    if unused:
        raise LookupError(f"no such setting: {', '.join(sorted(unused))}")


def _fields(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if not path and isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _fields(inner, f"{name}.")
        else:
            yield f"{path}{name}", field


def _type(field: FieldInfo) -> str:
    hint: Any = field.annotation
    if type(None) in get_args(hint):
        hint = next(part for part in get_args(hint) if part is not type(None))
    bounds = {type(mark).__name__: mark for mark in field.metadata}
    if get_origin(hint) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(hint))
    if hint is bool:
        return "`true`, `false`"
    if hint is int:
        low, high = bounds.get("Ge"), bounds.get("Le")
        return f"{low.ge} to {high.le}" if low and high else f"at least {low.ge}" if low else "integer"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return "place of a secret"
    return "table" if get_origin(hint) is not None else "text"


def _written(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is None or value == {} or value == "":
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


# Errors and reasons


def errors_page() -> str:
    """The error classes, the statuses of the served systems, and the reasons of reports."""
    return page("Errors and reasons", _errors())


def _errors() -> Iterator[str]:
    yield "## What the clients raise"
    yield ""
    yield "All of them can be imported from `satupintu`. Indentation shows what derives from what."
    yield ""
    yield from table(("Error", "Meaning"), _tree(errors.SatupintuError, 0))
    yield "A `StatusError` carries `status`, `message`, `errors` (dotted path of a field to sentences), `headers`, `body` (the raw bytes) and"
    yield "`retry_after`. A `ConnectionFailedError` carries `may_have_arrived`, an `UnreadableReplyError` the `status` and the raw `body`."
    yield ""
    yield "## What the served systems answer"
    yield ""
    statuses = sorted(TEXTS.keys() | kemnaker.REFUSALS.keys())
    rows = ((status, TEXTS.get(status, ""), kemnaker.REFUSALS.get(status, "")) for status in statuses)
    yield from table(("Status", "Talentics", "JOSS"), rows)
    yield "The shapes differ and are the vendors' own: see [Talentics](../systems/talentics.md) and [JOSS](../systems/joss.md)."
    yield ""
    yield "## Why a vacancy needs a person, or a note"
    yield ""
    yield "Reports carry a key for programs and a sentence in Indonesian (`id`) and English (`en`). A place that could not be resolved has"
    yield "a key `place_...` whose second part is one of the [reasons of the resolver](regions.md#reasons)."
    yield ""
    yield from table(("Key", "English", "Indonesian"), _reasons())


def _tree(error: type[Exception], depth: int) -> Iterator[tuple[str, str]]:
    yield "&emsp;" * depth + f"`{error.__name__}`", first_line(error)
    for child in error.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _tree(child, depth + 1)


def _reasons() -> Iterator[tuple[str, str, str]]:
    samples = {"int": 422, "str": "…", "object": "…", "Bilingual": Bilingual("…", "…")}
    for name, make in inspect.getmembers(reasons, inspect.isfunction):
        if name.startswith("_") or make.__module__ != reasons.__name__ or name == "unclear_place":
            continue
        given = [samples[str(parameter.annotation)] for parameter in inspect.signature(make).parameters.values()]
        reason = make(*given)
        yield f"`{reason.key}`", reason.words.en.replace("422", "…"), reason.words.id.replace("422", "…")


# Systems


def talentics_page() -> str:
    """The coverage of Talentics, its checks and its quirks."""
    nothing: Any = None
    settings = TalenticsSettings()
    return _system_page(
        "Talentics",
        "An HR platform. Served under `/talentics` and for the hosts `talentics.localhost` and `api.talentics.id`; called with\n"
        "`Talentics` and `AsyncTalentics`. Every request carries HTTP Basic: App ID and App Secret.",
        talentics.OPERATIONS,
        talentics_handlers(MemoryTalenticsJobs(), settings).keys(),
        (Talentics, AsyncTalentics),
        TalenticsChecks(nothing, settings).in_order,
        SYSTEMS / "talentics",
    )


def joss_page() -> str:
    """The coverage of JOSS, its checks and its quirks."""
    nothing: Any = None
    checks = JossChecks(nothing, KemnakerSettings())
    return _system_page(
        "JOSS",
        "Job Offer Single Submission of the Ministry of Manpower. Two environments: staging under `/joss` and for the hosts\n"
        "`joss.localhost` and `sandbox.joss.kemnaker.go.id`; live for the host `joss.kemnaker.go.id` alone. They share nothing. Called with\n"
        "`Joss` and `AsyncJoss`. Every request is [signed](../explanation/signatures.md).",
        kemnaker.OPERATIONS,
        JOSS_HANDLERS.keys(),
        (Joss, AsyncJoss),
        (*checks.before_transaction, *checks.in_transaction),
        SYSTEMS / "kemnaker",
    )


def _system_page(
    title: str,
    about: str,
    operations: Sequence[Operation[Any, Any]],
    handled: Iterable[str],
    clients: tuple[type, type],
    checks: Sequence[Callable[..., Any]],
    folder: Path,
) -> str:
    return page(title, _system(about, operations, set(handled), clients, checks, folder))


def _system(
    about: str,
    operations: Sequence[Operation[Any, Any]],
    handled: set[str],
    clients: tuple[type, type],
    checks: Sequence[Callable[..., Any]],
    folder: Path,
) -> Iterator[str]:
    yield about
    yield ""
    yield "## Operations"
    yield ""
    yield from table(
        ("Operation", "Request", "Served", "Called", "Quota", "May be repeated", "Permission", "Documented"),
        (_operation(operation, handled, clients) for operation in operations),
    )
    yield from (f"- `{operation.name}`: {operation.summary}." for operation in operations)
    yield ""
    yield "*Quota* is the printed one; the gateway does not enforce it yet. *Called* means by the synchronous and the asynchronous client."
    yield ""
    yield "## Order of checks"
    yield ""
    yield "The first one that refuses answers. Whether a record exists, and what its fields must hold, comes after all of these."
    yield ""
    yield from (f"{number}. `{check.__name__}`: {_unnumbered(check)}" for number, check in enumerate(checks, start=1))
    yield ""
    yield from _quirks(folder / "contract" / "quirks.toml")


def _operation(operation: Operation[Any, Any], handled: set[str], clients: tuple[type, type]) -> tuple[str, ...]:
    quota = operation.quota
    return (
        f"`{operation.name}`",
        " ".join(f"`{operation.method} {path}`" for path in operation.paths),
        "yes" if operation.name in handled else "no",
        "yes" if all(hasattr(client, operation.name) for client in clients) else "no",
        f"{quota.limit} in {quota.window.total_seconds() / 60:.0f} min" if quota else "",
        "yes" if operation.repeatable else "no",
        f"`{operation.permission}`" if operation.permission else "",
        f"[page]({operation.source})",
    )


def _unnumbered(check: Callable[..., Any]) -> str:
    """What a check says of itself, without the number it has in the vendor's contract."""
    return re.sub(r"^[\d and]+: ", "", first_line(check))


def _quirks(file: Path) -> Iterator[str]:
    if not file.exists():
        return
    quirks: list[Mapping[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))["quirk"]
    yield "## Quirks"
    yield ""
    yield "Where the documents contradict themselves, say nothing, or differ from the live service, and what we do about it."
    yield ""
    for quirk in quirks:
        setting = "" if quirk["setting"] == "none" else f" Setting: `{quirk['setting']}`."
        yield f"- **{quirk['id']}.** {quirk['what']} *Here:* {quirk['ours']}{setting} *Source:* {quirk['source']}."


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/commands.md": commands_page,
    "docs/reference/settings.md": settings_page,
    "docs/reference/errors.md": errors_page,
    "docs/systems/talentics.md": talentics_page,
    "docs/systems/joss.md": joss_page,
}
"""Each page and what writes it."""


def main() -> None:
    """Write all pages."""
    for path, write in PAGES.items():
        file = ROOT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(write(), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
