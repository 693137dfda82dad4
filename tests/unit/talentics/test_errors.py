from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.talentics.contract.errors import LONGEST_MESSAGE, SHAPES, read_messages, write_errors


@pytest.mark.parametrize("profile", SHAPES)
def test_what_is_written_in_either_shape_is_read_back(profile):
    assert read_messages(write_errors(profile, ["Not Found"])) == ("Not Found",)


def test_the_two_shapes():
    assert write_errors("documented", ["a", "é"]) == '{"data":{"errors":["a","é"]}}'.encode()
    assert write_errors("observed", ["a", "b"]) == b'{"message":"a; b"}'


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        (b'{"data":{"errors":["x","y"]}}', ("x", "y")),
        (b'{"errors":["x"]}', ("x",)),
        (b'{"errors":{"page":["x"],"per_page":["y"]},"message":"z"}', ("x", "y")),
        (b'{"message":"Unauthorized"}', ("Unauthorized",)),
        (b'{"data":{"errors":[]},"message":"z"}', ("z",)),
        (b'{"data":{"errors":[]}}', ()),
        (b'{"data":{"errors":[],}}', ('{"data":{"errors":[],}}',)),
        (b"<h1>Bad Gateway</h1>\n", ("<h1>Bad Gateway</h1>",)),
        (b"\xff\xfe", ("\ufffd\ufffd",)),
        (b"", ()),
        (b"[1]", ()),
        (b"null", ()),
    ],
)
def test_messages_are_found_wherever_they_stand(body, messages):
    assert read_messages(body) == messages


def test_of_a_long_page_only_the_beginning_is_a_message():
    assert read_messages(b"x" * 10_000) == ("x" * LONGEST_MESSAGE,)


@given(
    st.one_of(st.binary(), st.recursive(st.none() | st.text(), lambda inner: st.lists(inner)).map(repr).map(str.encode))
)
def test_no_body_breaks_the_reading(body):
    assert all(isinstance(message, str) for message in read_messages(body))
