"""Reading JSON that strangers sent: clear faults, nothing lost, no text that cannot be stored."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import Any, NoReturn, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from satupintu.kernel.errors import SatupintuError

ModelT = TypeVar("ModelT", bound=BaseModel)

INVALID = "The given data was invalid."
NOT_TEXT = "Contains a character that is not text (lone surrogate)."
TOO_DEEP = "The body is nested too deeply."
_TOO_LARGE = "a number is too large"
_SENTENCES = {"missing": "Required.", "model_type": "Must be an object."}


class MalformedJsonError(SatupintuError):
    """The bytes are not a JSON document in UTF-8."""


class RepeatedKeyError(MalformedJsonError):
    """An object names a key twice, so that nobody knows which value is meant."""


class InvalidDocumentError(SatupintuError):
    """The document is JSON, but its fields are not acceptable. `errors` has dotted paths and sentences."""

    def __init__(self, errors: dict[str, tuple[str, ...]]) -> None:
        super().__init__(INVALID)
        self.errors = errors


def read_json(raw: bytes, *, unique_keys: bool = False) -> Any:
    """Parse bytes as JSON. Raises MalformedJsonError, which says where the fault is.

    Of a key that is named twice the last value counts; with `unique_keys` it raises RepeatedKeyError.
    """
    try:
        return json.loads(
            raw.decode(),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_whole,
            object_pairs_hook=_unique if unique_keys else None,
        )
    except UnicodeDecodeError as error:
        message = f"The body is not UTF-8 (byte {error.start})."
        raise MalformedJsonError(message) from None
    except RecursionError:
        raise MalformedJsonError(TOO_DEEP) from None
    except ValueError as error:
        message = f"The body is not JSON: {error}."
        raise MalformedJsonError(message) from None


Rules = Callable[[ModelT], Iterable[tuple[str, str]]]
"""Checks between fields and against other data: dotted path and sentence of each fault."""


def read_model(model: type[ModelT], raw: bytes, rules: Rules[ModelT]) -> ModelT:
    """Read a body strictly: `"10"` and `true` are no integers, unknown fields are no fault.

    All faults are found together: those of single fields, then those that `rules` yields. Rules are also asked when
    single fields are at fault; reading such a field raises AttributeError.
    No bytes at all are a body that is missing, not one that is malformed.
    Raises MalformedJsonError (not JSON) or InvalidDocumentError (all faulty fields).
    """
    document: object = read_json(raw) if raw else None
    if not isinstance(document, dict) or not document:
        raise InvalidDocumentError({"body": ("Must be a JSON object with at least one field.",)})
    fields = cast("dict[str, object]", document)
    faults: list[tuple[str, str]] = []
    if b"\\ud" in raw.lower():
        try:
            faults += [(_dotted(path), NOT_TEXT) for path in _lone_surrogates(fields, ())]
        except RecursionError:
            raise MalformedJsonError(TOO_DEEP) from None
    try:
        found = model.model_validate(fields, strict=True)
    except ValidationError as error:
        faults += [_fault(detail) for detail in error.errors(include_url=False)]
        found = _readable_part(model, fields)
    faults += rules(found)
    if not faults:
        return found
    errors: dict[str, dict[str, None]] = {}
    for path, sentence in faults:
        errors.setdefault(path, {})[sentence] = None
    raise InvalidDocumentError({path: tuple(sentences) for path, sentences in errors.items()})


def _readable_part(model: type[ModelT], fields: Mapping[str, object]) -> ModelT:
    """The model with those fields that are good in themselves. The others are set, but have no value to read."""
    part = model.model_construct()
    vars(part).clear()
    for name, field in model.model_fields.items():
        if name not in fields:
            continue
        try:
            model.__pydantic_validator__.validate_assignment(part, name, fields[name], strict=True)
        except ValidationError:
            part.model_fields_set.add(name)
            nested = _model_in(field.annotation)
            value = fields[name]
            if nested is not None and isinstance(value, dict):
                vars(part)[name] = _readable_part(nested, cast("dict[str, object]", value))
    return part


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, be it optional."""
    choices = get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)
    return next((kind for kind in choices if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _fault(detail: ErrorDetails) -> tuple[str, str]:
    sentence = _SENTENCES.get(detail["type"]) or _sentence(_of_characters(detail))
    return _dotted(detail["loc"]), sentence


def _of_characters(detail: ErrorDetails) -> str:
    """What is said of a text that is too short or too long: pydantic speaks of items once a text was trimmed."""
    if not isinstance(detail["input"], str):
        return detail["msg"]
    for kind, word in (("min_length", "at least"), ("max_length", "at most")):
        if (length := detail.get("ctx", {}).get(kind)) is not None:
            return f"Must have {word} {length} character{'' if length == 1 else 's'}"
    return detail["msg"]


def _unique(members: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(members)
    if len(found) != len(members):
        raise RepeatedKeyError("A key stands twice in an object.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not a JSON value"
    raise ValueError(message)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(_TOO_LARGE)
    return number


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(_TOO_LARGE) from None


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
