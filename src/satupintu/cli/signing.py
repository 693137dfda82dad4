"""`satupintu sign` and `satupintu verify`: the signature of JOSS and TOSS, made and explained."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from satupintu.cli.options import DEFAULT_DATA, AsJson, Data, UnusedDatabase, clock_of, say_if_new

if TYPE_CHECKING:
    from satupintu.systems.kemnaker.contract.diagnosis import Diagnosis
    from satupintu.systems.kemnaker.contract.signing import SignedParts

METHODS = ("GET", "PUT", "DELETE", "POST")

Method = Annotated[str, typer.Argument(metavar="METHOD", help="GET, PUT, DELETE, or POST for a notification.")]
Target = Annotated[str, typer.Argument(metavar="TARGET", help="The path as it is sent, or the whole address.")]
Body = Annotated[
    str | None,
    typer.Option(
        "--body", metavar="FILE", help="The file with the body as it is sent, byte for byte; - for standard input."
    ),
]
ClientId = Annotated[
    str | None,
    typer.Option(
        "--client-id", help="The Client-Id; without it that of the sandbox's JOSS or TOSS, staging, as TARGET says."
    ),
]
SecretOption = Annotated[
    str | None,
    typer.Option("--secret", envvar="SATUPINTU_SECRET", help="The secret; better in the environment."),
]
SecretFile = Annotated[Path | None, typer.Option("--secret-file", metavar="FILE", help="A file that holds the secret.")]
Profile = Annotated[Literal["doku", "canonical-hex"], typer.Option("--profile", help="The recipe of the signature.")]


def sign(
    method: Method,
    target: Target,
    body: Body = None,
    client_id: ClientId = None,
    secret: SecretOption = None,
    secret_file: SecretFile = None,
    request_id: Annotated[str | None, typer.Option(help="The Request-Id; without it a new one.")] = None,
    timestamp: Annotated[
        str | None, typer.Option(help="The Request-Timestamp, UTC; without it the time of the data directory's clock.")
    ] = None,
    profile: Profile = "doku",
    show_string: Annotated[bool, typer.Option("--show-string", help="Also print the text that is signed.")] = False,
    curl: Annotated[bool, typer.Option("--curl", help="Print a curl command; TARGET is a whole address.")] = False,
    data: Data = DEFAULT_DATA,
    database: UnusedDatabase = None,
    as_json: AsJson = False,
) -> None:
    """Sign a request to JOSS or TOSS and print its headers."""
    import json
    import shlex

    from satupintu.kernel.clock import SystemClock
    from satupintu.kernel.ids import RandomIds
    from satupintu.systems.kemnaker.contract import signing as recipe

    del database
    if curl and "://" not in target:
        raise typer.BadParameter(
            "--curl needs the whole address as TARGET, for example http://127.0.0.1:8765/joss/api/…"
        )
    _check(method, target, body, request_id, timestamp)
    client, key = _credential(client_id, secret, secret_file, data, target)
    parts = recipe.SignedParts(
        method=method.upper(),
        target=_path_of(target),
        client_id=client,
        request_id=request_id or str(RandomIds().new()),
        timestamp=timestamp or recipe.format_timestamp((clock_of(data) or SystemClock()).now()),
        body=_read(body),
    )
    used = recipe.PROFILES[profile]
    headers = _headers(parts, recipe.sign(used, parts, key))
    text = recipe.string_to_sign(used, parts).decode("utf-8", "backslashreplace")
    if as_json:
        typer.echo(json.dumps({"headers": headers, "string_to_sign": text}, indent=2))
        return
    if curl:
        words = [
            "curl",
            "-i",
            "-X",
            parts.method,
            *(part for pair in headers.items() for part in ("-H", ": ".join(pair))),
        ]
        words += ["--data-binary", f"@{body}"] if body else []
        typer.echo(shlex.join([*words, target]))
    else:
        for name, value in headers.items():
            typer.echo(f"{name}: {value}")
    if show_string:
        typer.echo(f"\n{text}", err=True)


def verify(
    method: Method,
    target: Target,
    client_id: Annotated[str | None, typer.Option("--client-id", help="The Client-Id header.")] = None,
    request_id: Annotated[str | None, typer.Option("--request-id", help="The Request-Id header.")] = None,
    timestamp: Annotated[str | None, typer.Option("--timestamp", help="The Request-Timestamp header.")] = None,
    signature: Annotated[str | None, typer.Option("--signature", help="The Signature header.")] = None,
    header: Annotated[
        list[str] | None,
        typer.Option("--header", "-H", metavar="'Name: value'", help="A header; repeat it."),
    ] = None,
    headers: Annotated[
        Path | None,
        typer.Option("--headers", metavar="FILE", help="A file of headers, as `sign` prints them."),
    ] = None,
    body: Body = None,
    secret: SecretOption = None,
    secret_file: SecretFile = None,
    string_to_sign: Annotated[
        Path | None,
        typer.Option("--string-to-sign", metavar="FILE", help="The text your program signed."),
    ] = None,
    profile: Profile = "doku",
    data: Data = DEFAULT_DATA,
    database: UnusedDatabase = None,
    as_json: AsJson = False,
) -> None:
    """Check a signature and say what is wrong with it. Ends with 0 when it is right and in time, else with 1."""
    import json

    from satupintu.kernel.clock import SystemClock
    from satupintu.systems.kemnaker.contract import signing as recipe
    from satupintu.systems.kemnaker.contract.diagnosis import diagnose

    del database
    host, query = _address(target)
    given = _given_headers(header or [], headers)
    named = {"client-id": client_id, "request-id": request_id, "request-timestamp": timestamp, "signature": signature}
    given |= {name: value for name, value in named.items() if value is not None}
    if missing := [name for name in named if not given.get(name)]:
        raise typer.BadParameter(f"missing: {', '.join(missing)}; give options, --header or --headers")
    clock = clock_of(data)
    _, key = _credential(given["client-id"], secret, secret_file, data)
    parts = recipe.SignedParts(
        method=method.upper(),
        target=_path_of(target),
        client_id=given["client-id"],
        request_id=given["request-id"],
        timestamp=given["request-timestamp"],
        body=_read(body),
    )
    found = diagnose(
        recipe.PROFILES[profile],
        parts,
        key,
        given["signature"],
        now=(clock or SystemClock()).now(),
        other_secrets=_others(data, key),
        signed=_read(str(string_to_sign)) if string_to_sign else None,
        query=query,
        host=host,
    )
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        _print(found, clock.offset if clock else timedelta())
    raise typer.Exit(0 if found.accepted else 1)


def _others(data: Path, key: str) -> dict[str, str]:
    """The sandbox's other secrets, by Client-Id; none where there is no sandbox."""
    from satupintu.bootstrap.sandbox import sandbox_clients

    if not data.is_dir():
        return {}
    known = sandbox_clients(data)
    return {label: other for label, other in known.items() if other != key}


