"""Answers in XML: the tree of the JSON answer under `<response>` (contract, section 7), written and read.

An object's key is an element, a list's entry `<item>`, null an empty element with `nil="true"`, a number decimal.
Two points are ours, because the contract leaves them open:

- A key that is no element's name in ASCII, or would be taken for a list's entry, is `<item key="the key">`. Dotted
  paths of fields (`employer.region.id`, `skills.0`) are names in XML and stay what they are.
- A character that XML cannot carry (control characters other than tab and line ends, lone surrogates, U+FFFE,
  U+FFFF) becomes U+FFFD, the replacement character. An empty text, list and object look alike: `<skills/>`.

Nothing is ever written but elements, text and those two attributes, and nothing else is read: a document that
declares a type or an entity is refused before any of it has an effect.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, Final, NoReturn, TypeVar, cast, get_args, get_origin
from xml.parsers import expat

from pydantic import BaseModel

from satupintu.kernel.errors import SatupintuError

ModelT = TypeVar("ModelT", bound=BaseModel)

DEEPEST: Final = 100
"""How many elements may stand inside each other in a document that is read. Answers have at most six."""

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ROOT: Final = "response"
_ENTRY: Final = "item"
# The names of elements that every reader takes. Those that begin with "xml" are reserved.
_NAME: Final = re.compile(r"(?![Xx][Mm][Ll])[A-Za-z_][A-Za-z0-9_.-]*")
_IN_TEXT: Final = re.compile(r"[&<>\r]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_IN_ATTRIBUTE: Final = re.compile(r"[&<>\"\t\n\r]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
# A line end that is no LF, and white space in an attribute, would be changed by the reader.
_WRITTEN: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


class XmlError(SatupintuError):
    """Bytes that are no XML answer, or that declare what no answer declares. The message quotes nothing of them."""


def xml_of_json(body: bytes) -> bytes:
    """A finished JSON answer as XML. Raises ValueError when it is no JSON."""
    return write_xml(json.loads(body))


def write_xml(tree: object) -> bytes:
    """A parsed JSON document as XML."""
    return (_DECLARATION + _element(_ROOT, "", tree)).encode()


def _element(name: str, attributes: str, value: object) -> str:
    if value is None:
        return f'<{name}{attributes} nil="true"/>'
    content = _content(value)
    return f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>"


def _content(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _IN_TEXT.sub(_safe, value)
        case float():
            return f"{Decimal(repr(value)):f}"
        case list():
            return "".join(_element(_ENTRY, "", entry) for entry in cast("list[object]", value))
        case dict():
            return "".join(_field(key, child) for key, child in cast("dict[str, object]", value).items())
        case _:
            return str(value)


def _field(key: str, value: object) -> str:
    if key != _ENTRY and _NAME.fullmatch(key):
        return _element(key, "", value)
    return _element(_ENTRY, f' key="{_IN_ATTRIBUTE.sub(_safe, key)}"', value)


def _safe(found: re.Match[str]) -> str:
    return _WRITTEN.get(found[0], "\N{REPLACEMENT CHARACTER}")


def read_xml(raw: bytes) -> Any:
    """The tree of an XML answer as JSON would have it, all values as text: `nil` is None, an empty element "".

    Tolerant: foreign attributes, comments and the name of the root do not matter. Raises XmlError for what is no
    XML, declares a document type, or is nested deeper than `DEEPEST`.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    # Entities can only be declared in a document type; without one the parser knows the five of XML itself.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise XmlError("The body is not XML.") from None
    return reader.root


def read_xml_as(model: type[ModelT], raw: bytes) -> ModelT:
    """Read an XML answer as the model that describes its JSON, tolerantly; unknown elements are kept.

    The model tells what XML does not: whether an empty element is a list, an object or a text.
    Raises XmlError, and pydantic's ValidationError when the tree is not what the document describes.
    """
    return model.model_validate(_shaped(model, read_xml(raw)), extra="allow")


def _shaped(annotation: Any, value: Any) -> Any:
    """A tree with its empty elements as the annotation has them."""
    choices = [choice for choice in (get_args(annotation) or (annotation,)) if choice is not type(None)]
    for choice in (annotation, *choices):
        if get_origin(choice) is list:
            return [] if value == "" else [_shaped(get_args(choice)[0], entry) for entry in _entries(value)]
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            if not isinstance(value, dict):
                return {} if value == "" else value
            fields = {info.alias or name: info.annotation for name, info in choice.model_fields.items()}
            tree = cast("dict[str, Any]", value)
            return {key: _shaped(fields[key], child) if key in fields else child for key, child in tree.items()}
    return value


def _entries(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _refuse_doctype(*_: object) -> NoReturn:
    raise XmlError("The body declares a document type, which no answer does.")


class _Open:
    """An element that was begun and not yet ended."""

    __slots__ = ("entries", "fields", "is_nil", "key", "texts")

    def __init__(self, key: str | None, is_nil: bool) -> None:
        self.key = key
        self.is_nil = is_nil
        self.texts: list[str] = []
        self.entries: list[Any] = []
        self.fields: dict[str, Any] = {}

    def value(self) -> Any:
        if self.fields:
            return self.fields
        if self.entries:
            return self.entries
        return None if self.is_nil else "".join(self.texts)


class _Reader:
    """Builds the tree from what the parser meets."""

    def __init__(self) -> None:
        self.root: Any = None
        self._open: list[_Open] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == DEEPEST:
            raise XmlError("The body is nested too deeply.")
        key = attributes.get("key") if name == _ENTRY else name
        self._open.append(_Open(key, attributes.get("nil") == "true"))

    def text(self, data: str) -> None:
        self._open[-1].texts.append(data)

    def end(self, _: str) -> None:
        ended = self._open.pop()
        if not self._open:
            self.root = ended.value()
        elif ended.key is None:
            self._open[-1].entries.append(ended.value())
        else:
            self._open[-1].fields[ended.key] = ended.value()
