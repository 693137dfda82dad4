"""Which of the two formats an `Accept` asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.kemnaker.contract.media import MediaType, media_type_of

JSON, XML = MediaType.JSON, MediaType.XML


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("application/json", JSON),
        ("application/xml", XML),
        ("APPLICATION/XML; charset=utf-8", XML),
        ("application/xml, application/json", JSON),
        ("application/xml;q=0.5, application/json;q=0.5", JSON),
        ("application/xml;q=0.6, application/json;q=0.5", XML),
        ("application/xml; q=0.6 , application/json ; q=0.61", JSON),
        ("application/xml, application/json;q=0.999", XML),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/xml, */*", JSON),
        ("application/xml, */*;q=0.1", XML),
        ("application/xml;q=0.1, application/*", JSON),
        ("application/xml;q=0, */*", JSON),
        ("application/json;q=0, */*", None),
        ("application/json;q=0, */*, application/xml;q=0.1", XML),
        ("application/json;q=0", None),
        ("application/json;q=0.000, application/xml;q=0.0", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", XML),
        ("text/xml", None),
        ("application/xhtml+xml", None),
        ("application/xml;q=high", XML),
        ("application/json;q=0.2, application/json", JSON),
        ("*", None),
        (",;q=,", None),
        ("", None),
        ("x" * 100_000 + ",application/xml", XML),
    ],
)
def test_the_higher_q_wins_and_json_on_a_tie(accept: str, found: MediaType | None) -> None:
    assert media_type_of(accept) is found


@given(st.text(max_size=300) | st.text("aplicton/jsxmq=*;,. 01", max_size=80))
def test_any_accept_is_read_and_the_same_way_each_time(accept: str) -> None:
    assert media_type_of(accept) is media_type_of(accept)


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_order_of_qualities_is_an_order_of_formats(json: float, xml: float) -> None:
    json, xml = round(json, 3), round(xml, 3)
    found = media_type_of(f"application/xml;q={xml:.3f}, application/json;q={json:.3f}")
    assert found is (None if json == xml == 0 else XML if xml > json else JSON)
