"""Pulling all records of a Talentics account into files, in as many windows of its quota as that takes.

After each page its records are flushed to the disk, then the note of how far the pull is. Whoever is killed in between
finds the page again: its half-written lines are cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from satupintu.bootstrap.pull_cost import Forecast, cost, counted
from satupintu.bootstrap.pull_folder import MOST, Progress, PullFolder
from satupintu.bootstrap.pull_kinds import KINDS, Kind, PagedKind, WholeKind
from satupintu.bootstrap.raw_records import raw_records
from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import ConfigurationError, DataError, NotFoundError, UnreadableReplyError
from satupintu.kernel.paging import LaravelMeta, LaravelPaging
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract.operations import PageCall
from satupintu.transport.walking import in_a_circle

TOGETHER: Final = 20
"""Unlimited calls whose records are written down together: what a kill repeats at most."""

PARALLEL: Final = 4
"""Unlimited calls that are under way at the same time."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told: sentences for a person, and how far a kind is (done, in all, the time left)."""

    say: Callable[[str], None]
    show: Callable[[str, int, int | None, timedelta], None]


class Pull:
    """One pull of one account into one folder."""

    def __init__(self, client: Talentics, folder: PullFolder, per_page: int, clock: Clock, watcher: Watcher) -> None:
        self._client = client
        self._folder = folder
        self._per_page = per_page
        self._clock = clock
        self._watcher = watcher

    def run(self, kinds: Sequence[Kind]) -> None:
        """Pull what is not there yet. Raises an `ApiError`, DataError or ConfigurationError; what came is kept."""
        for kind in kinds:
            self._folder.check(kind.name)
        for kind in kinds:
            progress = self._folder.progress(kind.name)
            if progress.finished_at is not None:
                self._watcher.say(
                    f"{kind.name}: {progress.records:,} records are there since {_day(progress.finished_at)}; "
                    "--again reads them anew"
                )
                continue
            above = list(self._folder.ids(kind.of)) if kind.of is not None else [0]
            match kind:
                case PagedKind():
                    progress = self._walk(kind, above, [other for other in kinds if other.of == kind.name])
                case WholeKind():
                    progress = self._ask_each(kind, above)
            self._finish(kind, progress)

    def _walk(self, kind: PagedKind, above: Sequence[int], further: Sequence[Kind]) -> Progress:
        """Read the pages of a kind."""
        progress, forecast = self._folder.progress(kind.name), Forecast(kind.operation.quota)
        told = kind.of is not None
        if told and progress.parent < len(above):
            left = len(above) - progress.parent
            self._watcher.say(
                f"{kind.noun}s of {counted(left, KINDS[kind.of or ''].noun)} = "
                f"{cost(left, kind.operation.quota, at_least=True)}"
            )
        while progress.parent < len(above):
            began_at = self._clock.now()
            try:
                page = kind.ask(self._client, above[progress.parent], progress.page, self._per_page)
            except NotFoundError:
                if kind.of is None:
                    raise ConfigurationError(
                        f"{self._folder.base_url} answers 404 to the list of {kind.noun}s, so it is not Talentics; "
                        "--base-url is the address without /v2, such as https://api.talentics.id"
                    ) from None
                gone = f"{KINDS[kind.of or kind.name].noun} {above[progress.parent]} was deleted before it was read"
                progress = _next_list(progress, [gone])
                self._folder.note(kind.name, progress)
                continue
            forecast.made(began_at, self._clock.now())
            meta = _usable(page.meta or LaravelMeta())
            following = LaravelPaging().next_call(PageCall(page=progress.page), page)
            if following is not None and following.page != progress.page + 1:
                raise in_a_circle(kind.operation.name)
            if not told:
                self._watcher.say(self._cost_of_list(kind, progress, meta, further))
                told = True
            progress = self._keep(kind, progress, meta, raw_records(page.raw), is_last=following is None)
            done, total, left = _how_far(kind, progress, above, self._per_page)
            self._watcher.show(kind.name, done, total, forecast.left(left, self._clock.now()))
        return progress

    def _keep(
        self, kind: Kind, before: Progress, meta: LaravelMeta, records: Sequence[bytes], *, is_last: bool
    ) -> Progress:
        """Write a page down, and what it says about the walk."""
        per_page = _page_size(meta)
        if before.page > 1 and per_page != before.per_page:
            raise DataError(
                f"{kind.name}: the pages held {before.per_page} records and now hold {per_page}, so they cannot be "
                "put together; pull again with --again."
            )
        remarks: list[str] = []
        if before.total is not None and meta.total is not None and meta.total != before.total:
            remarks.append(
                f"the list held {before.total:,} records and then {meta.total:,} while it was read: some may be "
                "missing or there twice"
            )
        seen = before.seen + len(records)
        if not is_last and meta.total is not None and seen > meta.total:
            message = f"{kind.operation.name}: the pages do not end, though more came than the {meta.total:,} there are"
            raise UnreadableReplyError(message, status=200, body=b"")
        if is_last and meta.total is not None and seen != meta.total:
            remarks.append(f"{seen:,} records came, where the list says there are {meta.total:,}")
        if is_last and meta.total is None:
            remarks.append("the list does not say how many records there are: some may be missing")
        length = self._folder.append(kind.name, records)
        progress = before.model_copy(
            update={
                "length": length,
                "records": before.records + len(records),
                "page": before.page + 1,
                "seen": seen,
                "total": meta.total,
                "per_page": per_page,
            }
        )
        progress = _next_list(progress, remarks) if is_last else _with_remarks(progress, remarks)
        self._folder.note(kind.name, progress)
        return progress

    def _ask_each(self, kind: WholeKind, above: Sequence[int]) -> Progress:
        """Ask for what belongs to each record above, one call for each."""
        progress, quota = self._folder.progress(kind.name), kind.operation.quota
        forecast = Forecast(quota)
        if progress.parent < len(above):
            self._watcher.say(f"{kind.name} = {cost(len(above) - progress.parent, quota)}")
        # Whoever waits for a quota waits alone: Ctrl-C ends the main thread's wait at once.
        together, parallel = (TOGETHER, PARALLEL) if quota is None else (1, 1)
        with _workers(parallel) as each:
            while progress.parent < len(above):
                began_at = self._clock.now()
                ids = above[progress.parent : progress.parent + together]
                answers = each(lambda record_id: self._one(kind, record_id), ids)
                forecast.made(began_at, self._clock.now(), len(ids))
                records = [record for answer in answers if answer is not None for record in raw_records(answer)]
                remarks = [
                    f"{KINDS[kind.of or ''].noun} {record_id} was deleted before it was read"
                    for record_id, answer in zip(ids, answers, strict=True)
                    if answer is None and not kind.may_be_missing
                ]
                length = self._folder.append(kind.name, records)
                progress = _with_remarks(progress, remarks).model_copy(
                    update={
                        "length": length,
                        "records": progress.records + len(records),
                        "parent": progress.parent + len(ids),
                    }
                )
                self._folder.note(kind.name, progress)
                left = forecast.left(len(above) - progress.parent, self._clock.now())
                self._watcher.show(kind.name, progress.parent, len(above), left)
        return progress

    def _one(self, kind: WholeKind, record_id: int) -> bytes | None:
        try:
            return kind.ask(self._client, record_id)
        except NotFoundError:
            return None

    def _finish(self, kind: Kind, progress: Progress) -> None:
        if isinstance(kind, PagedKind):
            ids = list(self._folder.ids(kind.name))
            if twice := len(ids) - len(set(ids)):
                progress = _with_remarks(progress, [f"{counted(twice, 'record')} came twice"])
        if progress.length == 0:
            self._folder.append(kind.name, ())
        self._folder.note(kind.name, progress.model_copy(update={"finished_at": self._clock.now()}))

    def _cost_of_list(self, kind: Kind, progress: Progress, meta: LaravelMeta, further: Sequence[Kind]) -> str:
        total = meta.total or 0
        calls = max(1, -(-(total - progress.seen) // (_page_size(meta) or self._per_page)))
        there = f" ({progress.seen:,} are there already)" if progress.seen else ""
        parts = [f"{counted(total, kind.noun)}{there} = {cost(calls, kind.operation.quota)}"]
        for other in further:
            more = "at least " if isinstance(other, PagedKind) else ""
            limited = "" if other.operation.quota else ", not limited"
            parts.append(f"with {other.noun}s {more}{total:,} further calls{limited}")
        return "; ".join(parts)


def _usable(meta: LaravelMeta) -> LaravelMeta:
    """What a page says of the list; a total that cannot be one counts as not stated."""
    is_count = meta.total is not None and 0 <= meta.total <= MOST
    return meta if is_count else meta.model_copy(update={"total": None})


def _page_size(meta: LaravelMeta) -> int | None:
    """How many records a page holds; None when that is not stated, or no such number."""
    match meta.per_page:
        case int() as size:
            pass
        case str() as text if text.isascii() and text.isdigit() and len(text) < len(str(MOST)):
            size = int(text)
        case _:
            return None
    return size if 1 <= size <= MOST else None


def _how_far(kind: Kind, progress: Progress, above: Sequence[int], per_page: int) -> tuple[int, int | None, int]:
    """Done, in all, and the calls that are left at least."""
    if kind.of is not None:
        return progress.parent, len(above), len(above) - progress.parent
    if progress.parent == len(above):
        return progress.records, progress.records, 0
    total = progress.total or 0
    return progress.records, progress.total, max(0, -(-(total - progress.seen) // (progress.per_page or per_page)))


def _next_list(progress: Progress, remarks: Sequence[str]) -> Progress:
    update = {"parent": progress.parent + 1, "page": 1, "seen": 0, "total": None, "per_page": None}
    return _with_remarks(progress.model_copy(update=update), remarks)


def _with_remarks(progress: Progress, remarks: Sequence[str]) -> Progress:
    return progress.model_copy(update={"remarks": (*progress.remarks, *remarks)})


@contextmanager
def _workers(
    parallel: int,
) -> Generator[Callable[[Callable[[int], bytes | None], Sequence[int]], list[bytes | None]]]:
    """How to do something for each of some ids: in threads, or here when one at a time is enough."""
    if parallel == 1:
        yield lambda work, ids: [work(each) for each in ids]
        return
    with ThreadPoolExecutor(parallel, thread_name_prefix="pull") as pool:
        try:
            yield lambda work, ids: list(pool.map(work, ids))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _day(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
