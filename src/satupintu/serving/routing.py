"""Which operation a method and a raw path mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from satupintu.kernel.operation import Operation


@dataclass(frozen=True, slots=True)
class Route:
    """The operation a request means, with the still encoded values of its path."""

    operation: Operation[Any, Any]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NoRoute:
    """Nothing answers here. With `allowed` the path exists, but not for this method."""

    allowed: tuple[str, ...] = ()


_Pattern = tuple[re.Pattern[str], dict[str, Operation[Any, Any]]]
"""What a path must look like, and which operation each method means there."""


class Router:
    """Finds operations by path. Fixed segments win over placeholders; a placeholder of an integer takes digits only.

    What else counts, an operation says: `any_case`, `loose_ids`, `versions`.
    """

    def __init__(self, operations: Iterable[Operation[Any, Any]]) -> None:
        patterns: dict[str, _Pattern] = {}
        for operation in operations:
            for path in operation.paths:
                pattern = re.compile(_pattern(operation, path), re.IGNORECASE if operation.any_case else 0)
                patterns.setdefault(path, (pattern, {}))[1][operation.method] = operation
        # No value of a path holds a slash, so that only patterns with as many of them can fit.
        self._patterns: dict[int, list[_Pattern]] = {}
        for path in sorted(patterns, key=_placeholders_last):
            self._patterns.setdefault(path.count("/"), []).append(patterns[path])

    def find(self, method: str, path: str) -> Route | NoRoute:
        """The operation for a method and a raw path. HEAD means GET."""
        allowed: list[str] = []
        for pattern, by_method in self._patterns.get(path.count("/"), ()):
            match = pattern.fullmatch(path)
            if match is None:
                continue
            operation = by_method.get("GET" if method == "HEAD" else method)
            if operation is not None:
                return Route(operation, match.groupdict())
            allowed += [known for known in by_method if known not in allowed]
            if not match.groupdict():
                break  # A path that is spelled out is no value of a placeholder.
        return NoRoute(tuple(allowed))


def _pattern(operation: Operation[Any, Any], path: str) -> str:
    versions = f"(?:{'|'.join(map(re.escape, operation.versions))})"

    def segment(part: str) -> str:
        if not part.startswith("{"):
            return versions.join(map(re.escape, part.split("{version}")))
        name = part[1:-1]
        digits = operation.call.model_fields[name].annotation is int and not operation.loose_ids
        return f"(?P<{name}>[0-9]{{1,18}})" if digits else f"(?P<{name}>[^/]+)"

    return "/".join(segment(part) for part in path.split("/"))


def _placeholders_last(path: str) -> list[bool]:
    return [part.startswith("{") for part in path.split("/")]
