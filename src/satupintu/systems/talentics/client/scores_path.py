"""The page prints two paths for the scores. Which one the other side knows is found out by asking.

Source: https://talentics.id/docs/talentics-api, Get Test Results and Score: the reference has `ticket`, the curl
command `tickets`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, get_args

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.operation import Operation
from satupintu.systems.talentics.contract.models import Scores, ScoresReply
from satupintu.systems.talentics.contract.operations import SCORES, ScoresCall

ScoresSpelling = Literal["auto", "plural", "singular"]
"""`auto`: `tickets`, and after a 404 `ticket` once; whichever succeeds first is asked alone from then on."""

ScoresOperation = Operation[ScoresCall, ScoresReply]

PLURAL: Final = replace(SCORES, aliases=())
SINGULAR: Final = replace(SCORES, path=SCORES.aliases[0], aliases=())


class ScoresPath:
    """Where scores are asked for. Raises ConfigurationError for an unknown spelling."""

    def __init__(self, spelling: ScoresSpelling) -> None:
        if spelling not in get_args(ScoresSpelling):
            raise ConfigurationError(f"scores_path: {spelling!r} is none of {', '.join(get_args(ScoresSpelling))}")
        self._known = {"plural": PLURAL, "singular": SINGULAR}.get(spelling)

    def to_ask(self) -> tuple[ScoresOperation, ScoresOperation | None]:
        """The path to ask, and the one to ask after a 404; None once a 404 is known to mean an unknown ticket."""
        return (PLURAL, SINGULAR) if self._known is None else (self._known, None)

    def answered(self, operation: ScoresOperation, reply: ScoresReply) -> Scores:
        """Remember the path that succeeded, and give the scores of its reply."""
        self._known = operation
        return reply.data
