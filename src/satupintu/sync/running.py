"""One run of the main job: settle what is open, read, plan, submit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from satupintu.kernel.clock import Clock
from satupintu.recruitment.reason import Reason
from satupintu.recruitment.submission import SubmissionLedger
from satupintu.recruitment.vacancy import Vacancy
from satupintu.regions.resolution import Verdict
from satupintu.regions.resolver import Resolver
from satupintu.sync import reasons
from satupintu.sync.connection import Connection
from satupintu.sync.normalise_kemnaker import Composed, JossComposer
from satupintu.sync.planning import Action, Plan, Step, make_plan, writes
from satupintu.sync.reading import Progress, TalenticsReader
from satupintu.sync.submitting import Done, Result, Submitter, TargetUnusableError


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did. `interrupted` says why it stopped before its end, if it did."""

    plan: Plan
    results: tuple[Result, ...]
    interrupted: str | None = None


class Sync:
    """The main job for one connection. Only one run of a target at a time: whoever calls holds a lock."""

    def __init__(
        self,
        connection: Connection,
        reader: TalenticsReader,
        submitter: Submitter,
        ledger: SubmissionLedger,
        composer: JossComposer,
        resolver: Resolver,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._submitter = submitter
        self._ledger = ledger
        self._composer = composer
        self._resolver = resolver
        self._clock = clock

    def plan(self, progress: Progress) -> Plan:
        """Read the source and compare. Sends nothing to the target and changes nothing."""
        target = self._connection.target.name
        filings = self._ledger.filings(target)
        reading = self._reader.read(filings, progress)
        return make_plan(
            reading,
            filings,
            target=target,
            now=self._clock.now(),
            policy=self._connection.policy,
            compose=self._compose,
        )

    def run(self, progress: Progress) -> Run:
        """Settle, read, plan and submit. Safe to repeat after any interruption."""
        for attempt in self._ledger.open_attempts(self._connection.target.name):
            self._submitter.settle(attempt)
        plan = self.plan(progress)
        outcomes: dict[str, Result] = {}
        interrupted = None
        try:
            for result in self._submit(writes(plan.steps)):
                outcomes[result.step.key] = result
                progress("submit", len(outcomes), len(writes(plan.steps)))
        except TargetUnusableError as error:
            interrupted = str(error)
        except KeyboardInterrupt:
            interrupted = "stopped by the operator"
        results = tuple(outcomes.get(step.key) or _untouched(step) for step in plan.steps)
        return Run(plan, results, interrupted)

    def _submit(self, steps: list[Step]) -> Iterator[Result]:
        """Submit steps in a few threads. On any stop, what is under way is finished and nothing new is begun."""
        waiting = iter(steps)
        with ThreadPoolExecutor(self._connection.policy.parallel, thread_name_prefix="submit") as pool:
            running: set[Future[Result]] = set()
            while True:
                while len(running) < self._connection.policy.parallel and (step := next(waiting, None)):
                    running.add(pool.submit(self._submitter.submit, step))
                if not running:
                    return
                try:
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in finished)
                except (KeyboardInterrupt, TargetUnusableError):
                    yield from _results(wait(running).done)
                    raise

    def _compose(self, vacancy: Vacancy) -> Composed | tuple[Reason, ...]:
        found = self._resolver.resolve(vacancy.place)
        if found.verdict is not Verdict.RESOLVED or found.code is None:
            candidates = ", ".join(f"{region.name} ({region.code})" for region in found.candidates[:5])
            return (reasons.unclear_place(str(found.reason.key), found.reason.words, candidates),)
        if found.confidence < self._connection.policy.min_confidence:
            return (reasons.uncertain_place(found.name or "", found.code, round(found.confidence * 100)),)
        return self._composer.compose(vacancy, found.code)


def _results(futures: Iterable[Future[Result]]) -> Iterator[Result]:
    """The results of those that have one."""
    return (future.result() for future in futures if future.exception() is None)


def _untouched(step: Step) -> Result:
    sends = step.action in {Action.CREATE, Action.UPDATE, Action.RENEW, Action.CLOSE}
    return Result(step, Done.NOT_TRIED if sends else Done.ACCEPTED)
