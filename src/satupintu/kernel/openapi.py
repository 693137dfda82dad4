"""The OpenAPI 3.1 document of a system, made from its operations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from satupintu.kernel.operation import Operation

JSON_ALONE: Final = ("application/json",)
"""The media types of answers, where a system has no other."""


def openapi(
    title: str,
    version: str,
    operations: Sequence[Operation[Any, Any]],
    security: Mapping[str, Mapping[str, str]],
    refusals: Mapping[int, str],
    formats: Sequence[str] = JSON_ALONE,
) -> dict[str, Any]:
    """Describe a system: its operations, how one authenticates, and what its refusals mean.

    `security` holds OpenAPI security schemes by name, `refusals` the meaning of each error status, `formats` the
    media types of its answers.
    """
    models = {op.reply: None for op in operations} | {op.body_model: None for op in operations if op.body_model}
    schemas, definitions = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    refs = {model: schema for (model, _), schema in schemas.items()}
    paths: dict[str, dict[str, Any]] = {}
    for op in operations:
        for number, path in enumerate(op.paths_as_sent):
            entry = _entry(op, refs, refusals, formats, alias=number)
            paths.setdefault(path, {})[op.method.lower()] = entry
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {name: dict(scheme) for name, scheme in security.items()},
        },
        "security": [{name: list[str]()} for name in security],
    }


def _entry(
    op: Operation[Any, Any], refs: Mapping[Any, Any], refusals: Mapping[int, str], formats: Sequence[str], *, alias: int
) -> dict[str, Any]:
    properties: dict[str, Any] = op.call.model_json_schema(by_alias=False).get("properties", {})
    entry: dict[str, Any] = {
        "operationId": f"{op.name}_{alias + 1}" if alias else op.name,
        "summary": op.summary,
        "externalDocs": {"url": op.source} if op.source.startswith("https://") else None,
        "parameters": [
            {
                "name": op.header_fields.get(field) or op.query_names.get(field, field),
                "in": _place(op, field),
                "required": field in op.header_fields or op.call.model_fields[field].is_required(),
                "schema": schema,
            }
            for field, schema in properties.items()
            if field != "body"
        ],
        "responses": {
            **{
                str(status): {
                    "description": "Success",
                    "content": {media_type: {"schema": refs[op.reply]} for media_type in formats},
                }
                for status in op.success
            },
            **{str(status): {"description": meaning} for status, meaning in refusals.items()},
        },
    }
    if op.body_model:
        entry["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": refs[op.body_model]}},
        }
    if op.quota:
        entry["x-quota"] = {"limit": op.quota.limit, "window_seconds": int(op.quota.window.total_seconds())}
    return json.loads(json.dumps({key: value for key, value in entry.items() if value is not None}))


def _place(op: Operation[Any, Any], field: str) -> str:
    if field in op.path_fields:
        return "path"
    return "header" if field in op.header_fields else "query"
