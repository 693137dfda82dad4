"""The small parts of the server: token texts, request ids, the memory of answers."""

from __future__ import annotations

from uuid import UUID

import pytest

from satupintu.kernel.ids import CountingIds, RandomIds
from satupintu.serving.finished import LARGEST_BODY, MOST_BYTES, FinishedAnswer, FinishedAnswers
from satupintu.systems.satusehat.server.request_ids import RequestIds
from satupintu.systems.satusehat.server.token_text import new_token, token_in


def test_tokens_are_28_letters_and_digits_and_differ():
    ids = CountingIds()
    tokens = [new_token(ids) for _ in range(500)]
    assert len(set(tokens)) == 500
    assert all(len(token) == 28 and token.isascii() and token.isalnum() for token in tokens)
    assert len(set("".join(tokens))) == 62


TOKEN = "aB3" * 9 + "x"


@pytest.mark.parametrize("header", [f"Bearer {TOKEN}", f"bearer  {TOKEN} ", f"BEARER {TOKEN}"])
def test_the_scheme_is_read_in_any_case(header):
    assert token_in(header) == TOKEN


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        TOKEN,
        f"BearerToken {TOKEN}",
        f"Basic {TOKEN}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[1:]}",
        f"Bearer {TOKEN[1:]}-",
        f"Bearer {TOKEN[1:]}é",
        f"Bearer {TOKEN}, Bearer {TOKEN}",
        f"Bearer\t{TOKEN}",
    ],
)
def test_what_has_not_the_form_of_a_token_is_not_looked_up(header):
    assert token_in(header) is None


@pytest.mark.parametrize("ids", [RandomIds(), CountingIds()])
def test_request_ids_have_the_form_of_uuids_and_differ(ids):
    requests = RequestIds(ids)
    given = [requests.new() for _ in range(1000)]
    assert len(set(given)) == 1000
    assert all(str(UUID(text)) == text for text in given)


def key(number: int) -> tuple[str, bytes, bytes, bytes]:
    return ("", b"/p", b"%d" % number, b"")


def test_an_answer_is_found_for_its_own_request_and_its_own_regions():
    answers = FinishedAnswers()
    answer = FinishedAnswer([], b"body")
    answers.keep(key(1), 1, answer)
    assert answers.get(key(1), 1) is answer
    assert answers.get(key(2), 1) is None
    assert answers.get(key(1), 2) is None


def test_another_import_forgets_all_answers():
    answers = FinishedAnswers()
    answers.keep(key(1), 1, FinishedAnswer([], b"old"))
    answers.keep(key(2), 2, FinishedAnswer([], b"new"))
    assert answers.get(key(1), 2) is None
    assert answers.get(key(1), 1) is None


def test_the_memory_is_bounded_and_the_oldest_go_first():
    answers = FinishedAnswers()
    body = bytes(MOST_BYTES // 8)
    for number in range(20):
        answers.keep(key(number), 1, FinishedAnswer([], body))
    kept = [number for number in range(20) if answers.get(key(number), 1)]
    assert kept == list(range(20 - len(kept), 20))
    assert 5 <= len(kept) <= 8


def test_a_body_that_would_take_most_of_the_memory_is_not_kept():
    answers = FinishedAnswers()
    answers.keep(key(1), 1, FinishedAnswer([], b"small"))
    answers.keep(key(2), 1, FinishedAnswer([], bytes(LARGEST_BODY + 1)))
    assert answers.get(key(2), 1) is None
    assert answers.get(key(1), 1) is not None


def test_nothing_of_a_body_shows_in_a_repr():
    assert "secret" not in repr(FinishedAnswer([], b"secret"))
