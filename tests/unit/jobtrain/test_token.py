from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from satupintu.systems.jobtrain.contract.models import Token, TokenForm
from satupintu.systems.jobtrain.contract.token import read_token

tokens = st.text(alphabet=string.ascii_letters + string.digits + "-._~+/", min_size=1, max_size=60).filter(
    lambda text: text not in {"true", "false", "null"}
)
KEYS = ["access_token", "accessToken", "token", "bearerToken"]


@given(token=tokens, key=st.sampled_from(KEYS), marks=st.sampled_from(["", '"', "“", " "]))
def test_a_token_is_found_in_every_form(token, key, marks):
    marked = f"{marks}{token}{marks}"
    for body in (json.dumps({key: marked, "expires_in": 60}), json.dumps(marked), marked, f"  {marked}\n"):
        assert read_token(body.encode()).access_token == token


@given(token=tokens, lifetime=st.integers(0, 10**9))
def test_a_lifetime_that_is_told_counts_and_one_that_is_not_is_thirty_minutes(token, lifetime):
    assert read_token(json.dumps({"token": token, "expires_in": lifetime}).encode()).expires_in == lifetime
    assert read_token(json.dumps({"token": token, "expires_in": str(lifetime)}).encode()).expires_in == lifetime
    for silent in ({"token": token}, {"token": token, "expires_in": None}, token):
        assert read_token(json.dumps(silent).encode()).expires_in == 1800


@pytest.mark.parametrize(
    "body",
    [b"", b'""', b"{}", b"[]", b"null", b"true", b"<html>", b"Bad Gateway", b'{"token":5}', b'{"token":["x"]}',
     b'{"token":"two words"}', b'{"token":"line\\r\\nX-Header: 1"}', b'{"token":"x","expires_in":-1}', b"\xff\xfe"],
)  # fmt: skip
def test_what_holds_no_token_is_refused(body):
    with pytest.raises(ValidationError):
        read_token(body)


@given(st.binary(max_size=200))
def test_any_answer_is_a_token_for_a_header_or_refused(body):
    try:
        token = read_token(body)
    except ValidationError:
        return
    assert token.access_token.isascii()
    assert not any(mark in token.access_token for mark in ' "\r\n')


def test_neither_token_nor_secrets_show():
    token = Token(access_token="SECRET-1", expires_in=1800, token_type="Bearer")
    form = TokenForm(client_id="a", client_secret=SecretStr("SECRET-2"), username="b", password=SecretStr("SECRET-3"))
    assert "SECRET" not in f"{token} {token!r} {form} {form!r} {form.model_dump()}"
    with pytest.raises(ValidationError) as caught:
        read_token(b'{"token":"SECRET 4"}')
    assert "SECRET" not in f"{caught.value} {caught.value!r}"
