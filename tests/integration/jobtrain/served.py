"""A served Jobtrain, called as one of its users, and what it asks of the database meanwhile."""

from __future__ import annotations

import base64
import json
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import event

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import credentials_of
from satupintu.gateway.assembly import gateway_of
from satupintu.store.contents import rows_of
from satupintu.store.database import Database
from satupintu.store.transaction import Transaction
from satupintu.testing.in_process import InProcessTransport

ADDRESS = "http://127.0.0.1:8765/jobtrain"
USERS = ("api.north", "api.south", "api.all", "api.settings")
PDF = b"%PDF-1.4\nA CV.\n%%EOF\n"


class Served:
    """The gateway of a sandbox, reached without a port."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._transport = InProcessTransport(gateway_of(house))
        self.http = httpx2.Client(transport=self._transport, base_url=ADDRESS)
        self._tokens: dict[str, str] = {}

    def close(self) -> None:
        self.http.close()

    def credentials(self, user: str) -> dict[str, str]:
        everybody = credentials_of(self.house.keys, "http://127.0.0.1:8765")
        known = {"api.all": everybody["jobtrain"]} | {
            entry["username"]: entry for entry in everybody["others"].values() if "username" in entry
        }
        return {name: value for name, value in known[user].items() if name != "base_url"}

    def token(self, user: str) -> str:
        """A token of a user, taken once."""
        if user not in self._tokens:
            answer = self.http.post("/connect/token", json=self.credentials(user))
            assert answer.status_code == 200, answer.text
            self._tokens[user] = answer.json()["access_token"]
        return self._tokens[user]

    def ask(self, user: str, method: str, path: str, **arguments: Any) -> httpx2.Response:
        """A request below the version, as a user."""
        headers = {"Authorization": f"Bearer {self.token(user)}", **arguments.pop("headers", {})}
        return self.http.request(method, f"/api/v1/{path}", headers=headers, **arguments)

    def get(self, path: str, user: str = "api.all", **query: Any) -> httpx2.Response:
        return self.ask(user, "GET", path, params=query or None)

    def post(self, path: str, body: Any, user: str = "api.all") -> httpx2.Response:
        return self.ask(user, "POST", path, json=body)

    def move(self, by: timedelta) -> None:
        """Move the clock; tokens are taken anew."""
        self.house.clock.move(by)
        self._tokens.clear()

    def stored_files(self) -> list[str]:
        """The names of all files that are kept."""
        directory = self.house.directory.files / "jobtrain"
        return sorted(path.name for path in directory.iterdir()) if directory.exists() else []


@contextmanager
def serving(data: Path) -> Generator[Served]:
    """A sandbox, served while the block runs."""
    with House.open(data) as house, closing(Served(house)) as served:
        yield served


def application(
    email: str = "kim@example.org", job_id: int = 20235, content: bytes = PDF, name: str = "cv.pdf", **more: Any
) -> dict[str, Any]:
    """The body of a direct application."""
    return {
        "jobId": job_id,
        "candidate": {"firstName": "Kim", "lastName": "Example", "email": email},
        "cv": {"fileName": name, "contentType": "application/pdf", "fileData": base64.b64encode(content).decode()},
        **more,
    }


def reports(database: Database) -> int:
    """How many reports of DBS providers are kept."""
    return sum(table == "jobtrain_dbs_status" for table, _ in rows_of(database))


def seen(answer: httpx2.Response) -> tuple[int, Mapping[str, str], Any]:
    """What a caller can see of an answer, but for the id of the request, which is new each time, and the time."""
    headers = {name: value for name, value in answer.headers.items() if name not in {"x-request-id", "date"}}
    body = answer.json() if answer.content else None
    if isinstance(body, dict) and body.pop("traceId", None) is not None:
        headers.pop("content-length", None)
    return answer.status_code, headers, body


@contextmanager
def statements(database: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[list[str]]:
    """The texts of all statements that are executed while the block runs, without their values, in their order."""
    executed: list[str] = []
    engine = database._here().reading
    execute = Transaction.execute

    def read(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement != "BEGIN":
            executed.append(statement)

    def written(self: Transaction, statement: Any, *parameters: Any) -> Any:
        executed.append(database.prepared(statement).text)
        return execute(self, statement, *parameters)

    event.listen(engine, "before_cursor_execute", read)
    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "execute", written)
        try:
            yield executed
        finally:
            event.remove(engine, "before_cursor_execute", read)


def pretty(document: Any) -> str:
    """A document in a form that a failed comparison shows well."""
    return json.dumps(document, indent=1, sort_keys=True)
