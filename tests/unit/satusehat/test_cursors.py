from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.satusehat.contract.cursors import CursorError, read_cursor, write_cursor

PRINTED = {
    "MTI=": "12", "MTE=": "11", "MTExMA==": "1110", "MTEwMQ==": "1101", "MTEwMTEw": "110110", "MTEwMTAx": "110101",
    "MTEwMTAyMjAwMw==": "1101022003", "MTEwMTAxMjAwMQ==": "1101012001",
}  # fmt: skip


@pytest.mark.parametrize(("cursor", "code"), PRINTED.items())
def test_every_printed_cursor_is_a_code_in_base64(cursor, code):
    assert write_cursor(code) == cursor
    assert read_cursor(cursor) == code


@given(st.text("0123456789", min_size=1, max_size=10), st.integers(0, 2))
def test_a_cursor_is_read_with_or_without_its_padding(code, kept):
    bare = write_cursor(code).rstrip("=")
    assert read_cursor(bare) == read_cursor(bare + "=" * kept) == code


NOT_CURSORS = ["", "=", "==", "*", "M", "YWI=", "MTI MTI", "MTÍ=", "w7E=", "LTE=", "MT-_", "M" * 5000]


@pytest.mark.parametrize("text", NOT_CURSORS)
def test_what_is_not_base64_of_digits_is_no_cursor(text):
    with pytest.raises(CursorError):
        read_cursor(text)
