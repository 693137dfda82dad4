"""Texts that cannot be guessed: tokens and API passwords. They say nothing and are looked up."""

from __future__ import annotations

from hashlib import sha256
from string import ascii_letters, digits
from typing import Final

from satupintu.kernel.ids import IdSource

API_PASSWORD_LENGTH: Final = 32
TOKEN_LENGTH: Final = 40

_ALPHABET: Final = digits + ascii_letters


def new_secret(ids: IdSource, length: int) -> str:
    """A new text of letters and digits, drawn from two new ids: 244 bits, more than 40 letters can carry."""
    return secret_from(ids.new().bytes + ids.new().bytes, length)


def secret_from(seed: bytes, length: int) -> str:
    """The text of letters and digits that follows from a seed, of at most 43 letters."""
    number = int.from_bytes(sha256(seed).digest())
    letters: list[str] = []
    for _ in range(length):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)
