"""A file of records: JSON Lines, or CSV with one kind of record. Nothing is opened or stored here.

In JSON Lines each line is an object, its `kind` beside the fields of the record. In CSV the first line names the
fields; a field that is a list or an object stands as JSON in its cell.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from satupintu.kernel.documents import MalformedJsonError, RepeatedKeyError, read_json
from satupintu.systems.talentics.server.record_rows import (
    FIELD_NAME,
    KINDS,
    ROWS,
    Fault,
    Kind,
    Row,
    id_field,
    of_cell,
    read_row,
)

NOT_UTF8: Final = "is not UTF-8"
LONGEST_CELL: Final = 2**24
"""Characters in a cell of CSV; without an end, a quote that is never closed would take the rest of the file."""

_NOT_TEXT: Final = "holds a character that is not text (lone surrogate)"


def read_json_lines(lines: Iterable[bytes], kind: Kind | None) -> Iterator[Row | Fault]:
    """The records of a file and its faults, in its order. `kind` is that of lines which name none."""
    for line, raw in enumerate(lines, start=1):
        if raw.strip():
            yield from _of_line(line, raw, kind)


def read_csv(lines: Iterable[bytes], kind: Kind) -> Iterator[Row | Fault]:
    """The records of a file and its faults, in its order. Without a usable first line there is one fault alone."""
    reader = csv.reader((line.decode("utf-8", "surrogateescape") for line in lines), strict=True)
    header: Sequence[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = _next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield Fault(line, f"is not CSV: {error}")
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            if (words := _wrong_header(header, kind)) is not None:
                yield Fault(line, words)
                return
        elif cells:
            yield from _of_cells(line, header, cells, kind)
    if header is None:
        yield Fault(1, "the file is empty; the first line names the fields")


def _next(reader: Iterator[list[str]]) -> list[str]:
    # The limit is one for all of the process, so it is raised only while a line is read.
    usual = csv.field_size_limit(LONGEST_CELL)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(usual)


def _of_line(line: int, raw: bytes, kind: Kind | None) -> Iterable[Row | Fault]:
    try:
        document: object = read_json(raw, unique_keys=True)
    except RepeatedKeyError:
        return [Fault(line, "names a key twice")]
    except MalformedJsonError:
        return [Fault(line, "is not JSON" if _is_utf8(raw) else NOT_UTF8)]
    if not isinstance(document, dict):
        return [Fault(line, "is no JSON object")]
    values = cast("dict[str, object]", document)
    if b"\\ud" in raw.lower() and not _is_text(values):
        return [Fault(line, _NOT_TEXT)]
    named = values.pop("kind", kind)
    if named not in KINDS:
        return [Fault(line, f"kind must be one of {', '.join(KINDS)}")]
    if kind not in (None, named):
        return [Fault(line, f"kind is not {kind}")]
    return _read(line, named, values)


def _of_cells(line: int, header: Sequence[str], cells: Sequence[str], kind: Kind) -> Iterable[Row | Fault]:
    if len(cells) != len(header):
        return [Fault(line, f"has {len(cells)} fields instead of {len(header)}")]
    if not all(cell.isascii() or _is_text(cell) for cell in cells):
        return [Fault(line, NOT_UTF8)]
    return _read(line, kind, {name: of_cell(kind, name, cell) for name, cell in zip(header, cells, strict=True)})


def _read(line: int, kind: Kind, values: Mapping[str, object]) -> Iterable[Row | Fault]:
    found = read_row(line, kind, values)
    return [found] if isinstance(found, Row) else found


def _wrong_header(header: Sequence[str], kind: Kind) -> str | None:
    """What is wrong with the first line. Its words are quoted only when it does name fields."""
    if id_field(kind) not in header:
        hint = "; they are separated by commas" if len(header) == 1 and ";" in header[0] else ""
        return f"the first line must name the fields, {id_field(kind)} among them{hint}"
    if len(set(header)) != len(header):
        return "a field is named twice"
    unknown = [
        name if FIELD_NAME.fullmatch(name) else "a name" for name in header if name not in ROWS[kind].model_fields
    ]
    return f"{', '.join(unknown)}: no field of {kind}" if unknown else None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_text(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
