"""A refresh from Master Wilayah: whole, cut off and taken up, at another state, and with pages that do not add up."""

from __future__ import annotations

import json
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_import import BpsImport, pages_of, refresh_bps_codes
from satupintu.bootstrap.region_refresh import Position, RefreshError, RegionRefresh
from satupintu.kernel.errors import ConfigurationError, ConnectionFailedError
from satupintu.regions.snapshot import RegionTable
from satupintu.store.run_lock import RunLockedError, run_lock
from satupintu.systems.satusehat.contract.models import Cursors, PageMeta, PagePlace, RegionRow, RegionsPage
from tests.integration.regions.killed import refresh_until_killed
from tests.integration.regions.places import region_bps, run, stored, wilayah_at

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.integration.regions.killed"])

PAGES = 1 + 1 + 4 + 42
"""Of 2,000 rows, for 38, 514, 7,285 and 83,762 regions."""

Fetch = Callable[[Position], RegionsPage]


class Watched:
    """Pages that are counted, of which one may fail."""

    def __init__(self, fetch: Fetch, failing: int | None = None) -> None:
        self.asked: list[Position] = []
        self._fetch = fetch
        self._failing = failing

    def __call__(self, position: Position) -> RegionsPage:
        self.asked.append(position)
        if len(self.asked) == self._failing:
            raise ConnectionFailedError("the line is down", may_have_arrived=False)
        return self._fetch(position)


@pytest.fixture
def api(tmp_path: Path, table: RegionTable, codes: Mapping[str, str]) -> Iterator[Fetch]:
    """Another installation that serves all codes, as the API from which is refreshed."""
    with House.open(tmp_path / "api") as there, wilayah_at(there, table) as wilayah:
        region_bps(there).replace("2025", codes)
        yield pages_of(wilayah, 2000)


def refresh(house: House, table: RegionTable, fetch: Fetch, **options) -> BpsImport:
    options = {"pause_seconds": 0.0, "progress": lambda *_: None, **options}
    return refresh_bps_codes(house, table, options.pop("source", "https://api"), fetch, **options)


def as_served(codes: Mapping[str, str]) -> dict[str, str]:
    """Master Wilayah shows no code for province 96."""
    return {**codes, "96": ""}


def test_a_refresh_stores_the_codes_of_all_levels_page_by_page_with_pauses_between(
    house: House, table: RegionTable, api: Fetch, codes: Mapping[str, str]
) -> None:
    pauses: list[float] = []
    told: list[tuple[str, int, int | None]] = []
    watched = Watched(api)

    outcome = refresh(
        house, table, watched, pause_seconds=0.1, sleep=pauses.append, progress=lambda *words: told.append(words)
    )

    assert outcome.changes is not None
    assert (len(outcome.changes.added), outcome.file.missing, outcome.file.left_out) == (91_599, 0, 0)
    assert stored(house) == as_served(codes)
    assert len(watched.asked) == len(told) == PAGES
    assert pauses == [0.0] + [0.1] * (PAGES - 1)
    assert [words for words in told if words[1] == words[2]] == [
        *(("provinces", 38, 38), ("cities", 514, 514), ("districts", 7_285, 7_285), ("sub-districts", 83_762, 83_762))
    ]


def test_a_second_refresh_changes_nothing(house: House, table: RegionTable, api: Fetch) -> None:
    refresh(house, table, api)
    outcome = refresh(house, table, api)
    assert outcome.changes is not None
    assert (outcome.changes.count, outcome.changes.unchanged) == (0, 91_599)


@pytest.mark.parametrize("failing", [1, 2, 5, 30])
def test_a_refresh_that_was_cut_off_goes_on_where_it_stopped(
    house: House, table: RegionTable, api: Fetch, codes: Mapping[str, str], failing: int
) -> None:
    first, second = Watched(api, failing), Watched(api)
    with pytest.raises(ConnectionFailedError):
        refresh(house, table, first)
    assert stored(house) == {}
    with (house.directory.files / "region-refresh.csv").open("ab") as file:
        file.write(b"11,,11,half a page that was cut o")

    outcome = refresh(house, table, second)

    assert outcome.changes is not None, outcome.file.faults
    assert stored(house) == as_served(codes)
    assert second.asked[0] == first.asked[-1]
    assert len(first.asked) + len(second.asked) == PAGES + 1


@pytest.mark.parametrize("page", [1, 4, 20])
def test_a_refresh_whose_process_is_killed_goes_on_where_it_stopped(
    tmp_path: Path, table: RegionTable, page: int
) -> None:
    data = tmp_path / "data"
    process = PROCESSES.Process(target=refresh_until_killed, args=(str(data), page))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL

    with House.open(data) as house, wilayah_at(house, table) as wilayah:
        watched = Watched(pages_of(wilayah, 2000))
        outcome = refresh(house, table, watched, source="here")
        assert outcome.changes is not None
        assert len(stored(house)) == 91_599
    assert len(watched.asked) == PAGES - page + 1


