from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.paging import PageNoPaging
from satupintu.systems.jobtrain.contract.calls import PAGE_SIZE, PageCall
from satupintu.systems.jobtrain.contract.models import Page, Ref
from satupintu.systems.jobtrain.contract.operations import JOBS_PAGE
from satupintu.transport.walking import Walk

sizes = st.integers(1, 12)


def items(count: int) -> list[Ref]:
    return [Ref(id=number, name=f"item {number}") for number in range(count)]


class Shelf:
    """The other side: pages of what is there, at most `largest` on one."""

    def __init__(self, count, *, largest=100, tells_total=True, minds_page_no=True):
        self.items = items(count)
        self.largest = largest
        self.tells_total = tells_total
        self.minds_page_no = minds_page_no
        self.asked = []

    def page(self, call):
        self.asked.append(call.page_no)
        size = min(call.page_size or PAGE_SIZE, self.largest)
        start = (call.page_no - 1) * size if self.minds_page_no else 0
        data = self.items[start : start + size]
        return Page[Ref](total=len(self.items) if self.tells_total else None, results=len(data), data=data)

    def walk(self, page_size):
        walk = Walk(JOBS_PAGE, PageCall(page_no=1, page_size=page_size), self.page)
        return [item.id for item in walk], walk.complete


@given(count=st.integers(0, 60), size=sizes, largest=sizes)
def test_a_walk_sees_everything_once_even_when_pages_are_smaller_than_asked(count, size, largest):
    shelf = Shelf(count, largest=largest)
    assert shelf.walk(size) == (list(range(count)), True)
    assert len(shelf.asked) == max(1, -(-count // min(size, largest)))


@given(count=st.integers(0, 60), size=sizes)
def test_without_a_total_a_walk_goes_on_to_the_page_that_is_not_full(count, size):
    shelf = Shelf(count, tells_total=False)
    assert shelf.walk(size)[0] == list(range(count))
    assert len(shelf.asked) == count // size + 1


def test_a_list_without_pages_is_read_once():
    shelf = Shelf(7, largest=100, tells_total=False, minds_page_no=False)
    shelf.items = shelf.items[:7]
    assert shelf.walk(100)[0] == list(range(7))
    assert shelf.asked == [1]


def test_a_walk_ends_at_an_empty_page_and_knows_that_something_is_missing():
    class Forgetful(Shelf):
        def page(self, call):
            found = super().page(call)
            return found if call.page_no == 1 else found.model_copy(update={"data": [], "results": 0})

    assert Forgetful(30).walk(10) == (list(range(10)), False)


@given(total=st.none() | st.integers(0, 100), count=st.integers(0, 30), seen=st.integers(0, 100), size=sizes)
def test_a_page_has_a_follower_only_if_it_holds_something_and_more_is_to_come(total, count, seen, size):
    call = PageCall(page_no=4, page_size=size).following(seen)
    following = PageNoPaging().next_call(call, Page[Ref](total=total, results=count, data=items(count)))
    if count == 0 or (total is not None and seen + count >= total):
        assert following is None
    if following is not None:
        assert (following.page_no, following.page_size, following.seen) == (6, size, seen + count)


@given(st.lists(st.integers(1, 9), max_size=5), st.sampled_from(["data", "results_list", "items"]))
def test_the_list_is_found_under_any_key_and_bare(ids, key):
    found = [{"id": id_, "name": "x"} for id_ in ids]
    envelope = {"total": 9, "results": len(ids), key: found}
    read = Page[Ref].model_validate_json(json.dumps(envelope), extra="allow")
    bare = Page[Ref].model_validate_json(json.dumps(found), extra="allow")
    assert [item.id for item in read.data] == [item.id for item in bare.data] == ids
    assert (read.total, bare.total) == (9, None)


def test_the_key_data_goes_before_other_lists():
    page = Page[Ref].model_validate_json('{"links":["/next"],"total":1,"results":1,"data":[{"id":1,"name":"x"}]}')
    assert [item.id for item in page.data] == [1]


def test_an_envelope_has_its_keys_in_the_decided_order():
    page = Page[Ref](total=1, results=1, data=items(1))
    assert page.model_dump_json(by_alias=True) == '{"total":1,"results":1,"data":[{"id":0,"name":"item 0"}]}'
