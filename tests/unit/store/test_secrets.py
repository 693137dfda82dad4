"""The key ring: derived secrets repeat, digests compare, sealed text opens with the same key and context only."""

from __future__ import annotations

import base64
import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.errors import DataError
from satupintu.store.secrets import KeyRing

KEYS = KeyRing(b"k" * 32)
OTHERS = KeyRing(b"x" * 32)


def test_a_derived_secret_is_the_same_each_time_and_differs_by_purpose_and_key():
    secrets = [KEYS.derive("joss staging A"), KEYS.derive("joss staging B"), OTHERS.derive("joss staging A")]

    assert KEYS.derive("joss staging A") == secrets[0]
    assert all(one != other for one, other in combinations(secrets, 2))


def test_a_derived_secret_has_at_least_128_bits_and_fits_into_a_url_and_basic_auth():
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", KEYS.derive("talentics"))


def test_a_digest_depends_on_secret_and_key_and_does_not_contain_the_secret():
    digest = KEYS.digest("secret")

    assert digest == KEYS.digest("secret")
    assert digest not in (KEYS.digest("secreT"), OTHERS.digest("secret"))
    assert b"secret" not in digest


def test_the_uses_of_the_key_never_meet():
    assert base64.urlsafe_b64decode(KEYS.derive("a")) != KEYS.digest("a")[:24]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_sealed_text_opens_again_in_its_context(text, context):
    sealed = KEYS.seal(text, context)

    assert KEYS.open(sealed, context) == text
    assert KEYS.seal(text, context) != sealed


@pytest.mark.parametrize(
    ("keys", "context", "change"),
    [
        (OTHERS, "row 1", lambda sealed: sealed),
        (KEYS, "row 2", lambda sealed: sealed),
        (KEYS, "row 1", lambda sealed: sealed[:-1]),
        (KEYS, "row 1", lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (KEYS, "row 1", lambda sealed: b"\x02" + sealed[1:]),
        (KEYS, "row 1", lambda sealed: b""),
        (KEYS, "row 1", lambda sealed: sealed[:5]),
    ],
)
def test_what_was_changed_or_belongs_elsewhere_does_not_open(keys, context, change):
    sealed = change(KEYS.seal("SK-secret", "row 1"))

    with pytest.raises(DataError, match="put back the file `key`") as caught:
        keys.open(sealed, context)

    assert caught.value.__cause__ is None


def test_nothing_of_the_key_shows_in_the_repr():
    assert "kkkk" not in repr(KEYS)
    assert repr(KEYS).startswith("<")
