"""Cursors of version 2: a bare region code in base64. The page calls them numbers."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from typing import Final

from satupintu.kernel.errors import SatupintuError

LONGEST_CURSOR: Final = 64
"""Characters; the longest real one has 16."""


class CursorError(SatupintuError, ValueError):
    """A text that is no cursor: not base64 of digits."""


def write_cursor(code: str) -> str:
    """The cursor of a code: `11` is `MTE=`. Clients percent-encode the padding."""
    return b64encode(code.encode("ascii")).decode("ascii")


def read_cursor(text: str) -> str:
    """The code of a cursor, with or without its padding. Raises CursorError."""
    bare = text.rstrip("=")
    try:
        if not bare or len(bare) > LONGEST_CURSOR:
            raise CursorError("not a cursor")
        code = b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        raise CursorError("not a cursor") from None
    if not code.isdigit():
        raise CursorError("not a cursor")
    return code
