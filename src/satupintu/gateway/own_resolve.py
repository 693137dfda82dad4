"""Our own pages that resolve places: `GET /regions/resolve?text=` for one, `POST /regions/resolve` for a batch."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from satupintu.gateway.own_regions import KEMENDAGRI
from satupintu.gateway.problem import problem
from satupintu.regions.bps import BpsCodes
from satupintu.regions.codes import CodeSystem
from satupintu.regions.history import RegionHistory
from satupintu.regions.reason import ReasonKey
from satupintu.regions.region import Region
from satupintu.regions.resolution import Resolution
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable

PATH: Final = "/regions/resolve"
MOST_TEXTS: Final = 1_000
MOST_BYTES: Final = 4 * 1024 * 1024

Language = Literal["id", "en"]

_FAULTS_SHOWN: Final = 3
_NAME_SHOWN: Final = 40


class Question(BaseModel):
    """What is asked: places, in which system a bare code among them is to be read, and the language of the reasons.

    Without a system a bare code is not read; without a language the reasons come in both.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    texts: Annotated[list[str], Field(max_length=MOST_TEXTS)]
    system: CodeSystem | None = None
    lang: Language | None = None


def resolve_routes(resolver: Resolver, bps_codes: Callable[[], BpsCodes]) -> list[Route]:
    """The routes; they belong before `/regions/{code}`. `bps_codes` gives the codes of the resolver's decree now."""
    places = _Places(resolver, bps_codes)
    about = _about(resolver.table)

    async def page(request: Request) -> Response:
        return await (batch(request) if request.method == "POST" else one(request))

    async def one(request: Request) -> Response:
        texts = request.query_params.getlist("text")
        if len(texts) != 1:
            words = f"give one place, such as {PATH}?text=Jakarta+Selatan; several at once go by POST to {PATH}."
            return problem(HTTPStatus.BAD_REQUEST, words)
        options = {name: request.query_params[name] for name in ("system", "lang") if name in request.query_params}
        try:
            question = Question.model_validate({"texts": texts, **options})
        except ValidationError as error:
            return problem(HTTPStatus.BAD_REQUEST, _in_words(error))
        (answer,) = await run_in_threadpool(places.answers, question)
        return JSONResponse({**about, **answer})

    async def batch(request: Request) -> Response:
        try:
            body = await _body_of(request)
        except ClientDisconnect:
            return problem(HTTPStatus.BAD_REQUEST)
        if body is None:
            words = f"the body has more than {MOST_BYTES:,} bytes; send the places in several requests."
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
        return await run_in_threadpool(answer_batch, body)

    def answer_batch(body: bytes) -> Response:
        try:
            question = Question.model_validate_json(body)
        except ValidationError as error:
            return problem(HTTPStatus.BAD_REQUEST, _in_words(error))
        return JSONResponse({**about, "answers": places.answers(question)})

    return [Route(PATH, page, methods=["GET", "POST"])]


class _Places:
    """Answers questions by one table. Names are remembered by the resolver, codes are read as they are now."""

    def __init__(self, resolver: Resolver, bps_codes: Callable[[], BpsCodes]) -> None:
        self._resolver = resolver
        self._bps_codes = bps_codes
        self._former_codes = RegionHistory(resolver.table)

    def answers(self, question: Question) -> list[dict[str, Any]]:
        known, table = self._bps_codes(), self._resolver.table
        codes = Resolver(table, bps_codes=known, former_codes=self._former_codes)  # builds no index for what is a code
        found = (self._found(text, question.system, codes) for text in question.texts)
        return [_answer(each, table, known, question.lang) for each in found]

    def _found(self, text: str, system: CodeSystem | None, codes: Resolver) -> Resolution:
        found = self._resolver.resolve(text)
        return codes.resolve(text, system) if found.reason.key is ReasonKey.BARE_CODE else found


async def _body_of(request: Request) -> bytes | None:
    """The body; None as soon as it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _in_words(error: ValidationError) -> str:
    """What is wrong with a question, and how it is asked."""
    faults = error.errors(include_url=False, include_input=False)
    shown = [
        f"{'.'.join(map(str, fault['loc']))[:_NAME_SHOWN]}: {fault['msg']}".removeprefix(": ")
        for fault in faults[:_FAULTS_SHOWN]
    ]
    return f"{'; '.join(shown)}. {_HOW_TO_ASK}"


_HOW_TO_ASK = (
    'Ask with {"texts": ["Bogor", ...]}, at most '
    f"{MOST_TEXTS:,} of them; system is kemendagri or bps, lang is id or en, and neither has to be given."
)


def _about(table: RegionTable) -> dict[str, Any]:
    """Whose codes the answers hold."""
    return {
        "system": KEMENDAGRI,
        "decree": {"label": table.label, "name": table.decree, "date": table.decree_date.isoformat()},
    }


def _answer(found: Resolution, table: RegionTable, known: BpsCodes, lang: Language | None) -> dict[str, Any]:
    region = table.get(found.code) if found.code else None
    named: dict[str, Any] = _region(region, table, known) if region else dict.fromkeys(_NAMED)
    words = {"id": found.reason.id, "en": found.reason.en}
    return {
        "text": found.text,
        "verdict": found.verdict.value,
        **named,
        "confidence": found.confidence,
        "candidates": [_region(each, table, known) for each in found.candidates],
        "matched": list(found.matched),
        "reason": {"key": found.reason.key.value, **(words if lang is None else {lang: words[lang]})},
    }


_NAMED = ("code", "bps_code", "level", "name", "path")


def _region(region: Region, table: RegionTable, known: BpsCodes) -> dict[str, Any]:
    bps_code = known.of(region.code) or None
    values = (region.code, bps_code, region.level.value, region.name, table.path(region.code))
    return dict(zip(_NAMED, values, strict=True))
