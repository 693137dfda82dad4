"""A diagnosis as operators see it: both texts to sign, and the first byte in which they part."""

from __future__ import annotations

from typing import Any

from satupintu.systems.kemnaker.contract.diagnosis import Diagnosis


def readable(text: bytes) -> str:
    """A signed text: line ends as they are, other bytes that do not print as escapes."""
    return text.decode("utf-8", "backslashreplace").replace("\r", "\\r")


def named_byte(byte: bytes) -> str:
    """A byte of a difference; no byte is the end of a text."""
    return "the end" if not byte else f"0x{byte.hex()} ({byte!r})"


def texts_of(found: Diagnosis) -> dict[str, Any]:
    """Both texts and their first difference, as JSON has them."""
    difference = found.difference
    return {
        "other_secret": found.label,
        "expected_string": readable(found.expected),
        "signed_string": None if found.signed is None else readable(found.signed),
        "first_difference": None
        if difference is None
        else {
            "offset": difference.offset,
            "line": difference.line,
            "expected": readable(difference.expected),
            "signed": readable(difference.signed),
        },
    }


def lines_of(found: Diagnosis) -> list[str]:
    """Both texts and their first difference, as paragraphs."""
    paragraphs = [f"Expected to be signed:\n{readable(found.expected)}"]
    difference = found.difference
    if found.signed is not None and difference is not None:
        where = f"byte {difference.offset}, line {difference.line}"
        expected, signed = named_byte(difference.expected), named_byte(difference.signed)
        paragraphs.append(f"Signed instead:\n{readable(found.signed)}")
        paragraphs.append(f"First difference at {where}: expected {expected}, signed {signed}")
    return paragraphs
