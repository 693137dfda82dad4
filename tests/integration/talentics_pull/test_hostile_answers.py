"""A pull against servers that are not as documented, and into folders that hold other things."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE

import httpx2
import pytest

from satupintu.bootstrap.pull_folder import NOTE, Note, PullFolder
from satupintu.bootstrap.pull_kinds import chosen
from satupintu.bootstrap.talentics_pull import Pull, Watcher
from satupintu.kernel.clock import SystemClock
from satupintu.kernel.errors import ConfigurationError, DataError, UnreadableReplyError
from satupintu.systems.talentics.client.sync_client import Talentics
from tests.integration.talentics_pull.pulling import records

URL = "http://127.0.0.1:9"


class Server(httpx2.BaseTransport):
    """Answers each page as `answer` says, and counts what it was asked."""

    def __init__(self, answer: Callable[[int], dict | int | str]) -> None:
        self._answer = answer
        self.asked = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        assert self.asked < 20, "the pull does not end"
        answer = self._answer(int(request.url.params["page"]))
        if isinstance(answer, int):
            return httpx2.Response(answer)
        return httpx2.Response(200, content=answer if isinstance(answer, str) else json.dumps(answer))


def page(number: int, *, last: int = 1, ids: tuple[int, ...] = (1, 2), **meta) -> dict:
    stated = {"current_page": number, "last_page": last, "per_page": 2, "total": 2 * last}
    return {"data": [{"id": each} for each in ids], "meta": stated | meta}


def pull(out: Path, server: Server, *, again: bool = False) -> PullFolder:
    client = Talentics("app", "secret", base_url=URL, http=server, pace=False, retries=0)
    asked = Note(base_url=URL, app_id="app", per_page=2)
    with client, PullFolder.open(out, asked, again={"jobs"} if again else ()) as folder:
        Pull(client, folder, 2, SystemClock(), Watcher(lambda _: None, lambda *_: None)).run(
            chosen("jobs", details=False)
        )
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


ONE_PAGE = Server(page)


def test_pages_that_do_not_advance_stop_the_pull_with_the_error_of_a_walk(out):
    server = Server(lambda _: page(1, last=5))
    for asked in (2, 3):
        with pytest.raises(UnreadableReplyError, match="jobs_page: the pages go round in a circle"):
            pull(out, server)
        assert server.asked == asked
        assert len(records(out, "jobs")) == 2


def test_pages_that_go_on_behind_the_total_stop_the_pull(out):
    with pytest.raises(UnreadableReplyError, match="more came than the 4 there are"):
        pull(out, Server(lambda number: page(number, last=number + 1, total=4)))
    assert len(records(out, "jobs")) == 4


def test_a_list_that_states_no_total_is_not_called_complete(out):
    folder = pull(out, Server(lambda _: {"data": [{"id": 1}]}))
    assert folder.progress("jobs").remarks == ("the list does not say how many records there are: some may be missing",)


@pytest.mark.parametrize("size", [0, -1, "abc", "", "0", "٣", "9" * 5_000, 10**4_000, None])
def test_a_page_size_that_is_no_number_is_ignored(out, size):
    assert not pull(out, Server(lambda number: page(number, per_page=size))).progress("jobs").remarks
    assert len(records(out, "jobs")) == 2


@pytest.mark.parametrize("number", ["1" * 5_000, "-1", "1" + "0" * 4_000, "true", '"x"', "1.5"])
@pytest.mark.parametrize("name", ["total", "per_page", "current_page", "last_page"])
def test_no_number_of_a_page_breaks_the_pull_otherwise_than_in_one_sentence(out, name, number):
    answer = json.dumps(page(1, **{name: "HERE"})).replace('"HERE"', number)
    try:
        pull(out, Server(lambda _: answer))
    except UnreadableReplyError as error:
        assert len(str(error)) < 200


def test_an_address_that_does_not_know_the_list_is_named_and_nothing_is_noted(out):
    with pytest.raises(ConfigurationError, match=rf"{URL} answers 404 .*--base-url is the address without /v2"):
        pull(out, Server(lambda _: 404))
    assert not (out / NOTE).exists()
    assert not (out / "jobs.jsonl").exists()
    assert not pull(out, ONE_PAGE).progress("jobs").remarks


@pytest.mark.parametrize("again", [False, True])
def test_a_file_that_no_pull_wrote_is_left_alone(out, again):
    file = out / "jobs.jsonl"
    file.write_text("mine\n")
    file.chmod(0o644)
    with pytest.raises(ConfigurationError, match=r"jobs\.jsonl was not written by a pull.*--out"):
        pull(out, Server(lambda _: 500), again=again)
    assert (file.read_text(), S_IMODE(file.stat().st_mode)) == ("mine\n", 0o644)


@pytest.mark.parametrize("before", [False, True])
def test_a_link_in_place_of_a_file_is_not_followed(out, tmp_path, before):
    mine = tmp_path / "mine"
    mine.write_text("mine\n")
    if before:
        pull(out, ONE_PAGE)
        (out / "jobs.jsonl").unlink()
    (out / "jobs.jsonl").symlink_to(mine)
    with pytest.raises(ConfigurationError, match="was not written by a pull"):
        pull(out, ONE_PAGE, again=before)
    with (
        PullFolder.open(out, Note(base_url=URL, app_id="app", per_page=2)) as folder,
        pytest.raises(OSError, match="link"),
    ):
        folder.append("jobs", [b"{}"])
    assert mine.read_text() == "mine\n"


@pytest.mark.parametrize("left", [None, b"", b'{"id":1}\n'])
def test_a_finished_file_that_is_gone_or_cut_off_is_not_there(out, left):
    pull(out, ONE_PAGE)
    (out / "jobs.jsonl").unlink()
    if left is not None:
        (out / "jobs.jsonl").write_bytes(left)
    with pytest.raises(DataError, match=r"lost records .*--again"):
        pull(out, ONE_PAGE)
    pull(out, ONE_PAGE, again=True)
    assert len(records(out, "jobs")) == 2


def test_a_file_that_is_read_anew_is_noted_as_begun_before_it_is_cut_off(out):
    pull(out, ONE_PAGE)
    with pytest.raises(UnreadableReplyError):
        pull(out, Server(lambda _: page(1, last=5)), again=True)
    assert Note.model_validate_json((out / NOTE).read_bytes()).kinds["jobs"].finished_at is None


@pytest.mark.parametrize(
    "edited",
    [{"page": 0}, {"page": -3}, {"length": -5}, {"parent": -1}, {"seen": -1}, {"per_page": 0}, {"page": 10**30}],
)
def test_a_note_with_numbers_that_cannot_be_is_damaged(out, edited):
    pull(out, ONE_PAGE)
    note = json.loads((out / NOTE).read_bytes())
    note["kinds"]["jobs"] |= edited
    (out / NOTE).write_text(json.dumps(note))
    with pytest.raises(DataError, match="damaged; delete it"):
        pull(out, ONE_PAGE)
