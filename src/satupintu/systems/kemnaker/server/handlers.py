"""Which part of the server carries out which operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.systems.kemnaker.contract.operations import DELETE_VACANCY, FIND_VACANCY, PUT_VACANCY
from satupintu.systems.kemnaker.server.checks import KemnakerExchange
from satupintu.systems.kemnaker.server.vacancies import VacancyDesk

Handler = Callable[[VacancyDesk, KemnakerExchange], Outcome]


def put_vacancy(desk: VacancyDesk, exchange: KemnakerExchange) -> Outcome:
    """201 with the address of a new vacancy, 200 for one that existed."""
    outcome = desk.put(exchange.decoded("id"), exchange.request.body or b"")
    if isinstance(outcome, Answer) and outcome.status == 201:
        return replace(outcome, headers={"Location": exchange.request.raw_path})
    return outcome


def find_vacancy(desk: VacancyDesk, exchange: KemnakerExchange) -> Outcome:
    """One vacancy."""
    return desk.find(exchange.decoded("id"))


def delete_vacancy(desk: VacancyDesk, exchange: KemnakerExchange) -> Outcome:
    """Close one vacancy."""
    return desk.delete(exchange.decoded("id"))


HANDLERS: Mapping[str, Handler] = {
    PUT_VACANCY.name: put_vacancy,
    FIND_VACANCY.name: find_vacancy,
    DELETE_VACANCY.name: delete_vacancy,
}
