"""System users, security roles, and the life cycle of an API password, as pure values and rules.

Published: an API password is generated per account by someone whose role permits it, takes effect once its box is
ticked and Save is pressed, and ends the one before it. What is pending, refused or shown meanwhile is ours.
Source: https://clientsupport.jobtrain.co.uk/support/solutions/articles/77000557052-jobtrain-api-getting-started-guide
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from satupintu.kernel.outcome import Refusal
from satupintu.systems.jobtrain.contract.restrictions import PERMISSIONS, USERS_UPDATE, Denied, Reach, Role, verify

LONGEST_NAME: Final = 100
"""Characters of a username or the name of a role."""

LONGEST_TEXT: Final = 254
"""Characters of a person's name, an e-mail address or another entry of a profile."""

SHORTEST_LOGIN_PASSWORD: Final = 8
LONGEST_LOGIN_PASSWORD: Final = 1000
WRONG_LOGIN_PASSWORD: Final = f"A login password has {SHORTEST_LOGIN_PASSWORD} to {LONGEST_LOGIN_PASSWORD} characters."


class ApiPasswordState(StrEnum):
    """What is told of an API password: whether there is one, and whether another waits for its Save."""

    NONE = "none"
    ACTIVE = "active"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Pending:
    """An API password that was generated and not saved: until when it can be, and by which user alone."""

    id: str
    by: int
    until: datetime
    digest: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApiPassword:
    """The API password of a user: the keyed digest in force since `set_at`, if any, and at most one pending."""

    digest: bytes | None = field(default=None, repr=False)
    set_at: datetime | None = None
    pending: Pending | None = None

    def state(self, now: datetime) -> ApiPasswordState:
        """What is told of it. A pending one that is past is none."""
        if self.pending is not None and now < self.pending.until:
            return ApiPasswordState.PENDING
        return ApiPasswordState.NONE if self.digest is None else ApiPasswordState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who a user is."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    email_address: str = field(repr=False)
    job_title: str | None = field(default=None, repr=False)
    company: str | None = field(default=None, repr=False)
    department: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A system user. One that is not active neither logs in nor gets a token."""

    id: int
    username: str
    profile: Profile
    role_id: int
    reach: Reach
    is_active: bool = True
    api_password: ApiPassword = ApiPassword()


@dataclass(frozen=True, slots=True)
class SecurityRole:
    """A role under its name, which is unique whatever the case."""

    id: int
    name: str
    permissions: frozenset[str]

    def lacks(self, *permissions: str) -> bool:
        """Whether one of these is not permitted."""
        role = Role(self.permissions)
        return any(isinstance(verify(permission, role), Denied) for permission in permissions)


def name_key(name: str) -> str:
    """The form in which usernames, and names of roles, are compared: letters in any case are the same."""
    return unicodedata.normalize("NFKC", name).casefold()


def fault_in_name(name: str) -> str | None:
    """What is wrong with a username or the name of a role; None when nothing is."""
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name != name.strip():
        return f"A name has 1 to {LONGEST_NAME} printable characters, and no space before or behind them."
    return None


def fault_in_profile(profile: Profile) -> str | None:
    """What is wrong with who a user is."""
    required = (profile.first_name, profile.last_name, profile.email_address)
    optional = (profile.job_title, profile.company, profile.department)
    texts = [*required, *(text for text in optional if text is not None)]
    if not all(text.strip() and text.isprintable() and len(text) <= LONGEST_TEXT for text in texts):
        return f"Names and other entries have 1 to {LONGEST_TEXT} characters, on one line."
    return None if profile.email_address.count("@") == 1 else "An e-mail address has one @."


def fault_in_reach(reach: Reach, divisions: frozenset[int]) -> str | None:
    """Which division of a reach is none of these."""
    unknown = sorted(reach.division_ids - divisions)
    return f"There is no active division {unknown[0]}." if unknown else None


def fault_in_permissions(permissions: frozenset[str]) -> str | None:
    """Which name is no permission."""
    unknown = sorted(permissions - PERMISSIONS)
    return f"There is no permission {unknown[0]!r}; their names are written exactly as listed." if unknown else None


def is_usable_login_password(password: str) -> bool:
    """Whether a password to log in with has an acceptable length."""
    return SHORTEST_LOGIN_PASSWORD <= len(password) <= LONGEST_LOGIN_PASSWORD


def generate(password: ApiPassword, pending: Pending, *, is_active: bool) -> ApiPassword | Refusal:
    """The API password after Generate: as before, with this one pending in place of any other.

    Whether the role permits it is asked before. 409 for a user who is not active.
    """
    if not is_active:
        return Refusal(409, "The user is not active; an API password is generated for active users only.")
    return replace(password, pending=pending)


def save(password: ApiPassword, pending_id: str, *, by: int, ticked: bool, now: datetime) -> ApiPassword | Refusal:
    """The API password after Save: the pending one is in force at this moment or, without the tick, dropped.

    409 unless that very one is pending, not past, and was generated by the same user.
    """
    pending = password.pending
    if pending is None or pending.id != pending_id:
        return Refusal(409, "No such API password is pending; another was generated since, or it was saved or dropped.")
    if pending.by != by:
        return Refusal(409, "The pending API password was generated by another user, who alone can save it.")
    if now >= pending.until:
        return Refusal(409, "The pending API password was not saved in time; generate another.")
    return ApiPassword(pending.digest, now) if ticked else replace(password, pending=None)


def deactivated(user: User) -> User:
    """A user who is not active any more: nothing stays pending."""
    return replace(user, is_active=False, api_password=replace(user.api_password, pending=None))


def is_administered(users: Iterable[User], roles: Mapping[int, SecurityRole]) -> bool:
    """Whether an active user may edit users: without one nobody could ever be let in again."""
    return any(user.is_active and not roles[user.role_id].lacks(USERS_UPDATE) for user in users)
