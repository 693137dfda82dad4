"""What users and roles are administered with: each operation in one transaction, by a user whose role permits it.

Whatever changes something, or was refused when it tried, leaves a row in the audit log, which never holds a secret.
The operations and their answers are ours; the vendor has pages for them. A refusal has the status those would answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, TypeVar

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import SatupintuError
from satupintu.kernel.ids import IdSource
from satupintu.kernel.outcome import Refusal
from satupintu.kernel.redaction import Secret
from satupintu.systems.jobtrain.contract.restrictions import (
    GENERATE_API_PASSWORD,
    PERMISSIONS,
    ROLES_ACCESS,
    ROLES_ADD,
    ROLES_UPDATE,
    USERS_ACCESS,
    USERS_ADD,
    USERS_UPDATE,
    Reach,
)
from satupintu.systems.jobtrain.server.people import (
    WRONG_LOGIN_PASSWORD,
    Pending,
    Profile,
    SecurityRole,
    User,
    deactivated,
    fault_in_name,
    fault_in_permissions,
    fault_in_profile,
    fault_in_reach,
    generate,
    is_administered,
    is_usable_login_password,
    name_key,
    save,
)
from satupintu.systems.jobtrain.server.people_ports import AuditEntry, Digests, People, PeopleTransactions
from satupintu.systems.jobtrain.server.secret_text import API_PASSWORD_LENGTH, new_secret

T = TypeVar("T")

_NOBODY_LEFT: Final = "This user would be the last active one who may edit users; give another user that right first."


class JobtrainAdministrationError(SatupintuError):
    """Users or roles of Jobtrain could not be administered so; `status` is what a page would answer."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.status = refusal.status


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """How long a generated API password can be saved, and whether a new one ends the tokens that were issued."""

    pending_ttl: timedelta = timedelta(minutes=30)
    revoke_on_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A user to add, with the name of the role."""

    username: str
    profile: Profile
    role: str
    reach: Reach
    is_active: bool = True
    login_password: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChange:
    """What is to change of a user; None stays as it is. `profile` has new values by the names of `Profile`."""

    role: str | None = None
    reach: Reach | None = None
    is_active: bool | None = None
    profile: Mapping[str, str | None] = field(default_factory=dict[str, str | None], repr=False)

    def named(self) -> str:
        """What changes, without the values."""
        given = {"role": self.role, "divisions": self.reach, "active": self.is_active}
        return ", ".join([*(name for name, value in given.items() if value is not None), *self.profile]) or "nothing"


@dataclass(frozen=True, slots=True)
class Generated:
    """An API password that has no effect before it is saved under `pending_id`. It is shown this once."""

    pending_id: str
    api_password: Secret


class Administration:
    """Users and roles, administered by `actor`, the username of a system user."""

    def __init__(
        self,
        actor: str,
        people: PeopleTransactions,
        digests: Digests,
        hash_login_password: Callable[[str], str],
        ids: IdSource,
        clock: Clock,
        rules: PasswordRules,
    ) -> None:
        self._actor = actor
        self._people = people
        self._digests = digests
        self._hash_login_password = hash_login_password
        self._ids = ids
        self._clock = clock
        self._rules = rules

    def users(self) -> Sequence[User] | Refusal:
        """All users."""
        return self._look((USERS_ACCESS,), lambda people: people.users())

    def user(self, username: str) -> User | Refusal:
        """One user; 404 for an unknown one."""
        return self._look((USERS_ACCESS,), lambda people: people.user(username) or _no_user(username))

    def roles(self) -> Sequence[SecurityRole] | Refusal:
        """All roles."""
        return self._look((ROLES_ACCESS,), lambda people: people.roles())

    def role(self, name: str) -> SecurityRole | Refusal:
        """One role; 404 for an unknown one."""
        return self._look((ROLES_ACCESS,), lambda people: _role_in(people.roles(), name) or _no_role(name, 404))

    def audit(self) -> Sequence[AuditEntry] | Refusal:
        """The audit log in the order of writing, to those who may see users."""
        return self._look((USERS_ACCESS,), lambda people: people.audit())

    def add_user(self, new: NewUser) -> User | Refusal:
        """Add a user.

        400 for an unusable entry, an unknown role or division; 403 for a role that permits what the acting user's does
        not; 409 for a name that is taken.
        """
        login_password = None if new.login_password is None else new.login_password.reveal()
        is_usable = login_password is None or is_usable_login_password(login_password)
        hashed = self._hash_login_password(login_password) if login_password is not None and is_usable else None

        def adding(people: People, acting: User) -> User | Refusal:
            roles = people.roles()
            role = _role_in(roles, new.role)
            if role is None:
                return _no_role(new.role, 400)
            fault = (
                fault_in_name(new.username)
                or fault_in_profile(new.profile)
                or fault_in_reach(new.reach, people.divisions())
                or (None if is_usable else WRONG_LOGIN_PASSWORD)
            )
            if fault is not None:
                return Refusal(400, fault)
            lacking = _lacking(roles, acting, role.permissions & PERMISSIONS)
            if lacking is not None:
                return lacking
            if people.user(new.username) is not None:
                return Refusal(409, f"The username {new.username} is taken.")
            user = User(
                id=max((each.id for each in people.users()), default=0) + 1,
                username=new.username,
                profile=new.profile,
                role_id=role.id,
                reach=new.reach,
                is_active=new.is_active,
            )
            people.add_user(user, hashed)
            return user

        return self._carry_out("add user", (USERS_ADD,), new.username, adding)

    def edit_user(self, username: str, change: UserChange) -> User | Refusal:
        """Change a user; the very next call of theirs sees it, and deactivating ends their tokens.

        400 for an unusable entry, an unknown role or division; 403 for another role that permits what the acting user's
        does not; 404 for an unknown user; 409 when nobody would be left who may edit users.
        """

        def editing(people: People, acting: User) -> User | Refusal:
            user = people.user(username)
            if user is None:
                return _no_user(username)
            roles = people.roles()
            role = None if change.role is None else _role_in(roles, change.role)
            if change.role is not None and role is None:
                return _no_role(change.role, 400)
            edited = replace(
                user,
                role_id=user.role_id if role is None else role.id,
                reach=user.reach if change.reach is None else change.reach,
                is_active=user.is_active if change.is_active is None else change.is_active,
                profile=replace(user.profile, **change.profile),
            )
            fault = fault_in_profile(edited.profile)
            if fault is None and change.reach is not None:
                fault = fault_in_reach(change.reach, people.divisions())
            if fault is not None:
                return Refusal(400, fault)
            if role is not None and role.id != user.role_id:
                lacking = _lacking(roles, acting, role.permissions & PERMISSIONS)
                if lacking is not None:
                    return lacking
            if not edited.is_active:
                edited = deactivated(edited)
            others = [each for each in people.users() if each.id != user.id]
            if not is_administered([*others, edited], {each.id: each for each in roles}):
                return Refusal(409, _NOBODY_LEFT)
            people.save_user(edited)
            if not edited.is_active:
                people.revoke_tokens(edited.id)
            return edited

        return self._carry_out(f"edit user: {change.named()}", (USERS_UPDATE,), username, editing)

    def add_role(self, name: str, permissions: frozenset[str]) -> SecurityRole | Refusal:
        """Add a role.

        400 for an unusable name or an unknown permission; 403 for a permission that the acting user's role lacks; 409
        for a name that is taken.
        """

        def adding(people: People, acting: User) -> SecurityRole | Refusal:
            roles = people.roles()
            fault = fault_in_name(name) or fault_in_permissions(permissions)
            if fault is not None:
                return Refusal(400, fault)
            lacking = _lacking(roles, acting, permissions)
            if lacking is not None:
                return lacking
            if _role_in(roles, name) is not None:
                return Refusal(409, f"The name {name} is taken.")
            role = SecurityRole(max((each.id for each in roles), default=0) + 1, name, permissions)
            people.save_role(role)
            return role

        return self._carry_out("add role", (ROLES_ADD,), name, adding)

    def edit_role(
        self, name: str, *, new_name: str | None = None, add: frozenset[str], remove: frozenset[str]
    ) -> SecurityRole | Refusal:
        """Rename a role, add and remove permissions; the very next call of its users sees it.

        400, 403 and 409 as for a new one; 404 for an unknown role; 409 when nobody would be left who may edit users.
        """

        def editing(people: People, acting: User) -> SecurityRole | Refusal:
            roles = people.roles()
            role = _role_in(roles, name)
            if role is None:
                return _no_role(name, 404)
            edited = SecurityRole(
                role.id, role.name if new_name is None else new_name, (role.permissions | add) - remove
            )
            fault = fault_in_name(edited.name) or fault_in_permissions(add | remove)
            if fault is not None:
                return Refusal(400, fault)
            lacking = _lacking(roles, acting, edited.permissions - role.permissions)
            if lacking is not None:
                return lacking
            if _role_in([each for each in roles if each != role], edited.name) is not None:
                return Refusal(409, f"The name {edited.name} is taken.")
            users, before = people.users(), {each.id: each for each in roles}
            if is_administered(users, before) and not is_administered(users, {**before, role.id: edited}):
                return Refusal(409, "Nobody would be left who may edit users; give that right to another role first.")
            people.save_role(edited)
            return edited

        named = ((sign, each) for sign, names in (("+", add), ("-", remove)) for each in sorted(names & PERMISSIONS))
        changed = [f"{sign}{each}" for sign, each in named]
        return self._carry_out(f"edit role: {', '.join(changed) or 'name'}", (ROLES_UPDATE,), name, editing)

    def generate_api_password(self, username: str) -> Generated | Refusal:
        """Generate an API password for any user; it has no effect before it is saved.

        404 for an unknown user; 409 for one who is not active.
        """
        generated = Generated(str(self._ids.new()), Secret(new_secret(self._ids, API_PASSWORD_LENGTH)))
        digest = self._digests.digest(generated.api_password.reveal())
        until = self._clock.now() + self._rules.pending_ttl

        def generating(people: People, acting: User) -> Generated | Refusal:
            user = people.user(username)
            if user is None:
                return _no_user(username)
            pending = Pending(generated.pending_id, acting.id, until, digest)
            found = generate(user.api_password, pending, is_active=user.is_active)
            if isinstance(found, Refusal):
                return found
            people.save_user(replace(user, api_password=found))
            return generated

        needs = (USERS_ACCESS, GENERATE_API_PASSWORD)
        return self._carry_out("generate API password", needs, username, generating)

    def save_api_password(self, username: str, pending_id: str, *, ticked: bool) -> User | Refusal:
        """Save what was generated: with the tick it is in force and the one before dead at once; without, it is gone.

        404 for an unknown user; 409 for a wrong, foreign or past `pending_id`.
        """
        now = self._clock.now()

        def saving(people: People, acting: User) -> User | Refusal:
            user = people.user(username)
            if user is None:
                return _no_user(username)
            found = save(user.api_password, pending_id, by=acting.id, ticked=ticked, now=now)
            if isinstance(found, Refusal):
                return found
            saved = replace(user, api_password=found)
            people.save_user(saved)
            if ticked and self._rules.revoke_on_new:
                people.revoke_tokens(user.id)
            return saved

        step = "save API password" if ticked else "drop API password"
        return self._carry_out(step, (USERS_ACCESS,), username, saving)

    def _look(self, needs: Sequence[str], work: Callable[[People], T | Refusal]) -> T | Refusal:
        def looking(people: People) -> T | Refusal:
            acting = self._acting(people, needs)
            return acting if isinstance(acting, Refusal) else work(people)

        return self._people.run(looking)

    def _carry_out(
        self, step: str, needs: Sequence[str], target: str, work: Callable[[People, User], T | Refusal]
    ) -> T | Refusal:
        """Do the work if the acting user may, and write either way what came of it into the audit log."""
        now = self._clock.now()

        def working(people: People) -> T | Refusal:
            acting = self._acting(people, needs)
            found = acting if isinstance(acting, Refusal) else work(people, acting)
            event = f"{step}: refused {found.status}" if isinstance(found, Refusal) else step
            actor, user = people.user(self._actor), people.user(target)
            actor_name, target_name = actor.username if actor else self._actor, user.username if user else target
            people.note(AuditEntry(now, actor_name, target_name, event))
            return found

        return self._people.run(working)

    def _acting(self, people: People, needs: Sequence[str]) -> User | Refusal:
        acting = people.user(self._actor)
        if acting is None or not acting.is_active:
            return Refusal(403, f"{self._actor} is no active user.")
        return _lacking(people.roles(), acting, needs) or acting


def _lacking(roles: Sequence[SecurityRole], acting: User, permissions: Iterable[str]) -> Refusal | None:
    """The refusal for what the acting user's role does not permit: neither to do it nor to let others do it."""
    role = next(each for each in roles if each.id == acting.role_id)
    lacking = [permission for permission in permissions if role.lacks(permission)]
    if not lacking:
        return None
    return Refusal(403, f"The role {role.name} of {acting.username} lacks: {', '.join(sorted(lacking))}.")


def _no_user(username: str) -> Refusal:
    return Refusal(404, f"There is no user {username}.")


def _no_role(name: str, status: int) -> Refusal:
    return Refusal(status, f"There is no role {name}.")


def _role_in(roles: Sequence[SecurityRole], name: str) -> SecurityRole | None:
    return next((role for role in roles if name_key(role.name) == name_key(name)), None)
