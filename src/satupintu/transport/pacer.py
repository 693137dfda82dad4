"""Where a pace is kept, and who keeps it: one `Pacer` per client, one `PaceStore` for all who share a quota."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from os import PathLike
from threading import Lock
from typing import Final, Protocol, TypeVar, runtime_checkable

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.quota import Quota
from satupintu.transport.pacing import Change, Pace, Pause, Sent, read_pace, unknown, write_pace

T = TypeVar("T")

DAMAGED: Final = ""
"""In place of a text that is there and cannot be read."""


@runtime_checkable
class PaceStore(Protocol):
    """Keeps a text per account for everybody who shares it."""

    @property
    def blocking(self) -> bool:
        """Whether `update` may wait for a disk or a server, so that event loops call it in a thread."""
        ...

    def update(self, account: str, change: Callable[[str | None], tuple[str | None, T]]) -> T:
        """Change the text of an account and pass on what the change says, one change at a time.

        The change is given the text (None: there is none, `DAMAGED`: it cannot be read) and gives the new one, or
        None to leave it. It may be called again when the first time came to nothing.
        """
        ...


PaceChoice = PaceStore | PathLike[str] | str | bool
"""Who shares a pace: True one client, a directory or a store all who name it; False keeps none."""


@dataclass(frozen=True, slots=True)
class Note:
    """Write a decision into the pace of a quota."""

    quota: Quota
    change: Change


class MemoryPaces:
    """`PaceStore` of one process: for one client, or for several that are given the same."""

    blocking = False

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._one_at_a_time = Lock()

    def update(self, account: str, change: Callable[[str | None], tuple[str | None, T]]) -> T:
        """Change the text of an account."""
        with self._one_at_a_time:
            text, said = change(self._texts.get(account))
            if text is not None:
                self._texts[account] = text
            return said


class Pacer:
    """Keeps the quotas of one credential at one address. `on_wait` is told of every wait, about once a second."""

    def __init__(
        self,
        store: PaceStore,
        base_url: str,
        credential: str,
        *,
        clock: Clock | None = None,
        on_wait: Callable[[Pause], None] | None = None,
    ) -> None:
        self._store = store
        self._account = f"{base_url}\n{credential}"
        self._clock = clock or SystemClock()
        self._on_wait = on_wait

    @property
    def blocking(self) -> bool:
        """Whether `note` may wait for a disk or a server."""
        return self._store.blocking

    def note(self, note: Note) -> Sent | Pause | None:
        """Write a decision down, and say what it was."""

        def change(text: str | None) -> tuple[str | None, Sent | Pause | None]:
            # The clock is read when it is our turn: moments stand in the order in which they are written.
            now = self._clock.now()
            kept = Pace() if text is None else read_pace(text)
            after, said = note.change(kept or unknown(now, note.quota), now)
            return None if after == kept else write_pace(after), said

        said = self._store.update(self._key(note.quota), change)
        if isinstance(said, Pause) and self._on_wait is not None:
            self._on_wait(said)
        return said

    def _key(self, quota: Quota) -> str:
        """A name that tells neither address nor credential."""
        return sha256(f"{self._account}\n{quota.scope}".encode()).hexdigest()[:32]


def pacer_of(
    choice: PaceChoice,
    base_url: str,
    credential: str,
    *,
    clock: Clock | None = None,
    on_wait: Callable[[Pause], None] | None = None,
) -> Pacer | None:
    """The pacer that a client's arguments ask for; None when its calls go unpaced. Raises ConfigurationError."""
    match choice:
        case False:
            return None
        case True:
            store: PaceStore = MemoryPaces()
        case str() | PathLike():
            # Not above: its locks are of POSIX, and clients that share nothing work without.
            from satupintu.transport.pace_files import PaceFiles

            store = PaceFiles(choice)
        case PaceStore():
            store = choice
        case _:
            raise ConfigurationError(f"pace: {choice!r} is none of True, False, a directory and a store of paces")
    return Pacer(store, base_url, credential, clock=clock, on_wait=on_wait)
