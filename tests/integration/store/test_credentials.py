"""Credentials: what is stored of a secret, who is let in, and how soon a change is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.errors import DataError
from satupintu.kernel.redaction import Secret
from satupintu.store.credentials import (
    TALENTICS,
    Credential,
    Keeping,
    KemnakerCallers,
    SqlCredentials,
    TalenticsCallers,
)
from satupintu.store.sandbox_clock import SandboxClock
from satupintu.store.secrets import KeyRing
from satupintu.store.tables import credential as credential_table

KEYS = KeyRing(b"k" * 32)
APP = Credential(
    system=TALENTICS, client_id="app-1", secrets=(Secret("app-secret-1"),), label="Main", tenants=("7", "8")
)
JOSS = Credential(
    system="joss",
    environment="staging",
    client_id="JOSS-1",
    secrets=(Secret("SK-older"), Secret("SK-newer")),
    keeping=Keeping.SEALED,
    permissions=frozenset({"vacancies.write"}),
)


@pytest.fixture
def clock(tmp_path) -> SandboxClock:
    return SandboxClock(tmp_path / "clock")


@pytest.fixture
def credentials(database, writer, clock) -> SqlCredentials:
    return SqlCredentials(database, writer, KEYS, clock)


def test_a_digest_lets_the_right_secret_in_and_is_never_read_back(credentials):
    credentials.add(APP)

    assert credentials.find(TALENTICS, "", "app-1") == replace(APP, secrets=())
    caller = TalenticsCallers(credentials).authenticate("app-1", "app-secret-1")
    assert caller is not None
    assert (caller.app_id, caller.organization_ids) == ("app-1", {7, 8})


@pytest.mark.parametrize(
    "pair",
    [
        ("app-1", "wrong"),
        ("app-1", ""),
        ("app-2", "app-secret-1"),
        ("", ""),
        ("app-1", "app-secret-1 "),
        ("\udcff", "\udcff"),
    ],
)
def test_a_wrong_pair_is_nobody(credentials, pair):
    credentials.add(APP)

    assert TalenticsCallers(credentials).authenticate(*pair) is None


def test_an_unknown_client_without_a_stored_digest_is_not_matched_by_anything(credentials):
    credentials.add(replace(JOSS, system=TALENTICS, environment=""))

    assert credentials.verify(TALENTICS, "", "JOSS-1", "") is None
    assert credentials.verify(TALENTICS, "", "JOSS-1", "SK-newer") is None


def test_sealed_secrets_come_back_oldest_first(credentials):
    credentials.add(JOSS)

    caller = KemnakerCallers(credentials, "joss").find("staging", "JOSS-1")

    assert caller is not None
    assert [secret.reveal() for secret in caller.secrets] == ["SK-older", "SK-newer"]
    assert caller.permissions == {"vacancies.write"}
    assert (caller.owner.environment, caller.owner.client_id) == ("staging", "JOSS-1")


@pytest.mark.parametrize(
    ("system", "environment", "client_id"),
    [
        ("toss", "staging", "JOSS-1"),
        ("joss", "live", "JOSS-1"),
        ("joss", "staging", "joss-1"),
    ],
)
def test_another_system_environment_or_id_is_another_credential(credentials, system, environment, client_id):
    credentials.add(JOSS)

    assert KemnakerCallers(credentials, system).find(environment, client_id) is None


def test_who_is_not_active_is_nobody_but_still_listed(credentials):
    credentials.add(replace(APP, active=False))
    credentials.add(replace(JOSS, active=False))

    assert TalenticsCallers(credentials).authenticate("app-1", "app-secret-1") is None
    assert KemnakerCallers(credentials, "joss").find("staging", "JOSS-1") is None
    assert [credential.client_id for credential in credentials.all()] == ["JOSS-1", "app-1"]


def test_adding_again_replaces_all_but_the_day_of_creation(database, writer, tmp_path):
    frozen = FrozenClock(SandboxClock(tmp_path / "other").now())
    credentials = SqlCredentials(database, writer, KEYS, SandboxClock(tmp_path / "clock", frozen))
    created = select(credential_table.c.created_at)
    credentials.add(JOSS)
    with database.reading() as connection:
        first = connection.execute(created).scalar_one()
    frozen.at = frozen.at.replace(year=frozen.at.year + 1)

    credentials.add(replace(JOSS, secrets=(Secret("SK-newest"),), label="renamed"))

    (found,) = credentials.all()
    assert (found.label, [secret.reveal() for secret in found.secrets]) == ("renamed", ["SK-newest"])
    with database.reading() as connection:
        assert connection.execute(created).scalar_one() == first


@pytest.mark.parametrize("secrets", [(), (Secret("a"), Secret("b"), Secret("c"))])
def test_too_few_or_too_many_secrets_are_refused(credentials, secrets):
    with pytest.raises(ValueError, match="secrets"):
        credentials.add(replace(JOSS, secrets=secrets))
    with pytest.raises(ValueError, match="secrets"):
        credentials.add(replace(APP, secrets=JOSS.secrets))


def test_a_change_by_another_process_is_known_at_once_and_reading_costs_no_query(database, writer, clock, tmp_path):
    ours = SqlCredentials(database, writer, KEYS, clock)
    theirs = SqlCredentials(database, writer, KEYS, SandboxClock(tmp_path / "clock"))
    assert ours.find(TALENTICS, "", "app-1") is None

    theirs.add(APP)
    assert ours.verify(TALENTICS, "", "app-1", "app-secret-1") is not None

    opened = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(database), "reading", lambda _: opened.append("read"))
        assert ours.verify(TALENTICS, "", "app-1", "app-secret-1") is not None
    assert opened == []


def test_the_database_holds_no_secret_in_the_clear(credentials, database):
    credentials.add(APP)
    credentials.add(JOSS)

    with database.reading() as connection:
        rows = connection.execute(select(credential_table)).all()

    stored = repr(rows).encode() + b"".join(bytes(v) for row in rows for v in row if isinstance(v, bytes | memoryview))
    assert b"JOSS-1" in stored
    for secret in (b"app-secret-1", b"SK-older", b"SK-newer"):
        assert secret not in stored


def test_another_key_is_one_sentence_that_names_the_remedy(database, writer, clock, credentials):
    credentials.add(JOSS)

    with pytest.raises(DataError, match="put back the file `key`"):
        SqlCredentials(database, writer, KeyRing(b"x" * 32), clock).all()


def test_a_sealed_secret_does_not_open_in_another_row(credentials, database, writer, clock):
    credentials.add(JOSS)
    credentials.add(replace(JOSS, client_id="JOSS-2"))
    taken = select(credential_table.c.secret_sealed).where(credential_table.c.client_id == "JOSS-1").scalar_subquery()
    with database.migrating() as connection:
        connection.execute(
            update(credential_table).where(credential_table.c.client_id == "JOSS-2").values(secret_sealed=taken)
        )

    with pytest.raises(DataError):
        SqlCredentials(database, writer, KEYS, clock).all()


def test_no_repr_shows_a_secret(credentials):
    credentials.add(JOSS)
    shown = repr((credentials, credentials.all(), vars(credentials), KemnakerCallers(credentials, "joss"), KEYS, APP))

    assert "JOSS-1" in shown
    assert not any(secret in shown for secret in ("SK-", "app-secret", "digest=", "k" * 32))
