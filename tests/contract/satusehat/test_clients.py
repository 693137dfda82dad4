"""Our clients against our server, both of them: every operation, and walks."""

from __future__ import annotations

import pytest

from satupintu.kernel.errors import (
    BadRequestError,
    ConfigurationError,
)
from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.testing.in_process import InProcessTransport
from tests.contract.satusehat.catalogue import MemoryRegions, bundled
from tests.contract.satusehat.conftest import BASE, CLIENT, SECRET
from tests.contract.satusehat.counting import Counting

CHILDREN = {
    "provinces": ("11", "provinces"),
    "cities": ("11", "province_codes"),
    "districts": ("1101", "city_codes"),
    "sub_districts": ("110101", "district_codes"),
}


def test_every_list_of_version_1_arrives_as_it_is_kept(connect):
    client = connect()
    for level, (parent, name) in CHILDREN.items():
        filters = {} if level == "provinces" else {name: parent}
        reply = getattr(client, f"{level}_v1")(**filters)
        rows = bundled().rows(level.replace("_", "-"))
        expected = [code for code in rows.codes if level == "provinces" or code.startswith(parent)]
        assert [row.code for row in reply.data] == expected
        first = rows.codes.index(expected[0])
        assert reply.data[0].model_dump() == {
            "code": rows.codes[first],
            "parent_code": "" if level == "provinces" else parent,
            "bps_code": rows.bps_codes[first],
            "name": rows.names[first],
        }


def test_every_page_of_version_2_arrives_with_its_meta(connect):
    client = connect()
    for level, (parent, name) in CHILDREN.items():
        filters = {} if level == "provinces" else {name: [parent]}
        page = getattr(client, f"{level}_v2")(current_page=1, limit=3, **filters)
        assert (page.meta.item_count, page.meta.page.limit, len(page.data)) == (3, 3, 3)
        following = getattr(client, f"{level}_v2")(current_page=2, next=page.meta.cursors.next, limit=3, **filters)
        back = getattr(client, f"{level}_v2")(current_page=1, prev=following.meta.cursors.previous, limit=3, **filters)
        assert back == page


@pytest.mark.parametrize("version", [1, 2])
def test_a_walk_yields_the_regions_below_a_parent(connect, version):
    client = connect()
    rows = bundled().rows("districts")
    districts = list(client.districts(city="3204", version=version))
    assert sorted(row.code for row in districts) == [code for code in rows.codes if code.startswith("3204")]
    assert {row.parent_code for row in districts} == {"3204"}
    villages = list(client.sub_districts(["320405", "110101"], version=version))
    assert {row.parent_code for row in villages} == {"320405", "110101"}
    assert len(list(client.provinces(version=version))) == 38
    assert len(list(client.cities(province="11,12", version=version))) == 56


@pytest.mark.parametrize(("level", "limit"), [("provinces", None), ("cities", None), ("cities", 7), ("districts", 97)])
def test_a_walk_over_version_2_yields_every_row_exactly_once(connect, level, limit):
    found = [row.code for row in getattr(connect(), level)(limit=limit)]
    assert len(found) == len(set(found))
    assert sorted(found) == list(bundled().rows(level).codes)


def test_a_walk_over_all_sub_districts_yields_every_row_exactly_once_and_the_total(server):
    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=InProcessTransport(server.app)) as client:
        walk = client.sub_districts(limit=2000)
        found = [row.code for row in walk]
    assert len(found) == len(set(found)) == walk.total == walk.seen == 83_762
    assert sorted(found) == list(bundled().rows("sub-districts").codes)


def test_a_walk_over_all_sub_districts_by_tens_takes_8377_calls(server):
    counting = Counting(server.app)
    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=InProcessTransport(counting)) as client:
        found = {row.code for row in client.sub_districts()}
    assert len(found) == 83_762
    assert counting.seen == {"data": 8377, "token": 1}


def test_a_walk_knows_the_total_while_it_is_under_way(server):
    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=InProcessTransport(server.app)) as client:
        walk = client.cities()
        assert (walk.total, walk.seen) == (None, 0)
        first = next(iter(walk))
        assert (first.name, walk.total, walk.seen) == ("Kab. Aceh Barat", 514, 10)


def test_a_walk_over_nothing_ends(connect):
    assert list(connect().cities(province="99")) == []
    assert list(connect().cities(province="99", version=1)) == []


def test_version_1_is_asked_in_batches_with_a_pause_between(connect, serve):
    parents = [f"{number:06}" for number in range(110_000, 111_001)]
    regions = MemoryRegions({"sub-districts": [(parent + "2001", "", "Desa") for parent in parents]})
    counting, waits = Counting(serve(regions).app), []
    found = list(connect(app=counting, waits=waits).sub_districts(parents, version=1))
    assert [row.parent_code for row in found] == parents
    assert counting.seen["data"] == 3
    assert waits == [0.1, 0.1]


@pytest.mark.parametrize("version", [1, 2])
def test_an_empty_list_of_parents_is_refused_because_it_would_mean_all(connect, version):
    with pytest.raises(ValueError, match="all regions"):
        connect().cities(province=[], version=version)


def test_refusals_carry_the_text_of_the_server(connect):
    with pytest.raises(BadRequestError, match="codes must be numeric"):
        connect().cities_v2(codes="x")


@pytest.mark.parametrize(("client_id", "secret"), [("", "s"), ("i", ""), ("", "")])
@pytest.mark.parametrize("kind", [Wilayah, AsyncWilayah])
def test_an_incomplete_pair_is_refused_when_the_client_is_made(kind, client_id, secret):
    with pytest.raises(ConfigurationError, match="client_id and client_secret"):
        kind(client_id, secret)


@pytest.mark.parametrize("kind", [Wilayah, AsyncWilayah])
def test_plain_http_is_for_this_machine_only(kind):
    with pytest.raises(ConfigurationError, match="use https"):
        kind(CLIENT, SECRET, base_url="http://api-satusehat.kemkes.go.id")