def _check(method: str, target: str, body: str | None, request_id: str | None, timestamp: str | None) -> None:
    """Refuse what no server would take, before it is signed."""
    import re

    from satupintu.systems.kemnaker.contract import signing as recipe

    if method.upper() not in METHODS:
        raise typer.BadParameter(f"METHOD is one of {', '.join(METHODS)}")
    _address(target)
    if not (_path_of(target).startswith("/") and target.isascii()):
        raise typer.BadParameter("TARGET is a path that begins with /, or a whole address, in ASCII (percent-encoded)")
    if body is not None and method.upper() in recipe.UNSIGNED_BODY_METHODS:
        raise typer.BadParameter(f"a {method.upper()} has no body: it would not be signed")
    if request_id is not None and not re.fullmatch(r"[!-~]{1,128}", request_id):
        raise typer.BadParameter("--request-id is 1 to 128 visible ASCII characters")
    if timestamp is not None:
        try:
            recipe.parse_timestamp(timestamp)
        except recipe.TimestampError as error:
            raise typer.BadParameter(str(error)) from None


def _credential(
    client_id: str | None, secret: str | None, secret_file: Path | None, data: Path, target: str = ""
) -> tuple[str, str]:
    """Client-Id and secret: as given, else those of the sandbox for this target."""
    from satupintu.bootstrap.sandbox import sandbox_client, sandbox_clients
    from satupintu.kernel.errors import ConfigurationError

    if secret_file is not None:
        secret = (_read(str(secret_file)) or b"").decode().strip()
    if secret is not None and client_id is not None:
        return client_id, secret
    say_if_new(data)
    if secret is not None:
        return sandbox_client(data, target)[0], secret
    if client_id is None:
        return sandbox_client(data, target)
    known = sandbox_clients(data)
    if client_id not in known:
        raise ConfigurationError(
            f"{client_id} is no client of this sandbox; give its secret with --secret-file or in SATUPINTU_SECRET"
        )
    return client_id, known[client_id]


