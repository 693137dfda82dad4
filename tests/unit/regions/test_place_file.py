"""A CSV file whose places are resolved: what came in stays byte for byte, seven columns come after it."""

from __future__ import annotations

import csv
import errno
import io
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.regions import place_file
from satupintu.regions.place_file import COLUMNS, ResolvedFile, resolve_file
from satupintu.regions.resolution import Verdict
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import load_bundled

RESOLVER = Resolver(load_bundled())


def resolved(content: bytes, column: str = "place", **options) -> tuple[bytes, ResolvedFile]:
    out = io.BytesIO()
    found = resolve_file(io.BytesIO(content), out, RESOLVER.resolve, column, **options)
    return out.getvalue(), found


def rows_of(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))


@dataclass(frozen=True)
class Written:
    """A record as somebody wrote it."""

    fields: tuple[str, ...]
    body: str
    ending: str

    @property
    def whole(self) -> bytes:
        return (self.body + self.ending).encode()


PLACES = ("Bogor", "Jakarta Selatan", "Kec. Klari, Kab. Karawang", "Luar Negeri", "Sukamaju\nCilodong; Depok", "")
CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff")


@st.composite
def records(draw, delimiter: str, *, header: bool = False) -> Written:
    texts = st.sampled_from(PLACES) | st.text(CHARACTERS, max_size=8) | st.text('",;\t\r\n a', max_size=6)
    fields = draw(st.lists(texts, min_size=1, max_size=5))
    written: list[str] = []
    for field in fields:
        needs_quotes = header or field.startswith('"') or any(mark in field for mark in (delimiter, "\r", "\n"))
        quoted = needs_quotes or draw(st.booleans())
        written.append('"' + field.replace('"', '""') + '"' if quoted else field)
    body = delimiter.join(written)
    return Written(tuple(fields) if body else (), body, draw(st.sampled_from(("\n", "\r\n", "\r"))))


@st.composite
def files(draw) -> tuple[str, list[Written]]:
    delimiter = draw(st.sampled_from(",;\t|"))
    content = [draw(records(delimiter, header=True)), *draw(st.lists(records(delimiter), max_size=6))]
    if draw(st.booleans()):
        content[-1] = Written(content[-1].fields, content[-1].body, "")
    return delimiter, content


@given(files())
@settings(deadline=None)
def test_each_record_is_the_one_that_came_then_the_answer_then_its_own_line_end(
    file: tuple[str, list[Written]],
) -> None:
    delimiter, content = file
    expected = bytearray()
    for number, record in enumerate(content):
        if not record.fields:
            expected += record.whole
            continue
        found = RESOLVER.resolve(record.fields[0])
        answer = (
            found.code or "",
            found.level or "",
            found.name or "",
            str(found.verdict),
            f"{found.confidence:.2f}",
            ";".join(each.code for each in found.candidates),
            found.reason.en,
        )
        missing = [""] * (len(content[0].fields) - len(record.fields))
        added = io.StringIO()
        csv.writer(added, delimiter=delimiter, lineterminator="").writerow([*missing, *(answer if number else COLUMNS)])
        expected += (record.body + delimiter + added.getvalue() + record.ending).encode()
    out, counted = resolved(b"".join(record.whole for record in content), "#1", delimiter=delimiter)
    assert out == bytes(expected)
    assert counted.rows == sum(bool(record.fields) for record in content[1:])


@given(files())
@settings(deadline=None)
def test_who_reads_the_output_finds_the_same_fields_and_seven_more(file: tuple[str, list[Written]]) -> None:
    delimiter, content = file
    source = b"".join(record.whole for record in content)
    before, after = rows_of(source, delimiter), rows_of(resolved(source, "#1", delimiter=delimiter)[0], delimiter)
    width = len(before[0])
    assert len(after) == len(before)
    for row, answered in zip(before, after, strict=True):
        assert answered[: len(row)] == row
        assert len(answered) == (max(width, len(row)) + len(COLUMNS) if row else 0)


def test_the_answer_stands_in_seven_columns() -> None:
    out, found = resolved(b"id,place\n1,Kandanghaur Indramayu\n2,Bogor\n3,Luar Negeri\n")
    header, district, bogor, abroad = rows_of(out)
    assert header == ["id", "place", "code", "level", "name", "verdict", "confidence", "candidates", "reason"]
    assert district[2:6] == ["321221", "district", "Kandanghaur", "resolved"]
    assert bogor[2:8] == ["", "", "", "ambiguous", "0.50", "3201;3271"]
    assert abroad[2:8] == ["", "", "", "unresolved", "0.00", ""]
    assert all(row[8] for row in (district, bogor, abroad))
    assert found.counts == {Verdict.RESOLVED: 1, Verdict.AMBIGUOUS: 1, Verdict.UNRESOLVED: 1}


def test_reasons_come_in_the_language_asked_for() -> None:
    content = b"place\nLuar Negeri\n"
    assert "di luar Indonesia" in rows_of(resolved(content, lang="id")[0])[1][-1]
    assert "outside Indonesia" in rows_of(resolved(content, lang="en")[0])[1][-1]


def test_of_columns_with_one_name_the_first_is_read_and_all_of_them_stay() -> None:
    out, found = resolved(b"name,place,name,place\nx,Solo,y,Bogor\n")
    assert out.startswith(b"name,place,name,place,code,level,name,")
    assert rows_of(out)[1][:5] == ["x", "Solo", "y", "Bogor", "3372"]
    assert (found.column, found.same_name) == (2, 2)


