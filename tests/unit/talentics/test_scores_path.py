from __future__ import annotations

import pytest

from satupintu.kernel.errors import ConfigurationError, NotFoundError, ServerFailedError
from satupintu.systems.talentics.client.scores_path import PLURAL, SINGULAR
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.contract.operations import SCORES
from tests.unit.talentics.answering import Answers

SCORES_OF_3 = b'{"data": {"ticket_id": 3, "results": []}}'
AT_PLURAL, AT_SINGULAR = "/v2/exams/tickets/3/scores", "/v2/exams/ticket/3/scores"


def asked(known: set[str], times: int, **options) -> list[str]:
    """The paths that are asked in a number of calls when these paths answer; a call may fail."""
    answers = Answers(lambda path: (200, SCORES_OF_3) if path in known else (404, b""))
    with Talentics("app", "secret", http=answers, **options) as client:
        for _ in range(times):
            try:
                assert client.scores(3).ticket_id == 3
            except NotFoundError:
                assert not known
    return answers.asked


def test_the_plural_is_asked_first_and_alone_when_it_answers():
    assert asked({AT_PLURAL, AT_SINGULAR}, 3) == [AT_PLURAL] * 3


def test_after_a_404_the_singular_is_asked_once_and_remembered_when_it_answers():
    assert asked({AT_SINGULAR}, 3) == [AT_PLURAL, AT_SINGULAR, AT_SINGULAR, AT_SINGULAR]


def test_nothing_is_remembered_while_both_say_404():
    assert asked(set(), 2) == [AT_PLURAL, AT_SINGULAR] * 2


def test_once_a_path_is_known_a_404_means_an_unknown_ticket():
    answers = Answers(lambda path: (200, SCORES_OF_3) if path == AT_PLURAL else (404, b""))
    with Talentics("app", "secret", http=answers) as client:
        client.scores(3)
        with pytest.raises(NotFoundError):
            client.scores(4)
    assert answers.asked == [AT_PLURAL, "/v2/exams/tickets/4/scores"]


@pytest.mark.parametrize(("spelling", "path"), [("plural", AT_PLURAL), ("singular", AT_SINGULAR)])
def test_a_chosen_path_is_asked_alone(spelling, path):
    assert asked(set(), 2, scores_path=spelling) == [path] * 2


def test_no_other_refusal_leads_to_the_other_path():
    answers = Answers(lambda path: (503, b""))
    with Talentics("app", "secret", http=answers, retries=0) as client, pytest.raises(ServerFailedError):
        client.scores(3)
    assert answers.asked == [AT_PLURAL]


def test_both_paths_are_the_operation_as_described():
    assert (PLURAL.path, SINGULAR.path) == SCORES.paths
    assert {(each.name, each.quota, each.repeatable) for each in (PLURAL, SINGULAR)} == {
        (SCORES.name, SCORES.quota, SCORES.repeatable)
    }


def test_an_unknown_spelling_is_refused_at_once():
    with pytest.raises(ConfigurationError, match="scores_path"):
        Talentics("app", "secret", scores_path="both")
