"""Reading paths, queries and bodies: the call they mean, or every fault in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast, get_args
from urllib.parse import unquote

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from satupintu.kernel.documents import InvalidDocumentError, MalformedJsonError, read_json, read_model
from satupintu.kernel.operation import Operation
from satupintu.kernel.outcome import Refusal
from satupintu.systems.jobtrain.contract.calls import SortBy, SortOrder
from satupintu.systems.jobtrain.contract.errors import INVALID
from satupintu.systems.jobtrain.contract.models import LARGEST_ID, TokenForm
from satupintu.systems.jobtrain.server.settings import JobtrainSettings

REQUIRED: Final = "Required."
NO_ID: Final = f"Must be an integer from 1 to {LARGEST_ID}."
NO_COUNT: Final = "Must be an integer of at least 1."
NO_FLAG: Final = "Must be true or false."
NOT_TEXT: Final = "Contains a character that is not text (NUL)."

_DIGITS: Final = re.compile(r"[0-9]{1,18}")


class _FaultError(Exception):
    """The sentence about an unusable value."""


class Parameters:
    """Reads what stands in the path and in the query of an operation."""

    def __init__(self, settings: JobtrainSettings) -> None:
        longest = settings.page_size_max
        self._readers: Mapping[str, Callable[[str], object]] = {
            "page_no": lambda text: min(_count(text), LARGEST_ID),
            "page_size": lambda text: min(_count(text), longest),
            "sort_by": _choice(get_args(SortBy)),
            "sort_order": _choice(get_args(SortOrder)),
            "include_inactive": _flag,
        }

    def read(
        self, operation: Operation[Any, Any], path: Mapping[str, str], query: Mapping[str, str]
    ) -> dict[str, object] | Refusal:
        """The fields of the call; 400 with every fault. Names in the query count in any case, unknown ones not."""
        given = {name.lower(): value for name, value in query.items()}
        values: dict[str, object] = {}
        faults: dict[str, tuple[str, ...]] = {}
        texts = [(field, to_camel(field), unquote(path[field])) for field in path]
        texts += [
            (field, name, given[name.lower()]) for field, name in operation.query_names.items() if name.lower() in given
        ]
        for field, name, text in texts:
            try:
                values[field] = self._readers.get(field, _id)(text)
            except _FaultError as fault:
                faults[name] = (str(fault),)
        for field, name in operation.query_names.items():
            if operation.call.model_fields[field].is_required() and field not in values and name not in faults:
                faults[name] = (REQUIRED,)
        return Refusal(400, INVALID, errors=faults) if faults else values


def read_body(model: type[BaseModel], raw: bytes) -> BaseModel | Refusal:
    """The body of a write; 400 with every faulty field."""
    try:
        found = read_model(model, raw, lambda _: ())
    except MalformedJsonError as error:
        return invalid(body=str(error))
    except InvalidDocumentError as error:
        return Refusal(400, INVALID, errors=error.errors)
    # A text of the database holds none; a name that only spells it is as unlikely as it is harmless to refuse.
    return invalid(body=NOT_TEXT) if b"\\u0000" in raw else found


def read_token_form(raw: bytes) -> TokenForm | Refusal:
    """The four texts of a token request; their names count in any case. 400 with every one that is missing."""
    try:
        document: object = read_json(raw)
    except MalformedJsonError as error:
        return invalid(body=str(error))
    if not isinstance(document, dict):
        return invalid(body="Must be a JSON object.")
    given = {name.lower(): value for name, value in cast("dict[str, object]", document).items()}
    names = [str(info.alias or name) for name, info in TokenForm.model_fields.items()]
    faults = {name: (REQUIRED,) for name in names if not _is_text(given.get(name.lower()))}
    if faults:
        return Refusal(400, INVALID, errors=faults)
    return TokenForm.model_validate({name: given[name.lower()] for name in names})


def invalid(**faults: str) -> Refusal:
    """400 with one sentence each about some fields."""
    return Refusal(400, INVALID, errors={name: (sentence,) for name, sentence in faults.items()})


def _is_text(value: object) -> bool:
    """Whether a value is text that says something: not blank, and nothing in it that no one can type."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _id(text: str) -> int:
    if not _DIGITS.fullmatch(text) or not 1 <= int(text) <= LARGEST_ID:
        raise _FaultError(NO_ID)
    return int(text)


def _count(text: str) -> int:
    digits = text.lstrip("0")
    if not (text.isascii() and text.isdigit() and digits):
        raise _FaultError(NO_COUNT)
    return int(digits[:18])


def _flag(text: str) -> bool:
    found = {"true": True, "false": False}.get(text.lower())
    if found is None:
        raise _FaultError(NO_FLAG)
    return found


def _choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise _FaultError(f"Must be one of {', '.join(choices)}.")
        return text

    return read
