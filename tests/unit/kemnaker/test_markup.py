"""The allowed HTML of descriptions."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satupintu.systems.kemnaker.server.markup import ATTRIBUTES, TAGS, clean, is_clean

PIECES = st.one_of(
    st.sampled_from(
        ["p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "u", "h3", "h4", "a", "div", "table", "P"]
    ).flatmap(
        lambda name: st.sampled_from([f"<{name}>", f"</{name}>", f"<{name}/>", f"<{name} class='x'>", f"<{name} >"])
    ),
    st.sampled_from(["A", " ", "\n", "\t", "&amp;", "&", "<", ">", "\u00a0", "<!-- x -->", "ä😀", '"', "'"]),
)
SOUP = st.lists(PIECES, max_size=12).map("".join)

EMPHASIS = ["b", "strong", "i", "em", "u"]


def wrapped(parts):
    name, inside = parts
    return f"<{name}>{inside}</{name}>"


INLINE = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["Teliti", " ", "\n", "<br>"]),
        st.tuples(st.sampled_from(EMPHASIS), INLINE).map(wrapped),
        st.lists(INLINE, max_size=3).map("".join),
    )
)
BLOCK = st.deferred(
    lambda: st.one_of(
        INLINE,
        st.tuples(st.sampled_from(["p", "h3", "h4"]), INLINE).map(wrapped),
        st.tuples(st.sampled_from(["ul", "ol"]), st.lists(BLOCK, max_size=3)).map(
            lambda it: f"<{it[0]}>{''.join(f'<li>{each}</li>' for each in it[1])}</{it[0]}>"
        ),
        st.lists(BLOCK, max_size=3).map("".join),
    )
)


def sanitized(text):
    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


@settings(max_examples=600, deadline=None)
@given(st.one_of(SOUP, BLOCK, st.tuples(BLOCK, SOUP).map("".join)))
def test_a_text_that_is_said_to_be_clean_comes_out_of_the_sanitizer_as_it_went_in(text):
    if is_clean(text):
        assert sanitized(text) == text


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_whatever_goes_in_only_allowed_elements_come_out(text):
    for name, attributes in re.findall(r"</?([a-zA-Z0-9]+)([^<>]*)>", clean(text)):
        assert name in TAGS
        assert attributes == ""


@pytest.mark.parametrize(
    "text",
    [
        "Mengurus administrasi",
        "<p>Mengurus administrasi.</p>",
        "<ul><li>Teliti</li><li><b>Jujur</b></li></ul>",
        "<h3>Tugas</h3><p>Satu<br>dua</p><ol>\n<li><p>Tiga</p><ul><li>Empat</li></ul></li>\n</ol>",
    ],
)
def test_what_employers_write_is_known_to_be_clean(text):
    assert is_clean(text)
    assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    ["<p>", "</p>", "<p><p></p></p>", "<p><ul></ul></p>", "<li>x</li>", "<b><p>x</p></b>", "<b><i>x</b></i>",
     "<b><b>x</b></b>", "a > b", "a < b", "a &amp; b", "<P>x</P>", "<p >x</p>", "<br/>", "</br>", "<>", "</>",
     "</><p>x</p>", '<a href="https://a.example">x</a>',
     "<ul>\u00a0<li>x</li></ul>", "<h3><h4>x</h4></h3>", "<script>x</script>"],
)  # fmt: skip
def test_in_any_doubt_the_sanitizer_is_asked(text):
    assert not is_clean(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("<script>alert(1)</script>A", "A"),
        ("<p onclick=x>A</p>", "<p>A</p>"),
        ('<a href="javascript:x">A</a>', "<a>A</a>"),
        ('<a href="https://a.example" target=_blank>A</a>', '<a href="https://a.example">A</a>'),
        ("<p>A", "<p>A</p>"),
        ("a > b", "a > b"),
    ],
)
def test_only_what_is_allowed_is_left(text, cleaned):
    assert clean(text) == cleaned
