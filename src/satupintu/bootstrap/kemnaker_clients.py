"""The clients of the served JOSS and TOSS, as the operator administers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.kernel.ids import IdSource
from satupintu.kernel.operation import Operation
from satupintu.kernel.redaction import Secret
from satupintu.store.credentials import Credential, Keeping, SqlCredentials
from satupintu.store.secrets import new_secret
from satupintu.systems.kemnaker.contract.operations import JOSS_OPERATIONS, TOSS_OPERATIONS
from satupintu.systems.kemnaker.contract.texts import is_visible_id
from satupintu.systems.kemnaker.server.sender import checked_notification_url
from satupintu.systems.kemnaker.server.settings import Api


def _permissions_of(operations: Sequence[Operation[Any, Any]]) -> frozenset[str]:
    return frozenset(each.permission for each in operations if each.permission)


PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    "joss": _permissions_of(JOSS_OPERATIONS),
    "toss": _permissions_of(TOSS_OPERATIONS),
}
"""What a client of each API may be allowed."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new secret, which is shown this once. The one before it, if any, is valid until `overlap_ends_at`."""

    client_id: str
    secret: Secret = field(repr=False)
    overlap_ends_at: datetime | None = None


class KemnakerClients:
    """The clients of one API. Every process knows of a change when its method returns."""

    def __init__(
        self, api: Api, credentials: SqlCredentials, clock: Clock, ids: IdSource, *, overlap: timedelta
    ) -> None:
        self._api = api
        self._credentials = credentials
        self._clock = clock
        self._ids = ids
        self._overlap = overlap

    def all(self) -> Sequence[Credential]:
        """Every client, by environment and Client-Id."""
        return [each for each in self._credentials.all() if each.system == self._api]

    def url_of(self, environment: str, client_id: str) -> str | None:
        """Where a client is told of events; None when it is not."""
        found = self._credentials.find(self._api, environment, client_id)
        return found.notification_url if found and found.active else None

    def add(
        self, label: str, environment: str, *, client_id: str | None = None, permissions: Sequence[str] = ()
    ) -> Issued:
        """Add a client with a new secret. No permissions means all of the API. Raises ConfigurationError."""
        chosen = client_id or f"{self._api.upper()}-{self._ids.new().hex[:12].upper()}"
        if not is_visible_id(chosen):
            raise ConfigurationError("a Client-Id is 1 to 128 visible ASCII characters")
        if unknown := sorted(set(permissions) - PERMISSIONS[self._api]):
            there = ", ".join(sorted(PERMISSIONS[self._api]))
            raise ConfigurationError(f"there is no permission {unknown[0]}; there are {there}")
        secret = Secret(new_secret())

        def added(known: Credential | None) -> Credential:
            if known is not None:
                raise ConfigurationError(f"there is a client {chosen} in {environment} already; choose another id")
            return Credential(
                system=self._api,
                environment=environment,
                client_id=chosen,
                secrets=(secret,),
                keeping=Keeping.SEALED,
                label=label,
                permissions=frozenset(permissions) or PERMISSIONS[self._api],
            )

        self._credentials.change(self._api, environment, chosen, added)
        return Issued(chosen, secret)

    def rotate(self, environment: str, client_id: str) -> Issued:
        """Give a client a new secret. Its newest one before stays valid during the overlap, older ones end now.

        Raises DataError for a client that is unknown or revoked.
        """
        secret, ends_at = Secret(new_secret()), self._clock.now() + self._overlap

        def rotated(known: Credential) -> Credential:
            if not known.active:
                raise DataError(f"The client {client_id} is revoked; add another one.")
            return replace(known, secrets=(known.secrets[-1], secret), overlap_ends_at=ends_at)

        self._change(environment, client_id, rotated)
        return Issued(client_id, secret, ends_at)

    def revoke(self, environment: str, client_id: str) -> Credential:
        """Let a client in no more, for good; its records stay. Raises DataError for a client that is unknown."""
        return self._change(environment, client_id, lambda known: replace(known, active=False))

    def notify(self, environment: str, client_id: str, url: str | None) -> Credential:
        """Tell a client of events at a URL from now on; None ends it.

        Raises ConfigurationError for a URL that cannot be used, DataError for a client that is unknown.
        """
        checked = None if url is None else checked_notification_url(url, environment)
        return self._change(environment, client_id, lambda known: replace(known, notification_url=checked))

    def _change(self, environment: str, client_id: str, change: Callable[[Credential], Credential]) -> Credential:
        def changed(known: Credential | None) -> Credential:
            if known is None:
                raise DataError(
                    f"There is no client {client_id} in {environment}; `satupintu {self._api} clients list` shows "
                    "those there are."
                )
            return change(known)

        return self._credentials.change(self._api, environment, client_id, changed)