def test_a_place_that_cannot_be_read_means_beginning_anew(house: House, table: RegionTable, api: Fetch) -> None:
    with pytest.raises(ConnectionFailedError):
        refresh(house, table, Watched(api, 10))
    (house.directory.files / "region-refresh.json").write_text('{"source": "https://api", "len', encoding="utf-8")
    watched = Watched(api)

    refresh(house, table, watched)

    assert len(watched.asked) == PAGES


def test_an_unfinished_refresh_is_not_continued_at_another_address(
    house: House, table: RegionTable, api: Fetch
) -> None:
    with pytest.raises(ConnectionFailedError):
        refresh(house, table, Watched(api, 3))

    with pytest.raises(ConfigurationError, match=r"A refresh from https://api is not finished.*--restart"):
        refresh(house, table, api, source="https://elsewhere")

    watched = Watched(api)
    refresh(house, table, watched, source="https://elsewhere", restart=True)
    assert len(watched.asked) == PAGES


def test_regions_that_the_decree_does_not_have_under_that_name_are_left_out_and_counted(
    house: House, table: RegionTable, earlier: RegionTable, tmp_path: Path
) -> None:
    with House.open(tmp_path / "api") as there, wilayah_at(there, earlier) as wilayah:
        region_bps(there).replace("6117-2022", {"960305": "9201021", "960306": "9201022"})
        outcome = refresh(house, table, pages_of(wilayah, 2000))

    assert outcome.changes is not None
    known = stored(house)
    assert (outcome.file.left_out, outcome.file.missing) == (91_592 - len(known), 91_599 - len(known))
    assert 117 < outcome.file.left_out < 500
    # 960305 was the islands of Ayau in the API's state and is Ayau now: its code would be another place's.
    assert "960305" not in known
    assert known["960306"] == "9201022"


def test_only_one_refresh_runs_at_a_time(house: House, table: RegionTable, api: Fetch) -> None:
    with run_lock(house.database, house.directory, "refresh"), pytest.raises(RunLockedError):
        refresh(house, table, api)


def test_codes_with_faults_are_not_stored_and_the_file_stays_to_be_looked_at(
    house: House, table: RegionTable, api: Fetch
) -> None:
    def damaged(position: Position) -> RegionsPage:
        page = api(position)
        rows = [row.model_copy(update={"bps_code": "?"}) if row.code == "1105" else row for row in page.data]
        return page.model_copy(update={"data": rows})

    outcome = refresh(house, table, damaged)

    assert outcome.changes is None
    assert "'?' is no BPS code of a city" in outcome.file.faults[0].words
    assert stored(house) == {}
    line = outcome.path.read_text(encoding="utf-8").splitlines()[outcome.file.faults[0].line - 1]
    assert line.startswith("1105,11,?,")


def page(rows: Sequence[str], total: int, following: str = "eA==", *, number: int = 1) -> RegionsPage:
    place = PagePlace(current=number, previous=number - 1, next=number + 1, limit=10, total_page=1, total=total)
    meta = PageMeta(item_count=len(rows), page=place, cursors=Cursors(next=following))
    return RegionsPage(data=[RegionRow(code=code, name="X") for code in rows], meta=meta)


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([page(["11"], 3, "MTE="), page(["12"], 4, "MTI=")], "had 3 provinces, now 4; begin anew with --restart"),
        ([page(["11"], 3, "MTE="), page(["12"], 3, "MTE=")], "lead nowhere after 2 rows"),
        ([page(["11"], 3, "")], "lead nowhere after 1 rows"),
        ([page(["11"], 3, "MTE="), page([], 3)], "gave 1 of its 3 provinces"),
        ([page(["11", "12", "13", "14"], 3)], "gave 4 of its 3 provinces"),
        ([RegionsPage(data=[RegionRow(code="11")])], "does not say how many provinces"),
    ],
)
def test_pages_that_do_not_add_up_end_the_refresh_in_words(
    tmp_path: Path, pages: list[RegionsPage], words: str
) -> None:
    answers = iter(pages)
    walk = RegionRefresh(tmp_path, "x", lambda _: next(answers), pause_seconds=0, sleep=lambda _: None)
    with pytest.raises(RefreshError, match=words):
        walk.fetch(lambda *_: None)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--base-url", "http://127.0.0.1:9"), "needs --client-id and the secret in $SATUPINTU_SATUSEHAT_SECRET"),
        (("--client-id", "nobody"), "has no such client id"),
    ],
)
def test_an_address_without_credentials_is_refused_in_words(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    result = run("refresh", *options, "--data", tmp_path / "data")
    assert isinstance(result.exception, ConfigurationError)
    assert words in str(result.exception)


def test_what_a_refresh_keeps_of_its_place_holds_no_secret(house: House, table: RegionTable, api: Fetch) -> None:
    with pytest.raises(ConnectionFailedError):
        refresh(house, table, Watched(api, 3))
    kept = json.loads((house.directory.files / "region-refresh.json").read_bytes())
    assert sorted(kept) == ["length", "position", "seen", "source", "total"]
