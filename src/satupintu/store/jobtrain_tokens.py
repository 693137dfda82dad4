"""The tokens of the Jobtrain server and the credentials they are asked with, in the database."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, LargeBinary, Text, bindparam, delete, insert, select

from satupintu.store.credentials import SqlCredentials
from satupintu.store.database import Database
from satupintu.store.jobtrain_people import permissions_in, reach_in, username_key
from satupintu.store.moments import to_microseconds
from satupintu.store.secrets import KeyRing
from satupintu.store.statement import Statement
from satupintu.store.tables import jobtrain_role, jobtrain_token, jobtrain_user
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.contract.restrictions import Role
from satupintu.systems.jobtrain.server.ports import Actor, ClientStanding

JOBTRAIN: Final = "jobtrain"
"""`Credential.system` of Jobtrain."""

API_ENABLED: Final = "api"
"""The permission of a client for which the API is enabled."""

KEPT_FOR: Final = timedelta(days=1)
"""How long an expired token is kept: a clock set back finds it again."""

_user, _role, _token = jobtrain_user.c, jobtrain_role.c, jobtrain_token.c
_HOLDER: Final = select(_user.id, _user.is_active, _user.api_password_digest).where(
    _user.username_key == bindparam("username_key")
)
_ACTING: Final = (
    select(_user.id, _role.permissions, _user.all_divisions, _user.division_ids)
    .select_from(jobtrain_token.join(jobtrain_user, _user.id == _token.user_id))
    .join(jobtrain_role, _role.id == _user.role_id)
    .where(_token.token_digest == bindparam("token_digest"), _token.expires_at > bindparam("now"), _user.is_active)
)
# Only while user and API password are valid still: a Save or a deactivation in between leaves no token behind.
_KEEP: Final = Statement(
    insert(jobtrain_token).from_select(
        ["token_digest", "user_id", "client_id", "issued_at", "expires_at"],
        select(
            bindparam("token_digest", type_=LargeBinary),
            _user.id,
            bindparam("client_id", type_=Text),
            bindparam("issued_at", type_=BigInteger),
            bindparam("expires_at", type_=BigInteger),
        ).where(
            _user.id == bindparam("of"), _user.is_active, _user.api_password_digest == bindparam("api_password_digest")
        ),
    )
)
_PURGE: Final = Statement(delete(jobtrain_token).where(_token.expires_at <= bindparam("now")))


class SqlJobtrainTokens:
    """`TokenRegister` and `Accounts`: tokens and API passwords as keyed digests.

    Nothing is kept in memory: a token, its user, the role and the reach are one look at the database for each call.
    """

    def __init__(self, database: Database, writer: Writer, keys: KeyRing, credentials: SqlCredentials) -> None:
        self._database = database
        self._writer = writer
        self._keys = keys
        self._credentials = credentials

    def client(self, client_id: str, client_secret: str) -> ClientStanding:
        """What a client pair is worth. The same work whatever is wrong."""
        found = self._credentials.verify(JOBTRAIN, "", client_id, client_secret)
        if found is None:
            return ClientStanding.UNKNOWN
        return ClientStanding.ENABLED if API_ENABLED in found.permissions else ClientStanding.NOT_ENABLED

    def holder(self, username: str, api_password: str) -> int | None:
        """The active user whose API password in force this is. The same work whatever is wrong."""
        digest = self._keys.digest(api_password)
        with self._database.reading() as connection:
            row = connection.execute(_HOLDER, {"username_key": username_key(username)}).one_or_none()
        kept = row.api_password_digest if row is not None else None
        matches = hmac.compare_digest(digest, bytes(len(digest)) if kept is None else kept)
        return row.id if row is not None and matches and row.is_active else None

    def keep(
        self, token: str, user_id: int, api_password: str, client_id: str, *, issued_at: datetime, expires_at: datetime
    ) -> bool:
        """Keep a new token, durable when this returns; False when user or API password ceased to be valid meanwhile."""
        row = {
            "token_digest": self._keys.digest(token),
            "of": user_id,
            "api_password_digest": self._keys.digest(api_password),
            "client_id": client_id,
            "issued_at": to_microseconds(issued_at),
            "expires_at": to_microseconds(expires_at),
        }
        return self._writer.run(lambda transaction: transaction.execute(_KEEP, row).rowcount == 1)

    def acting(self, token: str, now: datetime) -> Actor | None:
        """The active user that an unexpired token stands for, with the rights and the reach of this moment."""
        sought = {"token_digest": self._keys.digest(token), "now": to_microseconds(now)}
        with self._database.reading() as connection:
            row = connection.execute(_ACTING, sought).one_or_none()
        if row is None:
            return None
        return Actor(row.id, Role(permissions_in(row.permissions)), reach_in(row.all_divisions, row.division_ids))

    def purge(self, now: datetime) -> int:
        """Forget tokens long expired; returns how many. Blocks, so call it in a thread."""
        long_ago = {"now": to_microseconds(now - KEPT_FOR)}
        return self._writer.run(lambda transaction: transaction.execute(_PURGE, long_ago).rowcount)
