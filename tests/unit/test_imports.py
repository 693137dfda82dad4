"""What `pip install satupintu` without extras must live with: the clients alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

EXTRAS = (
    "sqlalchemy",
    "alembic",
    "starlette",
    "uvicorn",
    "psycopg",
    "typer",
    "rich",
    "structlog",
    "cryptography",
    "nh3",
)

BLOCKED = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {extras!r}:
            raise ImportError(f"{{name}} belongs to an extra")

sys.meta_path.insert(0, Blocker())
import satupintu
for name in satupintu.__all__:
    getattr(satupintu, name)
"""


def test_the_clients_need_none_of_the_extras() -> None:
    found = subprocess.run([sys.executable, "-c", BLOCKED.format(extras=set(EXTRAS))], capture_output=True, check=False)
    assert found.returncode == 0, found.stderr.decode()


@pytest.mark.parametrize("command", [["--help"], ["clock", "--help"], ["regions", "--help"], ["sync", "--help"]])
def test_help_pulls_in_neither_database_nor_server(command: list[str]) -> None:
    code = f"""
import sys
from satupintu.cli.app import app
try:
    app({command!r}, standalone_mode=False)
finally:
    print([name for name in {EXTRAS[:5]!r} if name in sys.modules], file=sys.stderr)
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert found.stderr.decode().splitlines()[-1] == "[]"
