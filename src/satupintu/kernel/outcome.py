"""What a server decides about a request, before a vendor's shape is given to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

FieldErrors = Mapping[str, tuple[str, ...]]
"""Dotted path of a field to the sentences about it; all faults of a body together."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that is not carried out: the status, why, and which fields are at fault."""

    status: int
    message: str
    errors: FieldErrors = field(default_factory=dict[str, tuple[str, ...]])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)  # not frozen: freezing what is made for every request costs more than making it
class Answer:
    """A request that was carried out: a model to write, or bytes that were written before."""

    body: BaseModel | bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


Outcome = Answer | Refusal
