"""Documents made from what a model says of itself: every key is there, and a test chooses some of the texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

Chosen = Callable[[str, str], object]
"""The value for a model's name and a key; None lets it be made."""


def document_of(model: type[BaseModel], chosen: Chosen = lambda _model, _key: None) -> Any:
    """A document as it would come over the wire, with one entry in every list."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})

    def made(part: dict[str, Any]) -> Any:
        if "$ref" in part:
            return made(definitions[part["$ref"].rpartition("/")[2]])
        if "anyOf" in part:
            return made(part["anyOf"][0])
        if "enum" in part:
            return part["enum"][0]
        match part.get("type"):
            case "object":
                return {
                    key: value if (value := chosen(part["title"], key)) is not None else made(inner)
                    for key, inner in part.get("properties", {}).items()
                }
            case "array":
                return [made(part["items"])]
            case "string":
                return {"date-time": "2025-10-20T09:15:00Z", "date": "2025-12-01"}.get(part.get("format"), "GB")
            case "integer" | "number":
                return 1
            case "boolean":
                return True
            case kind:
                raise AssertionError(kind)

    return made(schema)
