"""The users, roles and audit log of the Jobtrain server, in the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final, TypeVar

from sqlalchemy import bindparam, delete, func, insert, select

from satupintu.store.database import Database
from satupintu.store.moments import from_microseconds, from_microseconds_or_none, to_microseconds
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import jobtrain_audit, jobtrain_role, jobtrain_setting, jobtrain_token, jobtrain_user
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.people import (
    LONGEST_NAME,
    ApiPassword,
    Pending,
    Profile,
    SecurityRole,
    User,
    name_key,
)
from satupintu.systems.jobtrain.server.people_ports import AuditEntry, People
from satupintu.systems.jobtrain.server.records import DIVISIONS

T = TypeVar("T")

_user, _role, _audit, _setting = jobtrain_user.c, jobtrain_role.c, jobtrain_audit.c, jobtrain_setting.c
_COLUMNS: Final = (
    _user.id,
    _user.username,
    _user.profile,
    _user.role_id,
    _user.all_divisions,
    _user.division_ids,
    _user.is_active,
    _user.api_password_digest,
    _user.api_password_set_at,
    _user.pending_id,
    _user.pending_digest,
    _user.pending_by,
    _user.pending_until,
)
_USERS: Final = Statement(select(*_COLUMNS).order_by(_user.id))
_USER: Final = Statement(select(*_COLUMNS).where(_user.username_key == bindparam("username_key")))
_ADD_USER: Final = Statement(insert(jobtrain_user))
_SAVE_USER: Final = upsert(jobtrain_user, keep=["login_password"])
_ROLES: Final = Statement(select(_role.id, _role.name, _role.permissions).order_by(_role.id))
_SAVE_ROLE: Final = upsert(jobtrain_role)
_DIVISIONS: Final = Statement(select(_setting.id).where(_setting.setting == bindparam("setting"), _setting.is_active))
_REVOKE: Final = Statement(delete(jobtrain_token).where(jobtrain_token.c.user_id == bindparam("of")))
_LAST_ENTRY: Final = Statement(select(func.max(_audit.id)))
_NOTE: Final = Statement(insert(jobtrain_audit))
_AUDIT: Final = Statement(select(_audit.at, _audit.actor, _audit.target, _audit.event).order_by(_audit.id))


class SqlJobtrainPeople:
    """`PeopleTransactions`: each is a job of the one writer, reading too, since administration is rare."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    def run(self, work: Callable[[People], T]) -> T:
        """Run `work` and commit; durable when it returns. `work` may run again, so it touches nothing but the rows."""
        return self._writer.run(lambda transaction: work(_SqlPeople(transaction)))

    def is_empty(self) -> bool:
        """Whether there is no user."""
        with self._database.reading() as connection:
            return connection.execute(select(_user.id).limit(1)).first() is None


class _SqlPeople:
    """`People` in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def users(self) -> Sequence[User]:
        return [_user_of(row) for row in self._transaction.execute(_USERS).fetchall()]

    def user(self, username: str) -> User | None:
        row = self._transaction.execute(_USER, {"username_key": username_key(username)}).fetchone()
        return None if row is None else _user_of(row)

    def roles(self) -> Sequence[SecurityRole]:
        rows = self._transaction.execute(_ROLES).fetchall()
        return [SecurityRole(role_id, name, permissions_in(permissions)) for role_id, name, permissions in rows]

    def divisions(self) -> frozenset[int]:
        rows = self._transaction.execute(_DIVISIONS, {"setting": DIVISIONS}).fetchall()
        return frozenset(division_id for (division_id,) in rows)

    def add_user(self, user: User, login_password: str | None = None) -> None:
        self._transaction.execute(_ADD_USER, {**_row_of(user), "login_password": login_password})

    def save_user(self, user: User) -> None:
        self._transaction.execute(_SAVE_USER, {**_row_of(user), "login_password": None})

    def save_role(self, role: SecurityRole) -> None:
        row = {"id": role.id, "name": role.name, "permissions": json.dumps(sorted(role.permissions))}
        self._transaction.execute(_SAVE_ROLE, row)

    def revoke_tokens(self, user_id: int) -> None:
        self._transaction.execute(_REVOKE, {"of": user_id})

    def note(self, entry: AuditEntry) -> None:
        last = self._transaction.execute(_LAST_ENTRY).fetchone()
        number: int = ((last[0] if last else None) or 0) + 1
        row = {
            "id": number,
            "at": to_microseconds(entry.at),
            "actor": storable(entry.actor),
            "target": storable(entry.target),
            "event": entry.event,
        }
        self._transaction.execute(_NOTE, row)

    def audit(self) -> Sequence[AuditEntry]:
        rows = self._transaction.execute(_AUDIT).fetchall()
        return [AuditEntry(from_microseconds(at), actor, target, event) for at, actor, target, event in rows]


def username_key(username: str) -> str:
    """What a user is looked up by; empty, which no user has, for a text that is no username."""
    return name_key(username) if len(username) <= LONGEST_NAME and username.isprintable() else ""


def storable(text: str) -> str:
    """A text as it was typed, in a form that every database takes."""
    return text if text.isprintable() else ascii(text)


def permissions_in(column: str) -> frozenset[str]:
    """The permissions of a role as they are kept."""
    return frozenset(json.loads(column))


def reach_in(all_divisions: bool, division_ids: str) -> Reach:
    """The reach of a user as it is kept."""
    return Reach(bool(all_divisions), frozenset(json.loads(division_ids)))


def _user_of(row: Sequence[Any]) -> User:
    (
        user_id,
        username,
        profile,
        role_id,
        all_divisions,
        division_ids,
        is_active,
        digest,
        set_at,
        pending_id,
        pending_digest,
        pending_by,
        pending_until,
    ) = row
    pending = None
    if pending_id is not None:
        pending = Pending(pending_id, pending_by, from_microseconds(pending_until), bytes(pending_digest))
    return User(
        id=user_id,
        username=username,
        profile=Profile(**json.loads(profile)),
        role_id=role_id,
        reach=reach_in(all_divisions, division_ids),
        is_active=bool(is_active),
        api_password=ApiPassword(None if digest is None else bytes(digest), from_microseconds_or_none(set_at), pending),
    )


def _row_of(user: User) -> dict[str, object]:
    """Every column but the password to log in with."""
    password = user.api_password
    pending = password.pending
    return {
        "id": user.id,
        "username": user.username,
        "username_key": username_key(user.username),
        "profile": json.dumps(asdict(user.profile), ensure_ascii=False),
        "role_id": user.role_id,
        "all_divisions": user.reach.all_divisions,
        "division_ids": json.dumps(sorted(user.reach.division_ids)),
        "is_active": user.is_active,
        "api_password_digest": password.digest,
        "api_password_set_at": to_microseconds(password.set_at),
        "pending_id": pending and pending.id,
        "pending_digest": pending and pending.digest,
        "pending_by": pending and pending.by,
        "pending_until": pending and to_microseconds(pending.until),
    }
