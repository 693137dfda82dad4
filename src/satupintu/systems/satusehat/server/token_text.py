"""The form of a token: 28 letters and digits, as live ones have. It says nothing; it is looked up."""

from __future__ import annotations

from hashlib import sha256
from string import ascii_letters, digits
from typing import Final

from satupintu.kernel.ids import IdSource

LENGTH: Final = 28
_ALPHABET: Final = digits + ascii_letters


def new_token(ids: IdSource) -> str:
    """A token that cannot be guessed: 166 bits, drawn from two new ids that have more."""
    number = int.from_bytes(sha256(ids.new().bytes + ids.new().bytes).digest())
    letters: list[str] = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)


def token_in(authorization: str) -> str | None:
    """The token that an `Authorization` header carries, if it has the form of one and is worth looking up.

    The scheme is read in any case.
    """
    scheme, _, rest = authorization.partition(" ")
    token = rest.strip(" ")
    of_form = len(token) == LENGTH and token.isascii() and token.isalnum()
    return token if of_form and scheme.lower() == "bearer" else None
