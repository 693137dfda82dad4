"""The one idea: an operation of a documented system is described once, here, and used at both ends.

From an `Operation` come the client's call, the server's route and the OpenAPI entry. The request of an operation
is a `Call`: a model whose fields say by their names where they travel. A field named in the path template goes
into the path, `body` is the body, a field marked with `InHeader` is a header, all others are the query, under their
own names or under that of `InQuery`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar, cast
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict

from satupintu.kernel.paging import Paging
from satupintu.kernel.quota import Quota


class Call(BaseModel):
    """The request of one operation, as typed values. Frozen; wrong types are refused before anything is sent."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)

    @property
    def single_attempt(self) -> bool:
        """Whether this very request may be sent once only, whatever the operation allows."""
        return False


CallT = TypeVar("CallT", bound=Call)
ReplyT = TypeVar("ReplyT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class InHeader:
    """Marks a field of a `Call` that travels as a header of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class InQuery:
    """Marks a field of a `Call` that travels in the query under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request ready to be sent: the target is already encoded and nothing encodes it again."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True)
class Confirmation(Generic[CallT, ReplyT]):
    """How to find out what became of a write, when the other side answers `status`: that it had this request before.

    `ask` reads the record, with the call that `question` makes; `holds` says whether it is what the write asked for.
    """

    ask: Operation[Any, ReplyT]
    question: Callable[[CallT], Call]
    holds: Callable[[CallT, ReplyT], bool]
    status: int = 409


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[CallT, ReplyT]):
    """One documented operation of one system, as plain values.

    `name` is the client's method, `source` the published page. `aliases` are other paths with the same meaning.
    `success` lists the statuses that mean success. `repeatable` says that sending the same request again after
    an unknown outcome does no harm, except after one of the statuses in `never_again`. `confirmation` settles an answer
    that proves nothing by itself. `permission` is what the caller needs beyond its credential.

    `versions` may stand in place of `{version}` in the path; the first one is sent. `any_case` says that the case of
    path and query names does not matter, `loose_ids` that a path exists also with an id that is no number.
    """

    name: str
    method: str
    path: str
    summary: str
    source: str
    call: type[CallT]
    reply: type[ReplyT]
    success: tuple[int, ...] = (200,)
    aliases: tuple[str, ...] = ()
    paging: Paging[CallT, ReplyT] | None = None
    quota: Quota | None = None
    repeatable: bool = False
    never_again: frozenset[int] = frozenset()
    confirmation: Confirmation[CallT, ReplyT] | None = None
    permission: str | None = None
    versions: tuple[str, ...] = ()
    any_case: bool = False
    loose_ids: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The path and its aliases."""
        return (self.path, *self.aliases)

    @property
    def paths_as_sent(self) -> tuple[str, ...]:
        """The path and its aliases, with the version that is sent."""
        version = self.versions[0] if self.versions else ""
        return tuple(path.replace("{version}", version) for path in self.paths)

    @cached_property
    def path_fields(self) -> frozenset[str]:
        """Names of the call's fields that stand in the path."""
        return frozenset(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    @cached_property
    def header_fields(self) -> Mapping[str, str]:
        """Fields of the call that travel as headers, with the header's name."""
        return _marked(self.call, InHeader)

    @cached_property
    def query_fields(self) -> tuple[str, ...]:
        """Fields of the call that travel in the query."""
        elsewhere = self.path_fields | self.header_fields.keys() | {"body"}
        return tuple(field for field in self.call.model_fields if field not in elsewhere)

    @cached_property
    def query_names(self) -> Mapping[str, str]:
        """Fields of the call that travel in the query, with the name that they have there."""
        return {field: field for field in self.query_fields} | _marked(self.call, InQuery)

    @cached_property
    def body_model(self) -> type[BaseModel] | None:
        """The model of the request body, if the operation has one."""
        info = self.call.model_fields.get("body")
        model: Any = info.annotation if info else None
        return model

    def outgoing(self, call: CallT) -> Outgoing:
        """Write a call as a request: encoded target, headers of the call, JSON body of the fields that were set."""
        target = self.paths_as_sent[0]
        for field in self.path_fields:
            target = target.replace(f"{{{field}}}", quote(_as_text(getattr(call, field)), safe=""))
        query = {
            name: _as_text(value)
            for field, name in self.query_names.items()
            if (value := getattr(call, field)) is not None
        }
        body: BaseModel | None = getattr(call, "body", None)
        headers = {
            name: str(value)
            for field, name in self.header_fields.items()
            if (value := getattr(call, field)) is not None
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        return Outgoing(
            method=self.method,
            target=f"{target}?{urlencode(query)}" if query else target,
            headers=headers,
            body=None if body is None else body.model_dump_json(exclude_unset=True, by_alias=True).encode(),
        )

    def read(self, body: bytes) -> ReplyT:
        """Read a reply tolerantly: numbers as text are numbers, unknown keys are kept.

        Raises pydantic's ValidationError when the body is not what the document describes.
        """
        return self.reply.model_validate_json(body, extra="allow")


def _marked(call: type[Call], kind: type[InHeader] | type[InQuery]) -> dict[str, str]:
    return {
        field: mark.name
        for field, info in call.model_fields.items()
        for mark in info.metadata
        if isinstance(mark, kind)
    }


def _as_text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return ",".join(_as_text(item) for item in cast("Iterable[object]", value))
        case _:
            return str(value)