def test_a_column_can_be_told_by_its_number() -> None:
    out, found = resolved(b"place,place\nSolo,Bogor\n", "#2")
    assert rows_of(out)[1][5] == "ambiguous"
    assert (found.column, found.same_name) == (2, 0)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_told_from_the_header(delimiter: str) -> None:
    content = f'"a,;\t,;\t,;\tb"{delimiter}place{delimiter}c\n1{delimiter}Solo{delimiter}\n'.encode()
    assert rows_of(resolved(content)[0], delimiter)[1][3] == "3372"


def test_a_row_that_is_too_short_is_filled_up_and_one_that_is_too_long_keeps_all_it_has() -> None:
    out, found = resolved(b"id,place,note\n1\n2,Solo\n3,Solo,x,y,z\n")
    _, shortest, short, long = rows_of(out)
    assert shortest[:3] == ["1", "", ""]
    assert (shortest[6], short[3], short[6]) == ("unresolved", "3372", "resolved")
    assert long[:6] == ["3", "Solo", "x", "y", "z", "3372"]
    assert (found.short, found.long) == (2, 1)


def test_blank_lines_stay_as_they_are() -> None:
    out, found = resolved(b"place\n\r\nSolo\n\n")
    assert out.splitlines(keepends=True)[1] == b"\r\n"
    assert out.endswith(b"\n\n")
    assert found.rows == 1


def test_a_byte_order_mark_is_dropped() -> None:
    out, _ = resolved(b'\xef\xbb\xbf"place",x\nSolo,1\n')
    assert out.startswith(b'"place",x,code')


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_another_encoding_is_read_when_it_is_named_and_utf_8_is_written(encoding: str) -> None:
    out, _ = resolved("place,note\nSolo,café\n".encode(encoding), encoding=encoding)
    assert rows_of(out)[1][:3] == ["Solo", "café", "3372"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"place\nSolo\nCaf\xe9\n", ("line 3 ", "UTF-8", "--encoding cp1252")),
        (b'place\n"Solo\nBogor\nCaf\xe9"\n', ("line 4 ", "UTF-8")),
        ("place\nSolo\n".encode("utf-16-le"), ("line 1 ", "--encoding utf-16-le")),
        ("place\nSolo\n".encode("utf-16-be"), ("line 1 ", "--encoding utf-16-be")),
        ("\ufeffplace\nSolo\n".encode("utf-16-be"), ("line 1 ", "--encoding utf-16-be")),
        ("place\nSolo\n".encode("utf-32-le"), ("line 1 ", "NUL", "is it CSV?")),
        (b'place\nSolo\n"Bogor\nSolo\n', ("line 3", "never closed")),
        (b"", ("no header",)),
        (b"\nplace\n", ("no header",)),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line_and_the_remedy(content: bytes, words: tuple[str, ...]) -> None:
    with pytest.raises(DataError) as caught:
        resolved(content)
    assert all(word in str(caught.value) for word in words)


@pytest.mark.parametrize(("name", "meant"), [("utf-16", "utf-16-le"), ("UTF16", "utf-16-be"), ("utf-32", "utf-32-le")])
def test_an_encoding_that_needs_a_byte_order_mark_names_the_two_that_do_not(name: str, meant: str) -> None:
    content = "place\nSolo\n".encode(meant)
    with pytest.raises(DataError, match="begins without the byte order mark") as caught:
        resolved(content, encoding=name)
    assert meant in str(caught.value) and f"{meant[:-3]}-be" in str(caught.value)
    assert rows_of(resolved(content, encoding=meant)[0])[1][1] == "3372"


def test_a_utf_16_file_without_a_mark_is_read_with_the_encoding_that_the_advice_names() -> None:
    for order in ("utf-16-le", "utf-16-be"):
        content = "place\nSolo\n".encode(order)
        with pytest.raises(DataError) as caught:
            resolved(content)
        advised = str(caught.value).partition("--encoding ")[2].split()[0]
        assert rows_of(resolved(content, encoding=advised)[0])[1][1] == "3372"


def test_a_source_that_cannot_be_read_is_told_from_an_output_that_cannot_be_written() -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(DataError, match=r"line 1 cannot be read \(Input/output error\)"):
        resolve_file(io.BufferedReader(Broken()), io.BytesIO(), RESOLVER.resolve, "place")


@pytest.mark.parametrize(
    ("column", "options", "words"),
    [
        ("Place", {}, ("'Place'", "#1 id", "#2 place")),
        ("#3", {}, ("'#3'", "#2 place")),
        ("#0", {}, ("'#0'",)),
        ("place", {"delimiter": ";"}, ("';'", "#1 id,place")),
        ("place", {"delimiter": ",,"}, ("one character",)),
        ("place", {"encoding": "utf-7000"}, ("utf-7000", "cp1252")),
        ("place", {"encoding": "idna"}, ("idna", "cp1252")),
        ("place", {"encoding": "undefined"}, ("undefined", "cp1252")),
    ],
)
def test_what_was_asked_wrongly_is_named_with_what_there_is(column: str, options, words: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        resolved(b"id,place\n1,Solo\n", column, **options)
    assert all(word in str(caught.value) for word in words)


def test_a_quote_that_is_never_closed_does_not_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_file, "LONGEST_RECORD", 10_000)

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            piece = begun.read(len(buffer)) or (b"Bogor\n" * 100)[: len(buffer)]
            buffer[: len(piece)] = piece
            return len(piece)

    begun = io.BytesIO(b'place\n"')
    with pytest.raises(DataError, match="line 2: a quote"):
        resolve_file(io.BufferedReader(Endless()), io.BytesIO(), RESOLVER.resolve, "place")


def test_the_source_is_left_open_for_whoever_opened_it() -> None:
    source = io.BytesIO(b"place\nSolo\n")
    resolve_file(source, io.BytesIO(), RESOLVER.resolve, "place")
    assert not source.closed
