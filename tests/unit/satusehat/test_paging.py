"""The page rules, against the same rules written without any cleverness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.satusehat.contract.cursors import read_cursor
from satupintu.systems.satusehat.contract.models import RegionsPage
from satupintu.systems.satusehat.contract.operations import CITIES_V2, CitiesPageCall
from satupintu.systems.satusehat.contract.paging import page_meta, page_places, select

codes_of_a_level = st.lists(st.integers(0, 399).map("{:04}".format), unique=True, max_size=60).map(sorted)
parents = st.none() | st.lists(st.integers(0, 5).map("{:02}".format), max_size=4)
only = st.none() | st.lists(st.integers(0, 420).map("{:04}".format) | st.just("01"), max_size=12)


def plainly_selected(codes, wanted_parents, wanted):
    return [
        code
        for code in codes
        if (wanted_parents is None or code[:2] in wanted_parents) and (wanted is None or code in wanted)
    ]


@given(codes_of_a_level, parents, only)
def test_a_selection_holds_the_rows_that_pass_all_filters_in_ascending_code(codes, wanted_parents, wanted):
    selection = select(codes, wanted_parents, wanted, 2)
    expected = plainly_selected(codes, wanted_parents, wanted)
    assert selection.total == len(expected)
    assert [codes[place] for place in selection.places(0, selection.total)] == expected


@given(
    codes_of_a_level,
    parents,
    only,
    st.integers(1, 12),
    st.integers(1, 9),
    st.none() | st.integers(0, 420).map("{:04}".format),
    st.none() | st.integers(0, 420).map("{:04}".format),
)
def test_a_page_is_what_the_rules_say(codes, wanted_parents, wanted, limit, current_page, after, before):
    rows = plainly_selected(codes, wanted_parents, wanted)
    if after is not None:
        expected = [code for code in rows if code > after][:limit]
    elif before is not None:
        expected = [code for code in rows if code < before][-limit:]
    else:
        expected = rows[(current_page - 1) * limit : current_page * limit]
    selection = select(codes, wanted_parents, wanted, 2)
    places = page_places(codes, selection, limit=limit, current_page=current_page, after=after, before=before)
    assert [codes[place] for place in places] == expected

    meta = page_meta(codes, places, total=selection.total, limit=limit, current_page=current_page)
    assert meta.item_count == len(expected)
    assert meta.cursors.next == "" if not expected else read_cursor(meta.cursors.next) == expected[-1]
    assert meta.cursors.previous == "" if not expected else read_cursor(meta.cursors.previous) == expected[0]
    assert (meta.page.previous, meta.page.current, meta.page.next) == (current_page - 1, current_page, current_page + 1)


@given(codes_of_a_level, parents, st.integers(1, 12))
def test_walking_forward_meets_every_row_once_and_one_step_back_is_the_page_before(codes, wanted_parents, limit):
    selection = select(codes, wanted_parents, None, 2)
    met: list[str] = []
    pages: list[list[str]] = []
    after = None
    while places := page_places(codes, selection, limit=limit, current_page=1, after=after):
        page = [codes[place] for place in places]
        if pages:
            back = page_places(codes, selection, limit=limit, current_page=1, before=page[0])
            assert [codes[place] for place in back] == pages[-1][-limit:]
        pages.append(page)
        met += page
        after = page[-1]
    assert met == plainly_selected(codes, wanted_parents, None)


@pytest.mark.parametrize(
    ("total", "limit", "printed"),
    [(2, 10, 1), (514, 10, 51), (7277, 10, 727), (83772, 10, 8377), (0, 10, 1), (9, 10, 1), (4000, 2000, 2)],
)
def test_the_number_of_pages_is_rounded_down_as_printed(total, limit, printed):
    assert page_meta([], [], total=total, limit=limit, current_page=1).page.total_page == printed


def test_the_deepest_page_looks_at_a_handful_of_codes():
    class Counted(list):
        looked_at = 0

        def __getitem__(self, place):
            Counted.looked_at += 1
            return super().__getitem__(place)

    codes = Counted(f"{number:010}" for number in range(83_762))
    selection = select(codes, None, None, 6)
    page_places(codes, selection, limit=10, current_page=8376, after=f"{83_750:010}")
    assert Counted.looked_at < 40


def page(codes, *, total, limit=10, current=1, cursor="MTI="):
    return RegionsPage.model_validate(
        {
            "data": [{"code": code, "name": code} for code in codes],
            "meta": {
                "item_count": len(codes),
                "page": {
                    "current": current, "previous": current - 1, "next": current + 1, "limit": limit,
                    "total_page": 1, "total": total,
                },
                "cursors": {"next": cursor, "previous": ""},
            },
        }
    )  # fmt: skip


FULL = [str(number) for number in range(10)]


@pytest.mark.parametrize(
    ("current", "reply"),
    [
        (1, page([], total=5)),
        (1, page(FULL[:9], total=50)),
        (1, page(FULL, total=10)),
        (5, page(FULL, total=50)),
        (1, page(FULL, total=50, cursor="")),
        (1, RegionsPage.model_validate({"data": [{"code": "1"}]})),
        (1, RegionsPage.model_validate({"data": None})),
    ],
)
def test_the_client_stops_at_an_empty_or_partial_page_or_at_the_total(current, reply):
    assert CITIES_V2.paging.next_call(CitiesPageCall(current_page=current), reply) is None


def test_the_client_goes_on_past_total_page_with_the_cursor_of_meta():
    call = CitiesPageCall(current_page=1, province_codes="11", limit=10, prev="MTE=")
    following = CITIES_V2.paging.next_call(call, page(FULL, total=11, cursor="MTEwOQ=="))
    assert following == CitiesPageCall(current_page=2, next="MTEwOQ==", province_codes="11", limit=10)
