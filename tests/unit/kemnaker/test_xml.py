"""XML answers: any tree becomes well-formed XML that says the same, and no document can do harm to its reader."""

from __future__ import annotations

import json
import time
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from satupintu.kernel.outcome import Refusal
from satupintu.systems.kemnaker.contract.errors import read_refusal, write_refusal
from satupintu.systems.kemnaker.contract.xml import DEEPEST, XmlError, read_xml, read_xml_as, write_xml, xml_of_json
from tests.acceptance.pages import ROOT, blocks

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
CARRIED = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n\r")
TEXT = st.text(CARRIED, max_size=12)


def trees(text: st.SearchStrategy[str], keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        text,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=10,
    )


def without_kinds(value: Any) -> Any:
    """A tree as XML has it: an empty list, object and text are the same."""
    if isinstance(value, dict):
        return {key: without_kinds(child) for key, child in value.items()} or ""
    if isinstance(value, list):
        return [without_kinds(child) for child in value] or ""
    return value


def response(inner: str) -> bytes:
    return DECLARATION + f"<response>{inner}</response>".encode()


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        (
            {"message": "The given data was invalid.", "errors": {"title": ["Required."]}},
            "<message>The given data was invalid.</message><errors><title><item>Required.</item></title></errors>",
        ),
        ({"employer.region.id": ["x"]}, "<employer.region.id><item>x</item></employer.region.id>"),
        ({"skills.0": "x", "snake_case-1": "y"}, "<skills.0>x</skills.0><snake_case-1>y</snake_case-1>"),
        (
            {"a": None, "b": True, "c": False, "d": 0, "e": -12},
            '<a nil="true"/><b>true</b><c>false</c><d>0</d><e>-12</e>',
        ),
        (
            {"small": 1e-7, "large": 1e21, "half": 0.5},
            f"<small>0.0000001</small><large>1{0:021}</large><half>0.5</half>",
        ),
        ({"text": "", "list": [], "object": {}}, "<text/><list/><object/>"),
        ({"list": [1, None, [2]]}, '<list><item>1</item><item nil="true"/><item><item>2</item></item></list>'),
        (
            {"a b": 1, "0": 2, "": 3, "xmlThing": 4},
            '<item key="a b">1</item><item key="0">2</item><item key="">3</item><item key="xmlThing">4</item>',
        ),
        ({"item": "not an entry"}, '<item key="item">not an entry</item>'),
        (
            {"a:b": 1, "é": 2, '"<&': 3},
            '<item key="a:b">1</item><item key="é">2</item><item key="&quot;&lt;&amp;">3</item>',
        ),
        ({"text": "<!ENTITY x> & ]]>"}, "<text>&lt;!ENTITY x&gt; &amp; ]]&gt;</text>"),
        ({"text": "a\tb\nc\rd"}, "<text>a\tb\nc&#13;d</text>"),
        ({"text": "\x00\x1b\x7f\ufffe\uffff\ud800"}, "<text>\ufffd\ufffd\x7f\ufffd\ufffd\ufffd</text>"),
    ],
)
def test_a_tree_is_written_as_the_contract_says(tree: Any, written: str) -> None:
    assert write_xml(tree) == response(written)


def test_the_example_of_the_documentation_is_what_is_written() -> None:
    example = {block.language: block.text for block in blocks(ROOT / "docs" / "systems" / "joss.md")}
    in_one_line = "".join(line.strip() for line in example["xml"].splitlines()[1:])
    assert xml_of_json(example["json"].encode()) == DECLARATION + in_one_line.encode()


def test_a_lone_surrogate_in_finished_json_is_replaced() -> None:
    assert xml_of_json(b'{"text": "\\ud800"}') == response("<text>\ufffd</text>")


@given(trees(TEXT, TEXT))
def test_what_is_written_is_read_back(tree: Any) -> None:
    assert read_xml(write_xml(tree)) == without_kinds(tree)


@given(
    trees(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
        st.text(max_size=8),
    )
)
def test_any_json_becomes_xml_that_others_can_read(tree: Any) -> None:
    body = json.dumps({"data": tree}).encode()
    ElementTree.fromstring(xml_of_json(body))


@given(trees(st.none() | TEXT, TEXT))
def test_another_reader_finds_the_same_tree(tree: Any) -> None:
    def found(element: ElementTree.Element) -> Any:
        children = list(element)
        if not children:
            return None if element.get("nil") == "true" else element.text or ""
        if all(child.tag == "item" and child.get("key") is None for child in children):
            return [found(child) for child in children]
        return {child.get("key") if child.tag == "item" else child.tag: found(child) for child in children}

    assert found(ElementTree.fromstring(write_xml(tree))) == without_kinds(tree)


BOMB = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE r [<!ENTITY e0 "ha">' + BOMB + b"]><r>&e11;</r>",
        b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><r>&e;</r>',
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1:1/r.dtd"><r/>',
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]><r/>',
        b"<r>&undeclared;</r>",
        b"<r>" * (DEEPEST + 1) + b"</r>" * (DEEPEST + 1),
        b"<r>" * 300_000,
        b"<r><a></r>",
        b"<r/><r/>",
        b'<?xml version="1.0" encoding="no-such"?><r/>',
        b"<r>\x00</r>",
        b"<r>\xff</r>",
        b"{}",
        b"",
    ],
)
def test_a_document_that_is_no_answer_is_refused_at_once_and_quoted_nowhere(document: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(XmlError) as refused:
        read_xml(document)
    assert time.perf_counter() - started < 1
    assert "hostname" not in str(refused.value)


@given(st.binary(max_size=60) | st.text("<>/!?&;[]\"' =rx0", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    try:
        read_xml(document)
    except XmlError:
        return


def test_the_reader_is_tolerant_of_what_does_not_matter() -> None:
    document = b'<other xmlns="urn:x"><!-- c --><?p i?><a unit="m">1</a><b><![CDATA[<2>]]></b></other>'
    assert read_xml(document) == {"a": "1", "b": "<2>"}


class Part(BaseModel):
    number: int | None = None
    names: list[str] | None = None


class Whole(BaseModel):
    parts: list[Part]
    part: Part
    text: str


def test_a_model_tells_what_an_empty_element_is() -> None:
    tree = {"parts": [], "part": {"names": [], "number": None}, "text": "", "unknown": ""}
    assert read_xml_as(Whole, write_xml(tree)) == Whole.model_validate(tree, extra="allow")
    tree = {"parts": [{"number": 7, "names": ["a"]}], "part": {}, "text": "x"}
    assert read_xml_as(Whole, write_xml(tree)) == Whole.model_validate(tree)


def test_a_refusal_in_xml_is_the_same_error_as_in_json() -> None:
    body = write_refusal(
        Refusal(422, "The given data was invalid.", {"employer.region.id": ("Unknown.",), "a b": ("x",)})
    )
    json_error, xml_error = read_refusal(422, body), read_refusal(422, xml_of_json(body))
    assert type(xml_error) is type(json_error)
    assert (str(xml_error), xml_error.errors) == (str(json_error), json_error.errors)


def test_a_page_of_a_proxy_that_looks_like_xml_is_tolerated() -> None:
    assert read_refusal(503, b"<html><body><h1>503</h1><br></body></html>").status == 503
