"""Resolving a column of a CSV file: records in, the same records with seven columns more out. Nothing is opened here.

A record is parsed only to find its place. What is written is the record as it came, byte for byte, then the answer,
then the record's own line end.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, Final, Literal

from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.regions.resolution import Resolution, Verdict

COLUMNS: Final = ("code", "level", "name", "verdict", "confidence", "candidates", "reason")
"""The columns that are appended, in this order."""

DELIMITERS: Final = (",", ";", "\t")
"""Those that are told from the header; any other one character has to be named."""

LONGEST_RECORD: Final = 1 << 24
"""Characters. A quote that is never closed must not take all memory."""

_MARKED: Final = ("utf-16", "utf-32")
"""Encodings whose order of bytes is told by a mark at the beginning of the file."""

_ROWS_BETWEEN_REPORTS: Final = 1_000
_NAMES_SHOWN: Final = 20
_QUOTED = re.compile(r'"[^"]*("|$)')

Language = Literal["id", "en"]
Resolve = Callable[[str], Resolution]


@dataclass(frozen=True, slots=True)
class ResolvedFile:
    """What became of a file.

    `column` counts from 1; `same_name` tells how many columns have the name that was asked for. `counts` are the rows
    by verdict. A `short` row had fewer fields than the header and was filled up; a `long` one had more, and its answer
    stands further right.
    """

    column: int
    same_name: int
    counts: dict[Verdict, int]
    short: int
    long: int

    @property
    def rows(self) -> int:
        """The rows that were answered: all but the header and blank lines."""
        return sum(self.counts.values())


def resolve_file(
    source: BinaryIO,
    out: BinaryIO,
    resolve: Resolve,
    column: str,
    *,
    lang: Language = "en",
    delimiter: str | None = None,
    encoding: str = "utf-8",
    progress: Callable[[int], None] | None = None,
) -> ResolvedFile:
    """Append an answer to every record of `source`; memory does not grow with the file.

    `column` is a name of the header, or its number from 1 as `#3`; of several columns with the name the first counts.
    Without a `delimiter` the header tells it. What is written is UTF-8 without a byte order mark, so with another
    `encoding` the input's columns are the same text and no longer the same bytes. `progress` is told the rows done.

    Raises ConfigurationError for a column, delimiter or encoding that cannot be, DataError for a file that is not CSV
    in this encoding.
    """
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise ConfigurationError(f"the delimiter is one character, not {delimiter!r}; for a tab write tab")
    with _decoded(source, encoding) as text:
        lines = _lines(text, encoding)
        first = next(lines, "")
        delimiter = delimiter or _delimiter_of(first)
        records = _records(first, lines, delimiter, encoding)
        header = next(records, None)
        if header is None or not header.fields:
            raise DataError("the file has no header: its first line is empty; the first line names the columns")
        at = _column_of(header.fields, column, delimiter)
        writing = _Writing(out, resolve, at, len(header.fields), delimiter, lang)
        writing.add(header, COLUMNS)
        for row, record in enumerate(records, start=1):
            writing.answer(record)
            if progress is not None and row % _ROWS_BETWEEN_REPORTS == 0:
                progress(row)
    return ResolvedFile(at + 1, header.fields.count(column), writing.counts, writing.short, writing.long)


@dataclass(frozen=True, slots=True)
class _Record:
    """A record: its bytes without the line end, the line end, and its fields as read."""

    body: bytes
    ending: bytes
    fields: Sequence[str]


class _Writing:
    """The state of writing one file."""

    def __init__(
        self, out: BinaryIO, resolve: Resolve, column: int, width: int, delimiter: str, lang: Language
    ) -> None:
        self._out = out
        self._resolve = resolve
        self._column = column
        self._width = width
        self._delimiter = delimiter
        self._lang: Language = lang
        self._special = re.compile(f'[{re.escape(delimiter)}"\r\n]')
        self.counts = dict.fromkeys(Verdict, 0)
        self.short = 0
        self.long = 0

    def answer(self, record: _Record) -> None:
        """Write a record with its answer; a blank line stays as it is."""
        if not record.fields:
            self._out.write(record.body + record.ending)
            return
        self.short += len(record.fields) < self._width
        self.long += len(record.fields) > self._width
        found = self._resolve(record.fields[self._column] if self._column < len(record.fields) else "")
        self.counts[found.verdict] += 1
        self.add(record, _cells(found, self._lang))

    def add(self, record: _Record, cells: Iterable[str]) -> None:
        """Write a record with more fields, which stand below those of the header unless the record is longer."""
        missing = self._delimiter * max(0, self._width - len(record.fields))
        added = "".join(self._delimiter + self._written(cell) for cell in cells)
        self._out.write(record.body + (missing + added).encode() + record.ending)

    def _written(self, cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if self._special.search(cell) else cell


def _cells(found: Resolution, lang: Language) -> tuple[str, ...]:
    return (
        found.code or "",
        found.level or "",
        found.name or "",
        found.verdict,
        f"{found.confidence:.2f}",
        ";".join(region.code for region in found.candidates),
        found.reason.id if lang == "id" else found.reason.en,
    )


@contextmanager
def _decoded(source: BinaryIO, encoding: str) -> Generator[TextIOWrapper]:
    try:
        # Bytes that do not fit come as surrogates, so that their line can be told. No line end is translated.
        text = TextIOWrapper(source, encoding, errors="surrogateescape", newline="")
    except LookupError:
        raise _no_encoding(encoding) from None
    try:
        yield text
    finally:
        text.detach()  # or it would close what is not ours


def _lines(text: TextIOWrapper, encoding: str) -> Iterator[str]:
    """The lines with their ends, the first without a byte order mark."""
    number = 1
    while line := _line(text, number, encoding):
        if len(line) >= LONGEST_RECORD:
            raise DataError(f"line {number} has more than {LONGEST_RECORD:,} characters; is it CSV?")
        if number == 1:
            line = line.removeprefix("\ufeff")
            if "\0" in line:
                raise _holding_nul(line)
        yield line
        number += 1


def _line(text: TextIOWrapper, number: int, encoding: str) -> str:
    try:
        return text.readline(LONGEST_RECORD)
    except UnicodeDecodeError:
        raise _not_in(encoding, number) from None
    except UnicodeError:
        name = codecs.lookup(encoding).name
        if name not in _MARKED:
            raise _no_encoding(encoding) from None
        raise DataError(
            f"the file begins without the byte order mark of {name.upper()}; "
            f"if that is its encoding, name the order too: --encoding {name}-le (usual) or {name}-be"
        ) from None
    except OSError as error:
        raise DataError(f"line {number} cannot be read ({error.strerror or error})") from None


def _records(first: str, lines: Iterator[str], delimiter: str, encoding: str) -> Iterator[_Record]:
    """The records. The csv module reads them, and takes a line more only inside quotes."""
    taken: list[str] = []
    number = 1

    def noted() -> Iterator[str]:
        size, line = 0, first
        while line:
            size = size + len(line) if taken else len(line)
            if size > LONGEST_RECORD:
                raise _unclosed(number)
            taken.append(line)
            yield line
            line = next(lines, "")
        if taken:
            raise _unclosed(number)

    reader = csv.reader(noted(), delimiter=delimiter)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(f"line {number} is not CSV: {error}") from None
        whole = b"".join(_bytes_of(line, number + at, encoding) for at, line in enumerate(taken))
        body = whole.rstrip(b"\r\n")
        yield _Record(body, whole[len(body) :], fields)
        number += len(taken)
        taken.clear()


def _bytes_of(line: str, number: int, encoding: str) -> bytes:
    try:
        return line.encode()
    except UnicodeEncodeError:  # a surrogate, in place of a byte that is not in the encoding
        raise _not_in(encoding, number) from None


def _no_encoding(encoding: str) -> ConfigurationError:
    return ConfigurationError(f"there is no encoding {encoding!r} of text files; try utf-8, cp1252 or utf-16")


def _holding_nul(line: str) -> DataError:
    """In UTF-16 a plain letter is its byte and a NUL; which of the two comes first is the order of the bytes."""
    first, second = "\0" in line[::2], "\0" in line[1::2]
    if first == second:
        return DataError("line 1 holds NUL characters; is it CSV?")
    order = "utf-16-be" if first else "utf-16-le"
    return DataError(f"line 1 holds NUL characters; the file may be UTF-16: try --encoding {order}")


def _unclosed(line: int) -> DataError:
    return DataError(f"line {line}: a quote is opened and never closed; close it, or double a quote that is meant")


def _not_in(encoding: str, line: int) -> DataError:
    return DataError(
        f"line {line} is not {encoding.upper()}; save the file as UTF-8 or name its encoding, such as --encoding cp1252"
    )


def _delimiter_of(line: str) -> str:
    """The delimiter that occurs most outside quotes; a comma when none does."""
    outside = _QUOTED.sub("", line)
    return max(DELIMITERS, key=outside.count)


def _column_of(header: Sequence[str], wanted: str, delimiter: str) -> int:
    """Where the column is, from 0."""
    if wanted in header:
        return header.index(wanted)
    number = wanted.removeprefix("#")
    if wanted.startswith("#") and number.isdecimal() and 0 < int(number) <= len(header):
        return int(number) - 1
    shown = ", ".join(f"#{at} {name}" for at, name in enumerate(header[:_NAMES_SHOWN], start=1))
    more = f" and {len(header) - _NAMES_SHOWN} more" if len(header) > _NAMES_SHOWN else ""
    between = "tabs" if delimiter == "\t" else repr(delimiter)
    raise ConfigurationError(f"there is no column {wanted!r}; the header has, between {between}: {shown}{more}")
