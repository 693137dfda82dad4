"""Reading a file of BPS codes: lines in, codes and faults out. Nothing is opened or stored here.

The form is CSV with the columns `code,parent_code,bps_code,name`, codes without dots, the name for people only.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from satupintu.regions.bps import BPS_CODE_LENGTHS
from satupintu.regions.normalising import fold
from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable

HEADER: Final = ("code", "parent_code", "bps_code", "name")
FAULTS_KEPT: Final = 20
"""So many faults are kept in words; the others are counted."""

_ROWS_BETWEEN_REPORTS: Final = 2_000
_TEXT_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one line of the file. Lines count from 1, the header included."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class BpsFile:
    """What a file says. Its codes may be stored when `fault_count` is 0.

    `bps_codes` are by Kemendagri code, "" where BPS lists none. `other_names` counts those whose name is not the
    decree's, compared without case, blanks and punctuation; `left_out` counts rows that are not of this decree, when
    that is no fault; `missing` counts regions of the decree that are not among `bps_codes`.
    """

    bps_codes: Mapping[str, str]
    faults: Sequence[Fault]
    fault_count: int
    other_names: int
    left_out: int
    missing: int


def read_bps_file(
    lines: Iterable[str],
    table: RegionTable,
    *,
    of_another_state: bool = False,
    progress: Callable[[int], None] | None = None,
) -> BpsFile:
    """Read a file against a decree. Never raises for what stands in it; bytes that are not UTF-8 come as surrogates.

    A code that the decree does not have is a fault, and a name is for people only. With `of_another_state` the rows may
    follow another decree: then such codes are left out, and so are codes under another name, for decrees give codes
    that were left behind to other places. `progress` is told the rows read.
    """
    return _Reading(table, of_another_state=of_another_state).read(lines, progress or _nothing)


class _Reading:
    """The state of reading one file."""

    def __init__(self, table: RegionTable, *, of_another_state: bool) -> None:
        self._decree = table.label
        self._names = dict(pair for level in Level for pair in zip(table.codes(level), table.names(level), strict=True))
        self._of_another_state = of_another_state
        self._codes: dict[str, str] = {}
        self._lines: dict[str, int] = {}
        self._faults: list[Fault] = []
        self._fault_count = 0
        self._other_names = 0
        self._left_out = 0

    def read(self, lines: Iterable[str], progress: Callable[[int], None]) -> BpsFile:
        rows = self._rows(lines)
        nothing: tuple[int, list[str]] = (1, [])
        _, header = next(rows, nothing)
        if tuple(header) != HEADER:
            found = f"found {_shown(','.join(header))}" if header else "the file is empty"
            self._fault(1, f"the header is to be {','.join(HEADER)}; {found}")
        else:
            count = 0
            for count, (line, row) in enumerate(rows, start=1):
                self._take(line, row)
                if count % _ROWS_BETWEEN_REPORTS == 0:
                    progress(count)
            progress(count)
            if not self._codes and not self._fault_count:
                self._fault(2, f"no region of the decree {self._decree} follows the header")
        return BpsFile(
            bps_codes=self._codes,
            faults=self._faults,
            fault_count=self._fault_count,
            other_names=self._other_names,
            left_out=self._left_out,
            missing=len(self._names) - len(self._codes),
        )

    def _rows(self, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with its line; what is not CSV is a fault."""
        reader = csv.reader(lines, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._fault(line, f"not CSV: {error}")
                continue
            if reader.line_num > line:
                self._fault(line, "a field goes over the end of the line; a quote may be missing")
            elif row:
                yield line, row

    def _take(self, line: int, row: Sequence[str]) -> None:
        if len(row) != len(HEADER):
            self._fault(line, f"{len(row)} fields instead of {len(HEADER)}")
            return
        code, parent_code, bps_code, name = row
        known = self._names.get(code)
        shape = _SHAPES.get(len(code))
        if known is None or shape is None:
            self._take_unknown(line, code)
            return
        level, parent_length, bps_length = shape
        if parent_code != code[:parent_length]:
            self._fault(line, f"the parent of {code} is {code[:parent_length] or 'empty'}, not {_shown(parent_code)}")
        if bps_code and not (len(bps_code) == bps_length and _is_digits(bps_code)):
            self._fault(line, f"{_shown(bps_code)} is no BPS code of a {level}: {bps_length} digits, or empty for none")
        if not _is_text(name):
            self._fault(line, f"the name of {code} is not UTF-8")
        if code in self._lines:
            self._fault(line, f"{code} stands on line {self._lines[code]} already")
            return
        self._lines[code] = line
        if name != known and _key(name) != _key(known):
            if self._of_another_state:
                self._left_out += 1
                return
            self._other_names += 1
        self._codes[code] = bps_code

    def _take_unknown(self, line: int, code: str) -> None:
        if len(code) not in _SHAPES or not _is_digits(code):
            self._fault(line, f"{_shown(code)} is no Kemendagri code: 2, 4, 6 or 10 digits without dots")
        elif self._of_another_state:
            self._left_out += 1
        else:
            self._fault(line, f"{code} is not in the decree {self._decree}")

    def _fault(self, line: int, words: str) -> None:
        self._fault_count += 1
        if len(self._faults) < FAULTS_KEPT:
            self._faults.append(Fault(line, words))


_SHAPES = {level.code_length: (level, level.parent_length, BPS_CODE_LENGTHS[level]) for level in Level}


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= mark <= "\udfff" for mark in text)


def _key(name: str) -> str:
    return fold(name).replace(" ", "")


def _shown(text: str) -> str:
    return repr(text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…")


def _nothing(_: int) -> None:
    pass
