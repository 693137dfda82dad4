"""What an import makes different from what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import changes, by key. `changed` has what stood there before and what stands there after."""

    added: Mapping[str, str]
    changed: Mapping[str, tuple[str, str]]
    removed: Mapping[str, str]
    unchanged: int

    @property
    def count(self) -> int:
        """How many rows are not as they were."""
        return len(self.added) + len(self.changed) + len(self.removed)

    @classmethod
    def between(cls, before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
        """What leads from one state to another."""
        added = {key: value for key, value in after.items() if key not in before}
        removed = {key: value for key, value in before.items() if key not in after}
        changed = {key: (before[key], value) for key, value in after.items() if key in before and before[key] != value}
        return cls(added, changed, removed, len(after) - len(added) - len(changed))
