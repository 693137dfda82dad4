"""The roles and system users of the sandbox's Jobtrain: one for each reach worth trying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from satupintu.store.jobtrain_people import SqlJobtrainPeople
from satupintu.store.secrets import KeyRing
from satupintu.systems.jobtrain.contract.general_settings import SETTINGS
from satupintu.systems.jobtrain.contract.restrictions import (
    API,
    EQUAL_OPPORTUNITIES,
    GENERATE_API_PASSWORD,
    PERMISSIONS,
    Reach,
    setting_access,
)
from satupintu.systems.jobtrain.server.people import ApiPassword, Profile, SecurityRole, User
from satupintu.systems.jobtrain.server.people_ports import People
from satupintu.systems.jobtrain.server.secret_text import API_PASSWORD_LENGTH, secret_from

NORTH: Final = 3
SOUTH: Final = 4
"""Divisions of the sample employer."""

_ALL: Final = Reach(all_divisions=True)
_API: Final = SecurityRole(1, "API", API - {EQUAL_OPPORTUNITIES})
_FULL_API: Final = SecurityRole(2, "API with equal opportunities", API)
_SETTINGS_API: Final = SecurityRole(3, "API settings", frozenset(map(setting_access, SETTINGS)))
_ADMINISTRATORS: Final = SecurityRole(4, "HR administrators", PERMISSIONS)
_DESK: Final = SecurityRole(5, "HR desk", PERMISSIONS - {GENERATE_API_PASSWORD})
SAMPLE_ROLES: Final = (_API, _FULL_API, _SETTINGS_API, _ADMINISTRATORS, _DESK)


@dataclass(frozen=True, slots=True)
class SampleUser:
    """A system user of a new sandbox. An API password follows from the key of the data directory."""

    id: int
    username: str
    first_name: str
    last_name: str
    role: SecurityRole
    reach: Reach = _ALL
    is_active: bool = True
    has_api_password: bool = True

    @property
    def key(self) -> str:
        """What the credentials of this user are called: `jobtrain_api_north`."""
        return f"jobtrain_{self.username.replace('.', '_')}"

    def api_password(self, keys: KeyRing) -> str:
        """The API password it has at first; always the same in one data directory."""
        return secret_from(keys.derive(f"jobtrain user {self.username}").encode(), API_PASSWORD_LENGTH)

    def stored(self, keys: KeyRing, at: datetime) -> User:
        """The user as it is kept, with an API password set at a moment."""
        digest = keys.digest(self.api_password(keys)) if self.has_api_password else None
        return User(
            id=self.id,
            username=self.username,
            profile=Profile(
                first_name=self.first_name,
                last_name=self.last_name,
                email_address=f"{self.username}@example.org",
                company="Demo Care",
            ),
            role_id=self.role.id,
            reach=self.reach,
            is_active=self.is_active,
            api_password=ApiPassword(digest, None if digest is None else at),
        )


API_ALL: Final = SampleUser(3, "api.all", "Ada", "Everywhere", _FULL_API)
API_NORTH: Final = SampleUser(1, "api.north", "Nora", "North", _API, Reach(False, frozenset({NORTH})))
API_SOUTH: Final = SampleUser(2, "api.south", "Sam", "South", _API, Reach(False, frozenset({SOUTH})))
API_SETTINGS: Final = SampleUser(4, "api.settings", "Selma", "Settings", _SETTINGS_API)
OLD_USER: Final = SampleUser(5, "old.user", "Otis", "Gone", _FULL_API, is_active=False)
HR_ADMIN: Final = SampleUser(6, "hr.admin", "Hanna", "Admin", _ADMINISTRATORS, has_api_password=False)
DESK_AGENT: Final = SampleUser(7, "desk.agent", "Dev", "Desk", _DESK, has_api_password=False)
SAMPLE_USERS: Final = (API_NORTH, API_SOUTH, API_ALL, API_SETTINGS, OLD_USER, HR_ADMIN, DESK_AGENT)


def save_sample_people(people: SqlJobtrainPeople, keys: KeyRing, at: datetime) -> None:
    """Add the sample roles and users to a database that has none."""

    def saving(rows: People) -> None:
        if rows.users():  # another process was quicker
            return
        for role in SAMPLE_ROLES:
            rows.save_role(role)
        for user in SAMPLE_USERS:
            rows.add_user(user.stored(keys, at))

    people.run(saving)
