"""One run of the main job: settle what is open, read, plan, submit."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import DataError
from satupintu.recruitment.reason import Reason
from satupintu.recruitment.submission import SubmissionLedger
from satupintu.recruitment.vacancy import Vacancy
from satupintu.regions.resolver import Resolver
from satupintu.sync import reasons
from satupintu.sync.connection import Connection
from satupintu.sync.normalise_kemnaker import Composed, JossComposer
from satupintu.sync.placing import place
from satupintu.sync.planning import Action, Plan, Step, make_plan, writes
from satupintu.sync.reading import Progress, TalenticsReader
from satupintu.sync.submitting import Done, Result, Submitter, TargetUnusableError

STOPPED = "stopped by the operator"


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
        answers = self._settle()
        plan = self.plan(progress)
        outcomes: dict[str, Result] = {}
        interrupted = self._submit(writes(plan.steps), outcomes, progress) if answers else "the target does not answer"
        open_attempts = self._ledger.open_attempts(plan.target) if interrupted else ()
        unsettled = {attempt.filing.vacancy for attempt in open_attempts}
        results = tuple(outcomes.get(step.key) or _without_outcome(step, unsettled) for step in plan.steps)
        return Run(plan, results, interrupted)

    def _settle(self) -> bool:
        """Ask the target about attempts whose outcome is open. False when it does not answer."""
        return all(map(self._submitter.settle, self._ledger.open_attempts(self._connection.target.name)))

    def _submit(self, steps: list[Step], outcomes: dict[str, Result], progress: Progress) -> str | None:
        """Submit steps in a few threads; the reason why it stopped before its end, if it did.

        On any stop nothing new is begun, and what is under way is finished and counted.
        """

        def work(step: Step) -> None:
            outcomes[step.key] = self._submitter.submit(step)

        pool = ThreadPoolExecutor(self._connection.policy.parallel, thread_name_prefix="submit")
        waiting = iter(steps)
        running: set[Future[None]] = set()
        try:
            while True:
                while len(running) < self._connection.policy.parallel and (step := next(waiting, None)):
                    running.add(pool.submit(work, step))
                if not running:
                    return None
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    future.result()
                progress("submit", len(outcomes), len(steps))
        except (TargetUnusableError, DataError) as error:
            return str(error)
        except KeyboardInterrupt:
            return STOPPED
        finally:
            self._submitter.stop()
            _end(pool)

    def _compose(self, vacancy: Vacancy) -> Composed | tuple[Reason, ...]:
        placed = place(self._resolver.resolve(vacancy.place), self._connection.policy, self._resolver.table)
        if isinstance(placed, Reason):
            return (placed,)
        composed = self._composer.compose(vacancy, placed.region.code)
        if isinstance(composed, Composed):
            return replace(composed, notes=(*placed.notes, *composed.notes))
        return (*placed.open, *composed)


def _end(pool: ThreadPoolExecutor) -> None:
    """Wait for what is under way, however often the operator interrupts: each call has an end of its own."""
    while True:
        try:
            pool.shutdown()
        except KeyboardInterrupt:
            continue
        return


def _without_outcome(step: Step, unsettled: set[str]) -> Result:
    """What to say of a step that brought no outcome: the ledger knows whether it was sent all the same."""
    if step.key in unsettled:
        return Result(step, Done.UNKNOWN, reasons.outcome_unknown())
    sends = step.action in {Action.CREATE, Action.UPDATE, Action.RENEW, Action.CLOSE}
    return Result(step, Done.NOT_TRIED if sends else Done.ACCEPTED)
