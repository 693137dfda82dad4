from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, field_validator

from satupintu.kernel.documents import InvalidDocumentError, MalformedJsonError, read_json, read_model


class Inner(BaseModel):
    number: int


class Outer(BaseModel):
    text: str = ""
    inner: Inner | None = None

    @field_validator("text")
    @classmethod
    def _without_nul(cls, text: str) -> str:
        if "\0" in text:
            message = "Must not contain NUL."
            raise ValueError(message)
        return text


def read(document: object, rules=lambda _: ()) -> Outer:
    return read_model(Outer, document if isinstance(document, bytes) else json.dumps(document).encode(), rules)


def faults(document: object, rules=lambda _: ()) -> dict[str, tuple[str, ...]]:
    with pytest.raises(InvalidDocumentError) as caught:
        read(document, rules)
    return caught.value.errors


def test_unknown_fields_are_no_fault():
    assert read({"text": "a", "colour": "red"}).text == "a"


def test_all_faults_are_found_together_with_their_paths():
    assert set(faults({"text": 1, "inner": {"number": "10"}})) == {"text", "inner.number"}
    assert faults({"inner": {}}) == {"inner.number": ("Required.",)}


@pytest.mark.parametrize("value", ["10", True, 1.5, None])
def test_only_integers_are_integers(value):
    assert set(faults({"inner": {"number": value}})) == {"inner.number"}


def test_the_sentence_of_a_field_stands_without_trimmings():
    assert faults({"text": "a\0b"}) == {"text": ("Must not contain NUL.",)}


def test_nul_is_a_fault_only_where_the_field_says_so():
    assert read({"text": "a", "unknown": "a\0b"}).text == "a"


@pytest.mark.parametrize("document", [rb'{"text": "\ud800"}', rb'{"text": "a\uDFFFb"}'])
def test_a_lone_surrogate_is_a_fault_of_its_field(document):
    assert "lone surrogate" in " ".join(faults(document)["text"])


def test_a_lone_surrogate_is_a_fault_in_unknown_fields_and_keys_too():
    assert set(faults(rb'{"extra": [{"deep": "\ud800"}]}')) == {"extra.0.deep"}
    assert set(faults(rb'{"\ud800": 1}')) == {"?"}


def test_a_pair_of_surrogates_is_text():
    assert read(rb'{"text": "\ud83d\ude00"}').text == "\N{GRINNING FACE}"


def test_rules_speak_even_when_single_fields_are_at_fault():
    found = faults({"text": 1, "inner": {"number": 3}}, lambda body: [("inner", f"{body.inner.number} is odd.")])
    assert found["inner"] == ("3 is odd.",)
    assert "text" in found


@pytest.mark.parametrize("document", [b"{}", b"[]", b"null", b'"text"', b"1"])
def test_a_body_is_an_object_with_fields(document):
    assert set(faults(document)) == {"body"}


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b'{"a":1,}', b"\xff", b'{"a": NaN}', b'{"a": 1e999}', b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}"],
)
def test_what_is_not_json_is_malformed(raw):
    with pytest.raises(MalformedJsonError, match="The body is"):
        read_json(raw)


@pytest.mark.parametrize("depth", [10, 300, 600, 900])
def test_depth_never_breaks_the_reading(depth):
    raw = b'{"extra":' + b"[" * depth + rb'"\ud800"' + b"]" * depth + b"}"
    with pytest.raises((InvalidDocumentError, MalformedJsonError)):
        read(raw)


@given(st.binary())
def test_any_bytes_are_read_or_malformed(raw):
    with suppress(MalformedJsonError):
        read_json(raw)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_json_is_read_as_it_was_written(value):
    assert read_json(json.dumps(value).encode()) == value
