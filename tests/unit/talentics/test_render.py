from __future__ import annotations

import json
from http import HTTPStatus

import pytest

from satupintu.kernel.outcome import Refusal
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.server.render import render


@pytest.mark.parametrize("status", [status for status in TEXTS if status != HTTPStatus.UNPROCESSABLE_ENTITY])
def test_a_refusal_that_was_planned_is_worded_as_the_vendor_words_it(status):
    planned = Refusal(status, HTTPStatus(status).phrase)
    assert json.loads(render(planned, "documented").body) == {"data": {"errors": [TEXTS[status]]}}


def test_a_status_that_the_vendor_does_not_know_keeps_its_words():
    assert json.loads(render(Refusal(413, "too large"), "observed").body) == {"message": "too large"}
