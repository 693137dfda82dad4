"""Reading JSON that strangers sent: clear faults, nothing lost, no text that cannot be stored."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar, cast

from pydantic import BaseModel, ValidationError

from satupintu.kernel.errors import SatupintuError

ModelT = TypeVar("ModelT", bound=BaseModel)

INVALID = "The given data was invalid."
NOT_TEXT = "Contains a character that is not text (lone surrogate)."


class MalformedJsonError(SatupintuError):
    """The bytes are not a JSON document in UTF-8."""


class InvalidDocumentError(SatupintuError):
    """The document is JSON, but its fields are not acceptable. `errors` has dotted paths and sentences."""

    def __init__(self, errors: dict[str, tuple[str, ...]]) -> None:
        super().__init__(INVALID)
        self.errors = errors


def read_json(raw: bytes) -> Any:
    """Parse bytes as JSON. Raises MalformedJsonError, which says where the fault is."""
    try:
        return json.loads(raw.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        message = f"The body is not UTF-8 (byte {error.start})."
        raise MalformedJsonError(message) from None
    except RecursionError:
        message = "The body is nested too deeply."
        raise MalformedJsonError(message) from None
    except ValueError as error:
        message = f"The body is not JSON: {error}."
        raise MalformedJsonError(message) from None


def read_model(model: type[ModelT], raw: bytes) -> ModelT:
    """Read a body strictly: `"10"` and `true` are no integers, unknown fields are no fault.

    Raises MalformedJsonError (not JSON) or InvalidDocumentError (all faulty fields at once).
    """
    document: object = read_json(raw)
    if not isinstance(document, dict) or not document:
        raise InvalidDocumentError({"body": ("Must be a JSON object with at least one field.",)})
    errors: dict[str, list[str]] = {}
    if b"\\ud" in raw.lower():
        for path in _lone_surrogates(cast("object", document), ()):
            errors.setdefault(_dotted(path), []).append(NOT_TEXT)
    try:
        found = model.model_validate(document, strict=True)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False, include_input=False):
            sentences = errors.setdefault(_dotted(fault["loc"]), [])
            sentence = "Required." if fault["type"] == "missing" else _sentence(fault["msg"])
            if sentence not in sentences:
                sentences.append(sentence)
    else:
        if not errors:
            return found
    raise InvalidDocumentError({path: tuple(sentences) for path, sentences in errors.items()})


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not a JSON value"
    raise ValueError(message)


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text if text.endswith(".") else f"{text}."


def _dotted(path: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in path).encode("utf-8", "replace").decode() or "body"


def _lone_surrogates(value: object, path: tuple[int | str, ...]) -> list[tuple[int | str, ...]]:
    if isinstance(value, str):
        return [path] if _has_lone_surrogate(value) else []
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return [
            fault
            for key, item in items
            for fault in ([(*path, key)] if _has_lone_surrogate(key) else _lone_surrogates(item, (*path, key)))
        ]
    if isinstance(value, list):
        entries = cast("list[object]", value)
        return [fault for i, item in enumerate(entries) for fault in _lone_surrogates(item, (*path, i))]
    return []


def _has_lone_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
