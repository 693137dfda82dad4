"""The people of a sandbox's Jobtrain on both databases, and everything that works on them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from satupintu.bootstrap.jobtrain_people_samples import NORTH, SOUTH, save_sample_people
from satupintu.bootstrap.sandbox import JOBTRAIN_CLIENT
from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.ids import RandomIds
from satupintu.store.credentials import SqlCredentials
from satupintu.store.database import Database
from satupintu.store.jobtrain_people import SqlJobtrainPeople
from satupintu.store.jobtrain_settings import SqlJobtrainSettings
from satupintu.store.jobtrain_tokens import SqlJobtrainTokens
from satupintu.store.login_passwords import hash_login_password
from satupintu.store.migrating import migrate
from satupintu.store.sandbox_clock import SandboxClock
from satupintu.store.secrets import KeyRing
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.contract.models import TokenForm
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.administration import Administration, PasswordRules
from satupintu.systems.jobtrain.server.token_desk import TokenDesk, TokenRules

NOW = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
CLIENT, CLIENT_SECRET = "demo-client", "demo-secret"


class CountingKeys(KeyRing):
    """A key ring that counts its digests."""

    digests = 0

    def digest(self, secret: str) -> bytes:
        self.digests += 1
        return super().digest(secret)


@dataclass
class Employer:
    """One employer's people. `another_process` has the same rows and nothing else in common."""

    database: Database
    people: SqlJobtrainPeople
    tokens: SqlJobtrainTokens
    credentials: SqlCredentials
    keys: CountingKeys
    clock: FrozenClock
    commits: list[str]
    another_process: Callable[[], Employer] = field(repr=False)

    def administration(self, actor: str = "hr.admin", **rules: Any) -> Administration:
        given = PasswordRules(**rules)
        return Administration(actor, self.people, self.keys, hash_login_password, RandomIds(), self.clock, given)

    def ask(self, username: str, password: str, secret: str = "", client: str = CLIENT, **rules: Any):
        """What the token desk answers."""
        secret = secret or JOBTRAIN_CLIENT.secret(self.keys)
        # As it stands after a check of its form, be the texts whatever they are.
        form = TokenForm.model_construct(
            client_id=client, client_secret=SecretStr(secret), username=username, password=SecretStr(password)
        )
        desk = TokenDesk(self.tokens, TokenRules(**rules), RandomIds())
        return asyncio.run(desk.issue(form, self.clock.now()))

    def token(self, username: str, password: str) -> str:
        """A token for credentials that are accepted."""
        return self.ask(username, password).body.access_token

    def acts(self, token: str) -> bool:
        """Whether a call with this token is answered."""
        return self.tokens.acting(token, self.clock.now()) is not None

    def set_api_password(self, username: str) -> str:
        """Generate and save an API password as hr.admin does."""
        generated = self.administration().generate_api_password(username)
        self.administration().save_api_password(username, generated.pending_id, ticked=True)
        return generated.api_password.reveal()


@pytest.fixture
def employer(database: Database, database_url: str, tmp_path: Path) -> Iterator[Employer]:
    """A new sandbox's roles and users, once on each database."""
    clock = FrozenClock(NOW)
    with ExitStack() as opened:

        def open_process() -> Employer:
            own = opened.enter_context(closing(Database.open(database_url)))
            commits: list[str] = []
            writer = opened.enter_context(closing(Writer(own, commits.append)))
            keys = CountingKeys(b"k" * 32)
            credentials = SqlCredentials(own, writer, keys, SandboxClock(tmp_path / "clock", clock))
            tokens = SqlJobtrainTokens(own, writer, keys, credentials)
            people = SqlJobtrainPeople(own, writer)
            return Employer(own, people, tokens, credentials, keys, clock, commits, open_process)

        migrate(database)
        found = open_process()
        save_sample_people(found.people, found.keys, NOW)
        found.credentials.add(JOBTRAIN_CLIENT.stored(found.keys))
        with closing(Writer(database)) as writer:
            settings = SqlJobtrainSettings(database, writer)
            for number in range(1, SOUTH + 1):
                name = {NORTH: "North", SOUTH: "South"}.get(number, f"Division {number}")
                settings.create("Divisions", Reach(True), {"name": name, "isActive": True})
        yield found