def _headers(parts: SignedParts, signature: str) -> dict[str, str]:
    headers = {"Accept": "application/json"}
    if parts.method in {"PUT", "POST", "PATCH"}:
        headers["Content-Type"] = "application/json"
    return headers | {
        "Client-Id": parts.client_id,
        "Request-Id": parts.request_id,
        "Request-Timestamp": parts.timestamp,
        "Signature": signature,
    }


def _address(target: str) -> tuple[str | None, str | None]:
    """The host and the query of TARGET, where it has them."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(target)
    except ValueError as error:
        raise typer.BadParameter(f"TARGET cannot be read: {error}") from None
    return parts.netloc or None, parts.query or None


def _path_of(target: str) -> str:
    """The raw path of an address, or the target itself when it is a path, without its query."""
    if "://" in target:
        target = "/" + target.partition("://")[2].partition("/")[2]
    return target.partition("#")[0].partition("?")[0]


def _given_headers(lines: list[str], file: Path | None) -> dict[str, str]:
    if file is not None:
        lines = [*(_read(str(file)) or b"").decode("utf-8", "surrogateescape").splitlines(), *lines]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _read(file: str | None) -> bytes | None:
    import sys

    from satupintu.kernel.errors import ConfigurationError

    if file is None:
        return None
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from None


def _as_json(found: Diagnosis) -> dict[str, Any]:
    from satupintu.systems.kemnaker.contract.diagnosis_shown import texts_of

    return {
        "accepted": found.accepted,
        "signature_valid": found.valid,
        "in_window": found.in_window,
        "skew_seconds": None if found.skew is None else found.skew.total_seconds(),
        "mistakes": [{"key": str(each.key), "id": each.words.id, "en": each.words.en} for each in found.mistakes],
        **texts_of(found),
    }


def _print(found: Diagnosis, offset: timedelta) -> None:
    from satupintu.kernel.clock import format_duration
    from satupintu.systems.kemnaker.contract.diagnosis_shown import lines_of

    if found.accepted:
        typer.echo("valid: the signature is right and in time")
        return
    typer.echo("right signature, but its time is not acceptable" if found.valid else "not valid")
    for each in found.mistakes:
        typer.echo(f"- {each.words.en}\n  {each.words.id}")
    if found.label:
        typer.echo(f"  The secret used is that of {found.label}.")
    if found.skew is not None and found.in_window is False:
        typer.echo(f"  The timestamp is {found.skew.total_seconds():+.0f} s from the clock of this data directory.")
        if offset:
            typer.echo(f"  That clock was moved by {format_duration(offset)}; `satupintu clock reset` takes it back.")
    if not found.valid and not found.mistakes:
        typer.echo("- No known variant fits: check the secret, or compare with --string-to-sign FILE.")
    if found.valid:
        return
    for paragraph in lines_of(found):
        typer.echo(f"\n{paragraph}")
