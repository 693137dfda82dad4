"""What a user may do and see, as values: the role says what may be done, the reach says where.

Published are the name of one permission (`General Settings: Generate API Password`) and that access per division
exists; the other names, modelled on it, and the rules are ours.
Source: https://clientsupport.jobtrain.co.uk/support/solutions/articles/77000557052-jobtrain-api-getting-started-guide
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from satupintu.kernel.operation import Operation
from satupintu.systems.jobtrain.contract.general_settings import EXTENDABLE, SETTINGS, Setting

GENERATE_API_PASSWORD: Final = "General Settings: Generate API Password"  # noqa: S105  (the name of a permission, no password)
"""Generating an API password for any account of the tenant. The one published name."""

USERS_ACCESS: Final = "System Users: Access"
USERS_ADD: Final = "System Users: Add"
USERS_UPDATE: Final = "System Users: Update"
ROLES_ACCESS: Final = "Security Roles: Access"
ROLES_ADD: Final = "Security Roles: Add"
ROLES_UPDATE: Final = "Security Roles: Update"

JOBS_VIEW: Final = "Jobs: View"
CANDIDATES_VIEW: Final = "Candidates: View"
CANDIDATES_DIRECT_APPLY: Final = "Candidates: Direct Apply"
EQUAL_OPPORTUNITIES: Final = "Candidates: View Equal Opportunities"
"""Seeing `equalOpportunities` of recently updated applications; without it the key is null."""
DBS_VIEW: Final = "DBS: View"
DBS_UPDATE: Final = "DBS: Update"
STARTERS_VIEW: Final = "Starters: View"
ONBOARDING_VIEW: Final = "Onboarding: View"


def setting_access(setting: Setting[Any]) -> str:
    """The permission to read a setting."""
    return f"General Settings: {setting.name} Access"


def setting_add(setting: Setting[Any]) -> str:
    """The permission to create items of a setting."""
    return f"General Settings: {setting.name} Add"


ADMINISTRATION: Final = frozenset(
    {GENERATE_API_PASSWORD, USERS_ACCESS, USERS_ADD, USERS_UPDATE, ROLES_ACCESS, ROLES_ADD, ROLES_UPDATE}
)
"""What the pages and commands for users and roles ask for."""

API: Final = frozenset(
    {
        JOBS_VIEW,
        CANDIDATES_VIEW,
        CANDIDATES_DIRECT_APPLY,
        EQUAL_OPPORTUNITIES,
        DBS_VIEW,
        DBS_UPDATE,
        STARTERS_VIEW,
        ONBOARDING_VIEW,
        *map(setting_access, SETTINGS),
        *map(setting_add, EXTENDABLE),
    }
)
"""What the operations of the API ask for, and the one that opens a part of a reply."""

PERMISSIONS: Final = ADMINISTRATION | API
"""Every permission there is."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may be done."""


@dataclass(frozen=True, slots=True)
class Denied:
    """It may not be done, and why. The reason is for logs of the server: an answer does not tell it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Role:
    """A security role: the names of what it permits. A name that nobody knows permits nothing."""

    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """The divisions whose records a user sees: all, or these."""

    all_divisions: bool
    division_ids: frozenset[int] = frozenset()

    def can_see(self, division_id: int | None) -> bool:
        """Whether a job of this division is visible; one without a division is to users with all divisions only.

        An application is visible when its job is, a candidate when one application is.
        """
        return self.all_divisions or division_id in self.division_ids

    def can_see_item(self, division_id: int | None) -> bool:
        """Whether an item of a setting is visible that belongs to this division; one without a division is to all.

        A division belongs to itself.
        """
        return division_id is None or self.can_see(division_id)


def verify(asked: Operation[Any, Any] | str, role: Role) -> Allowed | Denied:
    """Whether a role permits an operation, or has a permission."""
    permission = asked if isinstance(asked, str) else asked.permission
    if permission is None:
        return Allowed()
    if permission not in PERMISSIONS:
        return Denied(f"there is no permission {permission!r}")
    return Allowed() if permission in role.permissions else Denied(f"the role lacks {permission!r}")
