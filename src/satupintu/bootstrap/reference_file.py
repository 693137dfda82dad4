"""A file with a list of the ministry's reference data, read whole and checked whole before anything is stored.

JSON: the entries as a list, or as `{"data": [...]}` the way the API answers them. CSV: a header with the same names.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.kernel.errors import DataError
from satupintu.systems.kemnaker.contract.references import LENGTH_OF_CODE, REGION, Row
from satupintu.systems.kemnaker.contract.texts import is_canonical_uuid

LARGEST: Final = 64 * 1024 * 1024
"""Bytes. The longest list is that of the regions, with less than 10 MiB."""

LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """What a file holds. With `faults` (a sentence each) nothing of it is to be stored."""

    path: Path
    rows: tuple[Row, ...] = field(repr=False)
    faults: tuple[str, ...]


def read_reference_file(path: Path, name: str, is_region: Callable[[str], bool]) -> ReferenceFile:
    """Read a file for the list of this name. `is_region` says whether a Kemendagri code is official.

    Raises DataError when the file cannot be read at all.
    """
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, entry in enumerate(_entries(path), 1):
        row, sentences = _row(entry, name, is_region)
        for key in filter(None, (row.get("id"), row.get("code"))):
            if (before := seen.setdefault(key, number)) != number:
                sentences.append(f"{key} stands in entry {before} already")
        faults += (f"entry {number}: {sentence}" for sentence in sentences)
        rows.append(row)
    if not rows:
        faults.append("there is no entry in it")
    return ReferenceFile(path, tuple(rows), tuple(faults))


def _row(entry: Mapping[str, Any], name: str, is_region: Callable[[str], bool]) -> tuple[dict[str, Any], list[str]]:
    """An entry as it is kept, and what is wrong with it."""
    faults: list[str] = []
    found = str(entry.get("id") or "").strip().lower()
    if not is_canonical_uuid(found):
        faults.append(f"id must be a UUID, not {found!r}" if found else "id is missing")
    row: dict[str, Any] = {"id": found}
    if name == REGION:
        code = str(entry.get("code") or "").strip().replace(".", "")
        row["code"] = code
        if len(code) not in LENGTH_OF_CODE.values() or not is_region(code):
            faults.append(f"code must be an official Kemendagri code, not {code!r}" if code else "code is missing")
        return row, faults
    row["name"] = str(entry.get("name") or "").strip()
    if not 1 <= len(row["name"]) <= LONGEST_NAME or not row["name"].isprintable():
        faults.append(f"name must be 1 to {LONGEST_NAME} printable characters")
    if name == "education":
        level = str(entry.get("level", "")).strip()
        if level.isascii() and level.isdigit() and len(level) <= 9:
            row["level"] = int(level)
        else:
            faults.append("level must be a whole number; a higher one is a higher education")
    return row, faults


def _entries(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8.") from None
    if len(raw) > LARGEST:
        raise DataError(f"{path} is over {LARGEST >> 20} MiB; no list of the ministry is as long.")
    return iter(_of_json(path, text) if text.lstrip().startswith(("[", "{")) else _of_csv(path, text))


def _of_json(path: Path, text: str) -> Iterable[Mapping[str, Any]]:
    try:
        found: Any = read_json(text.encode())
    except MalformedJsonError as error:
        raise DataError(f"{path}: {error}") from None
    if isinstance(found, dict):
        found = cast("dict[str, Any]", found).get("data")
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in cast("list[Any]", found)):
        raise DataError(f'{path} must hold a JSON list of objects, or {{"data": [...]}} as the API answers it.')
    return cast("list[Mapping[str, Any]]", found)


def _of_csv(path: Path, text: str) -> Iterable[Mapping[str, Any]]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if "id" not in (reader.fieldnames or ()):
            raise DataError(f"{path} is neither JSON nor a CSV file whose first line names the columns, id among them.")
        return list(reader)
    except csv.Error as error:
        raise DataError(f"{path} is no CSV file: {error}.") from None
