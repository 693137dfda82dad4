"""Errors of the databases in words: one sentence that names the remedy, without values and passwords."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Final

from sqlalchemy import URL

from satupintu.kernel.errors import DataError

_SQLITE: Final[Mapping[str, str]] = {
    "SQLITE_NOTADB": "{place} is not a database; restore it from a backup or use another data directory.",
    "SQLITE_CORRUPT": "{place} is damaged; restore it from a backup or use another data directory.",
    "SQLITE_FULL": "The disk that holds {place} is full; free some space and try again.",
    "SQLITE_IOERR": "{place} cannot be read or written; check the disk and the free space on it.",
    "SQLITE_BUSY": "Another process keeps {place} locked; end it and try again.",
    "SQLITE_LOCKED": "Another process keeps {place} locked; end it and try again.",
    "SQLITE_CANTOPEN": "{place} cannot be opened; check that its directory exists and may be written.",
    "SQLITE_READONLY": "{place} cannot be written; give yourself write permission or use another data directory.",
    "SQLITE_PERM": "{place} cannot be written; give yourself write permission or use another data directory.",
}

# By class of SQLSTATE, or a whole one.
_POSTGRESQL: Final[Mapping[str, str]] = {
    "53100": "The disk of {place} is full; free some space and try again.",
    "53300": "{place} takes no more connections; raise max_connections or run fewer workers.",
    "55P03": "Another process keeps {place} locked; end it and try again.",
    "42501": "The user of {place} lacks a permission; grant it the right to create and change tables.",
    "57": "{place} ended the connection; check that the server runs and try again.",
    "08": "{place} ended the connection; check that the server runs and try again.",
}


def explain(error: BaseException, url: URL) -> DataError:
    """An error of a driver as a sentence. The driver's own words are left out: they may hold a row's values."""
    if url.get_backend_name() == "sqlite":
        name = str(getattr(error, "sqlite_errorname", "")) if isinstance(error, sqlite3.Error) else ""
        place = f"The database {url.database}"
        sentence = next((words for start, words in _SQLITE.items() if name.startswith(start)), None)
        if sentence is not None:
            return DataError(sentence.format(place=place).replace("holds The", "holds the"))
        return DataError(f"{place} could not do what was asked ({name or type(error).__name__}).")
    place = f"PostgreSQL at {_without_secrets(url)}"
    state = str(getattr(error, "sqlstate", None) or "")
    sentence = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    if sentence is not None:
        return DataError(sentence.format(place=place))
    if not state and "OperationalError" in {kind.__name__ for kind in type(error).__mro__}:
        return DataError(f"{place} cannot be reached ({_reason(error, url)}); check the URL and that the server runs.")
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    detail = " ".join(part for part in (type(error).__name__, state, constraint) if part)
    return DataError(f"{place} could not do what was asked ({detail}).")


def connection_is_lost(error: BaseException) -> bool:
    """Whether an error of a driver means that the connection to the server is gone."""
    if isinstance(error, sqlite3.Error):
        return False
    state = str(getattr(error, "sqlstate", None) or "")
    return state[:2] in ("08", "57") or (not state and type(error).__name__ == "OperationalError")


def may_pass(error: BaseException) -> bool:
    """Whether the same work may succeed when it is done once more: a deadlock, a lock, a lost connection."""
    if isinstance(error, sqlite3.Error):
        return str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return connection_is_lost(error) or getattr(error, "sqlstate", None) in ("40001", "40P01")


def _without_secrets(url: URL) -> str:
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def _reason(error: BaseException, url: URL) -> str:
    """What libpq says about a failed connection, the last part of its first line: it names no secret, made sure of."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    reason = re.sub(r"^.*?failed: ", "", re.sub(r"^connection failed: ", "", line))
    return reason if not url.password or str(url.password) not in reason else type(error).__name__
