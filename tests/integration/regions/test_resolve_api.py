"""`/regions/resolve`: one place by GET, a batch by POST."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx2
import pytest
from starlette.applications import Starlette

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_catalogue import CurrentBpsCodes
from satupintu.gateway.own import own_pages
from satupintu.gateway.own_regions import region_routes
from satupintu.gateway.own_resolve import MOST_BYTES, MOST_TEXTS, resolve_routes
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable
from tests.integration.regions.places import http_of, region_bps

PATH = "/regions/resolve"


@pytest.fixture(scope="session")
def resolver(table: RegionTable) -> Resolver:
    return Resolver(table)


@pytest.fixture
def application(house: House, table: RegionTable, resolver: Resolver) -> Starlette:
    codes = CurrentBpsCodes(table, region_bps(house), house.clock)
    return own_pages((), dict, [*resolve_routes(resolver, codes), *region_routes(table, codes)])


@pytest.fixture
def http(application: Starlette) -> Iterator[httpx2.Client]:
    with http_of(application) as client:
        yield client


def problem_of(answer: httpx2.Response) -> str:
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == problem["status"]
    assert len(problem["detail"]) < 1_000
    return problem["detail"]


def test_a_place_is_answered_with_both_codes_its_path_the_decree_and_why(http: httpx2.Client) -> None:
    answer = http.get(PATH, params={"text": "Jakarta Selatan"})
    assert answer.status_code == 200
    found = answer.json()
    assert 0 < found.pop("confidence") <= 1
    reason = found.pop("reason")
    assert set(reason) == {"key", "id", "en"} and all(reason.values())
    assert found == {
        "system": "kemendagri",
        "decree": {"label": "2025", "name": "Kepmendagri 300.2.2-2138/2025", "date": "2025-04-25"},
        "text": "Jakarta Selatan",
        "verdict": "resolved",
        "code": "3174",
        "bps_code": "3171",
        "level": "city",
        "name": "Kota Administrasi Jakarta Selatan",
        "path": "Kota Administrasi Jakarta Selatan, Daerah Khusus Ibukota Jakarta",
        "candidates": [],
        "matched": ["Jakarta Selatan"],
    }


def test_an_ambiguous_place_has_no_code_and_all_candidates_with_both_codes(http: httpx2.Client) -> None:
    found = http.get(PATH, params={"text": "Bogor"}).json()
    named = [found[name] for name in ("verdict", "code", "bps_code", "level", "name", "path")]
    assert named == ["ambiguous", None, None, None, None, None]
    assert [(each["code"], each["bps_code"], each["path"]) for each in found["candidates"]] == [
        ("3201", "3201", "Kab. Bogor, Jawa Barat"),
        ("3271", "3271", "Kota Bogor, Jawa Barat"),
    ]


def test_an_imported_bps_code_stands_in_the_next_answer(house: House, http: httpx2.Client) -> None:
    question = {"text": "Kandanghaur, Kabupaten Indramayu"}
    assert http.get(PATH, params=question).json()["bps_code"] is None
    region_bps(house).replace("2025", {"321221": "3212190"})
    assert http.get(PATH, params=question).json()["bps_code"] == "3212190"


def test_a_text_without_a_place_is_an_answer_too(http: httpx2.Client) -> None:
    for text, key in (("", "empty"), ("Remote", "remote"), ("Singapore", "abroad")):
        found = http.get(PATH, params={"text": text})
        assert (found.status_code, found.json()["verdict"], found.json()["reason"]["key"]) == (200, "unresolved", key)


@pytest.mark.parametrize(
    ("code", "system", "verdict", "found"),
    [
        ("3171", {}, "unresolved", None),
        ("3171", {"system": "kemendagri"}, "resolved", "3171"),
        ("31.71", {"system": "kemendagri"}, "resolved", "3171"),
        ("3171", {"system": "bps"}, "resolved", "3174"),
        ("9102", {"system": "kemendagri"}, "resolved", "9501"),
        ("9999", {"system": "bps"}, "unresolved", None),
    ],
)
def test_a_bare_code_is_read_in_the_system_that_is_named_and_not_without_one(
    http: httpx2.Client, code: str, system: dict[str, str], verdict: str, found: str | None
) -> None:
    one = http.get(PATH, params={"text": code, **system}).json()
    batch = http.post(PATH, json={"texts": ["Kota Bogor", code], **system}).json()
    assert (one["verdict"], one["code"]) == (verdict, found)
    assert [answer["code"] for answer in batch["answers"]] == ["3271", found]


def test_a_bps_code_is_read_with_what_was_imported_last(house: House, http: httpx2.Client) -> None:
    question = {"text": "7202010", "system": "bps"}
    assert http.get(PATH, params=question).json()["verdict"] == "unresolved"
    region_bps(house).replace("2025", {"720109": "7202010"})
    assert http.get(PATH, params=question).json()["code"] == "720109"
    region_bps(house).replace("2025", {"720109": "7202010", "720124": "7202010"})
    found = http.get(PATH, params=question).json()
    assert (found["verdict"], [each["code"] for each in found["candidates"]]) == ("ambiguous", ["720109", "720124"])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_language_leaves_the_reasons_in_that_one(http: httpx2.Client, lang: str) -> None:
    assert set(http.get(PATH, params={"text": "Bogor", "lang": lang}).json()["reason"]) == {"key", lang}
    batch = http.post(PATH, json={"texts": ["Bogor"], "lang": lang}).json()
    assert set(batch["answers"][0]["reason"]) == {"key", lang}


def test_a_batch_is_answered_in_its_order_as_each_text_alone(http: httpx2.Client) -> None:
    texts = ["Bogor", "Kota Bogor", "", "Bogor", "Solo \u202e\u0000", "Luar Negeri"]
    batch = http.post(PATH, json={"texts": texts}).json()
    about = {name: batch[name] for name in ("system", "decree")}
    assert [about | answer for answer in batch["answers"]] == [
        http.get(PATH, params={"text": text}).json() for text in texts
    ]


def test_an_empty_batch_has_no_answers(http: httpx2.Client) -> None:
    assert http.post(PATH, json={"texts": []}).json()["answers"] == []


def test_as_many_texts_as_are_allowed_are_answered(http: httpx2.Client) -> None:
    answers = http.post(PATH, json={"texts": ["Kota Bogor"] * MOST_TEXTS}).json()["answers"]
    assert [answer["code"] for answer in answers] == ["3271"] * MOST_TEXTS


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (PATH, ("?text=", "POST")),
        (f"{PATH}?text=Bogor&text=Bandung", ("?text=", "POST")),
        (f"{PATH}?text=Bogor&system=BPS", ("system", "kemendagri or bps")),
        (f"{PATH}?text=Bogor&system=", ("system", "kemendagri or bps")),
        (f"{PATH}?text=Bogor&lang=fr", ("lang", "id or en")),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_the_way_to_ask(
    http: httpx2.Client, target: str, words: tuple[str, ...]
) -> None:
    answer = http.get(target)
    assert answer.status_code == 400
    assert all(word in problem_of(answer) for word in words)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", ("JSON", '{"texts": [')),
        (b"text=Bogor", ("JSON", '{"texts": [')),
        (b"[]", ('{"texts": [',)),
        (b"{}", ("texts",)),
        (b'{"texts": "Bogor"}', ("texts",)),
        (b'{"texts": ["Bogor", 3201]}', ("texts.1",)),
        (b'{"texts": ["\\ud800"]}', ("JSON",)),
        (b'{"texts": ["\xff"]}', ("JSON",)),
        (b'{"texts": [], "sytem": "bps"}', ("sytem",)),
        (b'{"' + b"x" * 10_000 + b'": 1}', ("xxx",)),
        (b'{"texts": [], "system": "joss"}', ("system", "kemendagri or bps")),
        (json.dumps({"texts": ["x"] * (MOST_TEXTS + 1)}).encode(), ("1,000",)),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_with_the_way_to_write_it(
    http: httpx2.Client, body: bytes, words: tuple[str, ...]
) -> None:
    answer = http.post(PATH, content=body)
    assert answer.status_code == 400
    assert all(word in problem_of(answer) for word in words)


def test_a_body_that_is_too_large_is_refused_and_the_largest_is_answered(http: httpx2.Client) -> None:
    body = json.dumps({"texts": [""]}).encode()
    largest = body.replace(b'""', b'"' + b"a" * (MOST_BYTES - len(body)) + b'"')
    assert http.post(PATH, content=largest).json()["answers"][0]["verdict"] == "unresolved"
    answer = http.post(PATH, content=largest + b" ")
    assert answer.status_code == 413
    assert "several requests" in problem_of(answer)


def test_other_methods_are_told_which_ones_there_are(http: httpx2.Client) -> None:
    answer = http.delete(PATH)
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD", "POST"]
    assert http.head(PATH, params={"text": "Bogor"}).status_code == 200


def test_the_word_resolve_takes_no_region_its_page(http: httpx2.Client) -> None:
    assert http.get("/regions/3201").json()["region"]["name"] == "Kab. Bogor"


def test_others_are_answered_while_a_batch_is_worked_on(application: Starlette) -> None:
    """The event loop takes a second request before the first, a large batch, is done."""

    async def both() -> list[str]:
        done: list[str] = []

        async def ask(name: str, method: str, query: bytes, body: bytes) -> None:
            scope = {
                **{"type": "http", "method": method, "path": PATH, "raw_path": PATH.encode(), "query_string": query},
                **{"headers": [], "http_version": "1.1", "scheme": "http", "server": ("localhost", 80)},
            }

            async def receive():
                return {"type": "http.request", "body": body, "more_body": False}

            async def send(message) -> None:
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    done.append(name)

            await application(scope, receive, send)

        await ask("warm", "GET", b"text=Bogor", b"")
        texts = [f"Jl. Raya Bogor {number}, Sukamaju, Cilodong, Depok" for number in range(MOST_TEXTS)]
        batch = asyncio.create_task(ask("batch", "POST", b"", json.dumps({"texts": texts}).encode()))
        await asyncio.sleep(0)  # lets the batch begin
        await ask("one", "GET", b"text=Solo", b"")
        await batch
        return done

    assert asyncio.run(both()) == ["warm", "one", "batch"]
