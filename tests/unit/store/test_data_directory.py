"""The data directory: made when missing, kept as it is, and refused with a remedy when it cannot be used."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from satupintu.kernel.errors import DataError
from satupintu.store.data_directory import KEY_BYTES, DataDirectory
from satupintu.store.disk import disk_error


def test_a_missing_directory_is_made_for_its_owner_alone(tmp_path):
    directory = DataDirectory.open(tmp_path / "deep" / "data")

    assert directory.path == tmp_path / "deep" / "data"
    assert directory.path.stat().st_mode & 0o777 == 0o700
    assert (directory.path / "key").stat().st_mode & 0o777 == 0o600
    assert directory.files.is_dir()
    assert len(directory.key) == KEY_BYTES


def test_opening_again_finds_the_same_key_and_leaves_no_drafts(tmp_path):
    first = DataDirectory.open(tmp_path)

    assert DataDirectory.open(tmp_path) == first
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["files", "key"]


def test_two_directories_have_two_keys(tmp_path):
    assert DataDirectory.open(tmp_path / "a").key != DataDirectory.open(tmp_path / "b").key


def test_a_directory_with_other_files_is_made_ready_and_they_are_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")

    DataDirectory.open(tmp_path)

    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_database_is_the_file_unless_a_server_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    directory = DataDirectory.open(Path("data"))

    assert directory.url() == directory.url(None) == f"sqlite:///{tmp_path}/data/satupintu.sqlite3"
    assert directory.url("postgresql://host/name") == "postgresql://host/name"


def test_the_key_shows_in_no_repr(tmp_path):
    directory = DataDirectory.open(tmp_path)

    assert repr(directory) == f"DataDirectory(path={tmp_path!r})"


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        DataDirectory.open(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_file_in_its_place_is_named(tmp_path):
    (tmp_path / "data").touch()

    assert "is a file, not a directory; choose another with --data DIR" in refused(tmp_path / "data")
    assert "choose another data directory" in refused(tmp_path / "data" / "below")


@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 33])
def test_a_key_of_another_length_is_damaged(tmp_path, content):
    (tmp_path / "key").write_bytes(content)

    assert "put the key back from a backup" in refused(tmp_path)
    assert (tmp_path / "key").read_bytes() == content


def test_a_lost_key_beside_a_database_is_not_replaced(tmp_path):
    DataDirectory.open(tmp_path).database_path.touch()
    (tmp_path / "key").unlink()

    assert "put the key back from a backup" in refused(tmp_path)
    assert not (tmp_path / "key").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_may_not_be_written_is_named(tmp_path):
    DataDirectory.open(tmp_path)
    tmp_path.chmod(0o500)
    try:
        assert "cannot be written" in refused(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_place_where_nothing_can_be_made_is_named():
    assert "/proc/satupintu" in refused(Path("/proc/satupintu"))


def test_a_full_disk_is_named_with_its_remedy(tmp_path):
    sentence = str(disk_error(OSError(errno.ENOSPC, "No space left on device"), tmp_path))

    assert sentence == f"The disk that holds {tmp_path} is full; free some space and start again."


def test_directory_clock_and_keys_are_there_without_the_database_library():
    program = (
        "import sys, satupintu.store.data_directory, satupintu.store.sandbox_clock;"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'alembic', 'psycopg', 'cryptography')))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
