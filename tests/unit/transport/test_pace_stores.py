"""One pace for all who share a store: threads, processes, a process that was killed, a file that was damaged."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from stat import S_IMODE

import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.quota import Quota
from satupintu.systems.talentics.contract.operations import QUOTA
from satupintu.transport.pace_files import PaceFiles
from satupintu.transport.pacer import MemoryPaces, Note, Pacer, pacer_of
from satupintu.transport.pacing import Pause, Sent, reserve

NOW = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
PROCESSES = multiprocessing.get_context("forkserver")


def pacer(store, credential: str = "app", base_url: str = "https://one.example", now: datetime = NOW) -> Pacer:
    return Pacer(store, base_url, credential, clock=FrozenClock(now))


def ask(keeper: Pacer, quota: Quota = QUOTA):
    return keeper.note(Note(quota, partial(reserve, quota=quota)))


def granted(keeper: Pacer, tries: int) -> int:
    return sum(isinstance(ask(keeper), Sent) for _ in range(tries))


def granted_in_process(directory: str, tries: int) -> int:
    return granted(pacer(PaceFiles(directory)), tries)


def killed_in_the_middle(directory: str, moment: str) -> None:
    """Ask for a place, and be killed before or after the pace is replaced, or while it is written."""

    def end(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    if moment == "before":
        Path.replace = end
    keeper = pacer(PaceFiles(directory))
    if moment == "while":
        os.fdopen = end
    ask(keeper)
    end()


@pytest.fixture(params=["memory", "files"])
def store(request, tmp_path):
    return MemoryPaces() if request.param == "memory" else PaceFiles(tmp_path / "paces")


def test_threads_that_share_a_store_get_one_quota_together(store):
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: granted(pacer(store), 20), range(8))) == 50


def test_processes_that_share_a_directory_get_one_quota_together(tmp_path):
    with PROCESSES.Pool(4) as pool:
        assert sum(pool.starmap(granted_in_process, [(str(tmp_path), 30)] * 4)) == 50


def test_other_credentials_addresses_and_scopes_have_paces_of_their_own(store):
    assert granted(pacer(store), 60) == 50
    assert isinstance(ask(pacer(store, "other")), Sent)
    assert isinstance(ask(pacer(store, base_url="https://two.example")), Sent)
    assert isinstance(ask(pacer(store), Quota("else", 1, QUOTA.window)), Sent)
    assert isinstance(ask(pacer(store)), Pause)


@pytest.mark.parametrize(("moment", "left"), [("before", 50), ("while", 50), ("after", 49)])
def test_a_process_that_is_killed_leaves_a_pace_that_can_be_used(tmp_path, moment, left):
    process = PROCESSES.Process(target=killed_in_the_middle, args=(str(tmp_path), moment))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert granted(pacer(PaceFiles(tmp_path)), 60) == left


@pytest.mark.parametrize("damage", [b"", b'{"used":', b"\xff\xfe", b"[]", b'{"used":49}x'])
def test_a_damaged_file_counts_as_a_full_window(tmp_path, damage):
    ask(pacer(PaceFiles(tmp_path)))
    [file] = [path for path in tmp_path.iterdir() if not path.suffix]
    file.write_bytes(damage)
    said = ask(pacer(PaceFiles(tmp_path)))
    assert isinstance(said, Pause)
    assert said.wait == QUOTA.window
    assert granted(pacer(PaceFiles(tmp_path), now=NOW + QUOTA.window), 60) == 50


def test_files_are_for_their_owner_and_tell_neither_address_nor_credential(tmp_path):
    ask(pacer(PaceFiles(tmp_path / "paces"), "app-4711"))
    assert S_IMODE((tmp_path / "paces").stat().st_mode) == 0o700
    for file in (tmp_path / "paces").iterdir():
        assert S_IMODE(file.stat().st_mode) == 0o600
        assert "4711" not in file.name + file.read_text()
        assert "example" not in file.name + file.read_text()


def test_a_place_that_cannot_hold_files_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="name another directory"):
        PaceFiles(tmp_path / "file")


def test_a_client_shares_its_pace_with_whomever_its_argument_says(tmp_path):
    assert pacer_of(False, "https://one.example", "app") is None
    for choice in (True, MemoryPaces(), str(tmp_path / "one"), tmp_path / "two"):
        first, second = (pacer_of(choice, "https://one.example", "app", clock=FrozenClock(NOW)) for _ in range(2))
        assert granted(first, 60) == 50
        assert granted(second, 60) == (50 if choice is True else 0)
