"""What the administration of users and roles needs from outside. The store satisfies it by shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from satupintu.systems.jobtrain.server.people import SecurityRole, User

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did, or tried to do, what to which user or role, and when."""

    at: datetime
    actor: str
    target: str
    event: str


class People(Protocol):
    """Users, roles and the audit log, within one transaction."""

    def users(self) -> Sequence[User]:
        """All users in ascending id."""
        ...

    def user(self, username: str) -> User | None:
        """The user of this name, in any case."""
        ...

    def roles(self) -> Sequence[SecurityRole]:
        """All roles in ascending id."""
        ...

    def divisions(self) -> frozenset[int]:
        """The ids of the divisions that are active."""
        ...

    def add_user(self, user: User, login_password: str | None = None) -> None:
        """Add a user, and the Argon2 hash of the password to log in with."""
        ...

    def save_user(self, user: User) -> None:
        """Replace a user; the password to log in with stays."""
        ...

    def save_role(self, role: SecurityRole) -> None:
        """Add or replace a role."""
        ...

    def revoke_tokens(self, user_id: int) -> None:
        """End the tokens that stand for a user."""
        ...

    def note(self, entry: AuditEntry) -> None:
        """Write into the audit log."""
        ...

    def audit(self) -> Sequence[AuditEntry]:
        """The audit log in the order of writing."""
        ...


class PeopleTransactions(Protocol):
    """Where users and roles are kept."""

    def run(self, work: Callable[[People], T]) -> T:
        """Run `work` and commit; durable when it returns. `work` may run again, so it touches nothing but the rows."""
        ...


class Digests(Protocol):
    """How a secret is kept that is only ever compared."""

    def digest(self, secret: str) -> bytes:
        """The keyed digest of a secret."""
        ...
