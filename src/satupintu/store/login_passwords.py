"""Passwords that people log in with: kept as Argon2, slow to guess, since people choose them."""

from __future__ import annotations

from argon2 import PasswordHasher


def hash_login_password(password: str) -> str:
    """What to store of a password to log in with (Argon2id with a salt of its own). Takes a tenth of a second."""
    return PasswordHasher().hash(password)
