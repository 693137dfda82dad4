"""Walks over a server that does not keep to the rules."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from satupintu.kernel.errors import ApiError
from satupintu.systems.satusehat.client.walking import IncompleteWalkError, StalledWalkError

TOKEN = {"access_token": "a" * 28, "expires_in": "3599"}
ROWS = [f"11{number:02}" for number in range(1, 26)]


class Pages:
    """Answers page n with whatever `page(n)` makes of it, and notes what was asked."""

    def __init__(self, page):
        self.page = page
        self.asked: list[dict[str, list[str]]] = []

    async def __call__(self, scope, receive, send):
        if scope["method"] == "POST":
            document = TOKEN
        else:
            query = parse_qs(scope["query_string"].decode(), keep_blank_values=True)
            self.asked.append(query)
            assert len(self.asked) < 50, "the walk does not end"
            document = self.page(len(self.asked))
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(document).encode()})


def page(codes, *, number, total=25, limit=10, cursor=None, **more):
    rows = [{"code": code, "parent_code": "11", "bps_code": "", "name": code} for code in codes or ()]
    return {
        "status": 200, "error": False, "message": "success", "data": None if codes is None else rows,
        "meta": {
            "item_count": len(codes or ()),
            "page": {
                "is_cursor": True, "current": number, "previous": number - 1, "next": number + 1, "limit": limit,
                "total_page": total // limit, "total": total,
            },
            "cursors": {"next": f"cursor-{number}=" if cursor is None else cursor, "previous": ""},
        },
        **more,
    }  # fmt: skip


def honest(number, **more):
    return page(ROWS[(number - 1) * 10 : number * 10], number=number, **more)


def walked(connect, answer):
    pages = Pages(answer)
    return [row.code for row in connect(app=pages).cities()], pages


def test_the_walk_counts_pages_and_sends_the_cursor_of_meta_back(connect):
    found, pages = walked(connect, honest)
    assert found == ROWS
    assert pages.asked == [
        {"current_page": ["1"]},
        {"current_page": ["2"], "next": ["cursor-1="]},
        {"current_page": ["3"], "next": ["cursor-2="]},
    ]


def test_rows_that_come_twice_are_yielded_once_and_counted_once(connect):
    def overlapping(number):
        start = {1: 0, 2: 5, 3: 15}[number]
        return page(ROWS[start : start + 10], number=number, limit=10, total=25)

    with_doubles, _ = walked(connect, overlapping)
    assert with_doubles == ROWS


@pytest.mark.parametrize("total", [24, 26, 30])
def test_a_total_that_does_not_fit_is_an_error_at_the_end(connect, total):
    pages = Pages(lambda number: honest(number, total=total if number == 3 else 25))
    found = []
    with pytest.raises(IncompleteWalkError, match=f"25 regions came, the other side states {total}") as caught:
        found += list(connect(app=pages).cities())
    assert (caught.value.seen, caught.value.total) == (25, total)
    assert isinstance(caught.value, ApiError)


def test_the_same_cursor_twice_is_an_error_at_once(connect):
    with pytest.raises(StalledWalkError, match="came twice"):
        walked(connect, lambda number: honest(1, total=1000, cursor="MTEwMQ=="))


def test_cursors_that_go_round_in_a_circle_are_noticed(connect):
    with pytest.raises(StalledWalkError, match="came twice"):
        walked(connect, lambda number: page(ROWS[:10], number=number, total=1000, cursor=f"cursor-{number % 3}"))


def test_an_empty_page_ends_the_walk_and_shows_that_rows_are_missing(connect):
    for nothing in ([], None):
        with pytest.raises(IncompleteWalkError, match="10 regions came"):
            walked(connect, lambda number, nothing=nothing: page(ROWS[:10] if number == 1 else nothing, number=number))


def test_a_partial_page_in_the_middle_ends_the_walk(connect):
    with pytest.raises(IncompleteWalkError, match="9 regions came"):
        walked(connect, lambda number: page(ROWS[:9], number=number))


def test_a_page_without_meta_cannot_be_complete(connect):
    with pytest.raises(IncompleteWalkError, match="states None"):
        walked(connect, lambda number: {key: value for key, value in honest(1).items() if key != "meta"})


def test_unknown_keys_and_numbers_for_text_are_no_fault_and_null_is_empty(connect):
    def odd(number):
        answer = page(["1101"], number=number, total=1, extra={"a": 1})
        answer["data"][0] |= {"code": 1101, "parent_code": 11, "bps_code": None, "note": "x"}
        return answer

    pages = Pages(odd)
    (row,) = list(connect(app=pages).cities())
    assert (row.code, row.parent_code, row.bps_code) == ("1101", "11", "")
    assert connect(app=Pages(lambda number: {"status": 200, "data": None})).cities_v1().data == []
    assert connect(app=pages).cities_v2().model_extra == {"extra": {"a": 1}}
