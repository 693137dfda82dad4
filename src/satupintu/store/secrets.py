"""What the key of a data directory does: derive, digest and seal secrets."""

from __future__ import annotations

import base64
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from satupintu.kernel.errors import DataError

DERIVED_BYTES: Final = 24
"""Length of a secret made here: 192 bits, 32 letters."""

_FORM: Final = b"\x01"
_NONCE_BYTES: Final = 12


def new_secret() -> str:
    """A secret that follows from nothing: letters, digits, `-` and `_`."""
    return base64.urlsafe_b64encode(os.urandom(DERIVED_BYTES)).decode()


class KeyRing:
    """One key, three uses that never meet: each works with a key of its own, derived from the one given."""

    def __init__(self, key: bytes) -> None:
        self._deriving = hmac.digest(key, b"satupintu derive", "sha256")
        self._digesting = hmac.digest(key, b"satupintu digest", "sha256")
        self._sealing = AESGCM(hmac.digest(key, b"satupintu seal", "sha256"))

    def derive(self, purpose: str) -> str:
        """The secret for a purpose, always the same: letters, digits, `-` and `_`. For sandbox credentials."""
        derived = hmac.digest(self._deriving, purpose.encode(), "sha256")[:DERIVED_BYTES]
        return base64.urlsafe_b64encode(derived).decode()

    def digest(self, secret: str) -> bytes:
        """What to store of a secret that is only ever compared (HMAC-SHA256; for generated secrets, not passwords)."""
        return hmac.digest(self._digesting, secret.encode(errors="surrogatepass"), "sha256")

    def seal(self, text: str, context: str = "") -> bytes:
        """Encrypt (AES-GCM) what must be read back. It opens only with the same context, so rows cannot be swapped."""
        nonce = os.urandom(_NONCE_BYTES)
        return _FORM + nonce + self._sealing.encrypt(nonce, text.encode(), context.encode())

    def open(self, sealed: bytes, context: str = "") -> str:
        """Decrypt. Raises DataError when it was sealed with another key or for another context, or is damaged."""
        nonce, encrypted = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            if sealed[:1] != _FORM:
                raise InvalidTag
            return self._sealing.decrypt(nonce, encrypted, context.encode()).decode()
        except (InvalidTag, ValueError):
            raise DataError(
                "A stored secret was sealed with another key; put back the file `key` that belongs to this database."
            ) from None
