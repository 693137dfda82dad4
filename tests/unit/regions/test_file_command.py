"""`satupintu regions resolve --file`."""

from __future__ import annotations

import csv
import io
import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from satupintu.cli.regions import app
from satupintu.kernel.errors import ConfigurationError, DataError

CONTENT = b'id,place,place\r\n1,Bogor,x\r\n2,"Kandanghaur,\nKabupaten Indramayu",y\r\n3,Luar Negeri,z'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_bytes(CONTENT)
    return path


def run(*arguments: object, stdin: bytes = b""):
    return CliRunner().invoke(app, ["resolve", *map(str, arguments)], input=stdin)


def left_in(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def test_a_file_is_answered_beside_itself_and_counted_on_standard_error(file: Path) -> None:
    out = file.with_name("out.csv")
    result = run("--file", file, "--column", "place", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    rows = list(csv.reader(io.StringIO(out.read_bytes().decode(), newline="")))
    assert [row[3] for row in rows] == ["code", "", "321221", ""]
    assert [row[6] for row in rows] == ["verdict", "ambiguous", "resolved", "unresolved"]
    for words in ("Rows: 3", "1 resolved", "1 ambiguous", "1 unresolved", "2 columns are named place", "2138/2025"):
        assert words in result.stderr
    assert left_in(file.parent) == {"in.csv", "out.csv"}


def test_a_pipe_is_answered_as_a_pipe(file: Path) -> None:
    out = file.with_name("out.csv")
    run("--file", file, "--column", "place", "--out", out)
    for arguments in (("--file", "-", "--column", "place"), ("--file", "-", "--column", "#2", "--out", "-")):
        result = run(*arguments, stdin=CONTENT)
        assert (result.exit_code, result.stdout_bytes) == (0, out.read_bytes())


def test_tab_can_be_written_as_a_word() -> None:
    result = run("--file", "-", "--column", "place", "--delimiter", "tab", stdin=b"place\t,,,,\nSolo\t1\n")
    assert result.stdout.splitlines()[1].startswith("Solo\t1\t3372\tcity")


def test_a_cell_of_a_megabyte_is_answered() -> None:
    content = b"place\n" + b"Kota Bogor, " * 90_000 + b'\n"' + b"Sidomulyo, " * 90_000 + b'"\n'
    result = run("--file", "-", "--column", "place", stdin=content)
    assert result.exit_code == 0
    assert "Rows: 2" in result.stderr


@pytest.mark.parametrize(
    ("options", "code"), [((), ""), (("--system", "kemendagri"), "3171"), (("--system", "bps"), "3174")]
)
def test_a_bare_code_is_read_in_the_system_that_is_named_and_not_without_one(
    options: tuple[str, ...], code: str
) -> None:
    result = run("--file", "-", "--column", "place", *options, stdin=b"place\n3171\nKota Bogor\n")
    _, bare, named = csv.reader(io.StringIO(result.stdout))
    assert (bare[1], named[1]) == (code, "3271")


def test_an_older_output_is_replaced_and_keeps_its_mode_and_its_link(file: Path) -> None:
    older, link = file.with_name("older.csv"), file.with_name("link.csv")
    older.write_bytes(b"x" * 10_000)
    older.chmod(0o640)
    link.symlink_to(older)
    run("--file", file, "--column", "place", "--out", link)
    assert older.read_bytes().startswith(b"id,place,place,code")
    assert link.is_symlink()
    assert stat.S_IMODE(older.stat().st_mode) == 0o640


def test_a_new_output_has_the_mode_of_any_new_file(file: Path) -> None:
    out, other = file.with_name("out.csv"), file.with_name("other")
    run("--file", file, "--column", "place", "--out", out)
    other.touch()
    assert out.stat().st_mode == other.stat().st_mode


def test_the_file_that_is_read_is_never_written(file: Path) -> None:
    link = file.with_name("link.csv")
    link.hardlink_to(file)
    for out in (file, link):
        result = run("--file", file, "--column", "place", "--out", out)
        assert isinstance(result.exception, ConfigurationError)
    assert file.read_bytes() == CONTENT


def test_a_fault_in_the_file_names_it_and_leaves_an_older_output_alone(file: Path) -> None:
    out = file.with_name("out.csv")
    out.write_bytes(b"older")
    file.write_bytes(CONTENT + b"\n4,\xff,\n")
    result = run("--file", file, "--column", "place", "--out", out)
    assert isinstance(result.exception, DataError)
    assert f"{file}: line 6 is not UTF-8" in str(result.exception)
    assert out.read_bytes() == b"older"
    assert left_in(file.parent) == {"in.csv", "out.csv"}


@pytest.mark.parametrize("out", ["/dev/full", "missing/out.csv"])
def test_an_output_that_cannot_be_written_is_named(file: Path, out: str) -> None:
    result = run("--file", file, "--column", "place", "--out", file.parent / out)
    assert isinstance(result.exception, DataError)
    assert f"{out} cannot be written" in str(result.exception)
    assert left_in(file.parent) == {"in.csv"}


COMMAND = [sys.executable, "-m", "satupintu", "regions", "resolve", "--column", "place"]


@pytest.mark.parametrize(("told", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_and_sigterm_leave_no_half_file(tmp_path: Path, told: signal.Signals, status: int) -> None:
    command = [*COMMAND, "--file", "-", "--out", str(tmp_path / "out.csv")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, env=dict(os.environ)
    ) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write(b"place\n" + b"Solo\n" * 200_000)
        running.stdin.flush()  # more than the pipe holds, so the command is at work
        assert left_in(tmp_path)
        running.send_signal(told)
        assert running.wait(30) == status
        assert b"Traceback" not in running.stderr.read()
    assert left_in(tmp_path) == set()


def test_what_sigterm_did_before_it_does_again_afterwards(file: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    run("--file", file, "--column", "place")
    assert signal.getsignal(signal.SIGTERM) is before


def run_in_shell(file: Path, redirected: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, with its streams as the shell redirects them."""
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirected}', "sh", *COMMAND, "--file", str(file)],
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


def assert_one_sentence(ended: subprocess.CompletedProcess[bytes], words: bytes) -> None:
    assert ended.returncode == 1
    (said,) = ended.stderr.splitlines()
    assert said.startswith(b"satupintu: ") and words in said


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_rows_that_find_no_room_end_with_one_sentence(file: Path, unbuffered: str) -> None:
    ended = run_in_shell(file, ">/dev/full", PYTHONUNBUFFERED=unbuffered)
    assert_one_sentence(ended, b"No space left on device")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_last_row_that_is_cut_is_not_passed_over(file: Path, unbuffered: str) -> None:
    cut, size = file.with_name("cut.csv"), len(run("--file", file, "--column", "place").stdout_bytes)
    with cut.open("wb") as written:
        ended = subprocess.run(
            [*COMMAND, "--file", str(file)],
            stdout=written,
            stderr=subprocess.PIPE,
            check=False,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size - 5, size - 5)),
        )
    assert cut.stat().st_size < size
    assert_one_sentence(ended, b"File too large")


def test_closed_streams_end_with_one_sentence(file: Path) -> None:
    assert_one_sentence(run_in_shell(Path("-"), "<&-"), b"cannot be read (Bad file descriptor)")
    assert_one_sentence(run_in_shell(file, ">&-"), b"Bad file descriptor")


@pytest.mark.parametrize(
    "arguments",
    [(), ("Bogor", "--file", "x.csv", "--column", "place"), ("--file", "x.csv"), ("--file", "x", "--json")],
)
def test_asking_for_both_or_for_nothing_is_a_fault_of_use(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_file_that_is_not_there_is_named() -> None:
    result = run("--file", "missing.csv", "--column", "place")
    assert isinstance(result.exception, ConfigurationError)
    assert "missing.csv cannot be read" in str(result.exception)
