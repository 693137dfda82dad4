from __future__ import annotations

import asyncio

import pytest

from satupintu.kernel.errors import UnreadableReplyError
from satupintu.kernel.operation import Call, Operation
from satupintu.kernel.paging import LaravelMeta, LaravelPage, LaravelPaging
from satupintu.transport.walking import AsyncWalk, Walk


class PageCall(Call):
    page: int | None = None


class Numbers(LaravelPage[int]):
    pass


LIST = Operation(
    name="numbers", method="GET", path="/n", summary="", source="", call=PageCall, reply=Numbers, paging=LaravelPaging()
)


def page(items, current, last, total):
    return Numbers(data=items, meta=LaravelMeta(current_page=current, last_page=last, total=total))


def walk_sync(answer):
    walk = Walk(LIST, PageCall(page=1), answer)
    return list(walk), walk


def walk_async(answer):
    async def send(call):
        return answer(call)

    async def walked():
        walk = AsyncWalk(LIST, PageCall(page=1), send)
        return [item async for item in walk], walk

    return asyncio.run(walked())


both = pytest.mark.parametrize("walked", [walk_sync, walk_async])


def answers(*pages):
    return lambda call: pages[call.page - 1]


@both
def test_a_walk_sees_all_items_and_knows_it(walked):
    items, walk = walked(answers(page([1, 2], 1, 2, 3), page([3], 2, 2, 3)))
    assert items == [1, 2, 3]
    assert (walk.complete, walk.seen, walk.total) == (True, 3, 3)


@both
@pytest.mark.parametrize("total", [1, 2, 4])
def test_a_sum_that_differs_from_the_total_makes_a_walk_incomplete(walked, total):
    _, walk = walked(answers(page([1, 2], 1, 2, total), page([3], 2, 2, total)))
    assert not walk.complete


@both
def test_a_total_that_changes_on_the_way_makes_a_walk_incomplete(walked):
    _, walk = walked(answers(page([1, 2], 1, 2, 4), page([4], 2, 2, 3)))
    assert (walk.seen, walk.total) == (3, 3)
    assert not walk.complete


@both
@pytest.mark.parametrize("meta", [None, LaravelMeta(), LaravelMeta(current_page=1, last_page=1)])
def test_a_walk_whose_pages_state_no_total_is_not_known_to_be_complete(walked, meta):
    items, walk = walked(lambda call: Numbers(data=[1, 2], meta=meta))
    assert (items, walk.finished, walk.complete) == ([1, 2], True, False)


@both
def test_an_empty_page_ends_a_walk(walked):
    items, walk = walked(answers(page([1], 1, 9, 9), page([], 2, 9, 9)))
    assert items == [1]
    assert not walk.complete


@both
def test_pages_that_go_round_in_a_circle_stop_the_walk(walked):
    with pytest.raises(UnreadableReplyError, match="circle"):
        walked(lambda call: page([1], 1, 5, 5))


def test_a_walk_that_was_left_early_is_not_complete():
    walk = Walk(LIST, PageCall(page=1), answers(page([1, 2], 1, 1, 2)))
    assert next(iter(walk)) == 1
    assert not walk.complete


def test_pages_are_asked_for_only_when_they_are_needed():
    asked = []

    def answer(call):
        asked.append(call.page)
        return page([1, 2], call.page, 3, 6)

    walk = iter(Walk(LIST, PageCall(page=1), answer))
    assert asked == []
    next(walk)
    next(walk)
    assert asked == [1]
    next(walk)
    assert asked == [1, 2]
