"""Lists in pages (contract, section 7): what was asked for, and the envelope of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from pydantic_core import to_json

from satupintu.kernel.documents import INVALID
from satupintu.kernel.outcome import Answer, Refusal
from satupintu.serving.exchange import Request
from satupintu.systems.kemnaker.contract.references import LENGTH_OF_CODE
from satupintu.systems.kemnaker.contract.rules import Fault
from satupintu.systems.kemnaker.contract.signing import TimestampError, parse_timestamp
from satupintu.systems.kemnaker.contract.texts import is_canonical_uuid
from satupintu.systems.kemnaker.server.ports import Selection

PER_PAGE = 20
MOST_RECORDS = 50
MOST_ENTRIES = 500
LAST_PAGE = 1_000_000_000

_RECORDS = ("updated_since", "updated_until", "status", "page", "per_page")


class Query:
    """The parameters of a list, with the faults met while reading them. Unknown parameters are ignored."""

    def __init__(self, request: Request) -> None:
        self._values = request.query_values()
        self._faults: list[Fault] = []

    def whole(self, name: str, default: int, most: int) -> int:
        """A number from 1 to `most`."""
        text = self._values.get(name)
        if text is None:
            return default
        if text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= most:
            return int(text)
        self._faults.append((name, f"Must be a whole number from 1 to {most}."))
        return default

    def moment(self, name: str) -> datetime | None:
        """A moment in UTC."""
        text = self._values.get(name)
        if text is None:
            return None
        try:
            return parse_timestamp(text)
        except TimestampError:
            self._faults.append((name, "Must be UTC in the form 2022-09-22T01:51:00Z."))
            return None

    def several(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Some of the known values, with commas between them; none when it is not said."""
        text = self._values.get(name)
        if text is None:
            return ()
        found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
        if not set(found) <= set(known):
            self._faults.append((name, f"Must be of: {', '.join(known)}; with commas between several."))
        return found

    def text(self, name: str, is_right: Callable[[str], bool], sentence: str) -> str | None:
        """A text of a certain form."""
        text = self._values.get(name)
        if text is not None and not is_right(text):
            self._faults.append((name, sentence))
        return text

    def refusal(self) -> Refusal | None:
        """All bad values together."""
        found = {name: (sentence,) for name, sentence in self._faults}
        return Refusal(422, INVALID, found) if found else None


def selection(request: Request, statuses: Sequence[str], now: datetime) -> Selection | Refusal:
    """Which records are asked for."""
    query = Query(request)
    wanted = Selection(
        now=now,
        updated_since=query.moment("updated_since"),
        updated_until=query.moment("updated_until"),
        statuses=query.several("status", statuses),
        page=query.whole("page", 1, LAST_PAGE),
        per_page=query.whole("per_page", PER_PAGE, MOST_RECORDS),
    )
    return query.refusal() or wanted


def region_filters(query: Query) -> Mapping[str, str | None]:
    """Which regions are asked for."""
    levels = ", ".join(LENGTH_OF_CODE)
    return {
        "type": query.text("type", lambda text: text in LENGTH_OF_CODE, f"Must be one of: {levels}."),
        "parent_id": query.text("parent_id", is_canonical_uuid, "Must be a UUID."),
        "code": query.text(
            "code",
            lambda text: text.isascii() and text.isdigit() and len(text) in LENGTH_OF_CODE.values(),
            "Must be a code of 2, 4, 6 or 10 digits.",
        ),
    }


def page_of(items: Sequence[str], request: Request, page: int, per_page: int, total: int) -> Answer:
    """The envelope of a list: the items as JSON, where they stand among all, and the addresses of other pages."""
    last = max(1, -(-total // per_page))
    links = {
        "first": _address(request, 1),
        "prev": _address(request, min(page - 1, last)) if page > 1 else None,
        "next": _address(request, page + 1) if page < last else None,
        "last": _address(request, last),
    }
    meta = {"page": page, "per_page": per_page, "total": total, "last_page": last}
    around = to_json({"meta": meta, "links": links}).decode()
    return Answer(f'{{"data":[{",".join(items)}],{around[1:]}'.encode())


def _address(request: Request, page: int) -> str:
    return f"{request.base_url()}{request.path}?{urlencode(dict(_kept(request), page=page))}"


def _kept(request: Request) -> Iterator[tuple[str, str]]:
    """What a link repeats of the query."""
    known = (*_RECORDS, "type", "parent_id", "code")
    return ((name, value) for name, value in request.query_values().items() if name in known)
