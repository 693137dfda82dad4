"""The submission ledger, in memory and on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from satupintu.kernel.errors import DataError
from satupintu.recruitment.submission import Attempt, AttemptOutcome, Filing, FilingState, OpenAttemptError

NOW = datetime(2026, 8, 1, 1, 51, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FILING = Filing("joss:staging", "talentics:42", 1, UUID(int=42))
ATTEMPT = Attempt(UUID(int=1), FILING, "create", "digest A", NOW + 60 * MINUTE, NOW)
FILED = replace(FILING, state=FilingState.OPEN, digest="digest A", expires_at=NOW + 60 * MINUTE)


@pytest.fixture
def ledger(medium):
    return medium.ledger


def accepted(attempt: Attempt) -> Attempt:
    return replace(attempt, outcome=AttemptOutcome.ACCEPTED)


def test_an_empty_ledger_knows_nothing(ledger):
    assert dict(ledger.filings("joss:staging")) == {}
    assert list(ledger.open_attempts("joss:staging")) == []


def test_an_attempt_is_open_with_all_it_would_make_true_until_it_is_settled(ledger):
    ledger.begin(ATTEMPT)

    assert list(ledger.open_attempts("joss:staging")) == [ATTEMPT]
    assert dict(ledger.filings("joss:staging")) == {"talentics:42": FILING}

    ledger.settle(accepted(ATTEMPT), FILED, finished_at=NOW + MINUTE)

    assert list(ledger.open_attempts("joss:staging")) == []
    assert dict(ledger.filings("joss:staging")) == {"talentics:42": FILED}


def test_an_unknown_outcome_stays_open_with_its_reason_and_can_be_settled_later(ledger):
    ledger.begin(ATTEMPT)
    unknown = replace(ATTEMPT, outcome=AttemptOutcome.UNKNOWN, reason="no answer in 30 s")
    ledger.settle(unknown, FILING, finished_at=NOW + MINUTE)

    assert list(ledger.open_attempts("joss:staging")) == [unknown]

    ledger.settle(accepted(unknown), FILED, finished_at=NOW + 2 * MINUTE)

    assert list(ledger.open_attempts("joss:staging")) == []


@pytest.mark.parametrize("outcome", [AttemptOutcome.SENDING, AttemptOutcome.UNKNOWN])
def test_a_vacancy_has_one_open_attempt_and_the_refused_one_leaves_no_trace(ledger, outcome):
    ledger.begin(ATTEMPT)
    ledger.settle(replace(ATTEMPT, outcome=outcome), FILING, finished_at=NOW)
    next_generation = replace(FILING, generation=2, target_id=UUID(int=43))

    with pytest.raises(OpenAttemptError):
        ledger.begin(replace(ATTEMPT, id=UUID(int=2), filing=next_generation))

    assert [attempt.id for attempt in ledger.open_attempts("joss:staging")] == [UUID(int=1)]
    assert dict(ledger.filings("joss:staging")) == {"talentics:42": FILING}


@pytest.mark.parametrize("outcome", [AttemptOutcome.ACCEPTED, AttemptOutcome.REJECTED])
def test_after_a_certain_outcome_the_vacancy_may_be_tried_again(ledger, outcome):
    ledger.begin(ATTEMPT)
    ledger.settle(replace(ATTEMPT, outcome=outcome), FILED, finished_at=NOW)
    again = replace(ATTEMPT, id=UUID(int=2), filing=FILED, action="update")

    ledger.begin(again)

    assert list(ledger.open_attempts("joss:staging")) == [again]


def test_beginning_does_not_change_a_filing_that_is_there(ledger):
    ledger.begin(ATTEMPT)
    ledger.settle(accepted(ATTEMPT), FILED, finished_at=NOW)

    ledger.begin(replace(ATTEMPT, id=UUID(int=2), filing=replace(FILED, digest="not yet accepted")))

    assert ledger.filings("joss:staging")["talentics:42"] == FILED


def test_the_latest_generation_is_the_filing_even_past_nine(ledger):
    for generation in range(1, 12):
        filing = replace(FILING, generation=generation, target_id=UUID(int=generation))
        attempt = replace(ATTEMPT, id=UUID(int=100 + generation), filing=filing)
        ledger.begin(attempt)
        ledger.settle(accepted(attempt), replace(filing, state=FilingState.CLOSED), finished_at=NOW)

    latest = ledger.filings("joss:staging")["talentics:42"]

    assert (latest.generation, latest.target_id) == (11, UUID(int=11))


def test_targets_and_vacancies_do_not_meet(ledger):
    elsewhere = replace(ATTEMPT, id=UUID(int=2), filing=replace(FILING, target="joss:live"))
    neighbour = replace(ATTEMPT, id=UUID(int=3), filing=replace(FILING, vacancy="talentics:43"))
    for attempt in (ATTEMPT, elsewhere, neighbour):
        ledger.begin(attempt)

    assert list(ledger.open_attempts("joss:live")) == [elsewhere]
    assert set(ledger.filings("joss:staging")) == {"talentics:42", "talentics:43"}


def test_open_attempts_come_oldest_first(ledger):
    for number, minutes in ((1, 5), (2, 1), (3, 3)):
        filing = replace(FILING, vacancy=f"talentics:{number}")
        ledger.begin(replace(ATTEMPT, id=UUID(int=number), filing=filing, started_at=NOW + minutes * MINUTE))

    assert [attempt.id.int for attempt in ledger.open_attempts("joss:staging")] == [2, 3, 1]


def test_an_attempt_that_was_never_begun_cannot_be_settled(ledger):
    with pytest.raises(DataError):
        ledger.settle(accepted(ATTEMPT), FILED, finished_at=NOW)

    assert dict(ledger.filings("joss:staging")) == {}


def test_of_many_threads_at_once_exactly_one_begins(ledger):
    def begin(number: int) -> bool:
        try:
            ledger.begin(replace(ATTEMPT, id=UUID(int=number)))
        except OpenAttemptError:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sorted(threads.map(begin, range(1, 33))) == [False] * 31 + [True]

    assert len(ledger.open_attempts("joss:staging")) == 1
