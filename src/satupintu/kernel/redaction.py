"""Keeping secrets and personal data out of logs, errors and reprs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows itself only when asked: `repr` and `str` give stars."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself. Call this only where it is used."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('********')"

    def __str__(self) -> str:
        return "********"
